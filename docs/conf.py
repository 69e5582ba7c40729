"""The documentation site: `sphinx-build -W -c docs . artefacts/site` (no network)."""

import gettext
import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translator
from sphinx.transforms import SphinxTransform

project = "plie_xl"
language = "fr"
extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = ["docs/*.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]
exclude_patterns = ["docs/performances-notes.md"]  # the end of performances.md

smartquotes = False  # an apostrophe in a drawing is what the cell holds
html_theme = "furo"
html_title = "plie_xl"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False

MOTS = {  # of the theme, which speaks only English
    "Back to top": "Haut de page",
    "Home": "Accueil",
    "Made with": "Mis en page par",
    "Next": "Suite",
    "On this page": "Sur cette page",
    "Previous": "Page précédente",
    "Skip to content": "Aller au texte",
}


class Francais(gettext.NullTranslations):
    """What Sphinx's own French lacks."""

    def gettext(self, message: str) -> str:
        mot = message.strip()
        return message.replace(mot, MOTS.get(mot, mot))


SECTIONS = re.findall(
    r'<a id="([\w-]+)">', Path(__file__).with_name("anomalies.md").read_text("utf-8")
)


class Ancres(SphinxTransform):
    """An address for each code, `#sui-03`: of its section, else of the row of a table it begins."""

    default_priority = 400  # before the links are resolved

    def apply(self, **_: object) -> None:
        self.mark_sections()
        self.mark_rangees()

    def mark_sections(self) -> None:
        """`### <a id="sui-03"></a>SUI-03 · …`."""
        for titre in self.document.findall(nodes.title):
            bruts = list(titre.findall(nodes.raw))
            ancre = re.match(r'<a id="([\w-]+)">', bruts[0].astext()) if bruts else None
            if ancre:
                titre.parent["ids"] = titre.parent["names"] = [ancre[1]]
                self.document.note_explicit_target(titre.parent)
                for brut in bruts:
                    titre.remove(brut)

    def mark_rangees(self) -> None:
        """`| DOS-03 | le fichier est vide… |`."""
        for rangee in self.document.findall(nodes.row):
            code = re.match(r"[A-Z]{3}-\d\d\b", rangee[0].astext())
            if code and code[0].lower() not in SECTIONS:
                rangee["ids"] = rangee["names"] = [code[0].lower()]
                self.document.note_explicit_target(rangee)


def setup(app: Sphinx) -> None:
    get_translator().add_fallback(Francais())
    app.add_transform(Ancres)
