"""« Atteinte », « Par instance », « Par fonction »: targets, counted live over « Suivi »."""

from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master import lignes as rows
from plie_xl.master.annexes import lignes_par_fonction
from plie_xl.master.batches import Ligne
from plie_xl.master.page import Formules, add_page, add_statuts, dans, lettres_de, sommes_cible
from plie_xl.sheets.pen import Pen


def add_cibles(pen: Pen, c: Consolidation, atteinte: list[Ligne], resume: str) -> None:
    """Draw the three sheets."""
    f = add_page(pen, contract.ATTEINTE, atteinte, resume, _formules_atteinte(c))
    add_statuts(pen, f, contract.ATTEINTE, len(atteinte))
    instances = rows.lignes_par_instance(c, atteinte)
    add_page(pen, contract.PAR_INSTANCE, instances, resume, _formules_instance)
    fonctions = lignes_par_fonction(atteinte)
    add_page(pen, contract.PAR_FONCTION, fonctions, resume, _formules_fonction)


def _formules_atteinte(c: Consolidation) -> Formules:
    """A row of « Atteinte »: sums by key, and what follows from them."""
    ici = lettres_de(contract.ATTEINTE)
    plies, dates = dans(contract.SYNTHESE, "plie"), dans(contract.SYNTHESE, "reference")

    def formules(n: int, ligne: Ligne) -> dict[str, str]:
        if ligne["statut"] == rows.NON_RECU:
            return {}
        m, t, j, v = (f"{ici[x]}{n}" for x in ("minimum", "tenu", "justifie", "a_venir"))
        fiche = c.fiches[ligne["fiche"]]
        debut = f"DATE({fiche.debut.year},{fiche.debut.month},{fiche.debut.day})"
        duree = (fiche.fin - fiche.debut).days + 1
        jours = f"SUMIFS({dates},{plies},{ici['plie']}{n})-{debut}+1"
        return {
            **sommes_cible(ligne, ("tenu", "justifie", "a_venir"), f"{ici['cle']}{n}"),
            "reste": f'=IF({m}="","",MAX(0,{m}-{j}))',
            "taux": f'=IF({m}="","",{t}/{m})',
            "projection": f"={t}+{v}",
            "part_tenue": f'=IF({m}="","",MIN(1,{t}/{m}))',
            "part_justifiee": f'=IF({m}="","",MIN(1,{j}/{m}))',
            "attendu": f'=IF({m}="","",{m}*MAX(0,MIN(1,({jours})/{duree})))',
        }

    return formules


def _formules_instance(n: int, ligne: Ligne) -> dict[str, str]:
    """A row of « Par instance »: a sum over « Suivi », or the total of the rows above it."""
    if ligne.get("statut") == rows.NON_RECU:
        return {}
    ici = lettres_de(contract.PAR_INSTANCE)
    taux = {"taux": f'=IF(N({ici["minimum"]}{n})=0,"",{ici["tenu"]}{n}/{ici["minimum"]}{n})'}
    if ligne["total_de"]:
        debut = n - ligne["total_de"]
        return taux | {
            c: f"=SUM({ici[c]}{debut}:{ici[c]}{n - 1})" for c in ("minimum", "tenu", "justifie")
        }
    return taux | sommes_cible(ligne, ("tenu", "justifie"), f"{ici['cle']}{n}")


def _formules_fonction(n: int, ligne: Ligne) -> dict[str, str]:
    """A row of « Par fonction »: sums over « Par instance »."""
    ici = lettres_de(contract.PAR_FONCTION)
    fonctions, ici_fonction = dans(contract.PAR_INSTANCE, "fonction"), f"{ici['fonction']}{n}"
    sommes = {
        c: f"=SUMIFS({dans(contract.PAR_INSTANCE, c)},{fonctions},{ici_fonction})"
        for c in ("minimum", "tenu", "justifie")
    }
    return {
        **sommes,
        "instances": f"=COUNTIFS({fonctions},{ici_fonction})",
        "taux": f'=IF({ici["minimum"]}{n}=0,"",{ici["tenu"]}{n}/{ici["minimum"]}{n})',
    }
