"""The script of the page: DataTables, as the package `itables` bundles it, then what is ours.

The library's module stands whole in the page, so that nothing is fetched and the page's policy
can name it by its fingerprint; its own style and its buttons are left aside.
"""

import json
import re
from importlib.resources import files

PAGE = 200  # rows of a long table that are shown at once
_PAQUET = "html/dt_bundle.js"
_SORTIES = re.compile(r"export\{([^}]*)\}")
_DEFAUT = " as default"
_MOTS = {
    "emptyTable": "Rien ici.",
    "zeroRecords": "Rien ici.",
    "info": "Lignes _START_ à _END_, sur _TOTAL_",
    "infoEmpty": "",
    "infoFiltered": "(_MAX_ en tout)",
    "thousands": "\u202f",
    "aria": {
        "paginate": {
            "first": "Première page",
            "last": "Dernière page",
            "next": "Page suivante",
            "previous": "Page précédente",
            "number": "Page ",
        }
    },
}


def build_script() -> str:
    """One module: the library, the name it exports, the words of the page, what it adds."""
    paquet = files("itables").joinpath(_PAQUET).read_text(encoding="utf-8")
    mots = json.dumps(_MOTS, ensure_ascii=False)
    notre = files(__package__).joinpath("page.js").read_text(encoding="utf-8")
    noms = f"const DataTable = {find_sortie(paquet)}, PAGE = {PAGE}, MOTS = {mots};"
    return f"{paquet}\n{noms}\n{notre}"


def find_sortie(paquet: str) -> str:
    """The name, inside the module, of what it exports by default."""
    sorties: list[str] = _SORTIES.findall(paquet)[-1].split(",")
    return next(x.removesuffix(_DEFAUT) for x in sorties if x.endswith(_DEFAUT))
