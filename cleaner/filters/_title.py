"""Find the headline above a body, by the evidence: a page's own title, a copy, or a lead that takes up its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from cleaner.article import Considered, Edit, Fact
from cleaner.document import Document
from cleaner.text.blocks import Block
from cleaner.text.cohesion import stems
from cleaner.text.credits import find_credit
from cleaner.text.prose import QUESTION_MARKS, ends_sentence, is_bullet, key, width

_MIN_WIDTH, _MAX_WIDTH = 22, 220
_MAX_WIDTH_ALONE = 110
_MAX_WIDTH_OF_TWO = 90
_MAX_WORDS_OF_KICKER = 3
_SENTENCES = regex.compile(r"\p{Ll}{2}[.] \p{Lu}")
_LETTER = regex.compile(r"[\p{L}\p{M}]")
_MAIN_HEADING = "# "
_MARKED = regex.compile(r"(?:#{1,6} +)?(?:(\*\*|__)(?P<words>(?:(?!\1).)+)\1|(?P<words>.+?))(?: +#+)?")
_ENDS_AS_A_HEADLINE = regex.compile(r"(?<!\p{Ll}{2}[.] .*)[?!？！؟][”»’“\"']?\Z|[^.。।?!？！؟][”»’“\"']\Z")
"""In a question or a call that no statement stands before, or in the words of somebody without their full stop."""
_LEAD_BLOCKS = 3
_HEAD_BLOCKS = 4
_MIN_STEMS, _MIN_STEMS_ALONE = 4, 3
_MAX_HEADINGS = 1
_SURE = 0.95
_SURELY_CREDITED = 0.6
_SHARES = {"": 0.5, "it is the only heading": 0.2, "it stands apart": 0.34, "a date or byline stands beside it": 0.1}
"""By what else speaks for a headline: the share of its words that the lead must take up at least."""


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
    score, reason = _judge(document, block, taken)
    if score <= 0:
        return
    yield document.edit(
        block, filter=name, rule="header.title", kind="title", action="extract", score=score, reason=reason
    )
    yield Fact(
        field="title",
        value=_unmarked(block.text),
        start=block.start,
        end=block.end,
        filter=name,
        rule="header.title",
        score=score,
    )


def considered_title(document: Document, name: str, taken: Sequence[Edit]) -> Iterator[Considered]:
    """Tell why the line that might have been the headline is none; the arguments are those of `find_title`."""
    if block := _candidate(document, taken):
        score, reason = _judge(document, block, taken)
        if score <= 0:
            yield document.consider(block, filter=name, rule="header.title", reason=f"no headline: {reason}")


def _candidate(document: Document, taken: Sequence[Edit]) -> Block | None:
    """The first block of the head that no rule matches as a whole and no edit takes."""
    for block in document.blocks[:_HEAD_BLOCKS]:
        if _is_whole(document, block) or any(e.start <= block.start and e.end >= block.end for e in taken):
            continue
        if block.index == 0 and _is_kicker(block.text):
            continue
        return None if any(e.start <= block.start < e.end for e in taken) else block
    return None


def _is_kicker(text: str) -> bool:
    """Tell whether a line is a rubric above a headline: one to three words, no sentence."""
    return width(text) < _MIN_WIDTH and len(text.split()) <= _MAX_WORDS_OF_KICKER and text[-1].isalnum()


def _is_whole(document: Document, block: Block) -> bool:
    return any(match.whole for match in document.matches.get(block.index, ()))


def _judge(document: Document, block: Block, taken: Sequence[Edit]) -> tuple[float, str]:
    """Score a candidate: 0 for no title, else how sure it is; with the reason."""
    if not _has_form(block.text):
        return 0.0, "it does not have the form of one"
    if _is_main_heading(document, block):
        return _SURE, "the only main heading"
    same = key(block.text)
    if document.page.title and same == key(document.page.title):
        return _SURE, "the page's own title"
    following = [b for b in document.blocks[block.index + 1 :] if not _is_whole(document, b)]
    if following and following[0].text[0].islower():
        return 0.0, "the next line goes on with its sentence"
    if _stands_twice(document, same, following):
        return _SURE, "stands twice above the body"
    if _is_question(block.text) and any(_is_question(b.text) for b in following):
        return 0.0, "it is one of several questions, which head parts of the article"
    if not _may_stand_alone(block.text):
        return 0.0, "it is as long as a standfirst"
    return _taken_up(document, block, following, taken)


def _taken_up(document: Document, block: Block, following: Sequence[Block], taken: Sequence[Edit]) -> tuple[float, str]:
    """Score a candidate by what the first paragraphs take up of its words, and by what else speaks for it."""
    lead = [b.text for b in following[: 2 * _LEAD_BLOCKS] if document.prose[b.index]][:_LEAD_BLOCKS]
    if not lead or not any(document.prose[b.index] for b in following[:2]):
        return 0.0, "no paragraph follows it"
    own = stems(block.text)
    shared = len(own & stems(" ".join(lead))) / len(own) if own else 0.0
    for support in _support(document, block, following, taken):
        if shared >= _SHARES[support] and len(own) >= (_MIN_STEMS_ALONE if support else _MIN_STEMS):
            return max(0.5, round(shared, 2)), f"the lead takes up {shared:.0%} of its words; {support}".rstrip("; ")
    return 0.0, f"the lead takes up {shared:.0%} of its words, and too little else speaks for it"


def _is_question(text: str) -> bool:
    return text.endswith(QUESTION_MARKS) and _may_stand_alone(text)


def _stands_twice(document: Document, same: str, following: Sequence[Block]) -> bool:
    """Tell whether a copy stands near, and nothing that stands again, too, as the lines of a song do, before it."""
    for block in following[:_LEAD_BLOCKS]:
        if key(block.text) == same:
            return True
        if document.times[block.text] > 1:
            return False
    return False


def _is_main_heading(document: Document, block: Block) -> bool:
    """Tell whether a line is set as a heading of the first level in Markdown, the only one, above a paragraph."""
    return (
        block.text.startswith(_MAIN_HEADING)
        and sum(other.text.startswith(_MAIN_HEADING) for other in document.blocks) == 1
        and any(document.prose[block.index + 1 :][:_HEAD_BLOCKS])
    )


def _unmarked(text: str) -> str:
    """Take the marks of Markdown off a headline.

    >>> _unmarked("## **Ferry sails again** ##"), _unmarked("Ferry #2 sails")
    ('Ferry sails again', 'Ferry #2 sails')
    """
    found = _MARKED.fullmatch(text)
    return found["words"] if found else text


def _support(document: Document, block: Block, following: Sequence[Block], taken: Sequence[Edit]) -> Iterator[str]:
    """Name what else speaks for a headline."""
    if _count_headings(document, following) <= _MAX_HEADINGS:
        yield "it is the only heading"
    near = [b for b in document.blocks[max(0, block.index - 1) : block.index + 3] if b is not block]
    if any(e.start == b.start and e.kind in ("date_header", "byline") for e in taken for b in near):
        yield "a date or byline stands beside it"
    gaps = sorted(b.gap for b in document.blocks[block.index + 1 :])
    if len(gaps) > 2 and document.blocks[block.index + 1].gap > gaps[len(gaps) // 2]:
        yield "it stands apart"
    yield ""


def _count_headings(document: Document, blocks: Sequence[Block]) -> int:
    return sum(
        not document.prose[b.index]
        and len(b.text) <= _MAX_WIDTH_ALONE
        and not ends_sentence(b.text)
        and not is_bullet(b.text)
        for b in blocks
    )


def _may_stand_alone(text: str) -> bool:
    """Tell whether a headline's own form is enough where nothing names it: what is longer is rather a standfirst."""
    size = width(text)
    return size <= _MAX_WIDTH_OF_TWO or (size <= _MAX_WIDTH_ALONE and not _SENTENCES.search(text))


def _has_form(text: str) -> bool:
    if not _MIN_WIDTH <= width(text) <= _MAX_WIDTH or is_bullet(text) or text[0].islower() or text.endswith((":", ",")):
        return False
    if ends_sentence(text) and not text[-1].isdigit() and not _ENDS_AS_A_HEADLINE.search(text):
        return False
    return len(_LETTER.findall(text)) >= 0.6 * len(text) and not _is_credited(text)


def _is_credited(text: str) -> bool:
    """Tell a caption from a headline that names its speaker behind a dash."""
    credit = find_credit(text)
    return credit is not None and credit.score >= _SURELY_CREDITED
