"""A received calendar or table → the meetings that the rules recognise.

It is read in a child with limits; what no rule recognises never leaves the child.
"""

from pathlib import Path

from plie_xl.agenda.events import Demande, Evenement, Recu
from plie_xl.agenda.rules import Regles, list_exactes
from plie_xl.model.errors import PlieError
from plie_xl.model.fiche import Fiche
from plie_xl.model.sentences import load_constats
from plie_xl.model.text import visible
from plie_xl.reading.workers import LecteurMortError, WorkerPool

_DELAI = 20.0  # seconds of processor; ten years of an office take one
_MAX_OCTETS = 20_000_000
_MORTS = {
    "temps": "le lire, ou y chercher vos règles, demande trop de temps",
    "memoire": "le lire demande trop de mémoire",
}


class AgendaError(PlieError, ValueError):
    """A file gives no meeting at all; one French sentence with its code."""


def read_recu(chemin: Path, regles: Regles, fiche: Fiche) -> Recu:
    """The meetings of a received file.

    Raises
    ------
    AgendaError
        IMP-05, IMP-06: it is neither a calendar nor a table that the rules describe.
    """
    demande = Demande(regles, list_exactes(fiche), fiche.premier_jour, fiche.dernier_jour)
    raison = _find_refus(chemin)
    if raison:
        raise AgendaError(refuse(chemin.name, raison))
    with WorkerPool(1, _DELAI, admis=(Recu, Evenement)) as enfants:
        try:
            reussi, valeur = enfants.submit(read_here, str(chemin), demande).result()
        except LecteurMortError as erreur:
            raison = _MORTS.get(erreur.cause, "il ne se laisse pas lire")
            raise AgendaError(refuse(chemin.name, raison)) from None
        except Exception:
            raise AgendaError(refuse(chemin.name, "il ne se laisse pas lire")) from None
    if not reussi or not isinstance(valeur, Recu):
        raise AgendaError(str(valeur))
    return valeur


def refuse(fichier: str, raison: str) -> str:
    """The sentence of IMP-05: the file cannot be read, and why."""
    return phrase_refus("IMP-05", fichier=visible(fichier), raison=raison)


def phrase_refus(code: str, **faits: str) -> str:
    """The sentence of a refusal, with its code and its remedy."""
    phrases = load_constats(__package__)[code]
    return f"{code} : {phrases['constat'].format(**faits)} ; {phrases['remede']}"


def _find_refus(chemin: Path) -> str:
    try:
        if not chemin.is_file():
            return "ce n’est pas un fichier"
        if chemin.stat().st_size > _MAX_OCTETS:
            return f"il dépasse {_MAX_OCTETS // 1_000_000} Mo"
    except OSError:
        return "il ne se laisse pas lire"
    return ""


def read_here(chemin: str, demande: Demande) -> tuple[bool, object]:
    """In the child: whether it could be read, then what it holds, or why not."""
    from plie_xl.agenda.octets import TexteError, decode
    from plie_xl.agenda.table import ColonneError, read_table

    nom = Path(chemin).name
    try:
        texte = decode(Path(chemin).read_bytes(), demande.regles.csv.encodage)
        if "BEGIN:VCALENDAR" in texte[:2_000].upper():
            from plie_xl.agenda.read import read_calendar

            return True, read_calendar(texte, demande)
        return True, read_table(texte, demande)
    except TexteError as erreur:
        return False, refuse(nom, str(erreur))
    except ColonneError as erreur:
        colonne, proche = erreur.args
        return False, phrase_refus("IMP-06", colonne=colonne, fichier=nom, proche=proche)
