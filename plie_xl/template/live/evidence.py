"""Which pieces a row gives, and what « Pièces » says of them."""

from collections.abc import Callable
from functools import partial

from plie_xl.checks.count import ERREUR
from plie_xl.model.evidence import as_joint, est_fournie, skip_sujet
from plie_xl.model.fiche import Fiche
from plie_xl.model.vocabulary import load_mots_pieces
from plie_xl.model.words import (
    MODALITE_INCONNUE,
    REALISEE,
)
from plie_xl.model.workbook import COUPE
from plie_xl.template.live.cells import (
    BLANCS,
    FIN,
    INVISIBLES,
    N_MODALITES,
    Ligne,
    Vivante,
    ici,
    substitute,
    trim,
)

# Around what is padded: LibreOffice opens a saved text without the blanks at its ends.
BORD = "¤"
_RIEN = f"{BORD} {BORD}"  # the cells side by side once trimmed, when all are blank


def list_pieces(fiche: Fiche) -> dict[str, Vivante]:
    """The cells of evidence side by side, their marks wiped off, then whether each gives one."""
    joint = "&".join(
        f'LEFT(IFERROR({ici(f"piece_{n}")}&"","")&REPT(" ",{COUPE}),{COUPE})'
        for n, _ in enumerate(fiche.kinds, start=1)
    )
    vivantes = {"pieces_jointes": Vivante(f'="{BORD}"&{joint}&"{BORD}"', _joiner(fiche, 0))}
    precedente = "pieces_jointes"
    for n, effaces in enumerate(list_effaces(), start=1):
        texte = ici(precedente)
        vide = f'{texte}=""' if n > 1 else f'TRIM({texte})="{_RIEN}"'
        for marque in effaces:
            texte = substitute(texte, marque, " ")
        precedente = f"pieces_lues_{n}"
        vivantes[precedente] = Vivante(f'=IF({vide},"",{texte})', _joiner(fiche, n))
    for n, piece in enumerate(fiche.kinds, start=1):
        vivantes[f"dite_{n}"] = Vivante(
            _formule_dite(precedente, n), partial(_find_dite, vivantes[precedente], n)
        )
        vivantes[f"donnee_{n}"] = Vivante(_formule_donnee(n), partial(_is_given, piece))
    return vivantes


def _formule_dite(lue: str, n: int) -> str:
    """The words of one cell, without what they speak of: « à signer » of « feuille à signer »."""
    debut = f"{1 + len(BORD) + COUPE * (n - 1)},{COUPE}"
    mot, une = (f"TRIM(MID({ici(lue)},{debut}))", f"TRIM(MID(INDEX({ici(lue)},ROW()),{debut}))")
    sujet = f"SUMPRODUCT(MAX((LEFT({une},LEN(sujets))=sujets)*LEN(sujets)))"
    rien = "+".join(f'({mot}="{nue}")' for nue in ("", *load_mots_pieces().absence_nue))
    return f'=IF({rien},"",MID({mot},1+{sujet},{COUPE}))'


def _formule_donnee(n: int) -> str:
    """The long list of what says « no piece » is searched only after one of its first words."""
    mot = ici(f"dite_{n}")
    premier = f'LEFT({mot},FIND(" ",{mot}&" ")-1)'
    absente = f'SUMPRODUCT(--(LEFT(INDEX({mot},ROW())&"{FIN}",LEN(absences))=absences))'
    return f'=IF({mot}="",0,IF(ISNA(MATCH({premier},premiers,0)),1,IF({absente}=0,1,0)))'


def _find_dite(lue: Vivante, n: int, ligne: Ligne) -> str:
    texte = str(lue.valeur(ligne)).removeprefix(BORD)
    dite = trim(texte[COUPE * (n - 1) : COUPE * n])
    return "" if dite in load_mots_pieces().absence_nue else skip_sujet(dite)


def _is_given(piece: str, ligne: Ligne) -> int:
    return int(est_fournie(ligne.get(piece, "")))


def list_effaces() -> list[tuple[str, ...]]:
    """The marks that count as blanks in a cell of evidence, by formula that wipes them off.

    Two of the signs that nobody sees among them: a cell that holds nothing else holds no piece.
    """
    marques = (*load_mots_pieces().ponctuation, *BLANCS, *INVISIBLES[:2])
    return [marques[n : n + PAR_FORMULE] for n in range(0, len(marques), PAR_FORMULE)]


PAR_FORMULE = 12  # marks wiped off by one formula


def _joiner(fiche: Fiche, fois: int) -> Callable[[Ligne], str]:
    """The cells of evidence side by side, after so many wipings."""
    effaces = [str.maketrans(dict.fromkeys(marques, " ")) for marques in list_effaces()[:fois]]

    def join(ligne: Ligne) -> str:
        mots = (as_joint(ligne.get(piece, "")) for piece in fiche.kinds)
        texte = BORD + "".join(mot[:COUPE].ljust(COUPE) for mot in mots) + BORD
        if effaces and trim(texte) == _RIEN:
            return ""
        for efface in effaces:
            texte = texte.translate(efface)
        return texte

    return join


def formule_pieces(fiche: Fiche) -> str:
    """« Pièces »: what the table `preuves` says of the target, modality and pieces given."""
    donnees = "+".join(f"{2**n}*{ici(f'donnee_{n + 1}')}" for n, _ in enumerate(fiche.kinds))
    rang, modalite = ici("rang"), ici("rang_modalite")
    premiere = ici("preuve") if fiche.avenants else f"{N_MODALITES}*({rang}-1)+1"
    trouve = f"INDEX(preuves,{premiere}+{modalite},1+{donnees})"
    return (
        f'=IF({ici("motif_1")}="{ERREUR}","",IF(({rang}=0)+({ici("statut_lu")}<>"{REALISEE}"),"",'
        f'IF(({ici("modalite_lue")}<>"")*({modalite}=0),"{MODALITE_INCONNUE}",{trouve})))'
    )
