"""Mutations by lines: most of what cleaning decides, it decides by lines and their neighbours, not by bytes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

Mutator = Callable[[bytes, int, int], bytes]


def line_mutator(words: Sequence[str], bytewise: Callable[[bytes, int], bytes]) -> Mutator:
    """Make a mutator that half of the time moves, doubles, cuts or adds lines, and else lets bytes be changed.

    Args:
        words: lines that may be added.
        bytewise: the fuzzer's own way to change some data, up to a size.

    """
    known = [word.encode() for word in words]

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        rng = random.Random(seed)  # a fuzzer's run is to be repeated, not to be secret
        if rng.random() < 0.5:
            return bytewise(data, max_size)
        lines = data.split(b"\n")
        for _ in range(rng.randint(1, 4)):
            _change(lines, known, rng)
        return b"\n".join(lines)[:max_size]

    return mutate


def _change(lines: list[bytes], words: Sequence[bytes], rng: random.Random) -> None:
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines) + 1)
    what = rng.randrange(6)
    if what == 0:
        lines.insert(to, rng.choice(words))
    elif what == 1:
        lines.insert(to, lines[at])
    elif what == 2:
        lines.insert(min(to, len(lines) - 1), lines.pop(at))
    elif what == 3 and len(lines) > 1:
        del lines[at]
    elif what == 4:
        lines[at] = rng.choice(words) + rng.choice((b" ", b"")) + lines[at]
    else:
        lines[at] = lines[at] + rng.choice((b" ", b"", b"\n\n")) + rng.choice(words)
