"""The look, as data: one calm palette, fonts, number formats. No sheet is drawn here.

Contrasts are at least 4.5:1 on their background, and no meaning is carried by colour alone:
each status is a word first (`STATUTS`), yellow and grey are explained in « Mode d’emploi ».
"""

POLICE = "Calibri"
TAILLE = 10

ENCRE = "#1F2A37"  # text
ARDOISE = "#2F4858"  # headers, titles
BLANC = "#FFFFFF"
SAISIE = "#FFF9DB"  # yellow: to fill in
CALCUL = "#EEF1F4"  # grey: computed, not to touch
FILET = "#C9D1D9"  # thin lines
DOUX = "#5B6875"  # secondary text
ROUGE = "#F8D7D2"  # a cell that an anomaly names
ROUGE_ENCRE = "#8A1C0E"
BLEU = "#33658A"  # bars: tenu
OCRE = "#E09F3E"  # bars: justifié
GRIS = "#9AA5B1"  # bars: objectif

# Status words of a target and their colours (background, text).
STATUTS = {
    "Atteinte": ("#D5EDDB", "#14532D"),
    "Tenue, pièces à compléter": ("#FCE9C4", "#6B4100"),
    "En bonne voie": ("#D9E8F5", "#1D3F5E"),
    "En retard": ("#F8D7D2", "#8A1C0E"),
    "Non commencée": ("#E5E7EB", "#374151"),
    "À préciser": ("#E9DDF3", "#4A2270"),
    "Non reçu": ("#E5E7EB", "#374151"),
}

# Excel number formats by kind of value.
FORMATS = {
    "texte": "@",
    "libre": "General",
    "date": "dd/mm/yyyy",
    "entier": "0",
    "discret": '0;-0;"–"',  # a whole number whose zero is hardly seen
    "decimal": "0.0",
    "euros": '#,##0\\ "€"',
    "centimes": '#,##0.00\\ "€"',
    "pourcent": "0\\ %",
    "calcul": "General",
}
