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


class Homebound:
    """A filter that needs a file which is not there where it is sent to."""

    def __call__(self, document: Document) -> Iterator[Any]:
        return iter(())

    def __getstate__(self) -> str:
        return "words.txt"

    def __setstate__(self, name: str) -> None:
        raise FileNotFoundError(2, "No such file or directory", name)
