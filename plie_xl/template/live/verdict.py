"""Why a row counts by itself, or not."""

import re
from collections.abc import Callable, Iterable

from plie_xl.checks.count import ERREUR, PASSEE
from plie_xl.model.fiche import Fiche
from plie_xl.model.words import (
    A_VENIR,
    ANNULEE,
    APRES_ARRETE,
    COMPLETES,
    JUSTIFIEE,
    PREVUE,
    REALISEE,
    REPORTEE,
    STATUTS,
    TENUE,
)
from plie_xl.template.live.cells import Ligne, Vivante, cascade, essentielles, ici, motif, un_de
from plie_xl.template.live.days import say_dernier_jour, say_premier_jour
from plie_xl.template.live.repeated import est_reunion

_DIT = re.compile(r'"([^"]+)"')  # the words that a formula may give


def list_motifs(fiche: Fiche) -> dict[str, Vivante]:
    """Why a row does not count: each column goes on where the one before has nothing to say."""
    vivantes, dits = {}, {""}
    precedent = ""
    for n, cas in enumerate(_list_cas(fiche), start=1):
        if precedent:
            cas = [(f'{ici(precedent)}<>""', f"={ici(precedent)}"), *cas]
        dits |= {dit for _, mot in cas for dit in (mot, *_DIT.findall(mot))}
        precedent = f"motif_{n}"
        vivantes[precedent] = Vivante(f"={cascade(cas, '')}", _among(frozenset(dits)))
    return vivantes


def _among(mots: frozenset[str]) -> Callable[[Ligne], str]:
    return lambda x: x["compte"] if x["compte"] in mots else ""


def _list_cas(fiche: Fiche) -> Iterable[list[tuple[str, str]]]:
    """The blocking rules in their order, by column: what holds, and the word."""
    date_lue, instance, statut = ici("date_lue"), ici("instance_lue"), ici("statut_lu")
    jour = ici("jour")
    inconnu = "*".join(f'({statut}<>"{s}")' for s in STATUTS)
    prevue, realisee = (f'({statut}="{s}")' for s in (PREVUE, REALISEE))
    passee = f"({jour}<date_reference)*({jour}<TODAY())"
    return (
        [
            (f"ISERROR({essentielles()})", ERREUR),
            (f'{instance}&{date_lue}&{statut}=""', motif("SUI-01")),
            (f'{instance}=""', motif("SUI-02")),
            (f"{ici('rang')}=0", motif("SUI-03")),
        ],
        [
            (f'{statut}=""', motif("SUI-04")),
            (inconnu, motif("SUI-05")),
            (f'{statut}="{REPORTEE}"', REPORTEE.lower()),
            (f'{statut}="{ANNULEE}"', ANNULEE.lower()),
        ],
        [
            (f'{date_lue}=""', motif("SUI-06")),
            (f'{jour}=""', motif("SUI-07")),
            (
                f"({jour}<{say_premier_jour(fiche)})+({jour}>{say_dernier_jour(fiche)})",
                motif("SUI-08"),
            ),
            (f'{ici("nombre")}=""', motif("SUI-09")),
            (f"{est_reunion(fiche)}*({ici('nombre')}<>1)", motif("SUI-21")),
        ],
        [
            (
                f"{realisee}*({jour}>MIN(date_reference,TODAY()))",
                f'=IF({jour}>TODAY(),"{motif("SUI-10")}","{APRES_ARRETE}")',
            ),
            (prevue, f'=IF({passee},"{PASSEE}","{A_VENIR}")'),
        ],
    )


def formule_compte_seul() -> str:
    """The word of a row, whatever stands in the others."""
    pieces = ici("etat_pieces")
    cas = [
        (f"{ici('ligne_remplie')}=0", ""),
        (f'{ici("motif_4")}<>""', f"={ici('motif_4')}"),
        (f"OR({un_de('etat_pieces', motif('SUI-11'), motif('SUI-13'))})", f"={pieces}"),
        (f'({ici("modalite_lue")}<>"")*({ici("rang_modalite")}=0)', motif("SUI-12")),
        (f'{pieces}="{COMPLETES}"', JUSTIFIEE),
    ]
    return f"={cascade(cas, TENUE)}"
