"""The options that name files, such as the weights of another model: which they are, and whether a file can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from cleaner.errors import ConfigError
from cleaner.filters import available, load

Key = tuple[str, ...]
"""The steps to an option: `("filters", "teaser", "weights")`."""
Reader = Callable[[Path], object]


def readers(filters: Iterable[str]) -> dict[Key, Reader]:
    """Tell which options name a file, with what reads it: that of the reader of pages, and those that filters declare.

    Args:
        filters: the ids of filters; one that is not installed has none.

    >>> list(readers(["teaser", "whitespace"]))
    [('html', 'weights'), ('filters', 'teaser', 'weights')]

    """
    from cleaner.lines import model

    found: dict[Key, Reader] = {("html", "weights"): model.load}
    for name in filters:
        declared: Mapping[str, Reader] = getattr(load(name), "files", {}) if name in available() else {}
        found |= {("filters", name, option): read for option, read in declared.items()}
    return found


def named_files(settings: Mapping[str, Any]) -> dict[Key, str]:
    """Give the files that a configuration names, by option: their content decides about the output, too."""
    named = {key: inside(settings, key) for key in readers(settings.get("filters") or ())}
    return {key: path for key, path in named.items() if path and isinstance(path, str)}


def check_files(settings: Mapping[str, Any]) -> None:
    """Read every file that a configuration names, which else would fail with each document that needs it.

    Raises:
        ConfigError: one is not there, or is no such file.

    """
    known = readers(settings.get("filters") or ())
    for key, path in named_files(settings).items():
        if not Path(path).is_file():
            raise ConfigError(
                f"{path}: there is no such file; name one that is, or leave the option out", ".".join(key)
            )
        try:
            known[key](Path(path))
        except ConfigError as error:
            raise ConfigError(str(error), ".".join(key)) from error
        except (OSError, ValueError) as error:
            raise ConfigError(f"{path}: cannot be read ({error})", ".".join(key)) from error


def inside(tables: Mapping[str, Any], key: Key) -> Any:
    """Look up what stands in tables within tables; None where there is nothing.

    >>> inside({"html": {"weights": "w.npz"}}, ("html", "weights")), inside({"html": 1}, ("html", "weights"))
    ('w.npz', None)
    """
    found: Any = tables
    for step in key:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
