"""The documentation site: `sphinx-build -W -c docs . artefacts/site` (no network)."""

import gettext
import re

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


class Ancres(SphinxTransform):
    """`### <a id="sui-03"></a>SUI-03 · …` makes a section whose address is `#sui-03`."""

    default_priority = 400  # before the links are resolved

    def apply(self, **_: object) -> None:
        for titre in self.document.findall(nodes.title):
            bruts = list(titre.findall(nodes.raw))
            ancre = re.match(r'<a id="([\w-]+)">', bruts[0].astext()) if bruts else None
            if ancre:
                titre.parent["ids"] = titre.parent["names"] = [ancre[1]]
                self.document.note_explicit_target(titre.parent)
                for brut in bruts:
                    titre.remove(brut)


def setup(app: Sphinx) -> None:
    get_translator().add_fallback(Francais())
    app.add_transform(Ancres)
