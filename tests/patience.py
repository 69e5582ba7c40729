"""How long a test waits for another program before it fails.

A busy machine is slow, not wrong: `PLIE_ESSAIS_LENTEUR=4` waits four times as long everywhere.
"""

import os

LENTEUR = float(os.environ.get("PLIE_ESSAIS_LENTEUR", "1"))


def at_most(secondes: float) -> float:
    """The seconds that a quiet machine would need at most, times the slowness of this one."""
    return secondes * LENTEUR
