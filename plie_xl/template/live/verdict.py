"""« Compte »: why a row counts, or not."""

from collections.abc import Callable, Iterable

from plie_xl.checks.count import ERREUR, PASSEE
from plie_xl.model.words import (
    A_VENIR,
    ANNULEE,
    COMPLETES,
    JUSTIFIEE,
    PREVUE,
    REALISEE,
    REPORTEE,
    STATUTS,
    TENUE,
)
from plie_xl.template.live.cells import Ligne, Vivante, cascade, essentielles, ici, motif


def list_motifs() -> dict[str, Vivante]:
    """Why a row does not count: each column goes on where the one before has nothing to say."""
    vivantes, dits = {}, {""}
    precedent = ""
    for n, cas in enumerate(_list_cas(), start=1):
        if precedent:
            cas = [(f'{ici(precedent)}<>""', f"={ici(precedent)}"), *cas]
        dits |= {mot for _, mot in cas}
        precedent = f"motif_{n}"
        vivantes[precedent] = Vivante(f"={cascade(cas, '')}", _among(frozenset(dits)))
    return vivantes


def _among(mots: frozenset[str]) -> Callable[[Ligne], str]:
    return lambda x: x["compte"] if x["compte"] in mots else ""


def _list_cas() -> Iterable[list[tuple[str, str]]]:
    """The blocking rules in their order, by column: what holds, and the word."""
    date_lue, instance, statut = ici("date_lue"), ici("instance_lue"), ici("statut_lu")
    jour, modalite = ici("jour"), ici("modalite_lue")
    inconnu = "*".join(f'({statut}<>"{s}")' for s in STATUTS)
    prevue, realisee = (f'({statut}="{s}")' for s in (PREVUE, REALISEE))
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
            (f"({jour}<debut)+({jour}>fin)", motif("SUI-08")),
            (f'{ici("nombre")}=""', motif("SUI-09")),
        ],
        [
            (f"{realisee}*({jour}>date_reference)", motif("SUI-10")),
            (f"{prevue}*({jour}<date_reference)", PASSEE),
            (prevue, A_VENIR),
            (f'({modalite}<>"")*({ici("rang_modalite")}=0)', motif("SUI-12")),
        ],
    )


def formule_compte() -> str:
    pieces = ici("etat_pieces")
    cas = [
        (f"{ici('ligne_remplie')}=0", ""),
        (f'{ici("motif_4")}<>""', f"={ici('motif_4')}"),
        (f'{pieces}="{motif("SUI-11")}"', motif("SUI-11")),
        (f'{pieces}="{motif("SUI-13")}"', motif("SUI-13")),
        (f'{pieces}="{COMPLETES}"', JUSTIFIEE),
    ]
    return f"={cascade(cas, TENUE)}"
