"""docs/anomalies.md, the page of the manual, written from the gallery.

Run `python -m galerie.page` in the folder `tests` after a change of rule or of gallery.
"""

from pathlib import Path

from galerie.atelier import find_anomalies
from galerie.dessin import FAMILLES, Vitrine, load_famille, load_galerie
from plie_xl.model.anomaly import Anomalie

PAGE = Path(__file__).parents[2] / "docs" / "anomalies.md"
INTRODUCTION = """\
# Les anomalies

Chaque anomalie dit où elle est, ce qui est constaté, ce qui était attendu et ce qu’il faut faire.
Il y en a de deux sortes :

- **bloquante** : ce que désigne l’anomalie n’est pas compté tant que ce n’est pas corrigé ;
- **à vérifier** : c’est compté, mais une personne doit regarder.

Une faute donne une seule anomalie. Les dessins montrent la plus petite feuille fautive : le numéro
de ligne est celui d’Excel, la cellule en gras est celle que désigne l’anomalie, la dernière colonne
porte le code. Une ligne sans code est juste. Dans les dessins, une apostrophe en tête (« '12 »)
veut dire que la cellule contient un texte, comme dans Excel ; « vide » en gras est une cellule vide.
Sauf mention contraire, le classeur est arrêté au 31/10/2024.

Cette page est écrite par les essais : chaque dessin est un vrai classeur, chaque message est celui
qui s’affiche."""


def build_page() -> str:
    """The whole page, in French."""
    galerie = load_galerie()
    blocs = [INTRODUCTION, _sommaire(galerie)]
    for famille in FAMILLES:
        entete = load_famille(famille)
        blocs.append(entete.replace("# ", "## ", 1))
        blocs += [_section(v) for v in galerie.values() if v.code.lower().startswith(famille)]
    return "\n\n".join(blocs) + "\n"


def _sommaire(galerie: dict[str, Vitrine]) -> str:
    lignes = ["| code | gravité | en bref |", "|---|---|---|"]
    for vitrine in galerie.values():
        gravite = find_anomalies(vitrine.code)[0].gravite.value
        lignes.append(
            f"| [{vitrine.code}](#{vitrine.code.lower()}) | {gravite} | {vitrine.titre} |"
        )
    return "\n".join(lignes)


def _section(vitrine: Vitrine) -> str:
    anomalies = find_anomalies(vitrine.code)
    gravite = anomalies[0].gravite.value
    dessins = [f"{dessin.legende} :\n\n{dessin.texte}" for dessin in vitrine.dessins]
    return "\n\n".join(
        [
            f'### <a id="{vitrine.code.lower()}"></a>{vitrine.code} · {vitrine.titre}',
            f"**{gravite.capitalize()}.** {vitrine.sens}",
            *dessins,
            "Ce qui s’affiche :",
            _messages(anomalies),
            f"**À faire :** {vitrine.a_faire}",
        ]
    )


def _messages(anomalies: list[Anomalie]) -> str:
    return "```text\n" + "\n\n".join(map(str, anomalies)) + "\n```"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(build_page(), encoding="utf-8")
