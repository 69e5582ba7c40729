"""The look, as data: one calm palette, fonts, number formats. No sheet is drawn here.

Contrasts are at least 4.5:1 on their background, and no meaning is carried by colour alone:
each status is a word first (`STATUTS`), yellow and grey are explained in « Mode d’emploi ». The
backgrounds of the statuses go from light to dark, so that they differ without any hue.
"""

POLICE = "Calibri"
TAILLE = 10
TITRE = 18  # of a sheet; 13 for the key figures
CHIFFRE = 13

LIEN = "#1D4E70"  # text that leads somewhere, underlined
ENCRE = "#1F2A37"  # text
ARDOISE = "#2F4858"  # the band of titles, headers of what is only read
BANDEAU = "#DCE6ED"  # text of second rank on the band
BLANC = "#FFFFFF"
SAISIE = "#FFF9DB"  # yellow: to fill in
CALCUL = "#EEF1F4"  # grey: computed, not to touch
ENTETE_SAISIE = "#F5DD86"  # header of a yellow column
ENTETE_CALCUL = "#D3DBE2"  # header of a grey column
FILET = "#C9D1D9"  # thin lines
DOUX = "#5B6875"  # secondary text
ROUGE = "#F8D7D2"  # a cell that an anomaly names
ROUGE_ENCRE = "#8A1C0E"
BLEU = "#33658A"  # bars: tenu
OCRE = "#E09F3E"  # bars: justifié
GRIS = "#9AA5B1"  # bars: what is planned
PALE = "#DDE3E9"  # bars: objectif, with a line around
JAUGE = "#A8C9E2"  # bars inside a cell, under its figure

# Status words of a target and their colours (background, text).
STATUTS = {
    "Non reçu": ("#FFFFFF", "#4B5563"),
    "Non commencée": ("#E9ECEF", "#374151"),
    "En bonne voie": ("#CCE1F3", "#1B3A57"),
    "Tenue, pièces à compléter": ("#F4CF7C", "#4F3000"),
    "À préciser": ("#C3A9DE", "#371A57"),
    "Atteinte": ("#8CCBA0", "#0C3A20"),
    "En retard": ("#E8927C", "#3F0B04"),
    "Non atteinte": ("#9B2C1F", "#FFFFFF"),
}

# The words of « Compte »: in the long column of « Suivi », a lighter shade of the same two.
JUSTIFIE = ("#D9EFDF", "#14532D")
TENU = ("#FCE7BB", "#5C3800")

# The words of « État » in « Registre ».
ETATS_PIECES = {
    "trouvé": JUSTIFIE,
    **dict.fromkeys(("absent", "ambigu", "illisible"), (ROUGE, ROUGE_ENCRE)),
    **dict.fromkeys(("lien", "non nommée"), TENU),
}

# Excel number formats by kind of value.
FORMATS = {
    "texte": "@",
    "libre": "General",
    "date": "dd/mm/yyyy",
    "entier": "0",
    "nombre": "General",  # most often whole, as it was typed
    "discret": '0;-0;"–"',  # a whole number whose zero is hardly seen
    "decimal": "0.0",
    "ecart": '+0;"\N{MINUS SIGN}"0;0',
    "heure": "hh:mm",
    "euros": '#,##0\\ "€"',
    "centimes": '#,##0.00\\ "€"',
    "pourcent": "0\\ %",
    "calcul": "General",
    "empreinte": "@",
}
