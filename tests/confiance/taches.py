"""What the children of the tests are asked to do."""

import os
import signal
import time


def double(x):
    return 2 * x


def fail():
    raise ValueError("non")


def crash():
    os.kill(os.getpid(), signal.SIGKILL)


def dormir(secondes=60):
    time.sleep(secondes)


def calculer():
    while True:
        pass


def engloutir():
    return len(bytearray(3_000_000_000))


def find_pid():
    return os.getpid()


class Piege:
    """What a reader would answer, were it taken over by the file it reads."""

    def __init__(self, chemin):
        self.chemin = chemin

    def __reduce__(self):
        return os.mkdir, (self.chemin,)


def tend_un_piege(chemin):
    return Piege(chemin)


def tend_un_piege_en_erreur(chemin):
    raise ValueError(Piege(chemin))
