"""What an anomaly says of a row of « Suivi »: its target, its evidence, its date."""

from datetime import date
from functools import cache

from plie_xl.checks.interpret import find_cible
from plie_xl.checks.references import INVERSEES, ISOLEE, TRIEE
from plie_xl.checks.saying import Ligne, say_jour, say_proposition
from plie_xl.model.evidence import list_fichiers, phrase_jeux
from plie_xl.model.fiche import Fiche
from plie_xl.model.privacy import cite
from plie_xl.model.propose import propose_jour, propose_proche, propose_sigle
from plie_xl.model.target import Cible
from plie_xl.model.text import cle, en_clair, enumere
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.words import LIBELLES_MODALITES


def _cible(ligne: Ligne, fiche: Fiche) -> Cible | None:
    if not isinstance(ligne["cible"], str):
        return None
    return find_cible(fiche, ligne["cible"], ligne["regle"])


def _forme(ligne: Ligne) -> str | None:
    return ligne["forme"] if isinstance(ligne["forme"], str) else None


def say_selon_modalite(ligne: Ligne, fiche: Fiche) -> str:
    """« (présentiel) » where the evidence asked for depends on it, else ""."""
    forme, cible = _forme(ligne), _cible(ligne, fiche)
    return f" ({forme})" if forme and cible and len(cible.pieces) > 1 else ""


def say_manque(ligne: Ligne, fiche: Fiche) -> str:
    """The shortest way from the pieces given to a set that is enough."""
    cible = _cible(ligne, fiche)
    return phrase_jeux(cible.manque(_forme(ligne), ligne["fournies"])) if cible else ""


def say_refus(ligne: Ligne, fiche: Fiche) -> str:
    """A file whose name begins as what says that there is none: « Non-recours.pdf »."""
    lues = (ligne[piece] for piece in fiche.kinds if piece not in ligne["fournies"])
    nom = next((valeur for valeur in lues if list_fichiers(valeur)), None)
    if nom is None:
        return ""
    return f" ; {cite(nom)} commence comme un refus (si c’est un fichier, écrivez sa date devant)"


def say_admises(ligne: Ligne, fiche: Fiche) -> str:
    """Every set of pieces that the fiche accepts for the row."""
    cible = _cible(ligne, fiche)
    return phrase_jeux(cible.jeux(_forme(ligne)), cible.preferee) if cible else ""


def say_fournies(ligne: Ligne, fiche: Fiche) -> str:
    """The kinds of evidence that the row gives, by name."""
    return _name_pieces(ligne["fournies"])


def say_a_defaut(ligne: Ligne, fiche: Fiche) -> str:
    """Among them, those that the fiche accepts for want of the preferred one."""
    cible = _cible(ligne, fiche)
    admises = {p for jeu in cible.jeux(_forme(ligne)) for p in jeu} if cible else set()
    return _name_pieces(ligne["fournies"] & admises)


def say_du_jour(ligne: Ligne, fiche: Fiche) -> str:
    """« du 14/03/2024 »; a row may be at fault for another thing than the day that it lacks."""
    jour = say_jour(ligne["jour"])
    return f"du {jour}" if jour else "sans date"


@cache
def _name_pieces(donnees: frozenset[str]) -> str:
    return enumere(p.libelle for i, p in load_pieces().items() if i in donnees)


def say_modalites(ligne: Ligne, fiche: Fiche) -> str:
    """What the drop-down shows, of what the fiche provides for."""
    cible = _cible(ligne, fiche)
    admises = (nom for nom, m in LIBELLES_MODALITES.items() if cible is None or cible.admet(m))
    return enumere(admises, "ou")


def say_instance_proche(ligne: Ligne, fiche: Fiche) -> str:
    """The target that was meant; or that it is one, but was not asked for on that day."""
    nomme = cle(ligne["instance"])
    cible = next((c for c in fiche.instances if cle(c.libelle) == nomme), None)
    if cible is None:
        return _say_proche(en_clair(ligne["instance"]), tuple(c.libelle for c in fiche.instances))
    avant = cible.en_vigueur(0) is None
    return f" à cette date : {'ajoutée' if avant else 'retirée'} par un avenant"


def _say_proche(typed: str, libelles: tuple[str, ...]) -> str:
    return say_proposition(propose_sigle(typed, libelles) or propose_proche(typed, libelles))


def say_preferee(ligne: Ligne, fiche: Fiche) -> str:
    """The piece that the fiche would rather have; "" for none."""
    cible = _cible(ligne, fiche)
    return load_pieces()[cible.preferee].libelle if cible and cible.preferee else ""


def say_plies(ligne: Ligne, mot: str) -> str:
    """The territories on the other side of a merger, each after `mot`."""
    return enumere((f"{mot} {nom}" for nom in str(ligne["revient"]).split("\n")), "ou")


def say_jour_proche(typed: object, fiche: Fiche, apres: int = 0) -> str:
    """The day that a typed text means, as the sheet would show it; up to so many years later."""
    fin = date(fiche.fin.year + apres, 12, 31) if apres else fiche.fin
    jour = propose_jour(en_clair(typed), fiche.debut, fin)
    return f" ; vouliez-vous dire {jour:%d/%m/%Y} ?" if jour else ""


def say_calendrier(ligne: Ligne, fiche: Fiche) -> str:
    """Why a date is out of the period by 4 years and 1 day exactly."""
    ecart = ligne["calendrier"] - ligne["jour"]
    if ecart != ecart:
        return ""
    sens = "trop tôt" if ecart > 0 else "trop tard"
    return f", 4 ans et 1 jour {sens}, comme d’un classeur Mac (calendrier 1904)"


def say_ecart_de_date(ligne: Ligne, fiche: Fiche) -> str:
    """A piece of another day than its row, or what befell the dates of the workbook."""
    if ligne["ecart"] == ISOLEE:
        inverse = " : jour et mois inversés ?" if ligne["inverse"] else ""
        return (
            f"la pièce est du {say_jour(ligne['jour_piece'])}, la réunion du"
            f" {say_jour(ligne['jour'])}{inverse} ({cite(ligne['reference'])})"
        )
    lignes = ligne["lignes"]
    ou = enumere(map(str, lignes[:_CITEES])) + (" …" if len(lignes) > _CITEES else "")
    if ligne["ecart"] == INVERSEES:
        return (
            f"la date de {len(lignes)} réunions n’est pas celle de leur pièce : jour et mois y"
            f" semblent inversés (lignes {ou})"
        )
    return (
        "les dates ne suivent plus les pièces : une colonne a-t-elle été triée seule ?"
        f" ({len(lignes)} réunions, lignes {ou})"
    )


_CITEES = 8  # rows named in one sentence
REMEDES = {
    ISOLEE: "corrigez la date, ou la pièce",
    INVERSEES: "saisissez ces dates de nouveau, en jj/mm/aaaa",
    TRIEE: "annulez le tri, ou reprenez une copie d’avant ; triez toujours le tableau entier",
}
