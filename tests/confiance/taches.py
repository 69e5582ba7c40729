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


def engloutir():
    return len(bytearray(3_000_000_000))


def find_pid():
    return os.getpid()
