"""The charts, drawn by pygal as still pictures: no script, nothing fetched, the same bytes."""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from plie_xl.master.read import Master, en_nombre
from plie_xl.model.text import nombre, pourcent, visible
from plie_xl.sheets import theme

MOIS_COURTS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
               "nov.", "déc.")  # fmt: skip
TRACES = 30  # territories on one chart: beyond, their names overlap
_DEMESURE = 1e9  # no share nor number of meetings comes near
_BAVARDAGE = re.compile(r"<!--.*?-->|<script.*?</script>", re.DOTALL)  # dated, and of no use
Serie = Sequence[float | None]


def build_taux(master: Master) -> str:
    """Rates held and proved, by territory, as the address of a picture."""
    lignes = master.lignes("synthese")
    if len(lignes) > TRACES:
        lignes = sorted(lignes, key=lambda x: en_nombre(x["urgence"]))[:TRACES]
    lignes.reverse()  # pygal draws horizontal bars from the bottom
    series = {
        "Taux tenu": [_part(x["taux_tenu"]) for x in lignes],
        "Taux justifié": [_part(x["taux_justifie"]) for x in lignes],
    }
    noms = [visible(str(x["plie"])).removeprefix("PLIE ") for x in lignes]
    return _image("HorizontalBar", "taux", noms, series, (theme.BLEU, theme.OCRE), pourcent)


def build_mois(master: Master) -> str:
    """Rows of « Suivi » by month, held and planned, all territories together; "" without them."""
    series: dict[str, list[float]] = {}
    for x in master.lignes("calendrier"):
        somme = series.setdefault(visible(str(x["quoi"])).capitalize(), [0.0] * 12)
        for n in range(12):
            somme[n] += _trace(x[f"m{n + 1:02}"])
    if not series:
        return ""
    return _image("StackedBar", "mois", MOIS_COURTS, series, (theme.BLEU, theme.GRIS), nombre)


def _part(valeur: object) -> float | None:
    return _trace(valeur) if isinstance(valeur, int | float) else None


def _trace(valeur: object) -> float:
    """A number as a chart can draw it; the tables show it as it is."""
    return max(-_DEMESURE, min(_DEMESURE, en_nombre(valeur)))


def _image(
    genre: str,
    nom: str,
    etiquettes: Sequence[str],
    series: Mapping[str, Serie],
    couleurs: Sequence[str],
    ecriture: Callable[[float], str],
) -> str:
    pygal, style_de = _load_pygal()
    police = "Calibri, Carlito, 'Segoe UI', sans-serif"
    style = style_de(
        background="#FFFFFF",
        plot_background="#FFFFFF",
        foreground=theme.ENCRE,
        foreground_strong=theme.ENCRE,
        foreground_subtle=theme.DOUX,
        colors=tuple(couleurs),
        opacity="1",
        font_family=police,
        label_font_size=15,
        major_label_font_size=15,
        legend_font_size=16,
    )
    graphique = getattr(pygal, genre)(
        js=(),
        style=style,
        width=760,
        height=540,
        legend_at_bottom=True,
        value_formatter=ecriture,
        no_data_text="Rien à montrer",
        range=(0, 1) if nom == "taux" else None,
        margin=8,
    )
    graphique.uuid = nom
    graphique.x_labels = list(etiquettes)
    for titre, valeurs in series.items():
        graphique.add(titre, list(valeurs))
    svg = _BAVARDAGE.sub("", graphique.render(is_unicode=True))
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _load_pygal() -> tuple[Any, Any]:
    """pygal, without the import hook for plug-ins that it leaves behind: others trip on it."""
    import sys

    import pygal
    from pygal.style import Style

    fixer = getattr(pygal, "PluginImportFixer", ())
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, fixer)]
    return pygal, Style
