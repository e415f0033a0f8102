"""From a text to its blocks: its lines that are not blank, or its paragraphs where it was broken into lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from cleaner.text.wrapping import continued


class Block(msgspec.Struct, frozen=True, gc=False):
    """One line of the text that is not blank: a paragraph, a heading, an entry of a list.

    `text` is stripped of outer spaces; `start` and `end` are its half-open position in the document's text, in code
    points. `gap` is the number of line breaks between it and the block before. Where the text was broken into lines of
    a fixed width, a block is all lines of its paragraph, and a space stands in `text` for each break.
    """

    index: int
    text: str
    start: int
    end: int
    gap: int


def split(text: str, *, may_be_wrapped: bool = True) -> Iterator[Block]:
    """Give the blocks of a text, in order.

    Args:
        text: with line breaks as `\\n` alone.
        may_be_wrapped: whether to look if a paragraph goes over several lines.

    >>> [(block.text, block.start, block.gap) for block in split("One.\\n\\n  Two.")]
    [('One.', 0, 0), ('Two.', 8, 2)]

    """
    goes_on = continued(text.split("\n")) if may_be_wrapped else ()
    index = at = gap = 0
    for line in _paragraphs(text, goes_on) if any(goes_on) else text.split("\n"):
        if stripped := line.strip():
            start = at + line.index(stripped)
            yield Block(index, stripped, start, start + len(stripped), gap if index else 0)
            index += 1
            gap = 0
        at += len(line) + 1
        gap += 1


def _paragraphs(text: str, goes_on: Sequence[bool]) -> Iterator[str]:
    """Join lines by spaces where a paragraph goes on in the next: no character changes its place."""
    paragraph: list[str] = []
    for line, is_broken in zip(text.split("\n"), goes_on, strict=True):
        paragraph.append(line)
        if not is_broken:
            yield " ".join(paragraph)
            paragraph = []
