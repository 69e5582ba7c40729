"""The header row of a table, and the column that each header names, whatever befell them.

Nothing is guessed: a header that is merged over two rows, renamed or written twice is read where
only one reading is possible, and said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from plie_xl.model.cell import lettres
from plie_xl.model.lecture import Remarque
from plie_xl.model.text import cle_entete, en_clair, est_vide, unify
from plie_xl.model.workbook import Colonne, Feuille

Grille = Sequence[Sequence[object]]

LIGNES_EXPLOREES = 500  # where a header row may have been pushed to by inserted rows
PART_RECONNUE = 0.5  # of the headers, to call a row the header row
PROCHE = 0.8  # likeness of two headers, to call one the other renamed
_LONGUEUR = 80  # no header is longer
# Headers that say the same otherwise, each in `cle_entete`; believed at the place of ours alone.
_AUTREMENT = {
    **dict.fromkeys(("cr", "crs", "pv", "proces verbal"), "compte rendu"),
    **dict.fromkeys(("etat", "etat de la reunion"), "statut"),
    **dict.fromkeys(("qte", "nombre", "nb"), "quantite"),
    **dict.fromkeys(("mode", "format"), "modalite"),
    **dict.fromkeys(("ville", "salle", "adresse"), "lieu"),
    **dict.fromkeys(("observation", "observations", "remarque", "remarques"), "commentaire"),
    **dict.fromkeys(("theme", "ordre du jour", "sujet"), "objet"),
    **dict.fromkeys(("jour", "quand"), "date"),
}


def find_entete(grille: Grille, colonnes: Sequence[Colonne]) -> int | None:
    """Row (0-based) that bears at least half of the headers; the best one wins.

    Headers may stand on two rows, as merged cells put them: the lower one is given.
    """
    attendus = {cle_entete(c.entete) for c in colonnes if not c.rouage}
    meilleure, reconnus = None, PART_RECONNUE * len(attendus) - 0.5
    dessus: dict[int, str] = {}
    for n, ligne in enumerate(grille[:LIGNES_EXPLOREES]):
        vus = _list_cles(ligne)
        trouves = attendus.intersection(vus.values())
        if trouves and 2 * len(trouves) >= len(vus):
            plus_haut = (c for rang, c in dessus.items() if rang not in vus)
            trouves |= attendus.intersection(plus_haut)
        if len(trouves) > reconnus:
            meilleure, reconnus = n, len(trouves)
            if reconnus == len(attendus):
                break
        dessus = vus
    return meilleure


def _list_cles(ligne: Sequence[object]) -> dict[int, str]:
    return {
        rang: cle_entete(v)
        for rang, v in enumerate(ligne)
        if isinstance(v, str) and v and len(v) < _LONGUEUR
    }


def read_entetes(grille: Grille, entete: int, colonnes: Sequence[Colonne]) -> list[str]:
    """The header of each column, a blank one completed by the header of ours just above it."""
    lus = [en_clair(valeur) for valeur in grille[entete]]
    attendus = {cle_entete(c.entete) for c in colonnes} - {cle_entete(texte) for texte in lus}
    if attendus and entete:
        for rang, texte in _list_cles(grille[entete - 1]).items():
            if texte in attendus and not lus[rang]:
                lus[rang] = en_clair(grille[entete - 1][rang])
    return lus


@dataclass
class Colonnes:
    """Where the columns of a table are in Excel (A is 1), ours and the others, and what to say."""

    connues: dict[str, int] = field(default_factory=dict)
    inconnues: dict[str, int] = field(default_factory=dict)
    remarques: list[Remarque] = field(default_factory=list)

    @property
    def completes(self) -> bool:
        """Whether no column of ours is missing."""
        return all(remarque.nature != "colonne_absente" for remarque in self.remarques)


def find_colonnes(feuille: Feuille, nom: str, grille: Grille, entete: int) -> Colonnes:
    """The columns of the table whose header row is known; `nom` is that of the received sheet."""
    lus = read_entetes(grille, entete, feuille.colonnes)
    candidates, restes = _sort_entetes(feuille, lus)
    trouvees = Colonnes()
    ligne = entete + 1
    for identifiant, rangs in candidates.items():
        garde = rangs[0] if len(rangs) == 1 else _fullest(grille, ligne, rangs)
        trouvees.connues[identifiant] = garde
        for rang in rangs:
            if rang != garde:
                texte = lus[rang - 1]
                trouvees.inconnues[f"{texte} ({rang})"] = rang
                trouvees.remarques.append(
                    Remarque("entete_double", nom, ligne, rang, texte, lettres(garde))
                )
    for rang, texte in restes.items():
        proche = _find_proche(feuille, texte, rang, trouvees.connues)
        if proche is None:
            libre = texte if texte not in trouvees.inconnues else f"{texte} ({rang})"
            trouvees.inconnues[libre] = rang
            trouvees.remarques.append(Remarque("colonne_inconnue", nom, ligne, rang, texte))
        else:
            trouvees.connues[proche.id] = rang
            trouvees.remarques.append(
                Remarque("colonne_renommee", nom, ligne, rang, texte, proche.entete)
            )
    trouvees.remarques.extend(
        Remarque("colonne_absente", nom, ligne, detail=colonne.entete)
        for colonne in feuille.colonnes
        if colonne.id not in trouvees.connues and (colonne.saisie or not feuille.saisie)
    )
    return trouvees


def _sort_entetes(
    feuille: Feuille, lus: Sequence[str]
) -> tuple[dict[str, list[int]], dict[int, str]]:
    """Where each column of ours is announced, and the headers that are not ours by their place."""
    attendues = {cle_entete(c.entete): c.id for c in feuille.colonnes}
    candidates: dict[str, list[int]] = {}
    restes: dict[int, str] = {}
    for rang, texte in enumerate(lus, start=1):
        colonne = attendues.get(cle_entete(texte)) if texte else None
        if colonne is not None:
            candidates.setdefault(colonne, []).append(rang)
        elif texte:
            restes[rang] = texte
    return candidates, restes


def _fullest(grille: Grille, debut: int, rangs: Sequence[int]) -> int:
    """Of columns that bear the same header, the one in which most is written."""

    def remplies(rang: int) -> int:
        return sum(not est_vide(ligne[rang - 1]) for ligne in grille[debut:])

    return max(rangs, key=remplies)


def _find_proche(
    feuille: Feuille, texte: str, rang: int, connues: Mapping[str, int]
) -> Colonne | None:
    """The column of ours, found nowhere else, that a header stands for.

    Either it is nearly the same, or it says more, less or otherwise at the very place of the model.
    """
    nommees = (c for c in feuille.colonnes if not c.rouage)
    libres = {cle_entete(c.entete): c for c in nommees if c.id not in connues}
    proches = get_close_matches(cle_entete(texte), list(libres), n=1, cutoff=PROCHE)
    if proches:
        return libres[proches[0]]
    mots = _cut_words(texte)
    for cle, colonne in libres.items():
        voulus = _cut_words(colonne.entete)
        pareils = mots and voulus and (voulus <= mots or mots <= voulus)
        pareils = pareils or _AUTREMENT.get(cle_entete(texte)) == cle
        if pareils and _is_a_sa_place(feuille, colonne, rang, connues):
            return colonne
    return None


def _cut_words(entete: str) -> set[str]:
    """The words of a header that say something: « Feuille d’émargement » has « emargement »."""
    mots = cle_entete(unify(entete).replace("'", " ")).split()
    return {mot.removesuffix("s") for mot in mots if len(mot) > 3}


def _is_a_sa_place(
    feuille: Feuille, colonne: Colonne, rang: int, connues: Mapping[str, int]
) -> bool:
    """Whether the neighbour of the model, on one side at least, is the neighbour here."""
    place = feuille.rang(colonne.id)
    voisines = [(place - 1, rang - 1), (place + 1, rang + 1)]
    return any(
        0 <= p < len(feuille.colonnes) and connues.get(feuille.colonnes[p].id) == r
        for p, r in voisines
    )
