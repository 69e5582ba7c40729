"""Choosing on the page: which territory, target and need of action each row speaks of."""

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from plie_xl.master.livrables import A_REMETTRE
from plie_xl.master.read import Master, en_nombre
from plie_xl.master.suivi import manque
from plie_xl.model.text import typographie, visible
from plie_xl.model.words import A_VENIR, APRES_ARRETE, ATTEINTE
from plie_xl.model.workbook import Colonne, Feuille

Ligne = Mapping[Any, Any]
TOUS, TOUTES = "Tous les territoires", "Toutes les cibles"
STATUTS = ("statut", "compte", "gravite", "etat")  # on a phone, what a card says first
# Where a click leads: table → the column that is a link, and the table where its rows are.
LIENS = {"synthese": ("plie", "atteinte"), "priorites": ("plie", "atteinte"),
         "atteinte": ("libelle", "suivi"), "par_instance": ("libelle", "suivi")}  # fmt: skip

# Of one territory on two pages of paper, the columns that are printed; a section that is not
# named here is not.
PAPIER = {
    "synthese": ("cibles", "atteintes", "tenu", "justifie", "au_dossier", "retenu_csf", "taux_tenu",
                 "taux_justifie", "statut", "montant_fse", "derniere", "reference"),
    "atteinte": ("libelle", "objectif", "tenu", "justifie", "au_dossier", "retenu_csf", "reste",
                 "a_venir", "projection", "statut"),
    "pieces_manquantes": ("date", "libelle", "modalite", "manque", "ligne"),
    "livrables": ("livrable", "etat", "remis_le", "reference"),
    "anomalies": ("feuille", "cellule", "code", "gravite", "constat", "remede"),
    "suivi": ("ligne", "date", "libelle", "etat_pieces", "compte"),
}  # fmt: skip


class Choix:
    """The territories and targets of a master, numbered: what the rows of the page bear."""

    def __init__(self, master: Master) -> None:
        cibles = master.lignes("atteinte")
        self.plies = list(dict.fromkeys(str(x["plie"]) for x in master.lignes("synthese")))
        self._rangs = {plie: n for n, plie in enumerate(self.plies)}
        self.cibles = {str(x["cle"]): (str(x["plie"]), str(x["libelle"])) for x in cibles}
        self._cles = {cle: n for n, cle in enumerate(self.cibles)}
        self._noms = {nom: self._cles[cle] for cle, nom in self.cibles.items()}

    def say(self, feuille: Feuille, ligne: Ligne) -> str:
        """The attributes of a row: its territory, its target, whether somebody must act."""
        p, c = self._rangs.get(str(ligne.get("plie"))), self._find_cible(ligne)
        action = _AGIR.get(feuille.table, _jamais)(ligne)
        return "".join(
            f' data-{nom}="{valeur}"'
            for nom, valeur in (("p", p), ("c", c), ("a", 1 if action else None))
            if valeur is not None
        )

    def _find_cible(self, ligne: Ligne) -> int | None:
        if ligne.get("cle"):
            return self._cles.get(str(ligne["cle"]))
        return self._noms.get((str(ligne.get("plie")), str(ligne.get("libelle"))))

    def lien(self, feuille: Feuille, colonne: Colonne, ligne: Ligne) -> str:
        """What opens a link on a cell; "" where there is none."""
        nom, vers = LIENS.get(feuille.table, ("", ""))
        if colonne.id != nom or str(ligne.get("plie")) not in self._rangs:
            return ""
        return f'<a href="#{vers}"{self.say(feuille, ligne)}>'

    def build_barre(self) -> str:
        """The bar: territory, target, words, what needs an action; a form that sends nothing."""
        plies = "".join(_option(n, plie) for n, plie in enumerate(self.plies))
        cibles = "".join(
            f'<option value="{n}" data-p="{self._rangs.get(plie, "")}">{_dit(libelle)}</option>'
            for n, (plie, libelle) in enumerate(self.cibles.values())
        )
        return (
            '<search><form id="choix" class="choix"><label>Territoire'
            f'<select id="p"><option value="">{TOUS}</option>{plies}</select></label>'
            '<label>Cible<select id="c">'
            f'<option value="">{TOUTES}</option>{cibles}</select></label>'
            '<label>Chercher<input id="mots" type="search"></label>'
            '<label class="case"><input id="a" type="checkbox"> Ce qui demande une action</label>'
            '<button type="reset">Tout montrer</button></form></search>'
        )


def _option(valeur: int, dit: str) -> str:
    return f'<option value="{valeur}">{_dit(dit)}</option>'


def _dit(texte: str) -> str:
    return escape(typographie(visible(texte)))


def _jamais(ligne: Ligne) -> bool:
    return False


def _toujours(ligne: Ligne) -> bool:
    return True


def _pas_atteinte(ligne: Ligne) -> bool:
    return ligne.get("statut") != ATTEINTE


def _suivi(ligne: Ligne) -> bool:
    """Held and not proved, or set aside for a reason other than its date."""
    if en_nombre(ligne.get("tenu")) > 0:
        return manque(str(ligne.get("etat_pieces") or ""))
    return ligne.get("compte") not in (A_VENIR, APRES_ARRETE)


_AGIR: Mapping[str, Callable[[Ligne], bool]] = {
    "synthese": _pas_atteinte,
    "priorites": _pas_atteinte,
    "atteinte": _pas_atteinte,
    "suivi": _suivi,
    "pieces_manquantes": _toujours,
    "anomalies": _toujours,
    "livrables": lambda x: x.get("etat") == A_REMETTRE,
}


def css_cartes(feuilles: list[Feuille]) -> str:
    """On a phone a row is a card: each cell after its name, the status first."""
    return "@media screen and (max-width: 40rem) {\n" + "\n".join(_cartes(feuilles)) + "\n}\n"


def css_papier(feuilles: list[Feuille]) -> str:
    """Of one territory, on paper: what a meeting with the PLIE needs, and nothing else."""
    regles = []
    for f in feuilles:
        visibles = [c.id for c in f.colonnes if not c.cachee]
        caches = [n for n, c in enumerate(visibles, 1) if c not in PAPIER.get(f.table, visibles)]
        if f.table not in PAPIER:
            regles.append(f".un #{f.table}")
        regles += [f".un #{f.table} :is(th, td):nth-child({n})" for n in caches]
    return "@media print {\n" + ",\n".join(regles) + " { display: none; }\n}\n"


def _cartes(feuilles: list[Feuille]) -> Iterator[str]:
    for f in feuilles:
        for n, c in enumerate((c for c in f.colonnes if not c.cachee), start=1):
            mot = c.entete.replace("\\", "").replace('"', "")
            cellule = f"#{f.table} tbody td:nth-child({n})"
            yield f'{cellule}::before {{ content: "{mot}"; }}'
            if c.id in STATUTS:
                yield f"{cellule} {{ order: -1; font-weight: bold; }}"
