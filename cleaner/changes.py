"""Where two cleaned versions of one document differ, and by which rule of which side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from cleaner.article import Article, Edit

Side = Literal["a", "b"]

_CONTEXT_CHARS = 60


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of text that only one side took out or repaired.

    `filter`, `rule` and `kind` are those of the edit that did; `kept_by` is the keep rule that forbade it on the
    other side. Where the sides read different texts out of one page, or had different inputs, a line that one of them
    lacks without an edit has the rule `reader` or `input`.
    """

    side: Side
    filter: str
    rule: str
    kind: str
    text: str
    replacement: str = ""
    before: str = ""
    after: str = ""
    kept_by: str = ""


def differences(a: Article, b: Article) -> tuple[list[Change], Counter[str]]:
    """Find what only one side took out of a document or repaired.

    Args:
        a: the document on one side.
        b: the same on the other.

    Returns:
        The changes in the order of the original, and for every `rule of a → rule of b` how many places both took out;
        blank space does not count.

    """
    original = a.restore()
    if original != b.restore():
        return list(_by_lines(a, b)), Counter()
    changes: list[tuple[int, Change]] = []
    relabelled: Counter[str] = Counter()
    for start, end, of_a, of_b in _sweep(_removals(a), _removals(b)):
        if not original[start:end].strip():
            continue
        if of_a and of_b:
            if of_a.rule != of_b.rule:
                relabelled[f"{of_a.rule} → {of_b.rule}"] += 1
        elif edit := of_a or of_b:
            side: Side = "a" if of_a else "b"
            keeper = _keeper(b if of_a else a, edit, start, end)
            changes.append((start, _change(side, edit, original, start, end, keeper)))
    changes.extend(_repairs(a, b, original))
    return [change for _, change in sorted(changes, key=lambda placed: placed[0])], relabelled


def _removals(article: Article) -> list[Edit]:
    return [edit for edit in article.edits if edit.action != "replace"]


def _sweep(a: Sequence[Edit], b: Sequence[Edit]) -> Iterator[tuple[int, int, Edit | None, Edit | None]]:
    """Give every stretch that at least one side took, with the edit of each; both lists are sorted and disjoint."""
    bounds = sorted({at for edit in (*a, *b) for at in (edit.start, edit.end)})
    at_a = at_b = 0
    for start, end in pairwise(bounds):
        while at_a < len(a) and a[at_a].end <= start:
            at_a += 1
        while at_b < len(b) and b[at_b].end <= start:
            at_b += 1
        of_a = a[at_a] if at_a < len(a) and a[at_a].start <= start else None
        of_b = b[at_b] if at_b < len(b) and b[at_b].start <= start else None
        if of_a or of_b:
            yield start, end, of_a, of_b


def _keeper(article: Article, edit: Edit, start: int, end: int) -> str:
    """Name the keep rule that held an edit back on the side that did not make it."""
    notes = (n for n in article.provenance.spared if n.start < end and start < n.end and n.rule == edit.rule)
    return next((note.keep for note in notes), "")


def _repairs(a: Article, b: Article, original: str) -> Iterator[tuple[int, Change]]:
    def made(article: Article) -> dict[tuple[int, int, str], Edit]:
        return {(e.start, e.end, e.replacement): e for e in article.edits if e.action == "replace"}

    of_a, of_b = made(a), made(b)
    for edit in (of_a[place] for place in sorted(of_a.keys() - of_b.keys())):
        yield edit.start, _change("a", edit, original, edit.start, edit.end)
    for edit in (of_b[place] for place in sorted(of_b.keys() - of_a.keys())):
        yield edit.start, _change("b", edit, original, edit.start, edit.end)


def _change(side: Side, edit: Edit, original: str, start: int, end: int, kept_by: str = "") -> Change:
    text = original[start:end]
    if edit.action != "replace":
        end -= len(text) - len(text.rstrip())
        start += len(text) - len(text.lstrip())
    return Change(
        side=side, filter=edit.filter, rule=edit.rule, kind=edit.kind, text=original[start:end],
        replacement=edit.replacement, before=original[max(0, start - _CONTEXT_CHARS) : start],
        after=original[end : end + _CONTEXT_CHARS], kept_by=kept_by,
    )  # fmt: skip


def _by_lines(a: Article, b: Article) -> Iterator[Change]:
    """Compare what is left where the sides did not begin with the same text."""
    without = "reader" if a.provenance.input_sha256 == b.provenance.input_sha256 else "input"
    lines_a, lines_b = _lines(a.text), _lines(b.text)
    yield from _missing("a", lines_b - lines_a, a, without)
    yield from _missing("b", lines_a - lines_b, b, without)


def _lines(text: str) -> Counter[str]:
    return Counter(line.strip() for line in text.split("\n") if line.strip())


def _missing(side: Side, lines: Counter[str], article: Article, without: str) -> Iterator[Change]:
    """Attribute lines that one side does not have to its edits, or to the way it read the page."""
    edits = {line.strip(): edit for edit in _removals(article) for line in edit.removed.split("\n")}
    for line in lines.elements():
        edit = edits.get(line)
        yield Change(
            side=side, text=line, filter=edit.filter if edit else without, rule=edit.rule if edit else without,
            kind=edit.kind if edit else without,
        )  # fmt: skip
