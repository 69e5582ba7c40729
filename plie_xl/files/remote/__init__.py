"""Sources at any fsspec URL: what lies there is listed, then copied here for the time of a run.

causes (errors → French) → veille (threads that may be left) → liste → copie → open_distant

Copies, in a private folder that goes with the run, rather than bytes or URLs handed to the
readers: memory stays that of one block a thread, whatever the number of files; the readers keep
their limits and need neither network nor password; the guard, the cache and the search for
masters see a file as they see any other. A copy never bears the name that came from afar.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from plie_xl.files.inbox import Depot, find_fichiers, sort_found
from plie_xl.files.remote.copy import Montre, fetch
from plie_xl.files.remote.errors import DistantError
from plie_xl.files.remote.listing import Distant, list_distants

__all__ = ["DistantError", "open_distant"]


@contextmanager
def open_distant(
    chemins: Iterable[Path], adresses: Sequence[str], montre: Montre | None = None
) -> Iterator[Depot[Path]]:
    """The inbox of local paths and of URLs together, its remote files copied here meanwhile.

    A file that does not come is in `refus`, with what is said of it; the others are read.
    `montre` is told how many files will come, and what it gives is called after each of them.

    Raises
    ------
    DistantError
        fsspec or the library of a protocol is missing, a URL leads nowhere or is closed, or
        there is no more room for copies.
    """
    depot: Depot[Path | Distant] = sort_found([*find_fichiers(chemins), *list_distants(adresses)])
    with TemporaryDirectory(prefix="plie_xl-", ignore_cleanup_errors=True) as dossier:
        yield fetch(depot, Path(dossier), montre or (lambda _: nullcontext(lambda: None)))
