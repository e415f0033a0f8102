"""Read the head of an article: its date, title, byline and source, wherever they stand glued to the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

import msgspec
import regex

from cleaner.article import Considered, Edit, Fact
from cleaner.document import Document
from cleaner.filters._front_matter import front_matter
from cleaner.filters._title import considered_title, find_title
from cleaner.rules.findings import considered_by_rules, findings, read_date
from cleaner.text import dates
from cleaner.text.blocks import Block
from cleaner.text.credits import is_agency

KINDS = ("date_header", "byline", "title")
_HEAD_BLOCKS = 12
_BARE_NAME = regex.compile(r"\p{Lu}\p{Ll}[\p{L}’'-]{1,15}(?: \p{Lu}\.)?(?: \p{Lu}[\p{L}’'-]{1,19}){1,2}")
_STAMP = regex.compile(
    rf"(?P<early>{dates.TIME}[,|\s·•–-]{{1,3}})?(?P<date>{dates.DATE})(?P<time>[,|\s·•–-]{{1,4}}{dates.TIME})?(?P<bar>\s*[|•·])?\s*"
)
_DATELINE = regex.compile(
    r"^(?P<place>\p{Lu}[\p{L}.'’ -]{1,40}(?:, [\p{L}.'’ -]{2,30}){0,2}(?:, \p{L}{3,9}\.? \d{1,2})?)"
    r"\s?[(（](?P<source>\p{Lu}[\p{L}.&/ -]{1,24})[)）]\s?(?P<sign>[-–—]+|:)\s"
)
_SEVERAL_WORDS = regex.compile(r"\p{Lu}\p{Ll}[^,]*\s\p{Lu}\p{Ll}[^,]*")


class HeaderFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Extract date headers, titles, bylines and agency tags; note the source that a dateline names.

    A date that is part of the first sentence is no header, and a dateline stays in the body.

    >>> from cleaner import Cleaner
    >>> article = Cleaner(filters=["header"]).clean("Dec 23, 2024 01:29 PM IST As many as 60 percent of children play.")
    >>> article.date, article.text
    (datetime.date(2024, 12, 23), 'As many as 60 percent of children play.')
    """

    name: ClassVar[str] = "header"

    title: bool = True

    def __call__(self, document: Document) -> Iterable[Edit | Fact]:
        """Point at what the head holds; where metadata stand above it, at those first."""
        if metadata := list(front_matter(document, self.name)):
            yield from metadata
            return
        found = self._before_the_title(document)
        edits = [x for x in found if isinstance(x, Edit)]
        title = list(find_title(document, self.name, edits)) if self.title else []
        yield from found
        yield from title
        for edit in title:
            if isinstance(edit, Edit):
                yield from self._bare_name(document, edit, edits)

    def considered(self, document: Document) -> Iterable[Considered]:
        """Tell of what the rules of the head match and must not take, and of a first line that is no headline."""
        found = self._before_the_title(document)
        yield from considered_by_rules(document, (*KINDS, "dateline_credit"), self.name)
        starts = {x.start for x in found}
        for x in findings(document, (*KINDS, "dateline_credit"), self.name):
            if isinstance(x, Edit) and x.start not in starts:
                yield Considered(
                    start=x.start, end=x.end, filter=self.name, rule=x.rule,
                    reason="matches, but begins a line of the body or names an agency in a dateline",
                )  # fmt: skip
        if self.title:
            yield from considered_title(document, self.name, [x for x in found if isinstance(x, Edit)])

    def _before_the_title(self, document: Document) -> list[Edit | Fact]:
        """Find all that is told without knowing the headline."""
        found = [*self._of_the_head(document), *self._agency(document)]
        taken = {x.start for x in found if isinstance(x, Edit)}
        return [*found, *self._stamps(document, taken), *self._dateline(document)]

    def _bare_name(self, document: Document, title: Edit, taken: list[Edit]) -> Iterator[Edit | Fact]:
        """Read a line that holds a name and nothing else, right below the headline, as the byline."""
        below = [b for b in document.blocks[: document.body_range[0]] if b.start >= title.end][:1]
        for block in below:
            next_ones = document.blocks[block.index + 1 : block.index + 2]
            alone = any(document.prose[b.index] or any(e.start == b.start for e in taken) for b in next_ones)
            if alone and _BARE_NAME.fullmatch(block.text) and not any(e.start == block.start for e in taken):
                yield document.edit(
                    block, filter=self.name, rule="header.bare-name", kind="byline", action="extract", score=0.7,
                    reason="a name alone on the line below the headline",
                )  # fmt: skip
                yield Fact(
                    field="byline", value=block.text, start=block.start, end=block.end, filter=self.name,
                    rule="header.bare-name", score=0.7,
                )  # fmt: skip

    def _of_the_head(self, document: Document) -> Iterator[Edit | Fact]:
        """Apply the rules of the head; what only begins a line counts as a header in the head alone."""
        first = document.body_range[0]
        end = document.blocks[first].end if first < len(document.blocks) else len(document.text)
        found = list(findings(document, KINDS, self.name))
        refused = [x for x in found if isinstance(x, Edit) and x.start >= end and _begins_a_line(document.text, x)]
        gone = {at for x in refused for at in range(x.start, x.end)}
        yield from (x for x in found if x.start not in gone)

    def _agency(self, document: Document) -> Iterator[Edit | Fact]:
        """Read the agency at the head: its bare tag goes, `(MENAFN)`, a dateline stays, `KAZAN, Russia (AP) —`."""
        found = list(findings(document, ("dateline_credit",), self.name))
        facts = [x for x in found if isinstance(x, Fact)]
        named = {x for fact in facts for x in range(fact.start, fact.end)}
        yield from facts
        for edit in found:
            if isinstance(edit, Edit):
                rest = [document.text[x] for x in range(edit.start, edit.end) if x not in named]
                if not any(map(str.isalpha, rest)):
                    yield edit

    def _stamps(self, document: Document, taken: set[int]) -> Iterator[Edit | Fact]:
        """Find dates that stand alone on a line of the head, or, with their time of day, before its first paragraph."""
        first = document.body_range[0]
        for block in document.blocks[: min(first + 1, _HEAD_BLOCKS)]:
            stamp = _STAMP.match(block.text, 0, 80)
            if not stamp or block.start in taken or not self._is_header(block, stamp) or block.index in document.series:
                continue
            day = read_date(document, stamp.group("date"))
            if day is None:
                continue
            yield document.edit(
                block, filter=self.name, rule="header.stamp", kind="date_header", end=stamp.end(), action="extract",
                reason="a date that stands apart from the text",
            )  # fmt: skip
            yield Fact(
                field="date", value=day, start=block.start, end=block.start + stamp.end("date"), filter=self.name,
                rule="header.stamp",
            )  # fmt: skip

    def _is_header(self, block: Block, stamp: regex.Match[str]) -> bool:
        rest = block.text[stamp.end() :]
        if not rest:
            return True
        return any(stamp.group("time", "early", "bar")) and not rest[0].islower() and rest[0] not in ",.;)"

    def _dateline(self, document: Document) -> Iterator[Fact]:
        for block in document.blocks[: document.body_range[0] + 1][:_HEAD_BLOCKS]:
            found = _DATELINE.match(block.text)
            if found and _names_an_agency(found["place"], found["source"], found["sign"]):
                yield Fact(
                    field="source", value=found.group("source"), start=block.start + found.start("source"),
                    end=block.start + found.end("source"), filter=self.name, rule="header.dateline",
                )  # fmt: skip
                return


def _begins_a_line(text: str, edit: Edit) -> bool:
    """Tell whether an edit takes the beginning of a line, but not all of it."""
    line_start, line_end = text.rfind("\n", 0, edit.start) + 1, text.find("\n", edit.end)
    before, after = text[line_start : edit.start], text[edit.end :] if line_end < 0 else text[edit.end : line_end]
    return not before.strip() and bool(after.strip())


def _names_an_agency(place: str, source: str, sign: str) -> bool:
    """Tell a dateline from a person with a party or a country behind the name.

    >>> _names_an_agency("KAZAN, Russia", "AP", "—"), _names_an_agency("New York", "Reuters", ":")
    (True, True)
    >>> _names_an_agency("Jens Kolbe", "CDU", ":"), _names_an_agency("Oslo", "Ap", ":")
    (False, False)
    """
    return is_agency(source) or (sign != ":" and not _SEVERAL_WORDS.fullmatch(place))
