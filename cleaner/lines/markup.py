"""What a page's markup says of a line: its element, its links, the names around it, and who else keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cleaner.lines.characters import Ints
from cleaner.lines.features import Columns, shifted, window

BITS = 15

_ELEMENTS = (
    "p", "li", "h1", "h2", "h3", "h4", "div", "td", "tr", "blockquote", "figcaption", "section", "article", "ul",
    "main",
)  # fmt: skip
_TAGS = {tag: number for number, tag in enumerate(_ELEMENTS, start=1)}
_AROUND = ("article", "main", "nav", "header", "footer", "aside", "figure", "form", "ul", "ol", "table", "blockquote")
_FAR = 99


class Marked(Protocol):
    """A line of a page with its markup, see `cleaner.reading.dom.DomLine`."""

    tag: str
    path: tuple[str, ...]
    names: tuple[str, ...]
    linked: int
    hidden: bool


def buckets(line: Marked) -> list[int]:
    """Hash the names and elements around a line, the names with and without their distance."""
    said = [*line.names, *(name.partition(":")[2] for name in line.names), f"<{line.tag}"]
    said += [f">{tag}" for tag in set(line.path)]
    said.append("/".join(line.path[:2]))
    return [crc32(x.encode()) & ((1 << BITS) - 1) for x in dict.fromkeys(said)]


def score(lines: Sequence[Marked], weights: NDArray[np.int16]) -> Ints:
    """Sum the weights of the names around every line, divided by the square root of their number."""
    result = np.zeros(len(lines), np.int64)
    known: dict[tuple[tuple[str, ...], str, tuple[str, ...]], int] = {}
    for index, line in enumerate(lines):
        place = (line.names, line.tag, line.path)
        if place not in known:
            found = buckets(line)
            known[place] = int(np.floor(int(weights[found].sum(dtype=np.int64)) / np.sqrt(len(found))))
        result[index] = known[place]
    return result


def columns(lines: Sequence[Marked], markup: Ints, own: Columns, kept: Ints, said: Ints) -> Columns:
    """Describe every line by its markup.

    Args:
        lines: of the page.
        markup: what the names around every line speak for, see `score`.
        own: what their text says, see `cleaner.lines.features.columns`.
        kept: 1 where another extractor keeps the line.
        said: 1 where the page's own structured data holds the line as part of the article, -1 where it has none.

    """
    n = len(lines)
    width, size = own["width"], np.maximum(1, own["size"])
    found: Columns = {
        "markup": markup,
        "linked": 1000 * np.array([line.linked for line in lines], np.int64) // size,
        "kept": kept,
        "said": said,
        "tag": np.array([_TAGS.get(line.tag, 0) for line in lines], np.int64),
        "hidden": np.array([line.hidden for line in lines], np.int64),
        "depth": np.array([min(len(line.path), 60) for line in lines], np.int64),
    }
    for tag in _AROUND:
        found[f"in {tag}"] = np.array([tag in line.path or tag == line.tag for line in lines], np.int64)
    found |= _same_path(lines, width, own["prose"], kept, found["linked"])
    found |= shifted({name: found[name] for name in ("markup", "linked", "kept", "tag")}, (-2, -1, 1, 2))
    for reach in (3, 8, 20):
        weight = np.maximum(1, window(width, reach))
        found[f"kept within {reach}"] = 1000 * window(kept * width, reach) // weight
        found[f"linked within {reach}"] = window(found["linked"] * width, reach) // weight
        found[f"markup within {reach}"] = window(markup, reach)
    at, where = np.arange(n), np.flatnonzero(kept)
    found["from first kept"] = np.clip(at - (where[0] if where.size else 0), -_FAR, _FAR)
    found["to last kept"] = np.clip((where[-1] if where.size else n) - at, -_FAR, _FAR)
    found["page kept by another"] = np.full(n, 1000 * int((width * kept).sum()) // max(1, int(width.sum())), np.int64)
    return found


def _same_path(lines: Sequence[Marked], width: Ints, prose: Ints, kept: Ints, linked: Ints) -> Columns:
    """What the lines have in common that stand in the same place of the tree."""
    path = _numbered(["/".join(line.path) for line in lines])
    leaf = _numbered(["/".join((line.tag, *line.path)) for line in lines])
    running = width * prose
    weight = np.maximum(1, _sums(path, width))
    return {
        "path body": 1000 * _sums(path, running) // max(1, int(running.sum())),
        "path kept": 1000 * _sums(path, width * kept) // weight,
        "path linked": _sums(path, linked * width) // weight,
        "same path": np.bincount(leaf)[leaf],
    }


def _numbered(keys: Sequence[str]) -> Ints:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)


def _sums(group: Ints, values: Ints) -> Ints:
    result: Ints = np.bincount(group, weights=values).astype(np.int64)[group]
    return result
