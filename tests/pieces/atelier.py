"""Evidence as coordinators keep it: real PDFs, pictures and Office files, and faults sown in it."""

import shutil
import zipfile
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab.pdfgen import canvas

from plie_xl.checks.count import count
from plie_xl.model.lecture import Lecture
from plie_xl.model.settings import Reglages
from plie_xl.pieces.judge import judge_registre
from plie_xl.pieces.references import Reference, list_references
from plie_xl.pieces.register import Registre, build_registre
from plie_xl.reading.read import read_classeur

CLASSEURS = sorted((Path(__file__).parents[2] / "workbooks" / "2024").glob("*.xlsx"))


@dataclass
class Dossier:
    """A folder of sound evidence for a workbook: `fichiers` gives each reference its file."""

    racine: Path
    lecture: Lecture
    fichiers: dict[str, Path] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)

    def juge(self, reglages: Reglages | None = None) -> list[tuple[str, int]]:
        """Code and row of each anomaly, but that nobody filled « Publicité »."""
        anomalies = judge_registre(self.registre(), reglages)
        return sorted((a.code, a.cellule.ligne) for a in anomalies if a.code != "DOS-10")

    def registre(self) -> Registre:
        return build_registre(self.lecture, self.racine, Reglages())


def build_dossier(racine: Path, classeur: Path) -> Dossier:
    """One sound file per reference of a workbook."""
    lecture = read_classeur(str(classeur))
    dossier = Dossier(racine, lecture)
    racine.mkdir(parents=True, exist_ok=True)
    dossier.references = list_references(count(lecture), lecture)
    for reference in dossier.references:
        chemin = racine / reference.nom
        write_piece(chemin, reference.texte)
        dossier.fichiers[reference.nom] = chemin
    return dossier


def write_piece(chemin: Path, texte: str, cree_le: date | None = None) -> None:
    """A real file of the kind that its name says; its content differs from all others."""
    if chemin.suffix == ".pdf":
        chemin.write_bytes(make_pdf(texte, cree_le))
    elif chemin.suffix in (".jpg", ".png", ".tif"):
        Image.effect_noise((60, 40), 30).save(chemin)
    elif chemin.suffix in (".docx", ".xlsx", ".odt"):
        with zipfile.ZipFile(chemin, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("texte", texte)
    else:
        chemin.write_text(texte, encoding="utf-8")


def make_pdf(texte: str, cree_le: date | None = None, mot_de_passe: str = "") -> bytes:
    """A page; without a day of creation unless it is given."""
    import pypdf

    octets = BytesIO()
    dessin = canvas.Canvas(octets, invariant=1)
    dessin.drawString(50, 800, texte)
    dessin.showPage()
    dessin.save()
    ecrit = pypdf.PdfWriter(clone_from=pypdf.PdfReader(octets))
    ecrit.metadata = {"/CreationDate": f"D:{cree_le:%Y%m%d}120000"} if cree_le else None
    if mot_de_passe:
        ecrit.encrypt(mot_de_passe)
    sortie = BytesIO()
    ecrit.write(sortie)
    return sortie.getvalue()


def sow_absent(d: Dossier, r: Reference) -> tuple[str, int]:
    d.fichiers[r.nom].unlink()
    return "DOS-01", r.ligne


def sow_renomme(d: Dossier, r: Reference) -> tuple[str, int]:
    """A name that is near is no name: the reference is absent, and the file an orphan."""
    chemin = d.fichiers[r.nom]
    chemin.rename(chemin.with_name(f"{chemin.stem} (1){chemin.suffix}"))
    return "DOS-01", r.ligne


def sow_ambigu(d: Dossier, r: Reference) -> tuple[str, int]:
    chemin = d.racine / "ancien" / r.nom
    chemin.parent.mkdir(exist_ok=True)
    write_piece(chemin, "autre contenu")
    return "DOS-02", r.ligne


def sow_vide(d: Dossier, r: Reference) -> tuple[str, int]:
    d.fichiers[r.nom].write_bytes(b"")
    return "DOS-03", r.ligne


def sow_faux(d: Dossier, r: Reference) -> tuple[str, int]:
    d.fichiers[r.nom].write_bytes(b"ceci n'est pas un PDF")
    return "DOS-03", r.ligne


def sow_chiffre(d: Dossier, r: Reference) -> tuple[str, int]:
    d.fichiers[r.nom].write_bytes(make_pdf(r.texte, mot_de_passe="secret"))
    return "DOS-03", r.ligne


def sow_orphelin(d: Dossier, r: Reference) -> tuple[str, int]:
    write_piece(d.racine / f"note sans ligne {r.ligne} {r.nature}.pdf", f"note {r}")
    return "DOS-08", 0


def sow_copie(d: Dossier, r: Reference) -> tuple[str, int]:
    shutil.copy(d.fichiers[r.nom], d.racine / f"copie de {r.nom}")
    return "DOS-08", 0


def sow_tot(d: Dossier, r: Reference) -> tuple[str, int]:
    d.fichiers[r.nom].write_bytes(make_pdf(r.texte, date(2024, 1, 1 + r.ligne % 9)))
    return "DOS-07", r.ligne


def sow_lien_symbolique(d: Dossier, r: Reference) -> tuple[str, int]:
    d.fichiers[r.nom].unlink()
    d.fichiers[r.nom].symlink_to("/etc/passwd")
    return "DOS-01", r.ligne


FAUTES = (
    sow_absent,
    sow_ambigu,
    sow_vide,
    sow_faux,
    sow_chiffre,
    sow_orphelin,
    sow_copie,
    sow_tot,
    sow_lien_symbolique,
)
