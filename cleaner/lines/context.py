"""What the first pass says of a line's neighbours and of the whole page, for the second pass."""

from __future__ import annotations

import numpy as np

from cleaner.lines.characters import Ints
from cleaner.lines.features import Columns, shifted, window

_LIMIT = 1000
_FAR = 60
_HEAVY = 400


def columns(scores: Ints, width: Ints) -> Columns:
    """Describe every line by the first pass's scores around it.

    Args:
        scores: of the first pass, in hundredths of a logit.
        width: of the lines, see `cleaner.text.prose.width`.

    """
    score = np.clip(scores, -_LIMIT, _LIMIT)
    weight = width + 10
    found: Columns = {"score": score}
    found |= shifted(found, (-4, -3, -2, -1, 1, 2, 3, 4))
    summed = np.array((score * weight, weight))
    for reach in (2, 5, 12, 30):
        weighted, weights = window(summed, reach)
        found[f"score within {reach}"] = weighted // weights
    found["off the best run"] = _off(*_best_run(score * np.minimum(weight, _HEAVY)), score.size)
    return found | _kept(score, width)


def _best_run(values: Ints) -> tuple[int, int]:
    """The run of lines with the greatest sum, half-open (Kadane's algorithm)."""
    sums = np.concatenate(([0], np.cumsum(values)))
    lowest = np.minimum.accumulate(sums)
    end = int(np.argmax(sums - lowest))
    return int(np.argmin(sums[: end + 1])), end


def _off(start: int, end: int, size: int) -> Ints:
    at = np.arange(size)
    return np.where(at < start, at - start, np.where(at >= end, at - end + 1, 0))


def _kept(score: Ints, width: Ints) -> Columns:
    """What would stay by the first pass alone, before and behind every line and in all."""
    n = score.size
    at = np.arange(n)
    kept = score > 0
    mass = np.cumsum(width * kept)
    total = int(mass[-1])
    found = {
        "kept before": 1000 * mass // max(1, total),
        "kept before in characters": np.minimum(mass, 5000),
        "kept after in characters": np.minimum(total - mass, 5000),
    }
    for name, which in (("kept", kept), ("removed", ~kept)):
        found[f"since {name}"] = np.minimum(at - np.maximum.accumulate(np.where(which, at, -_FAR)), _FAR)
        ahead = np.minimum.accumulate(np.where(which, at, n + _FAR)[::-1])[::-1]
        found[f"until {name}"] = np.minimum(ahead - at, _FAR)
    everything = max(1, int(width.sum()))
    page = {
        "page kept": 1000 * total // everything,
        "page kept lines": 1000 * int(kept.sum()) // n,
        "page kept characters": min(total, 20_000),
        "page score": int((score * width).sum()) // everything,
        "page doubt": 1000 * int((width * (np.abs(score) < 150)).sum()) // everything,
    }
    return found | {name: np.full(n, value, np.int64) for name, value in page.items()}
