"""What is known of a line: its own characters and words, its neighbours, its place on the page.

All are whole numbers; shares are in thousandths.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleaner.lines import characters as c
from cleaner.lines.characters import Ints, Lines

PROSE = 80
LONG_WORD = 4
_FAR = 60

Columns = dict[str, Ints]


def columns(lines: Lines, gaps: Ints, rules: Columns, word_score: Ints) -> Columns:
    """Describe every line.

    Args:
        lines: the lines of a text, stripped, none empty.
        gaps: the line breaks before every line; 0 for the first.
        rules: what the rules say of the lines, see `cleaner.lines.hits`.
        word_score: what the words of every line speak for, see `cleaner.lines.wordmodel`.

    Returns:
        For every feature, by its name, a number a line.

    """
    own = _own(lines)
    own |= {"gap": np.minimum(gaps, 3)} | rules
    own["words"] = word_score
    own |= _repeats(lines)
    own |= _sentences(own)
    own |= _cohesion(lines, own["prose"])
    return own | _place(own) | _around(own) | _page(own)


def _share(part: Ints, whole: Ints) -> Ints:
    result: Ints = 1000 * part // np.maximum(whole, 1)
    return result


def _own(lines: Lines) -> Columns:
    counts = lines.counts
    size = lines.sizes
    letters = counts[:, c.LOWER] + counts[:, c.UPPER] + counts[:, c.DENSE]
    width = size + 3 * counts[:, c.DENSE] // 2
    last = lines.starts + size - 1
    ends = [lines.classes[np.maximum(last - back, lines.starts)] for back in range(3)]
    closing = (ends[0] == c.QUOTE) | (ends[0] == c.BRACKET) | (ends[0] == c.DIGIT)
    ended = (ends[0] == c.STOP) | (closing & ((ends[1] == c.STOP) | ((ends[1] != c.LOWER) & (ends[2] == c.STOP))))
    words = lines.words
    n = len(lines.texts)

    def per_line(mask: NDArray[np.bool_]) -> Ints:
        return np.bincount(words.line[mask], minlength=n)

    total = np.bincount(words.line, minlength=n)
    marks = counts[:, c.STOP] + counts[:, c.COMMA]
    first = lines.classes[lines.starts]
    points = lines.folded
    return {
        "size": size,
        "width": width,
        "word count": total,
        "capitals": _share(counts[:, c.UPPER], letters),
        "digits": _share(counts[:, c.DIGIT], size),
        "symbols": _share(counts[:, c.SYMBOL] + counts[:, c.OTHER], size),
        "bars": counts[:, c.RULE],
        "commas": counts[:, c.COMMA],
        "stops": counts[:, c.STOP],
        "marks": _share(marks, np.maximum(total, 1)),
        "quotes": counts[:, c.QUOTE],
        "brackets": counts[:, c.BRACKET],
        "title words": _share(per_line(words.first == c.UPPER), total),
        "short words": _share(per_line(words.size <= 3), total),
        "number words": _share(per_line(words.first == c.DIGIT), total),
        "word length": 10 * letters // np.maximum(total, 1),
        "first": first.astype(np.int64),
        "last": ends[0].astype(np.int64),
        "last but one": ends[1].astype(np.int64),
        "ended": ended.astype(np.int64),
        "colon": (points[last] == ord(":")).astype(np.int64),
        "question": (points[last] == ord("?")).astype(np.int64),
        "cut": (points[last] == ord("…")).astype(np.int64) + ((ends[0] == c.STOP) & (ends[1] == c.STOP)),
        "addresses": np.bincount(lines.owner[(points == ord("@")) | (points == ord("©"))], minlength=n),
        "dense": _share(counts[:, c.DENSE], size),
        **_glue(lines),
    }


def _glue(lines: Lines) -> Columns:
    """Where a capital follows without a space, as in a headline run into a lead."""
    classes = lines.classes
    n = len(lines.texts)
    capital = np.zeros(classes.size, bool)
    capital[2:] = (classes[2:] == c.UPPER) & (classes[1:-1] != c.UPPER)
    before = np.concatenate(([0], classes[:-1]))
    earlier = np.concatenate(([0, 0], classes[:-2]))
    camel = capital & (before == c.LOWER) & (earlier == c.LOWER)
    stopped = capital & (((before == c.STOP) | (before == c.QUOTE)) & (earlier == c.LOWER))
    return {
        "glued words": np.minimum(np.bincount(lines.owner[camel], minlength=n), 9),
        "glued sentences": np.minimum(np.bincount(lines.owner[stopped], minlength=n), 9),
    }


def _sentences(own: Columns) -> Columns:
    """Join the lines that one sentence runs through, as links and wrapping break it, and measure them together."""
    first, ended, width = own["first"], own["ended"], own["width"]
    n = width.size
    goes_on = (first == c.LOWER) | (first == c.COMMA) | (first == c.STOP)
    joined = goes_on.copy()
    joined[1:] |= goes_on[:-1] & (ended[:-1] == 0)
    joined[0] = False
    run = np.cumsum(~joined) - 1
    total = np.bincount(run, weights=width).astype(np.int64)
    marks = np.bincount(run, weights=own["stops"] + own["commas"]).astype(np.int64)
    lines = np.bincount(run)
    last = np.cumsum(lines) - 1
    prose = (total >= PROSE) & ((ended[last] > 0) | (marks >= 4))
    return {
        "sentence width": np.minimum(total, 5000)[run],
        "sentence lines": np.minimum(lines, 20)[run],
        "sentence ended": ended[last][run],
        "prose": prose[run].astype(np.int64),
        "line of sentence": np.minimum(np.arange(n) - (last - lines + 1)[run], 20),
    }


def _repeats(lines: Lines) -> Columns:
    """How often the line, its first two words and its last word stand on the page."""
    words = lines.words
    n = len(lines.texts)
    whole = np.zeros(n, np.uint32)
    order = np.arange(words.line.size) - np.searchsorted(words.line, np.arange(n))[words.line]
    np.add.at(whole, words.line, words.hash * (order.astype(np.uint32) * np.uint32(2) + np.uint32(1)))
    begin = np.zeros(n, np.uint32)
    head = order < 2
    np.add.at(begin, words.line[head], words.hash[head] * (order[head].astype(np.uint32) * np.uint32(2) + np.uint32(1)))
    return {
        "times": np.minimum(_times(whole), 9),
        "same beginning": np.minimum(_times(begin), 30),
        "same size": np.minimum(_near(lines.sizes), 9),
    }


def _near(sizes: Ints) -> Ints:
    """How many lines are as long as this one, give or take two characters; 0 for short lines, which often are."""
    ordered = np.sort(sizes)
    found = np.searchsorted(ordered, sizes + 2, "right") - np.searchsorted(ordered, sizes - 2, "left")
    result: Ints = np.where(sizes >= PROSE, found, 0)
    return result


def _times(keys: NDArray[np.uint32]) -> Ints:
    """How many keys are the same as each."""
    ordered = np.sort(keys)
    result: Ints = np.searchsorted(ordered, keys, "right") - np.searchsorted(ordered, keys, "left")
    return result


def _cohesion(lines: Lines, prose: Ints) -> Columns:
    """The share of a line's long words, and of its names, that other body paragraphs hold, too."""
    words = lines.words
    n = len(lines.texts)
    after = np.concatenate((words.hash[1:], [np.uint32(0)]))
    joined = np.concatenate((words.line[1:], [-1])) == words.line
    dense = words.first == c.DENSE
    keys = np.where(dense, words.hash * np.uint32(3) + after, words.stem)
    name = (words.first == c.UPPER) & (words.start > lines.starts[words.line])
    counted = np.where(dense, joined, (words.size >= LONG_WORD) | (words.first == c.DIGIT) | name)
    line, key = words.line[counted], keys[counted].astype(np.int64)
    pairs = np.sort((key << 25) | (line << 1) | name[counted])
    pairs = pairs[_differs(pairs)]
    line, key, name = (pairs >> 1) & 0xFFFFFF, pairs >> 25, (pairs & 1).astype(bool)
    which = np.cumsum(_differs(key)) - 1
    in_prose = np.bincount(which, weights=prose[line]).astype(np.int64)
    known = in_prose[which] > prose[line]
    substance = np.bincount(line, minlength=n)
    names = np.bincount(line[name], minlength=n)
    return {
        "cohesion": _share(np.bincount(line[known], minlength=n), substance),
        "names known": _share(np.bincount(line[known & name], minlength=n), names),
        "names unknown": np.minimum(np.bincount(line[~known & name], minlength=n), 20),
        "substance": np.minimum(substance, 60),
    }


def _differs(ordered: Ints) -> NDArray[np.bool_]:
    """Tell for every number whether the one before it is another."""
    result = np.ones(ordered.size, bool)
    np.not_equal(ordered[1:], ordered[:-1], out=result[1:])
    return result


def _place(own: Columns) -> Columns:
    """Where the line stands on the page, and in its running text."""
    width, prose = own["width"], own["prose"]
    n = width.size
    at = np.arange(n)
    mass = np.cumsum(width * prose)
    total = int(mass[-1])
    before = mass - width * prose
    last = np.maximum.accumulate(np.where(prose > 0, at, -_FAR))
    following = np.minimum.accumulate(np.where(prose > 0, at, n + _FAR)[::-1])[::-1]
    return {
        "lines before": np.minimum(at, 500),
        "lines after": np.minimum(n - 1 - at, 500),
        "place": 1000 * at // n,
        "body before": 1000 * before // max(total, 1),
        "body before in characters": np.minimum(before, 5000),
        "body after in characters": np.minimum(total - mass, 5000),
        "since body": np.minimum(at - last, _FAR),
        "until body": np.minimum(following - at, _FAR),
    }


_NEIGHBOURS = (
    "width", "sentence width", "words", "ended", "prose", "gap", "title words", "short words", "first", "last", "rules",
    "cohesion", "same beginning", "digits",
)  # fmt: skip


def _around(own: Columns) -> Columns:
    found = shifted({name: own[name] for name in _NEIGHBOURS}, (-2, -1, 1, 2))
    summed = np.array((own["width"] * own["prose"], own["width"], own["words"], own["rules"]))
    for reach in (3, 8, 20):
        body, width, words, rules = window(summed, reach)
        found[f"body within {reach}"] = body
        found[f"width within {reach}"] = width // (2 * reach + 1)
        found[f"words within {reach}"] = words // (2 * reach + 1)
        found[f"rules within {reach}"] = rules
    return found


def shifted(columns: Columns, steps: Sequence[int]) -> Columns:
    """The values of the lines so many lines further down; -1 where there is none.

    >>> shifted({"size": np.array([7, 8, 9])}, (-1, 2))
    {'size -1': array([-1,  7,  8]), 'size +2': array([ 9, -1, -1])}
    """
    values = np.array(list(columns.values()), np.int64)
    reach, n = max(map(abs, steps)), values.shape[1]
    padded = np.full((len(values), n + 2 * reach), -1, np.int64)
    padded[:, reach : reach + n] = values
    rows = (row[reach + step : reach + step + n] for row in padded for step in steps)
    return dict(zip(_shifted_names(tuple(columns), tuple(steps)), rows, strict=True))


@cache
def _shifted_names(names: tuple[str, ...], steps: tuple[int, ...]) -> list[str]:
    return [f"{name} {step:+d}" for name in names for step in steps]


def window(values: Ints, reach: int) -> Ints:
    """The sum over a line and as many on both sides of it; of one column, or of each of several."""
    n, width = values.shape[-1], 2 * reach + 1
    sums = np.zeros((*values.shape[:-1], n + width), np.int64)  # of all before, as far out as a window reaches
    np.cumsum(values, axis=-1, out=sums[..., reach + 1 : reach + 1 + n])
    sums[..., reach + 1 + n :] = sums[..., reach + n, None]
    result: Ints = sums[..., width:] - sums[..., :n]
    return result


def _page(own: Columns) -> Columns:
    """What the whole text is like; the same for every line."""
    width, prose = own["width"], own["prose"]
    n = width.size
    total = int(width.sum())
    values = {
        "page lines": min(n, 2000),
        "page body": 1000 * int((width * prose).sum()) // max(total, 1),
        "page body lines": 1000 * int(prose.sum()) // n,
        "page width": int(np.sort(width)[n // 2]),
        "page words": int((own["words"] * width).sum()) // max(total, 1),
        "page rules": 1000 * int((own["rules"] > 0).sum()) // n,
        "page gaps": 1000 * int((own["gap"] > 1).sum()) // n,
        "page repeats": 1000 * int((own["times"] > 1).sum()) // n,
    }
    return {name: np.full(n, value, np.int64) for name, value in values.items()}


def matrix(found: Columns, names: tuple[str, ...]) -> Ints:
    """Put the columns of these names side by side: lines by features, each feature in one piece of memory."""
    return np.concatenate([found[name] for name in names]).reshape(len(names), -1).T
