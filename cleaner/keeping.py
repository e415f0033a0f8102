"""Hold back what would take text that a keep rule protects: the one place where a user overrules every filter.

Keep rules are rules of the kind `keep`, in a pack `<language>/keep.toml`. No filter sees them, so that they change
nothing but what may go: the chain asks here before it cuts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from msgspec.structs import replace

from cleaner.article import Edit, Spared
from cleaner.document import Document
from cleaner.rules.findings import last_block
from cleaner.rules.matcher import Match, Matcher
from cleaner.rules.places import in_place
from cleaner.text.blocks import Block

_REPAIRS = frozenset({"encoding", "whitespace", "link"})
"""The kinds of edits that may touch protected text, if they replace: they change characters, not what is said."""


class Protected(NamedTuple):
    """A stretch of a document's text that a keep rule protects: half-open, in code points."""

    start: int
    end: int
    rule: str


def protected(document: Document, keeps: Matcher, memo: dict[str, tuple[Match, ...]] | None = None) -> list[Protected]:
    """Find what keep rules protect in a text.

    Args:
        document: the text.
        keeps: the keep rules.
        memo: what they match in texts of blocks that were looked at already; what is found is added.

    Returns:
        Disjoint stretches in order, of which none begins or ends with blank space.

    >>> from cleaner.rules import Rule
    >>> rule = Rule(id="en.keep.books", kind="keep", shape="inline", regex="most read books", catches=[], spares=[],
    ...             since="1")
    >>> protected(Document("Most read\\n\\nThe most read books of 2024"), Matcher([rule]))
    [Protected(start=15, end=30, rule='en.keep.books')]

    """
    blocks = document.blocks
    found = keeps.scan([block.text for block in blocks], {} if memo is None else memo)
    spans = sorted(
        _span(document, block, match)
        for block, matches in zip(blocks, found, strict=True)
        for match in matches
        if in_place(document, block, match)
    )
    return list(_disjoint(spans))


def _span(document: Document, block: Block, match: Match) -> Protected:
    if match.whole:
        return Protected(block.start, last_block(document, block, match).end, match.rule.id)
    text = block.text[match.start : match.end]
    start = block.start + match.start + len(text) - len(text.lstrip())
    return Protected(start, start + len(text.strip()), match.rule.id)


def _disjoint(spans: Iterable[Protected]) -> Iterator[Protected]:
    """Give what two rules protect to the one that begins first."""
    end = 0
    for span in spans:
        if span.end > max(end, span.start):
            yield span._replace(start=max(end, span.start))
            end = span.end


@dataclass
class Keeper:
    """The keep rules during one run of the chain.

    Within a block an edit that would touch protected text is not made; one over several blocks is made without the
    blocks that hold protected text. Repairs of characters and blank space are made in any case.
    """

    keeps: Matcher
    _memo: dict[str, tuple[Match, ...]] = field(default_factory=dict)
    _last: tuple[Document, list[Protected]] | None = None

    def sift(self, document: Document, edits: Iterable[Edit]) -> tuple[list[Edit], list[Spared]]:
        """Tell what may be done of the edits that a filter asks for.

        Args:
            document: what the filter saw.
            edits: in positions of its text.

        Returns:
            The edits that may be made, and a note of what was held back, in the same positions.

        """
        allowed: list[Edit] = []
        spared: list[Spared] = []
        for edit in edits:
            if edit.action == "replace" and edit.kind in _REPAIRS:
                allowed.append(edit)
                continue
            for piece, span in self._pieces(document, edit):
                if span is None:
                    allowed.append(piece)
                else:
                    spared.append(_note(piece, span))
        return allowed, spared

    def _pieces(self, document: Document, edit: Edit) -> Iterator[tuple[Edit, Protected | None]]:
        """Cut an edit where what may go meets what may not, with the stretch that each forbidden piece touches."""
        spans = self._spans(document)
        touched = _touched(spans, edit.start, edit.end)
        blocks = list(_blocks_of(document, edit))
        if touched is None or edit.action == "replace" or len(blocks) <= 1:
            yield edit, touched
            return
        verdicts = [(b, _touched(spans, max(b.start, edit.start), min(b.end, edit.end))) for b in blocks]
        for span, group in groupby(verdicts, key=lambda verdict: verdict[1]):
            run = [block for block, _ in group]
            yield replace(edit, start=max(edit.start, run[0].start), end=min(edit.end, run[-1].end)), span

    def _spans(self, document: Document) -> list[Protected]:
        if self._last is None or self._last[0] is not document:
            self._last = document, protected(document, self.keeps, self._memo)
        return self._last[1]


def _blocks_of(document: Document, edit: Edit) -> Iterator[Block]:
    at = bisect_right(document.blocks, edit.start, key=lambda block: block.end)
    while at < len(document.blocks) and document.blocks[at].start < edit.end:
        yield document.blocks[at]
        at += 1


def _touched(spans: list[Protected], start: int, end: int) -> Protected | None:
    """Find a protected stretch that reaches into another; as they are disjoint, the last that begins before its end."""
    at = bisect_left(spans, end, key=lambda span: span.start) - 1
    return spans[at] if at >= 0 and spans[at].end > start else None


def _note(edit: Edit, span: Protected) -> Spared:
    return Spared(start=edit.start, end=edit.end, keep=span.rule, filter=edit.filter, rule=edit.rule, kind=edit.kind)
