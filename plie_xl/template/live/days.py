"""The day of a row, from a date or from a text that says one, and the days that count."""

from collections.abc import Callable
from datetime import date

from plie_xl.model.fiche import Fiche
from plie_xl.template.live.cells import NOMBRE, ORIGINE, Ligne, Vivante, ici, reader


def list_dates(name: Callable[[str], str] = ici) -> dict[str, Vivante]:
    """A text « j/m/aaaa » or « aaaa/m/j » is a day too: its three parts, then the day.

    `name` gives the cell of each column: another than that of the row, for a day of « Fiche ».

    No function of Excel 2016 cuts a text at its separators: each becomes twenty blanks in
    `parties`, so that a part is what stands in the first, the middle or the last twenty signs.
    « 3/04/2024 » gives `an` 2024, `mois` 4 and `quantieme` 3, read at either end: the year is the
    larger of both, the day the smaller. Zeros where the text is no date.
    """
    parties, an, lue = (name(c) for c in ("parties", "an", "date_lue"))
    decoupe = f'IFERROR(LEFT({lue},FIND("00:00",{lue})-2),{lue})'  # « 2024-04-03 00:00:00 »
    for separateur in "/.-":
        decoupe = f'SUBSTITUTE({decoupe},"{separateur}",REPT(" ",20))'
    debut, milieu, fin = (
        f"VALUE(TRIM({partie}))"
        for partie in (f"LEFT({parties},20)", f"MID({parties},20,22)", f"RIGHT({parties},20)")
    )
    # VALUE takes « +3 » and « 2024,5 »: only figures come back from it as they were.
    serre = f'SUBSTITUTE({parties}," ","")'
    chiffres = f'(LEN({serre})<9)*(TEXT(VALUE({serre}),REPT("0",LEN({serre})))={serre})'
    return {
        "parties": Vivante(f"={decoupe}", _cut),
        "an": Vivante(
            f"=IFERROR(IF({chiffres},MAX({debut},{fin}),0),0)", lambda x: max(_find_parties(x)[::2])
        ),
        "mois": Vivante(f"=IF({an}=0,0,IFERROR({milieu},0))", lambda x: _find_parties(x)[1]),
        "quantieme": Vivante(
            f"=IF({an}=0,0,IFERROR(MIN({debut},{fin}),0))", lambda x: min(_find_parties(x)[::2])
        ),
        "jour": Vivante(
            _say_jour(name),
            lambda x: int(x["jour"]) - ORIGINE if x["jour"] == x["jour"] else "",
        ),
    }


def _say_jour(name: Callable[[str], str]) -> str:
    """The day itself, "" for none."""
    typee, an, mois = name("date"), name("an"), name("mois")
    lu = f"DATE({an},{mois},{name('quantieme')})"
    # DATE takes 31/02 for 02/03, and 14/00 for 14/12: the month must come back.
    ecrite = f'IF(({an}>999)*({an}<10000)*(MONTH({lu})={mois}),{lu},"")'
    # 2958466 is the day after 31/12/9999, the last one that Excel knows.
    nombre = f'IF(({typee}>=1)*({typee}<2958466),INT({typee}),"")'
    return f'=IFERROR(IF({name("date_lue")}="{NOMBRE}",{nombre},{ecrite}),"")'


def _cut(ligne: Ligne) -> str:
    """What the formula of `parties` shows."""
    texte = reader("date", nombre=True)(ligne)
    texte = texte[: max(0, texte.index("00:00") - 1)] if "00:00" in texte[1:] else texte
    for separateur in "/.-":
        texte = texte.replace(separateur, " " * 20)
    return texte


def _find_parties(ligne: Ligne) -> tuple[int, int, int]:
    """The three numbers of a text date; zeros where a sign is no figure, or there are too many."""
    texte = _cut(ligne)
    serre = texte.replace(" ", "")
    if not (serre.isascii() and serre.isdigit() and len(serre) < 9):
        return 0, 0, 0
    lus = (p.strip() for p in (texte[:20], texte[19:41], texte[-20:]))
    debut, milieu, fin = (int(p) if p.isdigit() else None for p in lus)
    bouts = (0, 0) if debut is None or fin is None else (debut, fin)
    return bouts[0], (milieu or 0) if any(bouts) else 0, bouts[1]


def say_premier_jour(fiche: Fiche) -> str:
    """The first day that counts: that of a merger, when the fiche begins before it."""
    return _say(fiche.premier_jour, fiche.debut, "debut")


def say_dernier_jour(fiche: Fiche) -> str:
    """The last day that counts: the eve of a merger, when the fiche says one."""
    return _say(fiche.dernier_jour, fiche.fin, "fin")


def _say(jour: date, sien: date, nom: str) -> str:
    return nom if jour == sien else f"DATE({jour.year},{jour.month},{jour.day})"
