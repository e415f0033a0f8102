"""Remove what is around the article on its page: menus, lists of headlines, forms, footers. Learned, not written.

A small model looks at every line, its neighbours and its place; `training/` makes it and tells from what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp
from pathlib import Path
from typing import ClassVar

import msgspec

from cleaner.article import Edit
from cleaner.document import Document
from cleaner.lines.model import WEIGHTS, load
from cleaner.rules.matcher import count_hits

_LINES_AT_ONCE = 4000
_KNOWN_LINES, _KNOWN_SHARE = 8, 0.02  # of a page's lines, at least these are known to the rules

_EVIDENCE = (
    "words", "rules", "part rules", "times", "substance", "cohesion", "body within 3", "prose", "body before",
)  # fmt: skip


class BoilerplateFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Score every line, and point at those that are not the article's.

    `page` is the score (in logits) below which a line of a whole page goes, `article` the one that holds for text that
    is nearly clean already, where a wrong cut costs more, and `paragraph` for its running text. A text is a page when
    the rules know some of its lines, and of the others, which are `page_lines` at least, more than `noisy` (0 to 1)
    score as boilerplate. `weights` names another model's file.

    >>> from cleaner import Cleaner
    >>> article = Cleaner(filters=["boilerplate"]).clean("The ferry sails again, the harbour board said on Friday.")
    >>> article.edits
    []
    """

    name: ClassVar[str] = "boilerplate"

    page: float = -0.25
    article: float = -2.25
    paragraph: float = -2.25
    noisy: float = 0.25
    page_lines: int = 25
    min_lines: int = 3
    weights: str = ""

    def __call__(self, document: Document) -> Iterable[Edit]:
        """Point at boilerplate."""
        blocks = document.blocks
        if noise := document.page.noise:
            for block in blocks:
                if block.text in noise:
                    yield document.edit(
                        block, filter=self.name, rule="boilerplate.page", kind="boilerplate",
                        score=_probability(noise[block.text]), reason="the page's markup speaks against it",
                    )  # fmt: skip
            return
        for at in range(0, len(blocks), _LINES_AT_ONCE):
            yield from self._some(document, at, min(at + _LINES_AT_ONCE, len(blocks)))

    def _some(self, document: Document, first: int, last: int) -> Iterator[Edit]:
        if last - first < self.min_lines:
            return
        blocks = document.blocks[first:last]
        matches = [document.matches.get(block.index, ()) for block in blocks]
        whole, part = count_hits(matches)
        unknown = [index for index, hits in enumerate(whole) if not hits]
        may_be_page = self._may_be_page(len(unknown), len(blocks) - len(unknown))
        loose = [x for x in range(len(blocks)) if not matches[x]]  # in an article the rules see to what they know
        asked = range(len(blocks)) if may_be_page else loose
        if not asked:
            return
        opinion = load(Path(self.weights) if self.weights else WEIGHTS).judge(
            [block.text for block in blocks], [block.gap for block in blocks], whole, part, asked
        )
        scores = dict(zip(asked, opinion.scores.tolist(), strict=True))
        is_page = may_be_page and sum(scores[x] < 0 for x in unknown) > self.noisy * len(unknown)
        in_article = (self.article, self.paragraph)
        limits = {x: 100 * (self.page if is_page else in_article[document.prose[first + x]]) for x in asked}
        low = [x for x in (asked if is_page else loose) if scores[x] < limits[x]]
        columns = {name: opinion.columns[name].tolist() for name in _EVIDENCE} if low else {}
        for index in low:
            if not any(match.certain for match in matches[index]):
                yield document.edit(
                    blocks[index], filter=self.name, rule="boilerplate.lines", kind="boilerplate",
                    score=_probability(scores[index]), reason=", ".join(evidence(columns, index)),
                )  # fmt: skip

    def _may_be_page(self, unknown: int, known: int) -> bool:
        """Tell, before any line is scored, whether the rules know enough lines for a page."""
        return unknown >= self.page_lines and known >= max(_KNOWN_LINES, _KNOWN_SHARE * (known + unknown))


def _probability(score: int) -> float:
    """Turn a score into how sure it is that the line is noise, 0.5 to 1."""
    return round(1 / (1 + exp(max(-1000, score) / 100)), 2)


def evidence(columns: Mapping[str, Sequence[int]], index: int) -> Iterator[str]:
    """Say what speaks against a line, in words.

    >>> columns = {"words": [-210], "rules": [0], "part rules": [0], "times": [3], "cohesion": [40], "substance": [10]}
    >>> columns |= {"body within 3": [0], "prose": [0], "body before": [1000]}
    >>> list(evidence(columns, 0))
    ['words of boilerplate (-2.1)', 'stands 3 times', 'shares 4 % of its words with the body', 'no running text near']
    """
    words, rules, part_rules, times, substance, cohesion, near, prose, before = (
        columns[name][index] for name in _EVIDENCE
    )
    if words < -50:
        yield f"words of boilerplate ({words / 100:.1f})"
    if rules or part_rules:
        yield "rules match"
    if times > 1:
        yield f"stands {times} times"
    if substance >= 3 and cohesion < 300:
        yield f"shares {cohesion / 10:.0f} % of its words with the body"
    if not near:
        yield "no running text near"
    elif not prose:
        yield "no running text"
    if before in (0, 1000) and near:
        yield "outside the body"
