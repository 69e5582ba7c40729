"""Twenty-three faults sown one by one in a sound workbook; each costs a repair, or all its macros."""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from plie_xl.files.parts import read_parts, write_parts

VBA = "xl/vbaProject.bin"
_TEXTE = r'<c r="[A-Z]+\d+" s="\d+" t="s"><v>\d+</v></c>'


@dataclass(frozen=True)
class Faute:
    """What a part holds, what stands instead, and a word of what our rules say."""

    partie: str  # a part that matches, and where `avant` is found; the first one
    avant: str
    apres: str | Callable[[re.Match[str]], str]
    dite: str


FAUTES = {
    "en-tête d’un tableau changé": Faute(
        r"xl/tables/.*", r'name="Gravité"', 'name="Poids"', "n’est pas dans sa cellule"
    ),
    "colonne répétée": Faute(r"xl/tables/.*", r'name="Gravité"', 'name="Code"', "colonne répétée"),
    "nombre de colonnes faux": Faute(
        r"xl/tables/.*",
        r'<tableColumns count="11"',
        '<tableColumns count="12"',
        "nombre de colonnes",
    ),
    "filtre plus court que le tableau": Faute(
        r"xl/tables/.*",
        r'<autoFilter ref="A5:K105"',
        '<autoFilter ref="A5:K99"',
        "filtre d’une autre étendue",
    ),
    "deux tableaux du même nom": Faute(
        r"xl/tables/.*", r'displayName="anomalies"', 'displayName="suivi"', "displayName répété"
    ),
    "cellules fusionnées dans un tableau": Faute(
        r"xl/worksheets/.*",
        r"(?=<conditionalFormatting)",
        '<mergeCells count="1"><mergeCell ref="A7:B7"/></mergeCells>',
        "fusionnées dans un tableau",
    ),
    "lignes en désordre": Faute(
        r"xl/worksheets/.*", r'<row r="4"', '<row r="2"', "lignes en désordre"
    ),
    "texte qui n’existe pas": Faute(
        r"xl/worksheets/.*", r't="s"><v>\d+<', 't="s"><v>99999<', "texte qui n’existe pas"
    ),
    "style qui n’existe pas": Faute(
        r"xl/worksheets/.*", r'(<c r="A1") s="\d+"', r'\1 s="9999"', "style absent"
    ),
    "nombre qui n’en est pas un": Faute(
        r"xl/worksheets/.*", _TEXTE, '<c r="A1"><v>nan</v></c>', "nombre nan"
    ),
    "éléments en désordre": Faute(
        r"xl/worksheets/.*",
        r"(<conditionalFormatting.*</conditionalFormatting>)(.*)(<pageMargins[^>]*/>)",
        r"\3\1\2",
        "éléments en désordre",
    ),
    "nom défini deux fois": Faute(
        r"xl/workbook.xml",
        r'name="anomalies_colonne"',
        'name="anomalies_feuille"',
        "nom répété",
    ),
    "nom qui est une adresse": Faute(
        r"xl/workbook.xml", r'name="anomalies_colonne"', 'name="AB12"', "nom interdit"
    ),
    "formule à points-virgules": Faute(
        r"xl/worksheets/.*", r"(<f[^>]*>[^<]*),", r"\1;", "comme à l’écran"
    ),
    "parenthèse oubliée": Faute(r"xl/worksheets/.*", r"(<f[^>]*>[^<]*)\)", r"\1", "parenthèses"),
    "colonne d’un tableau qui n’existe pas": Faute(
        r"xl/worksheets/.*", r"\[Nature\]", "[Absent]", "n’a pas de colonne"
    ),
    "fonction récente sans préfixe": Faute(
        r"xl/worksheets/.*", r"(<f[^>]*>)IF\(", r"\1IFS(", "sans « _xlfn. »"
    ),
    "message de saisie trop long": Faute(
        r"xl/worksheets/.*", r' prompt="', f' prompt="{"a" * 300}', "prompt de plus de 255"
    ),
    "deux règles de saisie sur une cellule": Faute(
        r"xl/worksheets/.*",
        r'(<dataValidation [^>]*sqref=")([A-Z]+)(\d+):[A-Z]+\d+("[^>]*>.*?sqref=")[^"]*',
        r"\1\2\3:\2\g<3>9\4\2\3",
        "deux règles de saisie",
    ),
    "mise en forme qui nomme une autre feuille": Faute(
        r"xl/worksheets/.*", r"anomalies_feuille", "Anomalies!$C$6:$C$99", "nommés directement"
    ),
    "mise en forme au-delà de la feuille": Faute(
        r"xl/worksheets/.*",
        r'(<conditionalFormatting sqref="[A-Z]+\d+:[A-Z]+)\d+',
        r"\g<1>2000000",
        "au-delà de la feuille",
    ),
}
VBA_FAUTES = {"racine rouge": "répertoire", "clé changée": "clé DPB"}


def sow(xlsm: bytes, nom: str) -> bytes:
    """The same workbook with that fault."""
    parties = read_parts(xlsm)
    if nom in VBA_FAUTES:
        parties[VBA] = _sow_vba(parties[VBA], nom)
        return write_parts(parties)
    faute = FAUTES[nom]
    for partie in parties:
        if re.fullmatch(faute.partie, partie) and not partie.endswith(".rels"):
            texte = parties[partie].decode()
            neuf, fois = re.subn(faute.avant, faute.apres, texte, count=1, flags=re.DOTALL)
            if fois and neuf != texte:
                return write_parts({**parties, partie: neuf.encode()})
    raise LookupError(f"nowhere to sow « {nom} »")


def _sow_vba(projet: bytes, nom: str) -> bytes:
    if nom == "clé changée":
        ou = projet.index(b'DPB="') + 5
        chiffre = b"0" if projet[ou : ou + 1] != b"0" else b"1"
        return projet[:ou] + chiffre + projet[ou + 1 :]
    (premier,) = struct.unpack_from("<I", projet, 48)
    debut = (premier + 1) * 512
    (racine,) = struct.unpack_from("<I", projet, debut + 76)
    rouge = debut + racine * 128 + 67
    return projet[:rouge] + b"\0" + projet[rouge + 1 :]
