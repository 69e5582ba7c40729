"""docs/schemas.md, the page that shows each schema, written from the schemas themselves.

Run `python -m schemas_page` in the folder `tests` after a change of rule or of column.
"""

from pathlib import Path

import pandera.pandas as pa

from plie_xl.checks.schemas import SCHEMAS

PAGE = Path(__file__).parents[1] / "docs" / "schemas.md"
INTRODUCTION = """\
# Les tableaux contrôlés

Ce que lit le contrôle, pour qui veut le refaire dans un carnet. Chaque tableau est un schéma de
[pandera](https://pandera.readthedocs.io) : ses colonnes, leur type, et les règles qui doivent
tenir pour chaque ligne. Un tableau porte les lignes d’autant de classeurs qu’on veut.

```python
import pandera.pandas as pa
import plie_xl as px

lecture = px.read_classeur("workbooks/2024/plie_agenais_2024.xlsx")
tableaux = px.schemas.frames(lecture)  # un tableau par schéma, d’après son nom
try:
    px.schemas.Suivi.validate(tableaux["suivi"], lazy=True)
except pa.errors.SchemaErrors as erreurs:
    print(erreurs.failure_cases[["check", "column", "failure_case", "index"]])
```

Une faute fait une ligne : la règle (`check`), la colonne de la cellule (`column`), ce qui y est
saisi (`failure_case`), le classeur et la ligne d’Excel (`index`). D’une donnée personnelle
(SUI-20), seule la sorte est dite. `px.check(lecture)` passe par les mêmes schémas et dit chaque faute en une
phrase ; `px.check(lecture).frame` en fait un tableau. Les [anomalies](anomalies.md) montrent
chaque règle sur un dessin.

Cette page est écrite par les essais, d’après les schémas."""

GENRES = {
    "object": "tel que saisi",
    "category": "mot",
    "datetime64[s]": "jour",
    "float64": "nombre",
    "int64": "nombre entier",
    "bool": "vrai ou faux",
}


def build_page() -> str:
    """The whole page, in French."""
    return "\n\n".join([INTRODUCTION, *map(_section, SCHEMAS.values())]) + "\n"


def _section(schema: pa.DataFrameSchema) -> str:
    return "\n\n".join(
        [
            f"## {schema.title}",
            f'`px.schemas.{schema.name.capitalize()}`, sur `frames(…)["{schema.name}"]`.'
            f" {schema.description}",
            _table(
                ("colonne", "type", "titre", "description"), map(_column, schema.columns.values())
            ),
            _table(("règle", "gravité", "ce qui est attendu"), map(_rule, schema.checks)),
        ]
    )


def _column(colonne) -> tuple[str, ...]:
    genre = GENRES[colonne.trait.genre]
    return f"`{colonne.name}`", genre, colonne.title, colonne.description


def _rule(regle) -> tuple[str, ...]:
    lien = f"[{regle.name}](anomalies.md#{regle.name.lower()})"
    return lien, regle.regle.gravite.value, regle.description


def _table(entetes, lignes) -> str:
    toutes = [entetes, ("---",) * len(entetes), *lignes]
    return "\n".join(f"| {' | '.join(ligne)} |" for ligne in toutes)


if __name__ == "__main__":
    PAGE.write_text(build_page(), encoding="utf-8")
