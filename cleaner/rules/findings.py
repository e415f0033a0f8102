"""From matches to edits: what a rule's shape means in a document."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter
from typing import get_args

import regex

from cleaner.article import Considered, Edit, Fact, Field
from cleaner.document import Document
from cleaner.rules.doubts import doubt
from cleaner.rules.matcher import Match
from cleaner.rules.places import in_place
from cleaner.text import dates
from cleaner.text.blocks import Block
from cleaner.text.cohesion import stems
from cleaner.text.prose import COLONS, ends_sentence, is_bullet, is_prose

_FIELDS: dict[str, Field] = {field: field for field in get_args(Field)}
_END_OF_SENTENCE = regex.compile(r"(?<=\p{Ll}{3})[.。]\Z")
_START = attrgetter("start")
_MAX_ENTRIES = 15
_INTRODUCTION = 60  # characters
_CLOSING = "\"'”’»›“‘」』)]）】*"
_ASKING = "?!？！؟"
_SENTENCE_END = regex.compile(r"[.!?。！？؟।][”\"’»]?\s")
_SUBHEADING_WIDTH = 0.6
_SUBHEADING_SHARE = 0.4


def findings(
    document: Document, kinds: Collection[str], name: str, considered: list[Considered] | None = None
) -> Iterator[Edit | Fact]:
    """Turn the matches of the rules of some kinds into edits, and their named groups into facts.

    Args:
        document: the text.
        kinds: the kinds of noise that the asking filter is for.
        name: the id of that filter.
        considered: where to put what a rule matches and must not take, with the reason.

    """
    taken_to = -1  # the index of the last block that a section or tail took
    for index, matches in document.matches.items():
        if not any(match.rule.kind in kinds for match in matches):
            continue
        block = document.blocks[index]
        rivals = _Rivals(document, block, matches)
        for match in _ranked(document, matches):
            if match.rule.kind not in kinds:
                continue
            refusal = rivals.refusal(match) or _refusal(document, block, match, in_section=index <= taken_to)
            facts = [] if refusal else list(read_groups(document, block, match, name))
            refusal = refusal or _lacks_date(match, facts)
            if refusal:
                if considered is not None:
                    considered.append(_considered(document, block, match, name, refusal))
                continue
            rivals.take(match)
            last = last_block(document, block, match)
            if last is not block:
                taken_to = max(taken_to, last.index)
            yield from facts
            yield _edit(document, block, match, name, last, bool(facts))


def considered_by_rules(document: Document, kinds: Collection[str], name: str) -> list[Considered]:
    """Collect what `findings` of the same arguments refuses."""
    considered: list[Considered] = []
    for _ in findings(document, kinds, name, considered):
        pass
    return considered


class _Rivals:
    """The matches of one block, which may want the same place."""

    def __init__(self, document: Document, block: Block, matches: Sequence[Match]):
        self._block = block
        self._goes_whole = any(match.certain and in_place(document, block, match) for match in matches)
        self._is_glued = any(
            match.shape == "suffix" and ends_sentence(block.text[: match.start].rstrip()) for match in matches
        )
        self._taken: list[Match] = []  # disjoint, and in order, because there may be thousands in a long block

    def refusal(self, match: Match) -> str:
        """Say which other match stands in the way of one; nothing where none does."""
        if other := self._touching(match):
            return f"rule {other.rule.id} takes the place first"
        if self._goes_whole and _is_only_a_credit(self._block, match):
            return "the block goes as a whole by another rule"
        if self._is_glued and match.shape == "terms":
            return "its terms stand in what is glued to a sentence, and only that goes"
        return ""

    def take(self, match: Match) -> None:
        """Give a match its place."""
        insort(self._taken, match, key=_START)

    def _touching(self, match: Match) -> Match | None:
        before = bisect_left(self._taken, match.end, key=_START)  # so many begin before its end
        return self._taken[before - 1] if before and self._taken[before - 1].end > match.start else None


def _refusal(document: Document, block: Block, match: Match, in_section: bool) -> str:
    """Say what around its block speaks against a match; nothing where nothing does."""
    if in_section:
        return "a list or a tail that begins above takes it"
    if reason := doubt(document, block, match):
        return reason
    if not in_place(document, block, match):
        where = {"head": "before the first paragraph of the body", "foot": "behind the last paragraph of the body"}
        return f"matches, but counts only {where[match.rule.where]}"
    return ""


def _lacks_date(match: Match, facts: Sequence[Fact]) -> str:
    """Say that a match's group for a date holds none; nothing where it does, or there is no such group."""
    has_group = any(group == "date" for group, _, _ in match.groups)
    if has_group and not any(fact.field == "date" for fact in facts):
        return "what stands there as its date cannot be read as one"
    return ""


def _considered(document: Document, block: Block, match: Match, name: str, refusal: str) -> Considered:
    start, end = _place(match)
    return document.consider(block, filter=name, rule=match.rule.id, reason=refusal, start=start, end=end)


def _edit(document: Document, block: Block, match: Match, name: str, last: Block, is_read: bool) -> Edit:
    start, end = _place(match)
    return document.edit(
        block, filter=name, rule=match.rule.id, kind=match.rule.kind, start=start, end=end,
        last=last if last is not block else None, action="extract" if is_read else "delete",
        reason=f"{match.shape} rule",
    )  # fmt: skip


def _place(match: Match) -> tuple[int, int | None]:
    """Give the start and the end of what goes by a match; the end is None for that of the block."""
    return (0, None) if match.whole else (match.start, match.end)


def _is_only_a_credit(block: Block, match: Match) -> bool:
    """Tell whether a match is the end of a line that is no paragraph without it."""
    return match.shape == "suffix" and not match.groups and not is_prose(block.text[: match.start].rstrip())


def _ranked(document: Document, matches: tuple[Match, ...]) -> list[Match]:
    """Put the match that knows most first: of a whole block, with facts, in the article's language, longest."""
    if len(matches) == 1:
        return list(matches)
    reading = sum(bool(match.groups) for match in matches) > 1
    languages = [document.language, "en", "mul"] if reading else ["en", "mul"]

    def rank(match: Match) -> tuple[bool, bool, int, int]:
        language = match.rule.language
        known = languages.index(language) if language in languages else len(languages)
        return not match.whole, not match.groups, known, match.start - match.end

    return sorted(matches, key=rank)


def read_groups(document: Document, block: Block, match: Match, name: str) -> Iterator[Fact]:
    """Read the facts that a match's named groups hold; a date that cannot be parsed is none."""
    for group, start, end in match.groups:
        field = _FIELDS.get(group)
        value: str | None = block.text[start:end].strip()
        if field == "date" and value:
            value = read_date(document, value, match.rule.language)
        if field == "byline" and value:
            value = _END_OF_SENTENCE.sub("", value)
        if field and value:
            yield Fact(
                field=field,
                value=value,
                start=block.start + start,
                end=block.start + end,
                filter=name,
                rule=match.rule.id,
            )


def read_date(document: Document, text: str, language: str = "mul") -> str | None:
    """Parse a date in the language of the rule that found it, else of the document; as ISO 8601."""
    languages = [document.language or "en", "en"] if language == "mul" else [language, document.language or "en"]
    found = dates.parse(text, languages)
    return found.isoformat() if found else None


def last_block(document: Document, block: Block, match: Match) -> Block:
    """Find the last block that a match reaches to: of a section, a tail or a thread, else its own."""
    blocks = document.blocks
    if match.rule.thread and block.index == document.thread:
        return blocks[-1]
    if match.shape == "tail":
        return blocks[_tail_end(document, block.index)]
    if match.shape != "section" or match.rule.until == "none" or block.index + 1 == len(blocks):
        return block
    if match.rule.until == "next":
        return blocks[block.index + 1]
    return blocks[_list_end(document, block.index)]


def _tail_end(document: Document, first: int) -> int:
    """Find the last line, if no body paragraph stands below: what follows a tail is taken, but never the body."""
    return len(document.blocks) - 1 if first >= document.body_range[1] else first


def _list_end(document: Document, heading: int) -> int:
    """Find the last entry of the list below a heading: the body begins again after it, or something else does.

    Headlines end without a full stop, and what stands again, such as "Read more" below every item, heads no list.
    Bullets of any kind are entries of a list that begins with one; of another, they and what introduces them are the
    body's.
    """
    blocks, prose = document.blocks, document.prose
    end = heading
    if document.times[blocks[heading].text] > 1:
        return end
    bulleted = heading + 1 < len(blocks) and is_bullet(blocks[heading + 1].text)
    only_bullets = bulleted or not _has_body_above(document, heading)
    for block in blocks[heading + 1 : heading + 1 + _MAX_ENTRIES]:
        bullet = is_bullet(block.text)
        is_entry = bullet and bulleted
        if not is_entry and (prose[block.index] or _is_statement(block.text) or _introduces(block.text)):
            break
        if bullet and end > heading and blocks[end].text.endswith(COLONS):
            return end - 1
        if (only_bullets and not bullet) or _is_other(document, block.index):
            break
        end = block.index
    if end == heading or end + 1 == len(blocks) or bulleted:
        return end
    return end - 1 if document.prose[end + 1] and _is_subheading(document, heading + 1, end) else end


def _has_body_above(document: Document, heading: int) -> bool:
    """Tell whether a paragraph stands above a heading, or, in a brief, a sentence."""
    if document.body_range[0] < len(document.blocks):
        return document.body_range[0] < heading
    return any(_is_statement(block.text) for block in document.blocks[max(0, heading - _MAX_ENTRIES) : heading])


def _introduces(text: str) -> bool:
    """Tell whether a line, longer than a label, ends in a colon."""
    return len(text) >= _INTRODUCTION and text.endswith(COLONS)


def _is_statement(text: str) -> bool:
    """Tell whether a line ends as a sentence does and no headline: in a stop, within quotes or not, or after another.

    >>> [_is_statement(x) for x in ("“It sank.”", "It sank", "Is it safe?", "Is it safe? No!", "It sank...")]
    [True, False, False, True, False]
    """
    if not ends_sentence(text):
        return False
    bare = text.rstrip(_CLOSING)
    if bare.endswith(("..", "…")):
        return False
    return bare[-1:] not in _ASKING or _SENTENCE_END.search(bare) is not None


def _is_other(document: Document, index: int) -> bool:
    return any(match.whole and match.rule.kind != "related" for match in document.matches.get(index, ()))


def _is_subheading(document: Document, first: int, last: int) -> bool:
    """Tell whether the last line of a list is rather the subheading of the body that begins again after it."""
    own = stems(document.blocks[last].text)
    below = set().union(*(stems(block.text) for block in document.blocks[last + 1 : last + 3]))
    if last == first or len(own & below) >= _SUBHEADING_SHARE * max(1, len(own)):
        return True
    gaps = {document.blocks[x].gap for x in range(first + 1, last)}
    if gaps and document.blocks[last].gap > max(gaps):
        return True
    usual = sum(document.widths[first:last]) / (last - first)
    return document.widths[last] < _SUBHEADING_WIDTH * usual
