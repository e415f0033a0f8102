"""Find the headline above a body, by the evidence: a page's own title, a copy, or a lead that takes up its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from cleaner.article import Edit, Fact
from cleaner.cohesion import stems
from cleaner.credits import find_credit
from cleaner.document import Block, Document
from cleaner.text import ends_sentence, is_bullet, key, width

_MIN_WIDTH, _MAX_WIDTH = 22, 220
_MAX_WIDTH_ALONE = 110
_SENTENCES = regex.compile(r"\p{Ll}{2}[.] \p{Lu}")
_LETTER = regex.compile(r"\p{L}")
_LEAD_BLOCKS = 3
_HEAD_BLOCKS = 4
_MIN_STEMS = 4
_ENOUGH = 0.5
_ENOUGH_APART = 0.4
_SURE = 0.95


def find_title(document: Document, name: str, taken: Sequence[Edit]) -> Iterator[Edit | Fact]:
    """Point at the headline, if the first line that no rule took is one.

    Args:
        document: the text.
        name: the id of the asking filter.
        taken: what the filter takes already.

    """
    block = _candidate(document, taken)
    if block is None:
        return
    score, reason = _judge(document, block)
    if score <= 0:
        return
    yield document.edit(
        block, filter=name, rule="header.title", kind="title", action="extract", score=score, reason=reason
    )
    yield Fact(
        field="title", value=block.text, start=block.start, end=block.end, filter=name, rule="header.title", score=score
    )


def _candidate(document: Document, taken: Sequence[Edit]) -> Block | None:
    """The first block of the head that no rule matches as a whole and no edit takes."""
    for block in document.blocks[:_HEAD_BLOCKS]:
        if any(match.whole for match in document.matches.get(block.index, ())):
            continue
        if any(edit.start <= block.start and edit.end >= block.end for edit in taken):
            continue
        if any(edit.start <= block.start < edit.end for edit in taken):
            return None
        return block
    return None


def _judge(document: Document, block: Block) -> tuple[float, str]:
    """Score a candidate: 0 for no title, else how sure it is, with the reason."""
    if not _has_form(block.text):
        return 0.0, ""
    same = key(block.text)
    if document.page.title and same == key(document.page.title):
        return _SURE, "the page's own title"
    following = document.blocks[block.index + 1 :][: _LEAD_BLOCKS * 2]
    if any(key(b.text) == same for b in following[:_LEAD_BLOCKS]):
        return _SURE, "stands twice above the body"
    lead = [b for b in following if document.prose[b.index]][:_LEAD_BLOCKS]
    own = stems(block.text)
    if width(block.text) > _MAX_WIDTH_ALONE or _SENTENCES.search(block.text):
        return 0.0, ""  # rather the first paragraph, or a standfirst
    if not lead or lead[0].index > block.index + 2 or len(own) < _MIN_STEMS:
        return 0.0, ""
    shared = len(own & stems(" ".join(b.text for b in lead))) / len(own)
    apart = _stands_apart(document, block)
    if shared >= (_ENOUGH_APART if apart else _ENOUGH):
        return round(shared, 2), f"the lead takes up {shared:.0%} of its words" + (
            ", and it stands apart" if apart else ""
        )
    return 0.0, ""


def _has_form(text: str) -> bool:
    if not _MIN_WIDTH <= width(text) <= _MAX_WIDTH or is_bullet(text) or text[0].islower() or text.endswith((":", ",")):
        return False
    if ends_sentence(text) and not text.endswith(("?", "!", "”", "»", "’", "“", '"', "'")) and not text[-1].isdigit():
        return False
    return len(_LETTER.findall(text)) >= 0.6 * len(text) and find_credit(text) is None


def _stands_apart(document: Document, block: Block) -> bool:
    """Tell whether more blank lines follow the block than usually stand between blocks."""
    gaps = sorted(b.gap for b in document.blocks[block.index + 1 :])
    return len(gaps) > 2 and gaps[0] > gaps[len(gaps) // 2]


__all__ = ["find_title"]
