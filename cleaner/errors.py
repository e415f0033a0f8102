"""What can go wrong, as exceptions whose messages name the place and the remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class CleanerError(Exception):
    """The base of every error that this package raises on purpose."""


class InputError(CleanerError):
    """An input that cannot be read as a document: binary data, a file that may not be opened."""


class PackError(CleanerError):
    """A rule pack that is wrong; the message names file, line, rule and remedy."""


class ConfigError(CleanerError):
    """A configuration that is wrong; the message names the key, dotted, and the nearest valid one.

    `key` is empty where no single key is to blame.
    """

    def __init__(self, message: str, key: str = ""):
        super().__init__(f"{key}: {message}" if key else message)
        self.key = key


class MatchTimeoutError(CleanerError):
    """A rule took too long on one block; the message names the rule."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Say what was meant by a name that is not known, for the end of a message.

    >>> nearest("captoin", ["caption", "teaser"]), nearest("x", ["caption", "teaser"])
    ("did you mean 'caption'?", 'known are caption, teaser')
    """
    choices = sorted(known)
    near = difflib.get_close_matches(name, choices, 1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(choices) or 'none'}"
