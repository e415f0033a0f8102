"""Remove photo captions and credits, known by their words or by the credit behind a dash at their end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, ClassVar

import msgspec
import regex
from msgspec import Meta

from cleaner.article import Considered, Edit, Fact
from cleaner.document import Document
from cleaner.rules.findings import findings
from cleaner.text.blocks import Block
from cleaner.text.credits import Credit, find_credit

_PART_OF_NAME = regex.compile(r"[\p{L}\p{M}\d]+")
_AMONG_OTHERS = 0.2
_IN_THE_BODY = 0.15
_SOURCE_SCORE = 0.3


class CaptionFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Apply the rules of the kind `caption`, and weigh lines that end in a credit behind a dash.

    The credit alone is not enough: it must name an agency, or the line must describe a picture, or stand between body
    paragraphs as other captions of the article do.

    >>> from cleaner import Cleaner
    >>> text = "The ferry sails again.\\n\\nThe ferry leaves the quay at dawn on Monday - Jon Maar/AFP"
    >>> Cleaner(filters=["caption"]).clean(text).text
    'The ferry sails again.'
    """

    name: ClassVar[str] = "caption"

    threshold: Annotated[float, Meta(ge=0)] = 0.6

    def __call__(self, document: Document) -> Iterable[Edit | Fact]:
        """Point at captions."""
        found = list(findings(document, ("caption",), self.name))
        yield from found
        first, _ = document.body_range
        for block, credit, score, held in self._weigh(document, found):
            if score < self.threshold or held:
                continue
            yield document.edit(
                block, filter=self.name, rule="caption.credit", kind="caption", score=min(1.0, round(score, 2)),
                reason=f"ends in the credit {credit.name!r}",
            )  # fmt: skip
            if block.index < first:
                yield self._source(block.start, credit)

    def considered(self, document: Document) -> Iterable[Considered]:
        """Tell of lines that end in a credit, but are too little of a caption."""
        considered: list[Considered] = []
        found = list(findings(document, ("caption",), self.name, considered))
        yield from considered
        for block, credit, score, held in self._weigh(document, found):
            if score < self.threshold or held:
                reason = f"ends in the credit {credit.name!r}; {held or 'too little for a caption'}"
                yield document.consider(
                    block, filter=self.name, rule="caption.credit", score=score, limit=self.threshold, reason=reason
                )

    def _weigh(self, document: Document, found: Sequence[Edit | Fact]) -> Iterator[tuple[Block, Credit, float, str]]:
        """Give the blocks that end in a credit, each with its score and with what keeps it in whatever its score."""
        certain = sum(isinstance(x, Edit) for x in found)
        last = document.body_range[1]
        credits = [(block, credit) for block in document.blocks if (credit := find_credit(block.text))]
        prose = (block.text for block in document.blocks if credits and document.prose[block.index])
        named = {part for text in prose for part in _PART_OF_NAME.findall(text)}
        certain += sum(credit.score >= self.threshold for _, credit in credits)
        for block, credit in credits:
            quoted = not credit.agency and _PART_OF_NAME.findall(credit.name)[-1] in named
            score = credit.score + (_AMONG_OTHERS if certain else 0.0) + (_IN_THE_BODY if block.index < last else 0.0)
            yield block, credit, score, "who is named in the article is rather quoted than credited" if quoted else ""

    def _source(self, start: int, credit: Credit) -> Fact:
        """Note the agency of the lead picture: who delivers it is often who delivered the text."""
        at = start + credit.start
        return Fact(
            field="source", value=credit.name, start=at, end=at + len(credit.name), filter=self.name,
            rule="caption.credit", score=_SOURCE_SCORE,
        )  # fmt: skip
