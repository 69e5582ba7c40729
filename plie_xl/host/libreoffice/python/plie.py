"""The macros of the toolbar « PLIE », one per button of the catalogue.

LibreOffice loads this file itself, gives it XSCRIPTCONTEXT, and lists `g_exportedScripts`.
"""

# mypy: ignore-errors
from plie_hote.click import click, read_reglages


def _macro(action):
    def macro(*_):
        click(action, XSCRIPTCONTEXT)  # noqa: F821  given by LibreOffice

    macro.__name__ = action
    return macro


g_exportedScripts = tuple(map(_macro, read_reglages()["libelles"]))  # noqa: N816
globals().update({macro.__name__: macro for macro in g_exportedScripts})
