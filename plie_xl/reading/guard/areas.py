"""How much the reader would allocate: everything from A1 to the last cells, empty or not."""

from collections.abc import Sequence

from plie_xl.reading.guard.cells import Releve, cut_loin, name_cellule
from plie_xl.reading.guard.limits import AIRE_SURE, MAX_AIRE
from plie_xl.reading.guard.refusals import RefusError, cite
from plie_xl.reading.guard.shared_strings import Textes


def settle_aires(
    feuilles: Sequence[tuple[str, Releve]], textes: Textes | None = None
) -> tuple[bytes, Sequence[str]]:
    """Leave out the cells that would cost an area beyond the bounds: their texts, what to say.

    Raises `RefusError` when what is left is still too much.
    """
    loin, dits = b"", []
    uniques = {id(releve): (releve, nom) for nom, releve in feuilles}
    aires = {cle: releve.aire for cle, (releve, _) in uniques.items()}
    for cle in sorted(aires, key=lambda cle: -aires[cle]):
        if sum(aires.values()) <= AIRE_SURE:
            break
        releve, nom = uniques[cle]
        retirees, cellules = cut_loin(releve, nom)
        aires[cle] = releve.aire
        loin += cellules + (textes.list_textes(cellules) if textes else b"")
        if retirees:
            dits.append(_say(nom, [ref.decode() for ref in retirees]))
    if sum(aires.values()) > MAX_AIRE:
        releve, nom = uniques[max(aires, key=lambda cle: aires[cle])]
        ecart = name_cellule(*releve.derniere).decode()
        raise RefusError("cellule_hors_limites", feuille=nom, cellule=ecart)
    return loin, dits


def _say(feuille: str, refs: Sequence[str]) -> str:
    autres = len(refs) - 1
    suite = f" (et {autres} autre{'s' * (autres > 1)})" if autres else ""
    return (
        f"la cellule {refs[0]} de la feuille « {cite(feuille)} »{suite} est remplie, très loin "
        "des autres ; elle n’est pas lue"
    )
