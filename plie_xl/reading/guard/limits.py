"""How far a received file may go: each bound refused no honest file, and says why it is there."""

Mo = 1_000_000

# The container. Sizes are counted while inflating: those a file declares may lie, and a
# rule on the compression ratio would refuse honest, very regular workbooks.
MAX_PARTIES = 2_000  # largest honest workbook seen: some hundreds
MAX_OCTETS_PARTIE = 100 * Mo  # held in memory one at a time
MAX_OCTETS_CODES = 50 * Mo  # the same when it is not in UTF-8: it is held three times
MAX_OCTETS_DOCUMENT = 20 * Mo  # an XML part of a Word document, which becomes ten times as much
MAX_OCTETS_FLUX = 10 * Mo  # one stream of a PDF, which the parser makes thirty times as large
MAX_OCTETS_FLUX_TOTAL = 50 * Mo  # the text and the fonts of 120 pages hold some ten
MAX_OCTETS_TOTAL = 200 * Mo  # about two seconds of inflating

MAX_OCTETS_ECRITS = 20 * Mo  # comments, text boxes: searched for people up to there

# The XML that is walked tag by tag, at about a million tags a second.
MAX_IMBRICATION = 64  # honest parts stay under 20
MAX_BALISES = 5_000_000  # 20 000 rows x 40 columns, three sheets, walked in five seconds
MAX_ELEMENTS = 100_000  # of a part that is kept whole: the list of sheets, relations, styles
MAX_OCTETS_BALISE = Mo  # a cell holds 32 767 characters; a longer run hides attributes
MAX_OCTETS_MEMO = 32_000  # styles, relations, tables of a template: 512 are kept, 16 MB at most
MAX_NOM = 1_000  # signs of the name of a sheet (31 in Excel), of a number format (255)
MAX_NOMS = 5_000  # names of tags and attributes: the parser keeps each one for ever

# The sheets. Excel's own limits, then what the reader can hold in less than 1 GB.
MAX_LIGNE = 1_048_576
MAX_COLONNE = 16_384
MAX_CELLULES = 2_000_000  # in the whole workbook: 20 000 rows x 40 columns is 800 000
MAX_AIRE = 5_000_000  # the reader allocates all from A1: 60 bytes a cell, 3 s in the workbook
AIRE_SURE = 500_000  # beyond, the cells that stand far from all the others are left out:
ECART_LIGNES = 1_000  # after so many empty rows,
ECART_COLONNES = 100  # or columns
MAX_TEXTE = 30 * Mo  # in the workbook: a shared text is copied into every cell that points to it
MAX_TEXTES = 2_000_000  # shared texts: no more than cells
