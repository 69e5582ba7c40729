"""The extras of the installation: what each one brings, and what to say where it is not there."""

from importlib.util import find_spec

BIBLIOTHEQUES = {
    "agenda": ("icalendar", "recurring_ical_events"),
    "document": ("docx", "pdfplumber"),
    "dossier": ("pypdf", "pypdfium2", "reportlab", "PIL"),
    "word": ("docx", "docxtpl"),
}


def say_manque(extra: str) -> str:
    """What to do to have this extra, a key of `BIBLIOTHEQUES`; "" where it is installed."""
    if all(find_spec(nom) is not None for nom in BIBLIOTHEQUES[extra]):
        return ""
    return (
        "il manque un complément sur cet ordinateur ; dans un terminal :"
        f' pip install "plie-xl[{extra}]"'
    )
