"""The filters, one module each, and the chain that runs by default.

A filter is any callable that takes a `Document` and yields `Edit`s and `Fact`s in positions of the text it sees. It
decides; it never cuts. Ours are frozen structs: their fields are their options, named in the configuration under the
filter's id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from cleaner.article import Edit, Fact
from cleaner.document import Document
from cleaner.errors import ConfigError

Filter = Callable[[Document], Iterable[Edit | Fact]]

DEFAULT_CHAIN = (
    "encoding",
    "links",
    "scripts",
    "header",
    "teaser",
    "boilerplate",
    "repeats",
    "patterns",
    "disclaimer",
    "popular",
    "caption",
    "whitespace",
)
"""The ids of the default chain, in order: repairs first, then what is judged by the whole text, while its evidence is
still there, then what the rules know by its words. Copies go after boilerplate: of a paragraph that stands in a page's
menu, too, the one in the article shall stay."""


@cache
def available() -> dict[str, Any]:
    """List the filters that are installed, by id: ours and those of other packages (entry points `cleaner.filters`).

    Raises:
        ConfigError: two packages have a filter of one id.

    """
    found: dict[str, Any] = {}
    for point in entry_points(group="cleaner.filters"):
        other = found.setdefault(point.name, point)
        if other.value != point.value:
            packages = " and ".join(sorted(each.dist.name if each.dist else each.value for each in (other, point)))
            raise ConfigError(f"{packages} both install a filter {point.name!r}; uninstall one of them")
    return found


def load(name: str) -> Any:
    """Import a filter's class by its id.

    Raises:
        ConfigError: no filter of that id is installed.

    >>> load("repeats").__name__
    'RepeatsFilter'

    """
    if name not in available():
        raise ConfigError(f"there is no filter {name!r}; known are {', '.join(sorted(available()))}")
    return available()[name].load()
