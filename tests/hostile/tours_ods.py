"""Ways to write an .ods whose cells two programs could see differently, one by one.

What is wanted of each was seen in LibreOffice: its grid, or a refusal where ours would be another.
Left out is what LibreOffice itself shows in one way or another from one version to the next
(fields in a text, its breaks) and formulas, which it may compute again.
"""

from hostile.ods import contenu

REFUSE = None
_LIENS = (
    'xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
)
_TEXTE = 'office:value-type="string"'
_Z = f"<table:table-cell {_TEXTE}><text:p>z</text:p></table:table-cell>"
_CACHEE = f"<table:table-row>{_Z.replace('>z<', '>caché<')}</table:table-row>"
Grille = list[list[object]]


def _cellule(attributs: str, texte: str = "") -> str:
    """The second row: this cell, then « z »."""
    return f"<table:table-row><table:table-cell {attributs}>{texte}</table:table-cell>{_Z}</table:table-row>"


def _texte(dedans: str) -> str:
    return _cellule(_TEXTE, f"<text:p>{dedans}</text:p>")


def _nombre(valeur: str, genre: str = "float") -> str:
    return _cellule(f'office:value-type="{genre}" office:value="{valeur}"', "<text:p>7</text:p>")


def _jour(valeur: str) -> str:
    dit = f'office:value-type="date" office:date-value="{valeur}"'
    return _cellule(dit, "<text:p>05/03/24</text:p>")


def _vrai(valeur: str) -> str:
    dit = f'office:value-type="boolean" office:boolean-value="{valeur}"'
    return _cellule(dit, "<text:p>VRAI</text:p>")


def _heure(valeur: str) -> str:
    return _cellule(f'office:value-type="time" office:time-value="{valeur}"', "<text:p>9</text:p>")


def _rangees(balise: str) -> str:
    """Rows in this tag, then the row of « z »."""
    return f"<{balise}>{_CACHEE}</{balise.split()[0]}><table:table-row>{_Z}</table:table-row>"


def _fois(nombre: str) -> str:
    return _cellule(f'{_TEXTE} table:number-columns-repeated="{nombre}"', "<text:p>a</text:p>")


A = [["a", "z"]]
CACHE = [["caché"], ["z"]]
TOURS: dict[str, tuple[str, Grille | None]] = {
    "répétée zéro fois": (_fois("0"), REFUSE),
    "répétée moins une fois": (_fois("-1"), REFUSE),
    "répétée deux fois et demie": (_fois("2.5"), REFUSE),
    "répétée 002 fois": (_fois("002"), [["a", "a", "z"]]),
    "ligne répétée zéro fois": (_CACHEE.replace("row>", 'row table:number-rows-repeated="0">', 1), REFUSE),
    "nombre négatif": (_nombre("-3.5"), [[-3.5, "z"]]),
    "nombre à exposant": (_nombre("1E+3"), [[1000.0, "z"]]),
    "nombre sans entier": (_nombre(".5"), [[0.5, "z"]]),
    "nombre entre des blancs": (_nombre(" 12 "), [[12.0, "z"]]),
    "pourcentage": (_nombre("0.5", "percentage"), [[0.5, "z"]]),
    "somme": (_nombre("12.5", "currency"), [[12.5, "z"]]),
    **{f"nombre « {dit} »": (_nombre(dit), REFUSE) for dit in ("0x10", "INF", "NaN", "1,5", "", "abc", "1 2", "1e999", "1_000", "١٢", "\uff11\uff12", "5abc", "50%", "\u00a012")},
    "somme à virgule": (_nombre("12,5", "currency"), REFUSE),
    "nombre sans valeur": (_cellule('office:value-type="float"', "<text:p>8</text:p>"), REFUSE),
    "valeur sans genre": (_cellule('office:value="7"', "<text:p>8</text:p>"), [["8", "z"]]),
    "genre inconnu": (_nombre("7", "bizarre"), REFUSE),
    "genre à majuscule": (_nombre("7", "Float"), REFUSE),
    "deux genres": (_cellule(f'{_TEXTE} calcext:value-type="float" office:value="4"', "<text:p>x</text:p>"), REFUSE),
    "texte et nombre": (_cellule(f'{_TEXTE} office:value="7"', "<text:p>8</text:p>"), [["8", "z"]]),
    "texte en attribut": (_cellule(f'{_TEXTE} office:string-value="dit"', "<text:p>vu</text:p>"), [["dit", "z"]]),
    "vrai": (_vrai("true"), [[True, "z"]]),
    **{f"vrai « {dit} »": (_vrai(dit), REFUSE) for dit in ("TRUE", "1", " true ", "")},
    "jour": (_jour("2024-03-05"), [["2024-03-05", "z"]]),
    "jour et heure": (_jour("2024-03-05T00:00:00"), [["2024-03-05", "z"]]),
    **{f"jour « {dit} »": (_jour(dit), REFUSE) for dit in ("05/03/2024", "2024-13-45", "2024-02-30", "12024-03-05", "-2024-03-05", "2024-3-5", "", "45000", "0000-01-01", "2024-03-05T10:00", "2024-03-05T00:00:00+02:00", "2024-03-05T24:00:00", "24-03-05")},
    "jour en nombre": (_cellule('office:value-type="date" office:value="45000"', "<text:p>x</text:p>"), REFUSE),
    "durée": (_heure("P1DT12H0M0S"), [[1.5, "z"]]),
    "durée négative": (_heure("-PT12H0M0S"), [[-0.5, "z"]]),
    "heure impossible": (_heure("9:30"), REFUSE),
    "note dans le texte": (_texte("a<office:annotation><text:p>note</text:p></office:annotation>b"), [["ab", "z"]]),
    "forme dans le texte": (_texte("a<draw:frame><draw:text-box><text:p>forme</text:p></draw:text-box></draw:frame>b"), [["ab", "z"]]),
    "note de bas de page": (_texte("a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>pied</text:p></text:note-body></text:note>b"), [["ab", "z"]]),
    "prononciation": (_texte("<text:ruby><text:ruby-base>a</text:ruby-base><text:ruby-text>furi</text:ruby-text></text:ruby>"), A),
    "liste": (_cellule(_TEXTE, "<text:p>a</text:p><text:list><text:list-item><text:p>b</text:p></text:list-item></text:list>"), A),
    "section": (_cellule(_TEXTE, "<text:p>a</text:p><text:section><text:p>b</text:p></text:section>"), A),
    "paragraphe dans un autre": (_texte("a<text:p>b</text:p>c"), REFUSE),
    "tableau dans une cellule": (_cellule(_TEXTE, f'<text:p>a</text:p><table:table table:name="N">{_CACHEE}</table:table>'), A),
    "tableau dans une forme": (_cellule(_TEXTE, f"<draw:frame><table:table>{_CACHEE}</table:table></draw:frame><text:p>a</text:p>"), A),
    "ligne dans une note": (_cellule(_TEXTE, f"<office:annotation>{_CACHEE}</office:annotation><text:p>a</text:p>"), A),
    "texte d’ailleurs": (_texte('a<q:x xmlns:q="u">b</q:x>'), REFUSE),
    "paragraphe d’ailleurs": (_cellule(_TEXTE, '<text:p>a</text:p><q:x xmlns:q="u"><text:p>b</text:p></q:x>'), REFUSE),
    "ligne d’ailleurs": (_rangees('q:x xmlns:q="u"'), REFUSE),
    "cellule d’ailleurs": (f'<table:table-row><q:x xmlns:q="u">{_Z}</q:x>{_Z}</table:table-row>', REFUSE),
    "lignes groupées": (_rangees('table:table-row-group table:display="false"'), CACHE),
    "lignes d’en-tête": (_rangees("table:table-header-rows"), CACHE),
    "lignes cachées": (_CACHEE.replace("row>", 'row table:visibility="collapse">', 1), [["caché"]]),
    "lignes filtrées": (_CACHEE.replace("row>", 'row table:visibility="filter">', 1), [["caché"]]),
    **{f"lignes dans « {balise} »": (_rangees(balise), REFUSE) for balise in ("table:named-expressions", "calcext:conditional-formats", "table:desc", "office:forms", "text:p", "table:table-row")},
}  # fmt: skip
_DDE = f"<table:dde-links><table:dde-link><table:table>{_CACHEE}</table:table></table:dde-link></table:dde-links>"
_SUIVI_MODIFIE = (
    f"<table:tracked-changes><table:deletion>{_CACHEE}</table:deletion></table:tracked-changes>"
)
_AILLEURS = f"""<table:table table:name="'file:///x.ods'#F1"><table:table-source xlink:href="file:///x.ods"/>{_CACHEE}</table:table>"""
_FIN = "</office:spreadsheet>"
# What stands beside the sheets, and is none of them.
A_COTE = {
    "liens vers un autre programme": (_FIN, _DDE + _FIN),
    "lignes effacées": ("<office:spreadsheet>", "<office:spreadsheet>" + _SUIVI_MODIFIE),
    "copie d’un autre classeur": (_FIN, _AILLEURS + _FIN),
}


def dire(rangee: str) -> str:
    """A workbook of one sheet: a heading, then this row."""
    dit = contenu({"F": [["tête", "b"]]}, apres={"F": rangee})
    return dit.replace("<office:document-content ", f"<office:document-content {_LIENS}", 1)
