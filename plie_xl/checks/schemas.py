"""The tables that are checked, as pandera schemas: their columns, and the rules on them.

    import plie_xl as px
    tables = px.schemas.frames(px.read_classeur("plie_agenais_2024.xlsx"))
    px.schemas.Suivi.validate(tables["suivi"], lazy=True)

raises `pandera.errors.SchemaErrors` whose `failure_cases` have one line per fault: `check` is its
code, `column` its cell, `failure_case` what is typed there, `index` its workbook and Excel row.
`px.check` runs the same schemas over the same frames, and says each fault in a sentence.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd
import pandera.pandas as pa

from plie_xl.checks.columns import COLONNES
from plie_xl.checks.count import Compte, as_compte
from plie_xl.checks.rule import REGLES, TABLES, Regle
from plie_xl.checks.tables import build_tables
from plie_xl.checks.typed import DETAIL, ColonneTypee, Garde, build_frame
from plie_xl.model.collection import Fiches
from plie_xl.model.frames import Rows, Vector
from plie_xl.model.lecture import Lecture


def _build_schema(table: str, titre: str, description: str) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {trait.nom: ColonneTypee(trait) for trait in COLONNES[table]},
        checks=[Garde(regle) for regle in REGLES.values() if regle.sur == table],
        name=table,
        title=titre,
        description=description,
    )


Suivi = _build_schema("suivi", "Suivi", "Une ligne par ligne de la feuille « Suivi ».")
Textes = _build_schema(
    "textes", "Textes", "Une ligne par texte libre qui semble désigner une personne."
)
References = _build_schema(
    "references", "Références", "Une ligne par pièce donnée dans la feuille « Suivi »."
)
Parametres = _build_schema(
    "parametres", "Paramètres", "Une ligne par case jaune de la feuille « Fiche » qu’on contrôle."
)
Cibles = _build_schema(
    "cibles", "Cibles", "Une ligne par cellule de « Cibles » qui ne dit pas ce que dit la fiche."
)
Financement = _build_schema(
    "financement", "Financement", "Une ligne par montant saisi dans la feuille « Financement »."
)
Sommes = _build_schema(
    "sommes", "Sommes", "Une ligne par classeur, pour le prévu, puis pour le réalisé."
)
Indicateurs = _build_schema(
    "indicateurs", "Indicateurs", "Une ligne par nombre saisi dans la feuille « Indicateurs »."
)
Ventilations = _build_schema(
    "ventilations", "Ventilations", "Une ligne par total et par mois, avec la somme de ses parties."
)

Livrables = _build_schema(
    "livrables", "Livrables", "Une ligne par livrable dont « Remis le » dit quelque chose."
)
Classeurs = _build_schema(
    "classeurs", "Classeurs", "Une ligne par classeur dont le suivi est vide."
)
Depassements = _build_schema(
    "depassements", "Dépassements", "Une ligne par cible dont la fiche donne une fourchette."
)
Ecarts = _build_schema(
    "ecarts", "Écarts", "Une ligne par cible de la feuille « Écarts », avec ce qui en est dit."
)
Formats = _build_schema(
    "formats", "Formats", "Une ligne par classeur où un nombre s’affiche comme une date."
)

SCHEMAS: Mapping[str, pa.DataFrameSchema] = {
    schema.name: schema
    for schema in (
        Suivi,
        Textes,
        References,
        Parametres,
        Cibles,
        Financement,
        Sommes,
        Indicateurs,
        Ventilations,
        Livrables,
        Classeurs,
        Depassements,
        Ecarts,
        Formats,
    )
}


def __dir__() -> list[str]:
    return [*map(str.capitalize, SCHEMAS), "SCHEMAS", "frames"]


def frames(
    lectures: Lecture | Iterable[Lecture] | Compte,
    au: date | None = None,
    fiches: Fiches | None = None,
) -> dict[str, pd.DataFrame]:
    """The table of each schema, by its name, for one workbook or many; arguments as `check`."""
    tables = build_tables(as_compte(lectures, au, fiches))
    return {nom: build_frame(tables[nom], COLONNES[nom]) for nom in TABLES}


def find_failures(nom: str, rows: Rows) -> Iterator[tuple[Regle, Vector]]:
    """One lazy validation of a table: each rule that fails, with the places of its rows."""
    if not len(rows):
        return
    frame = build_frame(rows, COLONNES[nom])
    demande = DETAIL.set(False)
    try:
        SCHEMAS[nom].validate(frame, lazy=True, inplace=True)
    except pa.errors.SchemaErrors as erreurs:
        fautes = erreurs.schema_errors
    else:
        fautes = []
    finally:
        DETAIL.reset(demande)
    for faute in fautes:
        if faute.reason_code is not pa.errors.SchemaErrorReason.DATAFRAME_CHECK:
            nommee = getattr(faute.check, "name", faute.check)  # a fault of ours: never silent
            raise RuntimeError(f"{nommee} : {faute.failure_cases}") from faute
        yield REGLES[faute.check.name], np.flatnonzero(~faute.check_output)
