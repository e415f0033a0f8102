"""Remove what is around the article on its page: menus, lists of headlines, forms, footers. Learned, not written.

A small model looks at every line, its neighbours and its place; `training/` makes it and tells from what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import exp
from pathlib import Path
from typing import Annotated, ClassVar, Literal, NamedTuple

import msgspec
from msgspec import Meta

from cleaner.article import Considered, Edit
from cleaner.document import Block, Document
from cleaner.lines.features import Columns
from cleaner.lines.model import WEIGHTS, Opinion, load
from cleaner.rules.matcher import count_hits

_LINES_AT_ONCE = 4000
_KNOWN_LINES, _KNOWN_SHARE = 8, 0.02  # of a page's lines, at least these are known to the rules


class BoilerplateFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Score every line, and point at those that are not the article's.

    `page` is the score (in logits) below which a line of a whole page goes, `article` the one that holds for text that
    is nearly clean already, where a wrong cut costs more, and `paragraph` for its running text. A text is a page when
    the rules know some of its lines, and of the others, which are `page_lines` at least, more than `noisy` (0 to 1)
    score as boilerplate; who knows what the input is says so by `text`. `weights` names another model's file.

    >>> from cleaner import Cleaner
    >>> article = Cleaner(filters=["boilerplate"]).clean("The ferry sails again, the harbour board said on Friday.")
    >>> article.edits
    []
    """

    name: ClassVar[str] = "boilerplate"

    text: Literal["auto", "page", "article"] = "auto"
    page: float = -0.25
    article: float = -2.25
    paragraph: float = -2.25
    noisy: Annotated[float, Meta(ge=0, le=1)] = 0.25
    page_lines: Annotated[int, Meta(ge=0)] = 25
    min_lines: Annotated[int, Meta(ge=1)] = 3
    weights: str = ""

    def __call__(self, document: Document) -> Iterable[Edit]:
        """Point at boilerplate."""
        if noise := document.page.noise:
            for block in document.blocks:
                if block.text in noise:
                    yield document.edit(
                        block, filter=self.name, rule="boilerplate.page", kind="boilerplate",
                        score=_probability(noise[block.text]), reason="the page's markup speaks against it",
                    )  # fmt: skip
            return
        for line in self._weigh(document):
            if line.score < line.limit and not line.held:
                yield document.edit(
                    line.block, filter=self.name, rule="boilerplate.lines", kind="boilerplate",
                    score=_probability(line.score), reason=line.evidence(),
                )  # fmt: skip

    def considered(self, document: Document) -> Iterable[Considered]:
        """Tell of every line how far it is from the limit, or what holds it."""
        for line in self._weigh(document) if not document.page.noise else ():
            if line.score >= line.limit or line.held:
                against = line.evidence() if line.score < 0 else ""
                reason = line.held if line.score < line.limit else "not below the limit for boilerplate"
                yield document.consider(
                    line.block, filter=self.name, rule="boilerplate.lines", score=line.score / 100,
                    limit=line.limit / 100, reason="; ".join(filter(None, [reason, against])),
                )  # fmt: skip

    def _weigh(self, document: Document) -> Iterator[_Line]:
        for at in range(0, len(document.blocks), _LINES_AT_ONCE):
            yield from self._some(document, at, min(at + _LINES_AT_ONCE, len(document.blocks)))

    def _some(self, document: Document, first: int, last: int) -> Iterator[_Line]:
        if last - first < self.min_lines:
            return
        blocks = document.blocks[first:last]
        matches = [document.matches.get(block.index, ()) for block in blocks]
        opinion = load(Path(self.weights) if self.weights else WEIGHTS).judge(
            [block.text for block in blocks],
            [block.gap for block in blocks],
            *count_hits(matches),
        )
        is_page = self._is_page(opinion)
        for index, block in enumerate(blocks):
            limit = self.page if is_page else self.paragraph if document.prose[block.index] else self.article
            # What the rules know they see to, in an article also where they know only a part of a line.
            known = any(match.certain or not is_page for match in matches[index])
            held = "left to the rules, which know it" if known else ""
            yield _Line(block, int(opinion.scores[index]), 100 * limit, held, opinion.columns, index)

    def _is_page(self, opinion: Opinion) -> bool:
        if self.text != "auto":
            return self.text == "page"
        known = opinion.columns["rules"] > 0
        noise = int((opinion.scores[~known] < 0).sum())
        return (
            int((~known).sum()) >= self.page_lines
            and int(known.sum()) >= max(_KNOWN_LINES, _KNOWN_SHARE * known.size)
            and noise > self.noisy * int((~known).sum())
        )


class _Line(NamedTuple):
    """A line and its score, in hundredths of a logit; `held` says what keeps it in, however low the score is."""

    block: Block
    score: int
    limit: float
    held: str
    columns: Columns
    place: int

    def evidence(self) -> str:
        return ", ".join(evidence(self.columns, self.place))


def _probability(score: int) -> float:
    """Turn a score into how sure it is that the line is noise, 0.5 to 1."""
    return round(1 / (1 + exp(max(-1000, score) / 100)), 2)


def evidence(columns: Columns, index: int) -> Iterator[str]:
    """Say what speaks against a line, in words.

    >>> import numpy as np
    >>> columns = {"words": -210, "rules": 0, "part rules": 0, "times": 3, "cohesion": 40, "substance": 10}
    >>> columns |= {"body within 3": 0, "prose": 0, "body before": 1000}
    >>> list(evidence({name: np.array([value]) for name, value in columns.items()}, 0))
    ['words of boilerplate (-2.1)', 'stands 3 times', 'shares 4 % of its words with the body', 'no running text near']
    """
    value = {name: int(column[index]) for name, column in columns.items()}
    if value["words"] < -50:
        yield f"words of boilerplate ({value['words'] / 100:.1f})"
    if value["rules"] or value["part rules"]:
        yield "rules match"
    if value["times"] > 1:
        yield f"stands {value['times']} times"
    if value["substance"] >= 3 and value["cohesion"] < 300:
        yield f"shares {value['cohesion'] / 10:.0f} % of its words with the body"
    if not value["body within 3"]:
        yield "no running text near"
    elif not value["prose"]:
        yield "no running text"
    if value["body before"] in (0, 1000) and value["body within 3"]:
        yield "outside the body"
