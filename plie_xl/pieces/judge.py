"""What is to be said of the pieces of a register: one anomaly for one fault."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from plie_xl.checks.filed import TROUVE
from plie_xl.model.anomaly import Anomalie, find_ordre
from plie_xl.model.cell import Cellule
from plie_xl.model.settings import Reglages
from plie_xl.model.text import cle, en_clair, enumere, est_vide, pluriel, visible
from plie_xl.model.vocabulary import load_pieces
from plie_xl.pieces.constats import say
from plie_xl.pieces.folder import Fichier
from plie_xl.pieces.marks import find_nature
from plie_xl.pieces.match import split_chemin
from plie_xl.pieces.references import Reference
from plie_xl.pieces.register import ABSENT, AMBIGU, ILLISIBLE, LIEN, Piece, Registre

_AN = timedelta(days=366)
_PEU = 3  # files of one day that may be chance
_MONTRES = 3  # names in a sentence
_ORPHELINS = 100  # files that no cell names, each said


def judge_registre(registre: Registre, reglages: Reglages | None = None) -> list[Anomalie]:
    """Every fault, in the order of the cells."""
    tolerance = (reglages or Reglages()).pieces.tolerance_jours
    return sorted(
        [
            *_etats(registre),
            *_doublons(registre),
            *_dates_des_noms(registre, tolerance),
            *_dates_des_fichiers(registre),
            *_orphelins(registre),
            *_publicites(registre),
        ],
        key=lambda a: (*find_ordre(a), a.constat),
    )


def _cellule(registre: Registre, reference: Reference) -> Cellule:
    table = registre.lecture.tables["suivi"]
    place = reference.ligne, reference.colonne
    return Cellule(registre.lecture.classeur, table.feuille, *place)


def _etats(registre: Registre) -> Iterator[Anomalie]:
    """DOS-01, 02, 03 and 09: no file, several, one that does not open, an address."""
    vues: set[tuple[int, str]] = set()
    for piece in registre.pieces:
        reference = piece.reference
        if (reference.ligne, cle(reference.texte)) in vues:
            continue  # one document under two kinds of one row
        vues.add((reference.ligne, cle(reference.texte)))
        cellule, ref = _cellule(registre, reference), en_clair(reference.texte)
        if piece.etat == ABSENT:
            proche = _find_proche(registre, reference)
            dossier = visible(registre.inventaire.dossier.name or str(registre.inventaire.dossier))
            yield say("DOS-01", cellule, ref=ref, dossier=dossier, proche=proche)
        elif piece.etat == AMBIGU:
            chemins = enumere(_shorten([visible(f.relatif) for f in piece.candidats]))
            yield say("DOS-02", cellule, ref=ref, n=len(piece.candidats), chemins=chemins)
        elif piece.etat == ILLISIBLE and piece.fichier:
            nom = visible(piece.fichier.nom)
            yield say("DOS-03", cellule, fichier=nom, cause=piece.vue.cause)
        elif piece.etat == LIEN:
            yield say("DOS-09", cellule, ref=ref)


def _find_proche(registre: Registre, reference: Reference) -> str:
    """« ; du même jour : « x.pdf » », or that a link of this name is not followed.

    A file that no cell names yet: another one is of its own meeting. Of those of that day, one of
    the kind that the cell is for.
    """
    nom = cle(split_chemin(reference.nom)[-1])
    for chemin, raison in registre.inventaire.refuses:
        if cle(chemin.rpartition("/")[2]) == nom:
            return f" ; {raison}"

    def rank(fichier: Fichier) -> bool:
        return find_nature(fichier.nom) == reference.nature

    trouve = registre.libres.find_proche(reference.nom, reference.jour, rank)
    return f" ; {trouve[0]} : « {visible(trouve[1])} »" if trouve else ""


def _shorten(noms: list[str]) -> list[str]:
    autres = len(noms) - _MONTRES
    return noms if autres <= 0 else [*noms[:_MONTRES], pluriel(autres, "autre")]


def _doublons(registre: Registre) -> Iterator[Anomalie]:
    """DOS-04: one content for several rows, under several names; under one it is PIE-03."""
    memes: dict[str, list[Piece]] = defaultdict(list)
    for piece in registre.pieces:
        if piece.etat == TROUVE and not piece.reference.par_page:
            memes[piece.vue.sha256].append(piece)
    for pieces in memes.values():
        lignes = sorted({p.reference.ligne for p in pieces})
        textes = {cle(p.reference.texte) for p in pieces}
        if len(lignes) < 2 or len(textes) < 2:
            continue
        noms = dict.fromkeys(visible(p.fichier.nom) for p in pieces if p.fichier)
        yield say(
            "DOS-04",
            _cellule(registre, pieces[0].reference),
            n=len(lignes),
            lignes=enumere(map(str, lignes)),
            noms=enumere(_shorten(list(noms))),
        )


def _dates_des_noms(registre: Registre, tolerance: int) -> Iterator[Anomalie]:
    """DOS-05 and 06: a file, or its folder, bears another day; a dated reference is PIE-06."""
    for piece in registre.pieces:
        jour, lu = piece.reference.jour, piece.date_nom
        if piece.etat != TROUVE or not piece.fichier or not jour or not lu:
            continue
        if piece.reference.datee:
            continue
        faits = {"fichier": visible(piece.fichier.relatif), "d": _fr(lu), "j": _fr(jour)}
        cellule = _cellule(registre, piece.reference)
        if lu < jour and not _is_avant(piece.reference):
            yield say("DOS-05", cellule, **faits)
        elif (lu - jour).days > tolerance:
            yield say("DOS-06", cellule, **faits, n=(lu - jour).days, tolerance=tolerance)


def _dates_des_fichiers(registre: Registre) -> Iterator[Anomalie]:
    """DOS-07, or DOS-11 in its place where a clock had stopped."""
    datees = [p for p in registre.pieces if p.etat == TROUVE and p.vue.cree_le]
    jours = {p.fichier: p.vue.cree_le for p in datees if p.vue.cree_le}
    tot = [p for p in datees if _is_tot(p)]
    morts = _find_morts(Counter(jours.values()), registre.fiche.debut - _AN)
    fautifs = {p.vue.cree_le for p in tot}
    if morts & fautifs:
        for mort in sorted(j for j in morts & fautifs if j):
            nombre = sum(jour == mort for jour in jours.values())
            fichiers = pluriel(nombre, "fichier")
            yield say("DOS-11", Cellule(registre.lecture.classeur), fichiers=fichiers, d=_fr(mort))
        return
    for piece in tot:
        if piece.fichier and piece.vue.cree_le and piece.reference.jour:
            yield say(
                "DOS-07",
                _cellule(registre, piece.reference),
                fichier=visible(piece.fichier.nom),
                d=_fr(piece.vue.cree_le),
                j=_fr(piece.reference.jour),
            )


def _is_tot(piece: Piece) -> bool:
    jour, cree = piece.reference.jour, piece.vue.cree_le
    return bool(jour and cree and cree < jour) and not _is_avant(piece.reference)


def _find_morts(jours: "Counter[date]", trop_tot: date) -> set[date]:
    """Days that a clock which had stopped gave: long before, or shared by a third of the files."""
    assez = max(_PEU, sum(jours.values()) / 3)
    return {jour for jour, n in jours.items() if jour < trop_tot or n > assez}


def _is_avant(reference: Reference) -> bool:
    return load_pieces()[reference.nature].avant_reunion


def _orphelins(registre: Registre) -> Iterator[Anomalie]:
    """DOS-08: files that no cell names; beyond a hundred, those that are left are counted."""
    ici = Cellule(registre.lecture.classeur)
    for fichier, original in registre.orphelins[:_ORPHELINS]:
        copie = f" (copie de « {visible(original.relatif)} »)" if original else ""
        yield say("DOS-08", ici, quoi=f"« {visible(fichier.relatif)} » n’est cité", copie=copie)
    reste = len(registre.orphelins) - _ORPHELINS
    if reste > 0:
        autres = f"{pluriel(reste, 'autre fichier', 'autres fichiers')} du dossier"
        verbe = "ne sont cités" if reste > 1 else "n’est cité"
        yield say("DOS-08", ici, quoi=f"{autres} {verbe}", copie="")


def _publicites(registre: Registre) -> Iterator[Anomalie]:
    """DOS-10: nobody said whether the emblem is there; once when it was said of no meeting."""
    table = registre.lecture.tables["suivi"]
    colonne = table.colonnes.get("publicite")
    if not colonne:  # a workbook of version 1
        return
    rangees = registre.compte.rangees
    tenues = list(rangees.take(rangees["retenue"]).lignes())
    muettes = [x for x in tenues if est_vide(x["publicite"])]
    if len(muettes) == len(tenues) > 1:
        quoi = f"les {len(tenues)} réunions tenues"
        place = Cellule(registre.lecture.classeur, table.feuille, muettes[0]["ligne"], colonne)
        yield say("DOS-10", place, quoi=quoi)
        return
    for x in muettes:
        quoi = f"la réunion du {_fr(date.fromordinal(int(x['jour'])))}"
        place = Cellule(registre.lecture.classeur, table.feuille, x["ligne"], colonne)
        yield say("DOS-10", place, quoi=quoi)


def _fr(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"
