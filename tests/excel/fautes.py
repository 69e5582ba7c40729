"""Ten rows of the PLIE des Sources, one seeded fault in each; what is wrong, and its correction."""

from datetime import date

ARRETE = date(2024, 10, 31)
PREMIERE = 6  # Excel row of the first one


def _ligne(jour, numero, **fautes):
    return {
        "date": date(2024, *jour),
        "instance": "Réunions référents et équipe d’animation",
        "statut": "Réalisée",
        "modalite": "Présentiel",
        "emargement": f"2024-{numero:02} émargement.pdf",
        **fautes,
    }


# row, cell, code, value that mends it
DIX = [
    (_ligne((1, 9), 1, instance="Réunion de crise"), "C6", "SUI-03", "Réunions référents et équipe d’animation"),
    (_ligne((2, 6), 2, statut="Faite"), "E7", "SUI-05", "Réalisée"),
    (_ligne((3, 5), 3, date="31/02/2024"), "B8", "SUI-07", date(2024, 3, 5)),
    (_ligne((4, 9), 4, date=date(2023, 4, 11)), "B9", "SUI-08", date(2024, 4, 9)),
    (_ligne((5, 14), 5, quantite="deux"), "H10", "SUI-09", 1),
    (_ligne((6, 4), 6, quantite=3), "H11", "SUI-21", 1),
    (_ligne((7, 2), 7, modalite="Zoom"), "F12", "SUI-12", "À distance"),
    (_ligne((9, 3), 8, statut=""), "E13", "SUI-04", "Réalisée"),
    (_ligne((9, 10), 9, instance="Comités de pilotage du PLIE"), "K14", "PIE-01", "2024-09 compte rendu.pdf"),
    (_ligne((10, 8), 10, presents="douze"), "I15", "SUI-15", 12),
]  # fmt: skip
LIGNES = [ligne for ligne, *_ in DIX]
PLACES = {cellule: code for _, cellule, code, _ in DIX}


def corriger(book):
    """Type the ten corrections, as the coordinator does."""
    for _, cellule, _, juste in DIX:
        book.sheets["Suivi"].range(cellule).value = juste
