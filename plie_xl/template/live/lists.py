"""The ranks of what is chosen in lists, and the quantity."""

from plie_xl.model.fiche import Fiche
from plie_xl.model.words import (
    LIBELLES_MODALITES,
)
from plie_xl.template.live.cells import Vivante, ici


def list_rangs(fiche: Fiche) -> dict[str, Vivante]:
    rangs = {c.id: n for n, c in enumerate(fiche.instances, start=1)}
    modalites = {m: n for n, m in enumerate(LIBELLES_MODALITES.values(), start=1)}
    lue, typee = ici("quantite_lue"), ici("quantite")
    nombre = f'IF(({typee}>=1)*({typee}=INT({typee})),{typee},"")'
    chiffres = f'IFERROR(IF((TEXT(VALUE({lue}),"0")={lue})*(VALUE({lue})>=1),VALUE({lue}),""),"")'
    return {
        "rang": Vivante(
            _rang("instance_lue", "liste_instances"), lambda x: rangs.get(x["cible"], 0)
        ),
        "rang_modalite": Vivante(
            _rang("modalite_lue", "liste_modalites"), lambda x: modalites.get(x["forme"], 0)
        ),
        "nombre": Vivante(
            f'=IF({lue}="",1,IF(ISNUMBER({typee}),{nombre},{chiffres}))',
            lambda x: x["nombre"] if x["nombre"] == x["nombre"] else "",
        ),
    }


def _rang(lue: str, liste: str) -> str:
    """Place of a text in its list, 0 when it is not there; « * » is a text like another."""
    place = f"MATCH({ici(lue)},{liste},0)"
    return f"=IFERROR({place}*(INDEX({liste},{place})={ici(lue)}),0)"
