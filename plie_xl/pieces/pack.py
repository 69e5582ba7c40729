"""The control file: one PDF, an index with links, numbered copies, a manifest, a page of words."""

from pathlib import Path

from plie_xl.model.anomaly import Anomalie, group
from plie_xl.model.settings import Reglages
from plie_xl.model.text import enumere, nombre, pluriel, typographie, visible
from plie_xl.model.vocabulary import load_pieces
from plie_xl.pieces.binding import bind
from plie_xl.pieces.bundle import INDEX, MANQUES, PAGE_DE_GARDE, Feuillet, can_merge
from plie_xl.pieces.manifest import copy_piece, list_trouvees, name_pieces, write_manifeste
from plie_xl.pieces.register import Mo, Piece, Registre, Suivre
from plie_xl.pieces.rows import phrase_totaux, write_registre

COPIES = "pieces"
_QUI = (
    "Ce dossier contient des noms et des signatures. Il n’est lu que par ceux qui contrôlent"
    " l’opération ; il ne se transmet qu’à eux, et se détruit avec le contrôle."
)
_SANS = "sans date"


def fill_pack(
    registre: Registre,
    anomalies: list[Anomalie],
    reglages: Reglages,
    dossier: Path,
    suivre: Suivre | None = None,
) -> None:
    """Fill an empty folder with the pack. `suivre` as in `build_registre`, for pieces prepared.

    Raises
    ------
    PieceChangeeError
        A file changed since it was looked at.
    LecteurMortError
        The child that merges did not come back.
    """
    trouvees = list_trouvees(registre)
    noms = _name_copies(registre, trouvees)
    (dossier / COPIES).mkdir()
    for piece in trouvees:
        copy_piece(piece, dossier / COPIES / noms[piece.numero])
    feuillets = [_feuillet(p, dossier / COPIES / noms[p.numero], registre, reglages)
                 for p in sorted(trouvees, key=lambda p: _order(p, registre))]  # fmt: skip
    manques = [_say_manque(a) for a in group(anomalies)]
    garde = _say_garde(registre)
    pieces = [_say_piece(p) for p in registre.pieces] or ["aucune pièce n’est citée"]
    cahiers = (
        (PAGE_DE_GARDE, garde), (INDEX, pieces), (MANQUES, manques or ["rien à signaler"])
    )  # fmt: skip
    feuillets, volumes = bind(dossier, cahiers, feuillets, suivre)
    renvoyes = [f.numero for f in feuillets if not f.pret]
    liens = {numero: f"{COPIES}/{nom}" for numero, nom in noms.items()}
    (dossier / "index.xlsx").write_bytes(write_registre(registre, liens))
    lisez = [*garde, "", *_say_contenu(registre, renvoyes, volumes)]
    (dossier / "LISEZ-MOI.txt").write_text("\n".join(lisez) + "\n", "utf-8", newline="\n")
    write_manifeste(dossier)


def _name_copies(registre: Registre, trouvees: list[Piece]) -> dict[int, str]:
    maison = name_pieces(registre)
    return {
        p.numero: f"{p.numero:03}_{maison.get(p.numero) or f'SANS-DATE.{p.fichier.extension}'}"
        for p in trouvees
        if p.fichier
    }


def _order(piece: Piece, registre: Registre) -> tuple[int, int]:
    """By target, as the fiche names them, then by number, which follows the dates."""
    cibles = [c.id for c in registre.fiche.instances]
    cible = piece.reference.cible
    return cibles.index(cible) if cible in cibles else len(cibles), piece.numero


def _feuillet(piece: Piece, copie: Path, registre: Registre, reglages: Reglages) -> Feuillet:
    r, fichier = piece.reference, piece.fichier
    assert fichier is not None
    libelles = {c.id: c.libelle for c in registre.fiche.instances}
    jour = f"{r.jour:%d/%m/%Y}" if r.jour else _SANS
    gros = fichier.octets > reglages.pieces.taille_max_mo * Mo
    raison = "elle ne s’ouvre pas dans le temps et la mémoire permis"
    if not can_merge(fichier.extension):
        raison = "un fichier de ce genre ne se réunit pas en PDF"
    raison = "trop volumineuse" if gros else raison
    renvoi = (
        f"Fichier : {visible(fichier.relatif)}",
        f"Copie : {COPIES}/{copie.name}",
        f"SHA-256 : {piece.vue.sha256}",
        f"Cette pièce n’est pas reproduite ici : {raison}.",
    )
    signet = f"{piece.numero:03} {jour} {load_pieces()[r.nature].libelle}"
    cible = libelles.get(r.cible or "", "Lignes à corriger")
    extension = "" if gros else fichier.extension
    place = piece.numero, signet, cible, str(copie), extension
    return Feuillet(*place, renvoi, fichier.octets)


def _say_manque(anomalie: Anomalie) -> str:
    place = f"{anomalie.cellule.feuille} {anomalie.place} : " if anomalie.place else ""
    return f"{anomalie.code} · {place}{anomalie.constat} ; à faire : {anomalie.remede}"


def _say_piece(piece: Piece) -> str:
    r = piece.reference
    jour = f"{r.jour:%d/%m/%Y}" if r.jour else _SANS
    somme = f" · {piece.vue.sha256[:12]}…" if piece.vue.sha256 else ""
    nature = load_pieces()[r.nature].libelle
    return (
        f"{piece.numero:03} · ligne {r.ligne} · {jour} · {visible(r.instance)} · {nature}"
        f" · {piece.etat} · {visible(r.texte)}{somme}"
    )


def _say_garde(registre: Registre) -> list[str]:
    fiche = registre.fiche
    numero = typographie(fiche.numero)
    return [
        f"{fiche.plie} · fiche {numero} · {fiche.debut:%d/%m/%Y} – {fiche.fin:%d/%m/%Y}",
        f"Classeur : {visible(registre.lecture.classeur)}",
        f"SHA-256 du classeur : {registre.lecture.sha256}",
        "",
        f"{phrase_totaux(registre)}.",
        *(
            f"{x['libelle']} : tenu {_figure(x, 'tenu')}, justifié {_figure(x, 'justifie')},"
            f" au dossier {_figure(x, 'au_dossier')}, retenu au CSF non contrôlé"
            for x in registre.atteinte()
        ),
        "",
        _QUI,
    ]


def _figure(x: dict[str, object], nom: str) -> str:
    return nombre(float(str(x[nom])))


def _say_contenu(registre: Registre, renvoyes: list[int], volumes: list[str]) -> list[str]:
    """What the pack holds, and what it leaves out."""
    absentes = registre.totaux["references"] - registre.totaux["trouvé"]
    pdfs = enumere(volumes)
    manques = (
        (absentes, f"{pluriel(absentes, 'pièce citée', 'pièces citées')} sans fichier qui s’ouvre"),
        (
            len(registre.orphelins),
            f"{pluriel(len(registre.orphelins), 'fichier')} du dossier qu’aucune ligne ne cite",
        ),
        (
            len(renvoyes),
            f"dans {pdfs}, le contenu de {pluriel(len(renvoyes), 'pièce')}, qu’une page nomme",
        ),
    )
    return [
        "Ce dossier contient :",
        f"- {pdfs} : page de garde, index, manques, puis les pièces par cible et par date ;",
        "- index.xlsx : une ligne par pièce citée, avec un lien vers sa copie ;",
        f"- {COPIES}/ : la copie de chaque pièce trouvée, telle quelle ;",
        "- MANIFESTE.sha256 : l’empreinte de chaque fichier, à vérifier par « sha256sum -c ».",
        "",
        "Il ne contient pas :",
        *(f"- {dit} ;" for combien, dit in manques if combien),
        "- les signets, scripts, formulaires, annotations et pièces jointes des PDF d’origine.",
        "",
        "Les originaux font foi.",
    ]
