"""The XML of sheets and shared texts as the usual programs write it, as byte patterns.

A part that these patterns match from end to end, and that `is_sain` holds sound, is well
formed, nests little and holds nothing else: no callback per tag is needed to be sure of it.
(Only the text of formulas is not looked at: no reader uses it.)
Every repetition is possessive, but that of empty rows, so that a match costs one pass, at most
two, whatever the bytes.
"""

import re

_INTERDITS = bytes(set(range(32)) - set(b"\t\n\r"))  # characters that XML forbids
_DECIMALE = rb"#(?:9|1[03]|3[2-9]|[4-9][0-9]|[1-9][0-9]{2,5})"
_HEXADECIMALE = rb"#x(?:9|[ADad]|[2-9A-Fa-f][0-9A-Fa-f]{1,4}|1[0-9A-Fa-f]{2,4})"
_ENTITE_RARE = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos|" + _DECIMALE + rb"|" + _HEXADECIMALE + rb");)"
)

_TEXTE = rb"[^<]*+"
_BLANC = rb"[ \t\r\n]*+"
_ATTRIBUTS = rb"(?: (?!xmlns)[A-Za-z0-9:]++=\"[^\"<>]*+\")*+"
# Few, short, and each once: a name that comes back is not XML.
_UNIQUES = (
    rb"(?: (?!xmlns)(?P<nom>[A-Za-z0-9:]++)=\"[^\"<>]{0,300}+\""
    rb"(?![^<>]*? (?P=nom)=\")){0,20}+"
)
_ESPACE = rb"(?: xml:space=\"preserve\")?+"
_PLEIN = _ESPACE + rb">" + _BLANC + rb"(?!<)" + _TEXTE  # a text that is not blank
_SERRE = rb"(?![ \t\r\n<])[^<]++(?<![ \t\r\n])"  # a value that no blank surrounds

_REF = rb"[A-Z]{1,3}+[1-9][0-9]{0,6}+"
_STYLE = rb"\"(?: s=\"[0-9]++\")?+"
_SUITE = rb"(?: cm=\"[0-9]++\")?+(?: vm=\"[0-9]++\")?+>"
_FORMULE = rb"(?:<f/>)?+"
# What a formula says is nobody's business here: each is cut down to `FORMULE_COURTE` first.
FORMULE = re.compile(rb"<f" + _UNIQUES + rb"(?:>" + _TEXTE + rb"</f>| ?/>)")
FORMULE_COURTE = b"<f/>"
# The same in cells that are known to be sound; most are shared.
FORMULE_SURE = re.compile(rb"<f(?: t=\"shared\" si=\"[0-9]++\"/>|[^>]*+(?:(?<=/)>|>[^<]*+</f>))")

_BLANCHE = rb"(?:<v" + _ESPACE + rb">" + _BLANC + rb"</v>|<v ?/>)"
_BLANC_INTERNE = rb"(?:<is><t" + _ESPACE + rb">" + _BLANC + rb"</t></is>|<is><t ?/></is>|<is ?/>)"
_RIEN = rb"(?:<v></v>|<v ?/>)"
_TYPE, _AUTRE_TYPE = rb" t=\"[A-Za-z]++\"", rb" t=\"(?!str\")[A-Za-z]++\""
# A cell after « <c r=" », by what it holds: a shared text, an error, a day, another value; a
# formula without value, with an empty one, with an empty text; nothing. Its figures are all
# alike, so that nothing here tells one from another.
FORME = re.compile(
    rb"([A-Z]{1,3}+)[0-9]{1,7}+" + _STYLE + rb"(?:"
    rb"(?P<s> t=\"s\">" + _FORMULE + rb"<v>[0-9]{1,9}+</v></c>)"
    rb"|(?P<n>(?: t=\"[nb]\")?+" + _SUITE + _FORMULE + rb"<v>" + _SERRE + rb"</v></c>"
    rb"| t=\"str\"" + _SUITE + _FORMULE + rb"<v" + _PLEIN + rb"</v></c>"
    rb"| t=\"inlineStr\"><is><t" + _PLEIN + rb"</t></is></c>)"
    rb"|(?P<e> t=\"e\"" + _SUITE + _FORMULE + rb"<v>" + _SERRE + rb"</v></c>)"
    rb"|(?P<d> t=\"d\"" + _SUITE + _FORMULE + rb"<v>" + _SERRE + rb"</v></c>)"
    rb"|(?P<a>(?:" + _TYPE + rb")?+" + _SUITE + rb"<f/></c>)"
    rb"|(?P<m>" + _SUITE + rb"<f/>" + _RIEN + rb"</c>"
    rb"|" + _AUTRE_TYPE + _SUITE + rb"<f/>" + _BLANCHE + rb"</c>)"
    rb"|(?P<f>" + _TYPE + _SUITE + rb"<f/>(?:" + _BLANCHE + rb"|" + _BLANC_INTERNE + rb")</c>)"
    rb"|(?P<v> ?/>|" + _SUITE + _RIEN + rb"?+</c>|" + _TYPE + rb" ?/>"
    rb"|" + _TYPE + _SUITE + rb"(?:" + _BLANCHE + rb"|" + _BLANC_INTERNE + rb")?+</c>))"
)  # fmt: skip
# Blanks between tags; those of a blank value go too, which is blank without them.
ENTRE_BALISES = re.compile(rb">[ \t\r\n]++<")

# Not possessive: before Python 3.11.5 a round that fails would keep what it has begun to take.
RANGEES_VIDES = re.compile(rb"(?:<row" + _ATTRIBUTS + rb" ?/>)*")
# What stands before the cells of a row, and the attributes of that row.
TETE = re.compile(RANGEES_VIDES.pattern + rb"<row(" + _ATTRIBUTS + rb")>")

# The rows of a long workbook of ours once its cells that hold a value are taken out.
MARQUE = b"\x01"  # stands for each of them; no XML may hold this byte
_VIDE = (
    rb"<c r=\"" + _REF + _STYLE + rb"(?: ?/>|" + _SUITE + _FORMULE + _RIEN + rb"?+</c>"
    rb"|" + _TYPE + rb"(?: ?/>|" + _SUITE + _FORMULE
    + rb"(?:" + _BLANCHE + rb"|" + _BLANC_INTERNE + rb")?+</c>))"
)  # fmt: skip
RESTE = re.compile(
    rb"(?:<row" + _ATTRIBUTS + rb"(?:>(?:" + MARQUE + rb"|" + _VIDE + rb")*+</row>| ?/>))*+"
)

# What some cells of a matched sheet hold besides: error, rank of a shared text.
_DETAIL = rb"<c r=\"(" + _REF + rb")\""
ERREUR = re.compile(_DETAIL + rb"[^>]*? t=\"e\"[^>]*+>" + _FORMULE + rb"<v[^>]*+>([^<]*+)<")
PARTAGE = re.compile(_DETAIL + rb"[^>]*? t=\"s\"[^>]*+>" + _FORMULE + rb"<v>([0-9]++)<")
CODE_ERREUR = re.compile(rb"( t=\"e\"[^>]*+>" + _FORMULE + rb"<v[^>]*+>)[^<]++")
ERREUR_LUE = rb"\1#N/A"
# A date with its thousandths and the mark of universal time, which no workbook means.
INSTANT = re.compile(rb"(<v>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8})(?:\.[0-9]++)?+Z?+(?=</v>)")

# One shared text: plain, or made of runs with their own looks. Runs and looks in atomic groups,
# for the same reason (the tag that ends them begins as theirs), and few: each holds memory.
_T = rb"(?:<t" + _ESPACE + rb">" + _TEXTE + rb"</t>|<t ?/>)"
_LOOKS = rb"(?:<rPr>(?>(?:<[A-Za-z]++" + _UNIQUES + rb" ?/>){0,40})</rPr>|<rPr ?/>)?+"
_RUNS = rb"(?>(?:<r>" + _LOOKS + _T + rb"</r>){1,200})"
PARTAGES = re.compile(rb"(?:<si>(?:" + _T + rb"|" + _RUNS + rb")</si>)*+")
PEUT_ETRE_BLANC = re.compile(
    rb"<t(?: [^>]*+)?+(?:/>|>(?:[ \t\r\n]|&#x?[0-9A-Fa-f]++;|_x[0-9A-Fa-f]{4}_)*+</t>)"
)
_BLANC_ECHAPPE = re.compile(
    r"_x00(?:09|0[AaDd]|20)_"
)  # as Excel writes the ends of lines it pastes

ADRESSE = re.compile(rb"<c r=\"([A-Z]++[0-9]++)\"")
ZERO_DE_TROP = re.compile(rb"<c r=\"[A-Z]++0")

_RANGEE = re.compile(rb"<row [^<>]*+>")
_DOUBLE = re.compile(rb" ([A-Za-z:]++)=[^<>]*? \1=")
_MAX_FORMES = 100  # of rows, digits apart; a sheet has some five


def is_blanc(texte: str) -> bool:
    """Whether a text of a sheet is nothing but blanks, escaped or not."""
    if "_x" in texte:
        texte = _BLANC_ECHAPPE.sub("", texte)
    return not texte.strip(" \t\r\n")


def has_double(reste: bytes) -> bool:
    """Whether an attribute may stand twice on a row of `RESTE`, which is not XML."""
    formes = set(_RANGEE.findall(reste.translate(None, b"0123456789")))
    return len(formes) > _MAX_FORMES or any(map(_DOUBLE.search, formes))


def is_sain(octets: bytes) -> bool:
    """Whether the characters are right: UTF-8, none that XML forbids, no rare entity."""
    return is_propre(octets) and has_entites(octets)


def has_entites(octets: bytes) -> bool:
    """Whether every entity is one that XML knows by itself."""
    return b"&" not in octets or _ENTITE_RARE.search(octets) is None


def is_propre(octets: bytes) -> bool:
    """The same without the entities: nothing that two figures would change."""
    if len(octets.translate(None, _INTERDITS)) != len(octets) or b"]]>" in octets:
        return False
    return octets.isascii() or _is_utf8(octets)


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True
