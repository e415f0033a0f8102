"""What can go wrong, as exceptions whose messages name the place and the remedy."""

from __future__ import annotations


class CleanerError(Exception):
    """The base of every error that this package raises on purpose."""


class InputError(CleanerError):
    """An input that cannot be read as a document: binary data, a file that may not be opened."""


class PackError(CleanerError):
    """A rule pack that is wrong; the message names file, line, rule and remedy."""


class ConfigError(CleanerError):
    """A configuration that is wrong; the message names the key and the nearest valid one."""


class MatchTimeoutError(CleanerError):
    """A rule took too long on one block; the message names the rule."""
