"""Which fiche, year and template a workbook says it is; what to say where it is not ours."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from plie_xl.model.collection import Fiches, Recueil, find_fiche, is_known
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import IllisibleError, Remarque, Table
from plie_xl.model.mergers import find_fin, remark_fin
from plie_xl.model.privacy import cite_nu
from plie_xl.model.text import cle, read_nombre
from plie_xl.model.workbook import (
    ANNEE_FICHE,
    EMPREINTE,
    FICHE,
    FICHE_SOURCE,
    IDENTIFIANT,
    MODELE,
    PARAMETRES,
    VERSION,
    VERSIONS,
    Feuille,
    feuilles,
)
from plie_xl.reading.carried import Portee, Rangees, compare, read_portee
from plie_xl.reading.tables import Sheets, find_table, resembles

_RUBRIQUES = {p.id: p.rubrique for p in PARAMETRES}
_DU_MAITRE = {"Synthèse", "Sources"}  # sheets of the master, whose « Suivi » is like ours
_MAITRE = Remarque(
    "pas_un_classeur",
    detail="c’est un classeur maître d’AGAPE, pas un classeur de suivi",
    conseil="donnez le classeur d’un PLIE, ou le dossier reçu",
)
_ETRANGER = Remarque(
    "pas_un_classeur",
    detail="ce n’est pas un classeur de suivi : ni feuille « Fiche », ni tableau de suivi",
    conseil="recopiez la saisie dans le modèle du PLIE, et envoyez ce classeur-là",
)


class Identite(NamedTuple):
    """What a workbook says it is, and where; no fiche when it is none of ours."""

    parametres: Table | None = None
    fiche: Fiche | None = None
    annee: int | None = None
    modele: int | None = None
    portee: Portee = Portee()
    connue: Fiche | None = None  # the one in force, if another

    @property
    def feuilles(self) -> tuple[Feuille, ...]:
        """The sheets that it should have, by the version of its own template."""
        if self.fiche is None:
            return ()
        version = self.modele if self.modele and self.modele in VERSIONS else VERSION
        return feuilles(self.fiche, version)

    @property
    def texte(self) -> str:
        """The text of the carried fiche, unless it is the one in force."""
        portee, connue = self.portee.fiche, self.connue
        if portee is None or (connue and connue.empreinte == portee.empreinte):
            return ""
        return portee.texte

    def remark_portee(self) -> Iterator[Remarque]:
        """What to say of the carried fiche."""
        if not self.portee.sure:
            yield Remarque("source_modifiee", FICHE_SOURCE.nom)
        elif self.portee.fiche and self.connue:
            yield from compare(self.portee.fiche, self.connue)
        elif self.connue and self.modele == 1:  # it carries no fiche: none has an avenant
            yield from compare(self.connue.initiale, self.connue)


def _read_source(sheets: Sheets) -> Rangees | None:
    """The sheet that carries the fiche: we can do without it, so what cannot be read is blank."""
    if FICHE_SOURCE.nom not in list(sheets.grilles):
        return None
    try:
        return sheets.grilles[FICHE_SOURCE.nom]
    except IllisibleError:
        return []


def identify(sheets: Sheets, fiches: Fiches) -> tuple[Identite, Sequence[Remarque]]:
    """What a workbook says it is, and the remarks on it."""
    parametres, remarques = find_table(sheets, FICHE)
    if parametres is None:
        if sheets.grilles.keys() >= _DU_MAITRE:
            return Identite(), [_MAITRE]
        ressemble = resembles(sheets, next(iter(fiches.values())))
        return Identite(), remarques if ressemble else [_ETRANGER]
    if not {"rubrique", "valeur"} <= parametres.colonnes.keys():
        return Identite(), remarques
    valeurs = parametres.valeurs
    places = {
        cle(rubrique): (valeur, ligne)
        for rubrique, valeur, ligne in zip(
            valeurs["rubrique"], valeurs["valeur"], parametres.lignes, strict=True
        )
    }

    def lue(nom: str) -> object:
        return places.get(cle(_RUBRIQUES[nom]), ("", 0))[0]

    identifiant = cite_nu(lue(IDENTIFIANT))
    annee, modele = _entier(lue(ANNEE_FICHE)), _entier(lue(MODELE))
    connue = find_fiche(fiches, identifiant, annee)
    portee = read_portee(_read_source(sheets), fiches, identifiant, annee, str(lue(EMPREINTE)))
    fiche = portee.fiche or connue  # its own is the one that its sheets were drawn from
    identite = Identite(parametres, fiche, annee, modele, portee, connue)
    ecart = _find_ecart(identite, fiches, identifiant, cite_nu(lue("plie")))
    if ecart is None:
        return identite, remarques
    nom, remarque = ecart
    ligne = places.get(cle(_RUBRIQUES[nom]), ("", 0))[1]
    place = (ligne, parametres.colonnes["valeur"]) if ligne else (0, 0)
    situee = replace(remarque, feuille=parametres.feuille, ligne=place[0], colonne=place[1])
    return identite, [*remarques, situee]


def _find_ecart(
    lue: Identite, fiches: Fiches, identifiant: str, plie: str
) -> tuple[str, Remarque] | None:
    """Where a workbook is not one of this year, this fiche and this template, and what to say."""
    if lue.fiche is not None:
        if lue.modele == VERSION:
            return None
        return MODELE, Remarque("autre_modele", detail=cite_nu(lue.modele))
    if not is_known(fiches, identifiant):
        return IDENTIFIANT, Remarque("fiche_inconnue", detail=identifiant)
    if isinstance(fiches, Recueil) and lue.annee is not None:
        fusion = find_fin(fiches, identifiant, lue.annee)
        if fusion is not None:
            return ANNEE_FICHE, remark_fin(plie or f"PLIE « {identifiant} »", fusion, lue.annee)
    return ANNEE_FICHE, Remarque("autre_annee", detail=cite_nu(lue.annee))


def _entier(valeur: object) -> int | None:
    lu = read_nombre(valeur)
    return int(lu) if lu is not None else None
