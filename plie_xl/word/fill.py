"""AGAPE's own Word model, filled in a sandbox: what comes from a workbook is text, never code."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run
from docxtpl import DocxTemplate
from jinja2 import Undefined
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import escape

from plie_xl.model.errors import PlieError
from plie_xl.word.champ import enclose
from plie_xl.word.fixed import freeze

# Around a figure that is printed, and in the place of the chart: signs that no font draws, gone
# before the document is written.
_DEBUT, _MILIEU, _FIN, GRAPHIQUE = "\ue000", "\ue001", "\ue002", "\ue003"
_MARQUES = re.compile(f"({_DEBUT}[^{_FIN}]*{_FIN}|{GRAPHIQUE})")


class CleError(PlieError):
    """The model asks for a name that is not given; it is the message."""


class FormeError(PlieError):
    """The model is not one that can be filled; the message is the engine's own."""


class Chiffre(str):
    """A figure for a model: a text like another, that bears its tag once printed."""

    tag: str

    def __new__(cls, texte: str, tag: str) -> "Chiffre":
        chiffre = super().__new__(cls, texte)
        chiffre.tag = tag
        return chiffre

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return str(self), self.tag

    def __html__(self) -> str:
        return f"{_DEBUT}{escape(self.tag)}{_MILIEU}{escape(str(self))}{_FIN}"


class _Unknown(Undefined):
    """A name that is not given stops the filling; nothing is left blank in silence."""

    def __init__(self, *args: Any, name: str | None = None, **mots: Any) -> None:
        raise CleError(name or (str(args[2]) if len(args) > 2 else "?"))


def fill(modele: bytes, contexte: Mapping[str, Any], draw: Callable[[Any], None]) -> bytes:
    """The model filled, its figures in content controls; `draw` makes the chart in a run.

    Raises
    ------
    CleError, FormeError
        The model asks for what is not given, or is not one.
    """
    rempli = BytesIO()
    try:
        modele_lu = DocxTemplate(BytesIO(modele))
        environnement = SandboxedEnvironment(autoescape=True, undefined=_Unknown)
        modele_lu.render(dict(contexte), environnement, autoescape=True)
        modele_lu.save(rempli)
    except TemplateError as erreur:
        raise FormeError(str(erreur)) from erreur
    document = Document(BytesIO(rempli.getvalue()))
    parties = [document, *(p for s in document.sections for p in (s.header, s.footer))]
    for partie in parties:
        for morceau in list(partie._element.iter(qn("w:r"))):
            if _MARQUES.search("".join(morceau.itertext())):
                _cut(morceau, partie, draw)
    sortie = BytesIO()
    document.save(sortie)
    return freeze(sortie.getvalue())


def _cut(morceau: Any, partie: Any, draw: Callable[[Any], None]) -> None:
    """A run in as many runs as it takes for each figure to have its own."""
    for enfant in list(morceau):
        if enfant.tag == qn("w:rPr"):
            continue
        textes = _MARQUES.split(enfant.text or "") if enfant.tag == qn("w:t") else [None]
        for texte in filter(lambda t: t != "", textes):
            neuf = deepcopy(morceau)
            for vieux in [e for e in neuf if e.tag != qn("w:rPr")]:
                neuf.remove(vieux)
            morceau.addprevious(neuf)
            _put(neuf, enfant, texte, partie, draw)
    morceau.getparent().remove(morceau)


def _put(
    neuf: Any, enfant: Any, texte: str | None, partie: Any, draw: Callable[[Any], None]
) -> None:
    if texte is None:
        neuf.append(enfant)
    elif texte == GRAPHIQUE:
        draw(Run(neuf, partie))
    else:
        tag, milieu, dit = texte.strip(_DEBUT + _FIN).partition(_MILIEU)
        ecrit = OxmlElement("w:t")
        ecrit.text = dit if milieu else texte
        ecrit.set(qn("xml:space"), "preserve")
        neuf.append(ecrit)
        if milieu:
            enclose(neuf, tag)
