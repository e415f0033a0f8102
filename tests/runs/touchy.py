"""A filter that does what a document tells it to, for tests of what may go wrong while cleaning."""

import ctypes
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner import Document


def touchy(document: Document) -> Iterator[Any]:
    word, _, argument = document.text.strip().partition(" ")
    if word == "SLEEP":
        time.sleep(float(argument))
    elif word == "SPIN":
        ctypes.PyDLL(None).sleep(int(argument))  # holds the interpreter, as a runaway match does
    elif word == "DIE":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "DIE-ONCE" and not Path(argument).exists():
        Path(argument).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "EXIT":
        os._exit(3)
    elif word == "LOG":
        path, number = argument.split()
        with Path(path).open("a") as log:
            log.write(f"{number}\n")
        time.sleep(0.003)
    elif word == "RAISE":
        raise RuntimeError(argument)
    elif word == "MEMORY":
        raise MemoryError
    elif word == "DEEP":
        deep(0)
    return iter(())


def deep(level: int) -> int:
    return deep(level + 1) + 1
