"""Where our tables are in a received workbook: sheets, header rows, columns, rows.

Headers are recognised whatever their accents, case, spaces or place; nothing is dropped in
silence: what is unknown, missing, renamed or outside becomes a `Remarque`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest

from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import IllisibleError, Remarque, Table, encode
from plie_xl.model.text import cle, cle_entete, est_vide
from plie_xl.model.workbook import (
    FICHE,
    IDENTIFIANT,
    PARAMETRES,
    Feuille,
    colonnes_parlantes,
    feuille_suivi,
)
from plie_xl.reading.guard import FeuilleVue
from plie_xl.reading.headers import Grille, find_colonnes, find_entete
from plie_xl.reading.stray_rows import list_autres, note_a_cote

ESSENTIELLES = ("date", "instance", "statut", "modalite")
A_REMPLIR = frozenset(cle(p.rubrique) for p in PARAMETRES if p.saisie)  # yellow cells of « Fiche »
_IDENTIFIANT = next(cle(p.rubrique) for p in PARAMETRES if p.id == IDENTIFIANT)


class LazySheets(Mapping[str, Grille]):
    """Sheets parsed when first asked for: most files hold sheets that nobody reads."""

    def __init__(self, noms: Sequence[str], read: Callable[[str], Grille]) -> None:
        self._noms, self._read = list(noms), read
        self._lues: dict[str, Grille] = {}

    def __getitem__(self, nom: str) -> Grille:
        if nom not in self._lues:
            self._lues[nom] = self._read(nom)
        return self._lues[nom]

    def __iter__(self) -> Iterator[str]:
        return iter(self._noms)

    def __len__(self) -> int:
        return len(self._noms)


class Lecteur:
    """Looks for tables in the sheets of one workbook and gathers remarks on the way."""

    def __init__(self, grilles: Mapping[str, Grille], vues: Mapping[str, FeuilleVue]) -> None:
        self.grilles, self.vues = grilles, vues
        self.remarques: list[Remarque] = []
        self.prises: set[str] = set()

    def ressemble(self, fiche: Fiche) -> bool:
        """Whether some sheet bears the headers of « Suivi », whatever it is called."""
        return self._find_feuille(feuille_suivi(fiche)) is not None

    def find_table(self, feuille: Feuille) -> Table | None:
        """The table of a sheet of ours, wherever it now stands; None and a remark if nowhere."""
        trouvee = self._find_feuille(feuille)
        if trouvee is None:
            meme_nom = self._par_nom(feuille.nom)
            nature = "tableau_absent" if meme_nom else "feuille_absente"
            self.remarques.append(Remarque(nature, meme_nom or "", detail=feuille.nom))
            return None
        nom, entete = trouvee
        self.prises.add(nom)
        if cle_entete(nom) != cle_entete(feuille.nom):
            self.remarques.append(Remarque("feuille_renommee", nom, detail=feuille.nom))
        return self._read_table(feuille, nom, entete)

    def _par_nom(self, nom: str) -> str | None:
        return next((n for n in self.grilles if cle_entete(n) == cle_entete(nom)), None)

    def _find_feuille(self, feuille: Feuille) -> tuple[str, int] | None:
        """Sheet and header row (0-based): by its name first, else by the headers of the others."""
        propre = self._par_nom(feuille.nom)
        autres = [n for n in self.grilles if n != propre and n not in self.prises]
        if propre is None and feuille is FICHE:  # its headers are those of any list
            autres = [n for n in autres if self._has_identifiant(n)]
        for nom in [propre, *autres] if propre else autres:
            try:
                entete = find_entete(self.grilles[nom], feuille.colonnes)
            except IllisibleError:
                if nom == propre:
                    raise
                continue  # a sheet that we do not need stops nothing
            if entete is not None:
                return nom, entete
        return None

    def read_jumelle(self, feuille: Feuille, nom: str) -> Table | None:
        """The table that another sheet holds under the same headers; no remark is made of it."""
        entete = find_entete(self.grilles[nom], feuille.colonnes)
        if entete is None:
            return None
        return Lecteur(self.grilles, self.vues)._read_table(feuille, nom, entete)

    def _has_identifiant(self, nom: str) -> bool:
        lignes = self.grilles[nom]
        return any(cle(v) == _IDENTIFIANT for ligne in lignes for v in ligne if isinstance(v, str))

    def _read_table(self, feuille: Feuille, nom: str, entete: int) -> Table:
        grille = self.grilles[nom]
        reperees = find_colonnes(feuille, nom, grille, entete)
        self.remarques.extend(reperees.remarques)
        colonnes, inconnues = reperees.connues, reperees.inconnues
        remplies = _lignes_remplies(grille, entete, feuille, colonnes)
        autres = list_autres(feuille, nom, grille, remplies, colonnes)
        self.remarques.extend(autres.values())
        fautives = self._lignes_fautives(feuille, nom, entete, colonnes)
        retenues = sorted({*remplies, *fautives} - autres.keys())
        calculees = {c.id for c in feuille.colonnes if c.calcule}
        rangs = {c: k for c, k in colonnes.items() if c not in calculees} | inconnues
        lignes = [n + 1 for n in retenues]
        lus = [grille[n] for n in retenues]
        rendues = list(zip_longest(*lus, fillvalue=""))
        lues = {
            c: rendues[k - 1] if k <= len(rendues) else ("",) * len(lus) for c, k in rangs.items()
        }
        illisibles = self._note_cellules(feuille, nom, colonnes, lignes, lues)
        valeurs = {c: encode(colonne) for c, colonne in lues.items()}
        if feuille.saisie:
            self._note_hors_tableau(feuille, nom, lignes, colonnes)
            if reperees.completes:  # else what looks beside has lost its header, which is said
                self.remarques.extend(note_a_cote(nom, grille, entete, {**colonnes, **inconnues}))
        manquantes = [c for c in ESSENTIELLES if c not in colonnes]
        if feuille.table == "suivi" and manquantes:
            illisibles = frozenset(lignes)
        return Table(feuille.table, nom, colonnes, lignes, valeurs, inconnues, illisibles)

    def _lignes_fautives(
        self, feuille: Feuille, nom: str, entete: int, colonnes: Mapping[str, int]
    ) -> set[int]:
        """Rows (0-based) that look blank only because the reader erased what stood there."""
        vue = self.vues.get(nom)
        saisies = {colonnes[c.id] for c in feuille.colonnes if c.saisie and c.id in colonnes}
        cellules = {*vue.erreurs, *vue.sans_valeur} if vue else set()
        return {
            ligne - 1
            for ligne, rang in cellules
            if rang in saisies and entete + 1 < ligne <= len(self.grilles[nom])
        }

    def _note_cellules(
        self,
        feuille: Feuille,
        nom: str,
        colonnes: Mapping[str, int],
        lignes: Sequence[int],
        valeurs: dict[str, tuple[object, ...]],
    ) -> frozenset[int]:
        """Error values and formulas without a value in entry cells, which readers erase."""
        vue = self.vues.get(nom)
        if vue is None or not (vue.erreurs or vue.sans_valeur):
            return frozenset()
        noms = {colonnes[c.id]: c for c in feuille.colonnes if c.saisie and c.id in colonnes}
        rangs = {ligne: n for n, ligne in enumerate(lignes)}
        if feuille is FICHE:  # most of its values are ours: formulas, and the fiche itself
            rubriques = [cle(rubrique) for rubrique in valeurs.get("rubrique", ())]
            rangs = {x: n for x, n in rangs.items() if rubriques and rubriques[n] in A_REMPLIR}
        touchees: set[int] = set()
        for (ligne, rang), erreur in sorted(vue.erreurs.items()):
            if ligne in rangs and rang in noms:
                colonne, place = noms[rang].id, rangs[ligne]
                avant = valeurs[colonne]
                valeurs[colonne] = (*avant[:place], erreur, *avant[place + 1 :])
                touchees.add(ligne)
                self.remarques.append(Remarque("valeur_erreur", nom, ligne, rang, erreur))
        for ligne, rang in sorted(vue.sans_valeur):
            if ligne in rangs and rang in noms:
                touchees.add(ligne)
                self.remarques.append(Remarque("formule_sans_valeur", nom, ligne, rang))
        return frozenset(touchees)

    def _note_hors_tableau(
        self, feuille: Feuille, nom: str, lignes: Sequence[int], colonnes: Mapping[str, int]
    ) -> None:
        """Rows typed below the Excel table: read all the same, and said."""
        vue = self.vues.get(nom)
        etendue = vue.tables.get(feuille.table) if vue else None
        if not etendue or ":" not in etendue:
            return
        fin = int("".join(filter(str.isdigit, etendue.split(":")[1])))
        dehors = [ligne for ligne in lignes if ligne > fin]
        if dehors:
            premiere = min(colonnes.values())
            self.remarques.append(
                Remarque("hors_tableau", nom, dehors[0], premiere, str(len(dehors)))
            )


def _lignes_remplies(
    grille: Grille, entete: int, feuille: Feuille, colonnes: Mapping[str, int]
) -> list[int]:
    """Rows (0-based) below the headers in which somebody wrote something."""
    rangs = [colonnes[c] - 1 for c in colonnes_parlantes(feuille) if c in colonnes]
    rendues = list(zip_longest(*grille[entete + 1 :], fillvalue=""))
    parlantes = list(zip(*(rendues[k] for k in rangs if k < len(rendues)), strict=True))
    vierge = ("",) * len(parlantes[0]) if parlantes else ()
    return [
        n
        for n, valeurs in enumerate(parlantes, start=entete + 1)
        if valeurs != vierge and not all(map(est_vide, valeurs))
    ]
