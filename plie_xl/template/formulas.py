"""The live formulas, as text. Each one says what a Python rule says; a test holds them equal.

Only functions that Excel 2016 and LibreOffice 7.4 both know: no LET, no dynamic array.
"""

from collections.abc import Mapping

from plie_xl.checks.count import ERREUR, PASSEE
from plie_xl.checks.rule import REGLES
from plie_xl.model.fiche import Cible, Fiche
from plie_xl.model.words import (
    A_COMPLETER,
    A_PRECISER,
    A_VENIR,
    ANNULEE,
    ATTEINTE,
    COMPLETES,
    EN_BONNE_VOIE,
    EN_RETARD,
    JUSTIFIEE,
    LIBELLES_MODALITES,
    MODALITE_INCONNUE,
    NON_ATTEINTE,
    NON_COMMENCEE,
    PREVUE,
    REALISEE,
    REPORTEE,
    SEUIL_BONNE_VOIE,
    TENUE,
)
from plie_xl.model.workbook import feuille_suivi

INSECABLE = "\u00a0"
N_MODALITES = 1 + len(LIBELLES_MODALITES)  # « not said », then each of them


class Suivi:
    """Formulas of the computed columns of « Suivi » for one fiche."""

    def __init__(self, fiche: Fiche) -> None:
        self.fiche, self.feuille = fiche, feuille_suivi(fiche)

    def columns(self) -> dict[str, str]:
        """Formula of each computed column, by column identifier."""
        return {
            "etat_pieces": self._etat_pieces(),
            "compte": self._compte(),
            "jour": self._jour(),
            "rang": self._rang("instance", "liste_instances"),
            "unites": self._unites(),
        }

    def _ici(self, colonne: str) -> str:
        return f"suivi[[#This Row],[{self.feuille.colonne(colonne).entete}]]"

    def _plage(self, debut: str, fin: str) -> str:
        entetes = (self.feuille.colonne(c).entete for c in (debut, fin))
        return "suivi[[#This Row],[{}]:[{}]]".format(*entetes)

    def _texte(self, colonne: str) -> str:
        return f'TRIM(SUBSTITUTE({self._ici(colonne)},"{INSECABLE}"," "))'

    def _rang(self, colonne: str, liste: str) -> str:
        """Place of a typed value in its list, compared as a person would; 0 when unknown."""
        return f"=SUMPRODUCT(({liste}={self._texte(colonne)})*(ROW({liste})-1))"

    def _en_erreur(self) -> str:
        return f"SUMPRODUCT(--ISERROR({self._plage('numero', 'commentaire')}))>0"

    def _jour(self) -> str:
        """The day as a number; "" when the cell holds none. A text « j/m/aaaa » is a day too."""
        date = self._ici("date")
        ecarte = self._texte("date")
        for separateur in "/.-":  # blanks between the three parts, to cut them out by place
            ecarte = f'SUBSTITUTE({ecarte},"{separateur}",REPT(" ",20))'
        a, b, c = (
            f"TRIM(LEFT({ecarte},20))",
            f"TRIM(MID({ecarte},20,22))",
            f"TRIM(RIGHT({ecarte},20))",
        )
        iso = f"LEN({a})=4"
        jour, annee = f"IF({iso},{c},{a})", f"IF({iso},{a},{c})"
        lu = f"DATE({annee},{b},{jour})"
        valable = f"AND(VALUE({b})<=12,LEN({annee})=4,DAY({lu})=VALUE({jour}))"
        en_texte = f'IFERROR(IF({valable},{lu},""),"")'
        return (
            f'=IF(ISERROR({date}),"",IF(ISNUMBER({date}),IF({date}>=1,INT({date}),""),{en_texte}))'
        )

    def _masque(self) -> str:
        """The pieces present, as a number: bit k for the k-th kind of evidence of the fiche."""
        return "+".join(
            f'{2**k}*({self._texte(p)}<>"")*(SUMPRODUCT(--(mots_absence={self._texte(p)}))=0)'
            for k, p in enumerate(self.fiche.kinds)
        )

    def _etat_pieces(self) -> str:
        modalite = self._texte("modalite")
        n = self._rang("modalite", "liste_modalites").removeprefix("=")
        ligne = f"{N_MODALITES}*({self._ici('rang')}-1)+1+{n}"
        trouve = f"INDEX(preuves,{ligne},1+{self._masque()})"
        return (
            f'=IF({self._en_erreur()},"",'
            f'IF(OR({self._ici("rang")}=0,{self._texte("statut")}<>"{REALISEE}"),"",'
            f'IF(AND({modalite}<>"",{n}=0),"{MODALITE_INCONNUE}",{trouve})))'
        )

    def _quantite_fausse(self) -> str:
        q, texte = self._ici("quantite"), self._texte("quantite")
        nombre = f"AND({q}>=1,{q}=INT({q}))"
        chiffres = f'IFERROR(AND(TEXT(VALUE({texte}),"0")={texte},VALUE({texte})>=1),FALSE)'
        return f'NOT(IF({texte}="",TRUE,IF(ISNUMBER({q}),{nombre},{chiffres})))'

    def _compte(self) -> str:
        """Why the row counts, or not: the blocking rules in their order, then the status."""
        statut, jour = self._texte("statut"), self._ici("jour")
        date, instance = self._texte("date"), self._texte("instance")
        modalite = self._texte("modalite")
        n = self._rang("modalite", "liste_modalites").removeprefix("=")
        pieces = self._ici("etat_pieces")
        cas = [
            (self._en_erreur(), ERREUR),
            (f"SUMPRODUCT(--(LEN(TRIM({self._plage('date', 'commentaire')}))>0))=0", ""),
            (f'AND({instance}="",{date}="",{statut}="")', _motif("SUI-01")),
            (f'{instance}=""', _motif("SUI-02")),
            (f"{self._ici('rang')}=0", _motif("SUI-03")),
            (f'{statut}=""', _motif("SUI-04")),
            (f"SUMPRODUCT(--(liste_statuts={statut}))=0", _motif("SUI-05")),
            (f'{statut}="{REPORTEE}"', REPORTEE.lower()),
            (f'{statut}="{ANNULEE}"', ANNULEE.lower()),
            (f'{date}=""', _motif("SUI-06")),
            (f'{jour}=""', _motif("SUI-07")),
            (f"OR({jour}<debut,{jour}>fin)", _motif("SUI-08")),
            (self._quantite_fausse(), _motif("SUI-09")),
            (f'AND({statut}="{REALISEE}",{jour}>date_reference)', _motif("SUI-10")),
            (f'AND({statut}="{PREVUE}",{jour}<date_reference)', PASSEE),
            (f'{statut}="{PREVUE}"', A_VENIR),
            (f'{pieces}="{_motif("SUI-11")}"', _motif("SUI-11")),
            (f'AND({modalite}<>"",{n}=0)', _motif("SUI-12")),
            (f'{pieces}="{_motif("SUI-13")}"', _motif("SUI-13")),
            (f'{pieces}="{COMPLETES}"', JUSTIFIEE),
        ]
        return "=" + _cascade(cas, TENUE)

    def _unites(self) -> str:
        compte, q, texte = self._ici("compte"), self._ici("quantite"), self._texte("quantite")
        comptent = ",".join(f'{compte}="{mot}"' for mot in (TENUE, JUSTIFIEE, A_VENIR))
        valeur = f'IF({texte}="",1,IF(ISNUMBER({q}),{q},VALUE({texte})))'
        return f"=IF(OR({comptent}),{valeur},0)"


def minimum(cible: Cible) -> str | int:
    """The target itself, or what it becomes with the number of technicians."""
    if cible.par != "technicien":
        return cible.minimum
    rempli = "IF(ISNUMBER(techniciens),AND(techniciens>=1,techniciens=INT(techniciens)),FALSE)"
    return f'=IF({rempli},{cible.minimum}*techniciens,"")'


def unites(rang: int, *mots: str) -> str:
    """Units of the rows of « Suivi » that name this target and bear one of these words."""
    return "=" + "+".join(
        f'SUMIFS(suivi[Unités],suivi[Rang],{rang},suivi[Compte],"{mot}")' for mot in mots
    )


def ligne_atteinte(ligne: int, lettre: Mapping[str, str]) -> dict[str, str]:
    """Formulas of a row of « Atteinte » that follow from its minimum and its counts."""
    m, t, j, a, v = (
        f"{lettre[c]}{ligne}" for c in ("minimum", "tenu", "justifie", "attendu", "a_venir")
    )
    statut = _cascade(
        [
            (f'{m}=""', A_PRECISER),
            (f"{j}>={m}", ATTEINTE),
            (f"{t}>={m}", A_COMPLETER),
            ("date_reference>=fin", NON_ATTEINTE),
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


def _motif(code: str) -> str:
    return REGLES[code].motif


def _cascade(cas: list[tuple[str, str]], sinon: str) -> str:
    """Nested IFs: the first condition that holds gives its word."""
    debut = "".join(f'IF({condition},"{mot}",' for condition, mot in cas)
    return f'{debut}"{sinon}"' + ")" * len(cas)
