"""Which of the titles that a page gives its article is the title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cleaner.reading.dom import SKIPPED
from cleaner.text.prose import words

_TRUST = (3, 2, 0, 0)
_SHORTEST = 8


def best_title(heading: str | None, structured: str | None, shared: str | None, extracted: str | None) -> str | None:
    """Choose the title that the others bear out.

    Each stands for itself by its place; one that others repeat, or only lengthen by the name of the site, gains by it.

    Args:
        heading: the page's first `h1`.
        structured: the headline of its structured data.
        shared: what it gives to those who share it (`og:title`).
        extracted: what an extractor made of it.

    >>> best_title("Karsholm Herald", "Ferry sails again", "Ferry sails again", "Ferry sails again - Karsholm Herald")
    'Ferry sails again'

    """
    folded = [" ".join(words(title or "")) for title in (heading, structured, shared, extracted)]
    points = [trust + sum(_bears_out(folded, i)) if folded[i] else -1 for i, trust in enumerate(_TRUST)]
    best = max(range(len(points)), key=lambda i: (points[i], -i))
    return (heading, structured, shared, extracted)[best] if points[best] >= 0 else None


def _bears_out(folded: Sequence[str], which: int) -> Iterator[bool]:
    mine = folded[which]
    for index, other in enumerate(folded):
        if index != which and other:
            yield other == mine or (len(mine) >= _SHORTEST and other.startswith(mine))


def first_heading(tree: Any) -> str | None:
    """Read a page's first `h1` that holds any text."""
    for element in tree.iter("h1"):
        if text := " ".join("".join(_shown(element)).split()):
            return text
    return None


def _shown(element: Any) -> Iterator[str]:
    """Give the pieces of an element's text that a page shows."""
    yield element.text or ""
    for child in element:
        if child.tag not in SKIPPED:
            yield from _shown(child)
        yield child.tail or ""


def shared_title(tree: Any) -> str | None:
    """Read the title that a page gives to those who share it."""
    for element in tree.iter("meta"):
        if element.get("property") == "og:title" and (element.get("content") or "").strip():
            return str(element.get("content")).strip()
    return None
