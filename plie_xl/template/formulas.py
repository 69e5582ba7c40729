"""The live formulas of « Atteinte », as text. Each says what a Python rule says."""

from collections.abc import Mapping

from plie_xl.attainment import HORS_CIBLES
from plie_xl.model.target import Cible
from plie_xl.model.words import (
    A_COMPLETER,
    A_PRECISER,
    ATTEINTE,
    EN_BONNE_VOIE,
    EN_RETARD,
    NON_ATTEINTE,
    NON_COMMENCEE,
    SANS_OBJET,
    SEUIL_BONNE_VOIE,
)


def minimum(cible: Cible, rang: int = 0) -> str | int:
    """The target itself, or what it becomes with avenants and the number of technicians.

    `rang` is its row in `minimums`, from 1, where an avenant touches it.
    """
    nombre = f"INDEX(minimums,{rang},periode_reference)" if rang else f"{cible.minimum}"
    if cible.par != "technicien":
        if not rang:
            return cible.minimum
        return f'=IF({nombre}=0,"",{nombre})' if cible.intermittente else f"={nombre}"
    rempli = "ISNUMBER(techniciens_lus)"
    demande = f"({nombre}>0)*{rempli}" if cible.intermittente else rempli
    return f'=IF({demande},{nombre}*techniciens_lus,"")'


def ligne_avenants(
    cible: Cible, rang: int, ligne: Mapping[str, str], dites: Mapping[str, str]
) -> dict[str, str]:
    """What a row of « Atteinte » becomes in a fiche that has avenants.

    `dites` gives its status as `ligne_atteinte` does, and the word of its nature.
    """
    m = ligne["minimum"]
    par = "*techniciens_lus" if cible.par == "technicien" else ""
    somme = f"SUMPRODUCT(INDEX(minimums,{rang},0),parts){par}" if rang else f"{m}*part_ecoulee"
    formules = {
        "minimum_au": f'=IF({m}="","",{somme})',
        "attendu": f"={ligne['minimum_au']}",
    }
    if cible.intermittente:
        demande = f"INDEX(minimums,{rang},periode_reference)=0"
        statut = dites["statut"].removeprefix("=")
        formules["statut"] = f'=IF({demande},"{SANS_OBJET}",{statut})'
        formules["nature"] = f'=IF({demande},"{HORS_CIBLES}","{dites["nature"]}")'
    return formules


def unites(rang: int, *mots: str) -> str:
    """Units of the rows of « Suivi » that name this target and bear one of these words."""
    return "=" + "+".join(
        f'SUMIFS(suivi[Unités],suivi[Rang],{rang},suivi[Compte],"{mot}")' for mot in mots
    )


def ligne_atteinte(ligne: int, lettre: Mapping[str, str], fin: str = "fin") -> dict[str, str]:
    """Formulas of a row of « Atteinte » that follow from its minimum and its counts.

    From the day `fin` on, nothing is on its way.
    """
    m, t, j, a, v = (
        f"{lettre[c]}{ligne}" for c in ("minimum", "tenu", "justifie", "attendu", "a_venir")
    )
    statut = _cascade(
        [
            (f'{m}=""', A_PRECISER),
            (f"{j}>={m}", ATTEINTE),
            (f"{t}>={m}", A_COMPLETER),
            (f"date_reference>={fin}", NON_ATTEINTE),
            (f"{t}=0", NON_COMMENCEE),
            (f"{t}>={SEUIL_BONNE_VOIE}*{a}", EN_BONNE_VOIE),
        ],
        EN_RETARD,
    )
    return {
        "reste": f'=IF({m}="","",MAX(0,{m}-{j}))',
        "taux": f'=IF({m}="","",{t}/{m})',
        "attendu": f'=IF({m}="","",{m}*part_ecoulee)',
        "projection": f"={t}+{v}",
        "statut": f"={statut}",
    }


def taux_global(colonne: str, minimums: str, lignes: range) -> str:
    """Mean over the targets of min(1, count / minimum), whatever has no minimum left out."""
    parts = "+".join(f'IF({minimums}{n}="",0,MIN(1,{colonne}{n}/{minimums}{n}))' for n in lignes)
    nombre = f"COUNT({minimums}{lignes[0]}:{minimums}{lignes[-1]})"
    return f'=IF({nombre}=0,"",({parts})/{nombre})'


def _cascade(cas: list[tuple[str, str]], sinon: str) -> str:
    """Nested IFs: the first condition that holds gives its word."""
    debut = "".join(f'IF({condition},"{mot}",' for condition, mot in cas)
    return f'{debut}"{sinon}"' + ")" * len(cas)
