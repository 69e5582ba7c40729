"""Formulas, names and what they name, wherever they stand."""

import re
from collections.abc import Iterator

from validateurs.paquet import M, Paquet, bornes

_DEPUIS_2010 = frozenset(
    "AGGREGATE NETWORKDAYS.INTL WORKDAY.INTL RANK.EQ RANK.AVG PERCENTILE.INC STDEV.S STDEV.P VAR.S"  # noqa: SIM905
    " CEILING.MATH FLOOR.MATH DAYS ISOWEEKNUM ISFORMULA FORMULATEXT IFNA XOR SHEET SHEETS NUMBERVALUE"
    " CONCAT TEXTJOIN IFS SWITCH MAXIFS MINIFS FILTER SORT SORTBY UNIQUE SEQUENCE XLOOKUP XMATCH LET"
    " LAMBDA TEXTBEFORE TEXTAFTER TEXTSPLIT VSTACK HSTACK TOCOL TOROW TAKE DROP MAP REDUCE UNICHAR"
    " UNICODE BASE DECIMAL ENCODEURL".split()
)
_COLONNE = re.compile(r"(\w+)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_FEUILLE = re.compile(r"(?:'((?:[^']|'')+)'|([A-Za-zÀ-ÿ_][\wÀ-ÿ.]*))!")
_NOM = re.compile(r"(?<![\w.\[\]#'!$])([a-z_][a-z_0-9]+)(?![\w(\[!.])")
_NOM_LEGAL = re.compile(r"[A-Za-zÀ-ÿ_\\][\wÀ-ÿ.\\?]{0,254}")
_ADRESSE = re.compile(r"[A-Za-z]{1,3}\d+|[RrCcLl]|[RrLl]\d*[Cc]\d*")
_LIGNES, _COLONNES = 1_048_576, 16_384
_MAX_SIGNES, _MAX_NIVEAUX, _MAX_LITTERAL = 8192, 64, 255


def check_noms(p: Paquet) -> Iterator[str]:
    """Defined names: legal, told once, none a table's."""
    vus = set()
    for nom, feuille, formule in p.noms_definis:
        if (nom.lower(), feuille) in vus:
            yield f"nom répété : {nom}"
        vus.add((nom.lower(), feuille))
        if feuille is not None and int(feuille) >= len(p.feuilles):
            yield f"nom d’une feuille qui n’existe pas : {nom}"
        if not nom.startswith("_xlnm."):
            if not _NOM_LEGAL.fullmatch(nom) or _ADRESSE.fullmatch(nom):
                yield f"nom interdit : {nom}"
            if nom in p.colonnes:
                yield f"nom d’un tableau : {nom}"
        if not formule:
            yield f"nom vide : {nom}"
        yield from check_formule(p, f"nom {nom}", formule, nom_defini=True)


def check_formule(p: Paquet, ou: str, formule: str, *, nom_defini: bool = False) -> Iterator[str]:
    """What Excel would refuse, or not understand, in one formula."""
    nue = re.sub(r'"[^"]*"', '""', formule)
    if len(formule) > _MAX_SIGNES:
        yield f"{ou} : {len(formule)} signes"
    if any(len(t) > _MAX_LITTERAL for t in re.findall(r'"((?:[^"]|"")*)"', formule)):
        yield f"{ou} : texte de plus de {_MAX_LITTERAL} signes dans la formule"
    profond, reste = _find_niveaux(nue)
    if reste or profond > _MAX_NIVEAUX:
        yield f"{ou} : parenthèses"
    if formule.startswith("=") or (";" in nue and not nom_defini):
        yield f"{ou} : écrite comme à l’écran, pas comme dans un fichier"
    for fonction in re.findall(r"([A-Z][A-Z0-9.]*)\(", nue):
        if fonction in _DEPUIS_2010:
            yield f"{ou} : {fonction} sans « _xlfn. »"
    yield from _check_references(p, ou, nue)


def _check_references(p: Paquet, ou: str, nue: str) -> Iterator[str]:
    for table, dedans in _COLONNE.findall(nue):
        colonnes = {c.replace("'", "") for c in p.colonnes.get(table, ())}
        if not colonnes and not table.isdigit():
            yield f"{ou} : tableau inconnu {table}"
        for colonne in re.findall(r"\[([^\[\]]*)\]", dedans) or [dedans]:
            if (
                colonnes
                and not colonne.startswith("#")
                and colonne.replace("'", "") not in colonnes
            ):
                yield f"{ou} : {table} n’a pas de colonne {colonne}"
    for entre, nu in _FEUILLE.findall(nue):
        if (entre.replace("''", "'") or nu) not in p.feuilles:
            yield f"{ou} : feuille inconnue {entre or nu}"
    connus = {nom for nom, *_ in p.noms_definis} | set(p.colonnes)
    sans_crochets = re.sub(r"\[[^\]]*\]", "", re.sub(r"'[^']*'", "", nue))
    for nom in _NOM.findall(sans_crochets):
        if nom not in connus:
            yield f"{ou} : nom inconnu {nom}"


def _find_niveaux(nue: str) -> tuple[int, int]:
    """How deep the parentheses go, and how many stay open."""
    niveau = profond = 0
    for signe in nue:
        niveau += (signe == "(") - (signe == ")")
        profond = max(profond, niveau)
        if niveau < 0:
            return profond, niveau
    return profond, niveau


def check_conditions(p: Paquet, partie: str) -> Iterator[str]:
    """Conditional formats and drop-downs of a sheet: formulas, lengths, no two on a cell."""
    feuille = p.xml(partie)
    styles = p.xml("xl/styles.xml").find(f"{M}dxfs")
    nombre = 0 if styles is None else len(styles)
    for bloc in feuille.iter(f"{M}conditionalFormatting"):
        for ref in bloc.get("sqref", "").split():
            if bornes(ref)[2] > _LIGNES or bornes(ref)[3] > _COLONNES:
                yield f"{partie} : mise en forme au-delà de la feuille"
        for regle in bloc:
            ou = f"{partie}, mise en forme {bloc.get('sqref', '')[:30]}"
            if int(regle.get("dxfId", "0")) >= max(nombre, 1):
                yield f"{ou} : style absent"
            for f in regle.findall(f"{M}formula"):
                nue = re.sub(r'"[^"]*"', "", f.text or "")
                yield from check_formule(p, ou, f.text or "")
                if "!" in nue or "[" in nue:
                    yield f"{ou} : autre feuille ou tableau nommés directement"
