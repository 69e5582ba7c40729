"""Whether the same meeting stands higher up: same target, same day, same reference.

Each row that counts by itself gives one key per kind of evidence; a row without a reference gives
its own number, which no other has. The first of a column that has the key is the one that counts.
"""

from functools import partial

from plie_xl.model.evidence import COMPAREE, SIGNES_EGAUX, read_marquee
from plie_xl.model.fiche import Fiche
from plie_xl.model.target import REUNION
from plie_xl.model.words import COMPLETES, JUSTIFIEE, TENUE
from plie_xl.template.live.cells import ORIGINE, Ligne, Vivante, ici, motif, substitute, un_de

_DEJA = motif("PIE-07")


def list_cles(fiche: Fiche) -> list[str]:
    """The columns that hold the keys, one per kind of evidence."""
    return [f"cle_{n}" for n, _ in enumerate(fiche.kinds, start=1)]


def list_repetees(fiche: Fiche) -> dict[str, Vivante]:
    """The meeting that a row would count, then its keys."""
    rangs = {c.id: n for n, c in enumerate(fiche.instances, start=1) if c.unite == REUNION}
    comptee = f"{est_reunion(fiche)}*OR({un_de('compte_seul', TENUE, JUSTIFIEE)})"
    reunion = partial(_say_reunion, rangs)
    return {
        "reunion": Vivante(f'=IF({comptee},{ici("rang")}&"|"&{ici("jour")}&"|","")', reunion),
        **{
            cle: Vivante(_formule_cle(n), partial(_find_cle, rangs, piece))
            for n, (cle, piece) in enumerate(zip(list_cles(fiche), fiche.kinds, strict=True), 1)
        },
    }


def find_seul(ligne: Ligne) -> object:
    """The word that a row deserves whatever stands in the others."""
    if ligne["compte"] != _DEJA:
        return ligne["compte"]
    return JUSTIFIEE if ligne["etat_pieces"] == COMPLETES else TENUE


def est_reunion(fiche: Fiche) -> str:
    """Whether the target of the row counts meetings: a sign for each, in the order of the list."""
    carte = "".join("1" if c.unite == REUNION else "0" for c in fiche.instances)
    return f'(MID("0{carte}",1+{ici("rang")},1)="1")'


def formule_compte(fiche: Fiche) -> str:
    """« Compte »: that of the row alone, unless a row above gives the same meeting."""
    premieres = ",".join(f"MATCH({ici(c)},{ici(c)},0)" for c in list_cles(fiche))
    return f'=IF(MIN({premieres})<ROW(),"{_DEJA}",{ici("compte_seul")})'


def _formule_cle(n: int) -> str:
    piece = ici(f"piece_{n}")
    marquee = f"SUMPRODUCT(--ISNUMBER(SEARCH(marques,INDEX({piece},ROW()))))"
    mot = piece
    for signe, autre in SIGNES_EGAUX.items():
        mot = substitute(mot, signe, autre)
    reunion, donnee = ici("reunion"), ici(f"donnee_{n}")
    cle = f"{reunion}&LOWER(TRIM(LEFT({mot},{COMPAREE})))"
    return f'=IF(({reunion}="")+({donnee}=0),ROW(),IF({marquee}=0,ROW(),{cle}))'


def _say_reunion(rangs: dict[str, int], ligne: Ligne) -> str:
    rang = rangs.get(ligne["cible"])
    if rang is None or find_seul(ligne) not in (TENUE, JUSTIFIEE):
        return ""
    return f"{rang}|{int(ligne['jour']) - ORIGINE}|"


def _find_cle(rangs: dict[str, int], piece: str, ligne: Ligne) -> object:
    reunion, marquee = _say_reunion(rangs, ligne), read_marquee(ligne.get(piece, ""))
    return reunion + marquee if reunion and marquee else ligne["ligne"]
