"""Run filters one after another, cut what they point at, and do it again until nothing more is found.

The last round is what makes cleaning idempotent: the text that comes out is one in which no filter finds anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from cleaner.article import Edit, Fact, Spared
from cleaner.document import Document, Memo, Page
from cleaner.errors import CleanerError
from cleaner.filters import Filter
from cleaner.keeping import Keeper
from cleaner.ledger import Ledger
from cleaner.rules.matcher import Matcher
from cleaner.text.blocks import Block
from cleaner.yields import check

MAX_ROUNDS = 40

Watch = Callable[[str, Document, Sequence[Edit]], None]


@dataclass(frozen=True)
class Outcome:
    """What a chain made of a text: all edits, in positions of the original, the facts it read on the way, and the
    removals that keep rules forbade.
    """

    text: str
    edits: tuple[Edit, ...]
    facts: tuple[Fact, ...]
    spared: tuple[Spared, ...]
    rounds: int
    settled: bool
    """Whether no filter found anything more in the last round."""


@dataclass
class _State:
    ledger: Ledger
    document: Document
    keeper: Keeper | None
    facts: dict[Fact, None] = field(default_factory=dict)  # in the order in which they were found
    spared: dict[Spared, None] = field(default_factory=dict)
    settled: dict[int, Document] = field(default_factory=dict)
    """For each filter, by its place in the chain, the document in which it last found nothing to change."""


def run(
    text: str,
    filters: Sequence[tuple[str, Filter]],
    matcher: Matcher,
    page: Page | None = None,
    watch: Watch | None = None,
    keeps: Matcher | None = None,
    memo: Memo | None = None,
) -> Outcome:
    """Clean one text.

    Args:
        text: the original.
        filters: id and filter, in order.
        matcher: the rules.
        page: what is known of the article from its page; used until nothing more is found with it, then left out, so
            that the outcome is stable for who no longer has the page.
        watch: called with every filter's id, the document it saw and the edits it was granted.
        keeps: the keep rules; what they protect, no filter takes.
        memo: what is known of lines already; the matcher's answers in it must be this one's.

    >>> from cleaner.filters.whitespace import WhitespaceFilter
    >>> run("One.\\n\\n\\n\\nTwo.", [("whitespace", WhitespaceFilter())], Matcher()).text
    'One.\\n\\nTwo.'

    """
    memo = {} if memo is None else memo
    rounds = 0
    keeper = Keeper(keeps) if keeps and keeps.rules else None
    state = _State(Ledger(text), Document(text, matcher, page or Page(), memo), keeper)
    for known in (page, None) if page else (None,):
        state.document = Document(state.document.text, matcher, known or Page(), memo)
        last = rounds + MAX_ROUNDS
        changed = True
        while changed and rounds < last:
            changed = _round(state, filters, watch)
            rounds += 1
    final = tuple(
        replace(e, removed=text[e.start : e.end])
        for e in state.ledger.edits
        if text[e.start : e.end] != e.replacement  # two edits may have undone each other
    )
    return Outcome(state.document.text, final, tuple(state.facts), tuple(state.spared), rounds, not changed)


def _round(state: _State, filters: Sequence[tuple[str, Filter]], watch: Watch | None) -> bool:
    """Ask every filter once, but for those that have seen this very document: they would say the same again."""
    changed = False
    for place, (name, apply) in enumerate(filters):
        document = state.document
        if state.settled.get(place) is document:
            if watch:
                watch(name, document, ())
            continue
        found = _ask(name, apply, document)
        wanted = [x for x in found if isinstance(x, Edit)]
        if state.keeper and wanted:
            wanted, spared = state.keeper.sift(document, wanted)
            state.spared.update((state.ledger.locate(x), None) for x in spared)
        edits = settle(document, wanted)
        state.facts.update((state.ledger.locate(x), None) for x in found if isinstance(x, Fact))
        if watch:
            watch(name, document, edits)
        if edits:
            changed = True
            state.ledger = state.ledger.with_edits(edits)
            state.document = Document(state.ledger.text, document.matcher, document.page, document.memo)
        else:
            state.settled[place] = document
    return changed


def _ask(name: str, apply: Filter, document: Document) -> list[Edit | Fact]:
    """Collect what a filter finds; its errors are its own, with a note that names it.

    Raises:
        TypeError: it gives what is neither an edit nor a fact, or one with a value of a wrong type.
        ValueError: one of them has a wrong value, or lies outside of the text.

    """
    try:
        found, size = list(apply(document)), len(document.text)
        for x in found:
            check(x, name, size)
    except CleanerError:
        raise
    except Exception as error:
        error.add_note(f"in the filter {name!r}")
        raise
    return found


def settle(document: Document, edits: Iterable[Edit]) -> list[Edit]:
    """Make one filter's edits disjoint and let them take the blank space that goes with them.

    Where two overlap, the one that begins first wins, then the longer. A block that goes as a whole goes with the line
    breaks after it (at the end of the text, with those before it); a part of a block goes with the spaces around it.
    """
    ordered = sorted(edits, key=lambda e: (e.start, -e.end))
    disjoint: list[Edit] = []
    for edit in ordered:
        end = disjoint[-1].end if disjoint else 0
        if edit.start >= end:
            disjoint.append(edit)
        elif edit.end > end and edit.action != "replace":
            disjoint.append(replace(edit, start=end))
    if any(edit.action != "replace" for edit in disjoint):
        disjoint = _with_blank_space(document, disjoint)
    text = document.text
    return [e for e in disjoint if text[e.start : e.end] != e.replacement]


def _with_blank_space(document: Document, edits: list[Edit]) -> list[Edit]:
    text, blocks = document.text, document.blocks
    starts, ends = [edit.start for edit in edits], [edit.end for edit in edits]
    owners = _owners(blocks, edits)
    gone: set[int] = set()
    for block, mine in zip(blocks, owners, strict=True):
        if not mine:
            continue
        for x in mine:
            starts[x], ends[x] = _spread(text, block, starts[x], ends[x], edits[x])
        if _is_gone(text, block, [edits[x] for x in mine]):
            gone.add(block.index)
    last = len(blocks) - 1
    while last in gone:
        last -= 1  # the last block that stays
    for index in gone:
        start, end = _with_line_breaks(document, index, is_at_end=0 <= last < index)
        first_edit, last_edit = owners[index][0], owners[index][-1]
        starts[first_edit] = min(starts[first_edit], start)
        ends[last_edit] = max(ends[last_edit], end)
    return _disjoint(edits, starts, ends)


def _with_line_breaks(document: Document, index: int, is_at_end: bool) -> tuple[int, int]:
    """Give the place of a block that goes: with the line breaks after it, or at the end of the text those before it."""
    blocks = document.blocks
    block = blocks[index]
    if is_at_end:
        return blocks[index - 1].end, _line_end(document.text, block.end)
    start = block.start if index else 0
    return start, blocks[index + 1].start if index + 1 < len(blocks) else len(document.text)


def _disjoint(edits: Sequence[Edit], starts: Sequence[int], ends: Sequence[int]) -> list[Edit]:
    """Give the edits their new places; where one reached into the next, the first keeps what both want."""
    result: list[Edit] = []
    for edit, start, end in zip(edits, starts, ends, strict=True):
        begin = max(start, result[-1].end if result else 0)
        if begin < end:
            as_it_was = (begin, end) == (edit.start, edit.end)
            result.append(edit if as_it_was else replace(edit, start=begin, end=end))
    return result


def _owners(blocks: Sequence[Block], edits: Sequence[Edit]) -> list[list[int]]:
    """For every block the edits that reach into it."""
    owners: list[list[int]] = [[] for _ in blocks]
    first = 0
    for block in blocks:
        while first < len(edits) and edits[first].end <= block.start:
            first += 1
        x = first
        while x < len(edits) and edits[x].start < block.end:
            owners[block.index].append(x)
            x += 1
    return owners


def _is_gone(text: str, block: Block, edits: Sequence[Edit]) -> bool:
    at = block.start
    for edit in edits:
        if edit.replacement.strip() or text[at : max(at, edit.start)].strip():
            return False
        at = edit.end
    return not text[at : max(at, block.end)].strip()


def _line_end(text: str, at: int) -> int:
    """Skip the spaces at the end of a line."""
    while at < len(text) and text[at] in " \t":
        at += 1
    return at


def _spread(text: str, block: Block, start: int, end: int, edit: Edit) -> tuple[int, int]:
    """Let the removal of a part of a block take the spaces after it, or before it where the block ends.

    Words that it parted stay parted: where none of the spaces before it stays, those after it do.
    """
    if edit.action == "replace" or end > block.end or start < block.start:
        return start, end
    after = end
    while after < block.end and text[after].isspace():
        after += 1
    if after == block.end or start == block.start or text[start - 1].isspace():
        end = after
    if end == block.end:
        end = _line_end(text, end)
        while start > block.start and text[start - 1].isspace():
            start -= 1
    if start == block.start:
        while start > 0 and text[start - 1] in " \t":
            start -= 1
    return start, end
