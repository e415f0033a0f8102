"""Tell where a text was broken into lines of a fixed width, so that its paragraphs are judged and not their pieces.

E-mail, PDF readers, some editors and html2text break lines wherever the next word would not fit. That gives them away:
there is one width that no line exceeds and that each broken line would exceed with the first word of the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

_NARROWEST, _WIDEST = 40, 200  # characters of a line
_LEAST_BREAKS = 3
_SAMPLE = 20  # lines
_SHARE = 0.75  # of the lines with another below them and not too short, which a width must explain
_LONGER = 0.02  # of all lines may be longer
_SHORT = 0.5  # of the width; a shorter line ends a paragraph, or is none
_NO_CONTINUATION = re.compile(r"\s*(?:[-*+•·–—>#|]\s|\d{1,3}[.)]\s|#{1,6}\s|\|)")
_UNBROKEN = re.compile(rf"\s*\S+\s*\Z|[ ]{{4}}|{_NO_CONTINUATION.pattern}")
"""One word, as a long address; code; what begins an entry: html2text breaks no list."""
_WORD = re.compile(r"\s*(\S{1,30}(?!\S)|\S*\]\(\S*)")  # or a link's last word, with its address
_BEGINS = 0.4  # of the broken lines are followed by one that begins as no sentence does


def continued(lines: Sequence[str]) -> list[bool]:
    """Tell of every line whether its paragraph goes on in the next: all False where the text is not broken by width.

    >>> continued([
    ...     "The ferry to Karsholm sails again from Monday,",
    ...     "the harbour board said on Friday evening after a",
    ...     "long meeting of its members in the old town hall,",
    ...     "of which no word had come out before.",
    ... ])
    [True, True, True, False]
    """
    none = [False] * len(lines)
    if len(lines) <= _LEAST_BREAKS:
        return none
    ends = [len(line.rstrip()) for line in lines]
    if _longer(lines, ends, _WIDEST) > _LONGER * len(lines):
        return none
    reach = {
        at: ends[at] + len(word[1])
        for at in range(len(lines) - 1)
        if ends[at] and not _NO_CONTINUATION.match(lines[at + 1]) and (word := _WORD.match(lines[at + 1]))
    }
    width = _width(lines, ends, reach)
    if width is None:
        return none
    broken = [at in reach and ends[at] <= width <= reach[at] for at in range(len(lines))]
    within = sum(lines[at + 1].lstrip()[0].islower() for at, is_broken in enumerate(broken) if is_broken)
    return broken if within >= _BEGINS * sum(broken) or _is_caseless(lines) else none


def _is_caseless(lines: Sequence[str]) -> bool:
    """Tell whether a text is written in a script without capitals."""
    return all(line == line.upper() for line in lines[:_SAMPLE])


def _longer(lines: Sequence[str], ends: Sequence[int], width: int) -> int:
    """Count the lines that are longer than a width though they could have been broken."""
    return sum(end > width and not _UNBROKEN.match(line) for line, end in zip(lines, ends, strict=True))


def _width(lines: Sequence[str], ends: Sequence[int], reach: dict[int, int]) -> int | None:
    """Find the width that explains most breaks, if it explains enough of them and hardly a line exceeds it."""
    changes = [0] * (_WIDEST + 2)
    for at, most in reach.items():
        if ends[at] <= _WIDEST:
            changes[ends[at]] += 1
            changes[min(most, _WIDEST) + 1] -= 1
    explained = list(accumulate(changes))
    width = max(range(_NARROWEST, _WIDEST + 1), key=explained.__getitem__)
    full = sum(_SHORT * width <= ends[at] for at in reach)
    not_blank = sum(end > 0 for end in ends)
    if explained[width] < max(_LEAST_BREAKS, _SHARE * full) or _longer(lines, ends, width) > _LONGER * not_blank:
        return None
    return width
