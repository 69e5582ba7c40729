"""The ranks of what is chosen in lists, and the quantity."""

from datetime import date

from plie_xl.model.fiche import Fiche
from plie_xl.model.words import (
    LIBELLES_MODALITES,
)
from plie_xl.template.live.cells import N_MODALITES, NOMBRE, Ligne, Vivante, ici


def list_rangs(fiche: Fiche) -> dict[str, Vivante]:
    """Hidden columns by which a row finds its target, modality and quantity in « Listes »."""
    rangs = {c.id: n for n, c in enumerate(fiche.instances, start=1)}
    modalites = {m: n for n, m in enumerate(LIBELLES_MODALITES.values(), start=1)}
    # Where an avenant adds or withdraws a target, its rank is 0 on the days when nobody asks it.
    aussi = f"*INDEX(en_vigueur,{{place}},{ici('periode')})" if is_intermittente(fiche) else ""
    return {
        "rang": Vivante(
            _rang("instance_lue", "liste_instances", aussi), lambda x: rangs.get(x["cible"], 0)
        ),
        "rang_modalite": Vivante(
            _rang("modalite_lue", "liste_modalites"), lambda x: modalites.get(x["forme"], 0)
        ),
        "nombre": Vivante(
            say_entier(ici("quantite"), ici("quantite_lue"), "1"),
            lambda x: x["nombre"] if x["nombre"] == x["nombre"] else "",
        ),
    }


def say_entier(typee: str, lue: str, vide: str) -> str:
    """The formula of a whole number from 1, typed as one or as bare figures; `vide` for nothing."""
    nombre = f'IF(({typee}>=1)*({typee}=INT({typee})),{typee},"")'
    chiffres = f'IFERROR(IF((TEXT(VALUE({lue}),"0")={lue})*(VALUE({lue})>=1),VALUE({lue}),""),"")'
    return f'=IF({lue}="",{vide},IF({lue}="{NOMBRE}",{nombre},{chiffres}))'


def list_periodes(fiche: Fiche) -> dict[str, Vivante]:
    """Which avenant is in force on the day of a row, 1 before any; the last one without a day."""
    if not fiche.avenants:
        return {}
    jour = ici("jour")
    formule = f"=IFERROR(IF(ISNUMBER({jour}),MATCH({jour},avenants),COUNT(avenants)),1)"

    def find(ligne: Ligne) -> int:
        n: float = ligne["jour"]
        return 1 + fiche.periode(date.fromordinal(int(n)) if n == n else date.max)

    return {"periode": Vivante(formule, find)}


def list_preuves(fiche: Fiche) -> dict[str, Vivante]:
    """Where the evidence of a row begins in `preuves`, which has every target for each avenant."""
    if not fiche.avenants:
        return {}
    periodes, rangs = list_periodes(fiche)["periode"], list_rangs(fiche)["rang"]
    fois = len(fiche.instances) if fiche.au_jour else 0  # targets an avenant has in `preuves`

    def find(ligne: Ligne) -> int:
        rang, periode = rangs.valeur(ligne), periodes.valeur(ligne)
        assert isinstance(rang, int)
        assert isinstance(periode, int)
        return N_MODALITES * (rang - 1 + fois * (periode - 1)) + 1

    place = f"{ici('rang')}-1+{fois}*({ici('periode')}-1)"
    return {"preuve": Vivante(f"={N_MODALITES}*({place})+1", find)}


def is_intermittente(fiche: Fiche) -> bool:
    """Whether an avenant adds or withdraws a target."""
    return any(cible.intermittente for cible in fiche.instances)


def _rang(lue: str, liste: str, aussi: str = "") -> str:
    """Place of a text in its list, 0 when it is not there.

    MATCH takes « * » for any text: what stands at the place found must be the text itself.
    """
    place = f"MATCH({ici(lue)},{liste},0)"
    return f"=IFERROR({place}*(INDEX({liste},{place})={ici(lue)}){aussi.format(place=place)},0)"
