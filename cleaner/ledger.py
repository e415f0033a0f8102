"""The one place where text is cut: a list of edits over the original, and the positions it implies.

Filters point into the text they see. The ledger translates their edits to the original, splits them where an earlier
edit already took something, and keeps the list sorted and disjoint, so that the original can always be put together
again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from cleaner.article import Edit, Fact, Spared

Found = TypeVar("Found", Fact, Spared)


class Segment(msgspec.Struct, frozen=True, gc=False):
    """A stretch of the current text: kept as it was (`edit` is None), or what an edit put there."""

    at: int
    length: int
    origin: int
    edit: Edit | None


class Ledger:
    """The edits made so far to one original; immutable, `with_edits` gives the next.

    >>> cut = Edit(start=4, end=8, action="delete", filter="f", rule="r", kind="k")
    >>> ledger = Ledger("one two three").with_edits([cut])
    >>> ledger.text
    'one three'
    >>> everything = Edit(start=0, end=9, action="delete", filter="g", rule="r", kind="k")
    >>> [(edit.start, edit.end, edit.filter) for edit in ledger.with_edits([everything]).edits]
    [(0, 4, 'g'), (4, 8, 'f'), (8, 13, 'g')]
    """

    def __init__(self, original: str, edits: tuple[Edit, ...] = ()):
        self.original = original
        self.edits = edits
        self._segments = list(_segments(len(original), edits))
        self._starts = [segment.at for segment in self._segments]
        self.text = (
            original
            if not edits
            else "".join(
                original[s.origin : s.origin + s.length] if s.edit is None else s.edit.replacement
                for s in self._segments
            )
        )

    def locate(self, found: Found) -> Found:
        """Translate the place of what was found from the current text to the original."""
        last = max(found.start, found.end - 1)
        return replace(found, start=self.origin(found.start), end=self.origin(last) + 1)

    def find(self, start: int, end: int) -> list[tuple[int, int]]:
        """Find what became of a part of the original: the places in the current text that stem from it, in order.

        >>> cut = Edit(start=4, end=8, action="delete", filter="f", rule="r", kind="k")
        >>> Ledger("one two three").with_edits([cut]).find(2, 10)
        [(2, 4), (4, 6)]
        """
        found: list[tuple[int, int]] = []
        for segment in self._segments:
            if segment.edit is None:
                first = max(start - segment.origin, 0)
                last = min(end - segment.origin, segment.length)
            else:
                first, last = 0, segment.length if segment.edit.start < end and start < segment.edit.end else 0
            if first < last:
                found.append((segment.at + first, segment.at + last))
        return found

    def origin(self, position: int) -> int:
        """Translate a position of the current text to the original; one in a replacement to where its edit begins."""
        segment = self._segments[max(0, bisect_right(self._starts, position) - 1)]
        return segment.origin if segment.edit else segment.origin + position - segment.at

    def with_edits(self, edits: Sequence[Edit]) -> Ledger:
        """Add edits that point into the current text, sorted and disjoint.

        Raises:
            ValueError: an edit is empty, out of range, or overlaps the one before it.

        """
        _check(edits, len(self.text))
        merge = _Merge(self.original)
        first = 0
        for segment in self._segments:
            end = segment.at + segment.length
            while first < len(edits) and edits[first].end <= segment.at:
                first += 1
            last = first
            while last < len(edits) and edits[last].start < end:
                last += 1
            merge.add(segment, edits[first:last])
        return Ledger(self.original, tuple(merge.edits))


class _Merge:
    """Collects the edits of a new ledger in the order of the original."""

    def __init__(self, original: str) -> None:
        self._original = original
        self.edits: list[Edit] = []
        self._last: Edit | None = None  # the new edit that the last collected piece belongs to
        self._placed: Edit | None = None  # the new edit whose replacement already stands somewhere

    def add(self, segment: Segment, new: Sequence[Edit]) -> None:
        if segment.edit is None:
            for edit in new:
                start = max(edit.start, segment.at)
                end = min(edit.end, segment.at + segment.length)
                shift = segment.origin - segment.at
                self._piece(edit, start + shift, end + shift)
        elif not new or not segment.length:
            self.edits.append(segment.edit)
            self._last = None
        else:
            self._over_replacement(segment, segment.edit, new)

    def _over_replacement(self, segment: Segment, old: Edit, new: Sequence[Edit]) -> None:
        """Cut into text that an earlier edit put there: take that edit over, or shorten what it put."""
        if new[0].start <= segment.at and new[0].end >= segment.at + segment.length:
            self._piece(new[0], old.start, old.end)
            return
        parts: list[str] = []
        at = 0
        for edit in new:
            parts += (old.replacement[at : max(at, edit.start - segment.at)], self._replacement(edit))
            at = min(edit.end - segment.at, segment.length)
        self.edits.append(replace(old, replacement="".join((*parts, old.replacement[at:]))))
        self._last = None

    def _piece(self, new: Edit, start: int, end: int) -> None:
        if self._last is new and self.edits[-1].end == start:
            self.edits[-1] = replace(self.edits[-1], end=end)
            return
        if self._is_blank_after_deletion(new, start, end):
            self.edits[-1] = replace(self.edits[-1], end=end)  # no edit of its own for the space between two
            return
        self.edits.append(replace(new, start=start, end=end, replacement=self._replacement(new)))
        self._last = new

    def _is_blank_after_deletion(self, new: Edit, start: int, end: int) -> bool:
        before = self.edits[-1] if self.edits else None
        if before is None or before.end != start or before.replacement or (new.replacement and self._placed is not new):
            return False
        return self._original[start:end].isspace()

    def _replacement(self, new: Edit) -> str:
        if self._placed is new:
            return ""
        self._placed = new
        return new.replacement


def _segments(length: int, edits: Sequence[Edit]) -> Iterator[Segment]:
    at = origin = 0
    for edit in edits:
        if edit.start > origin:
            yield Segment(at, edit.start - origin, origin, None)
            at += edit.start - origin
        yield Segment(at, len(edit.replacement), edit.start, edit)
        at += len(edit.replacement)
        origin = edit.end
    if origin < length or not edits:
        yield Segment(at, length - origin, origin, None)


def _check(edits: Sequence[Edit], length: int) -> None:
    before = 0
    for edit in edits:
        if not before <= edit.start < edit.end <= length:
            raise ValueError(
                f"filter {edit.filter!r} gave an edit at {edit.start}:{edit.end} that is empty, out of the text's "
                f"{length} characters, or overlaps the one before it"
            )
        before = edit.end
