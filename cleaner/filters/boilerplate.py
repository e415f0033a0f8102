"""Remove what is around the article on its page: menus, lists of headlines, forms, footers. Learned, not written.

A small model looks at every line, its neighbours and its place; `training/` makes it and tells from what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import exp
from pathlib import Path
from typing import Annotated, ClassVar, Literal, NamedTuple

import msgspec
import regex
from msgspec import Meta

from cleaner.article import Considered, Edit
from cleaner.blocks import Block
from cleaner.document import Document
from cleaner.filters._code import is_within_code
from cleaner.lines.features import Columns
from cleaner.lines.hits import Hit, hits
from cleaner.lines.model import WEIGHTS, Opinion, load
from cleaner.rules.matcher import Match
from cleaner.text import ends_sentence, is_sentence

_KNOWN_LINES, _KNOWN_SHARE = 3, 0.04  # of a page's lines, at least these are known to the rules;
_MANY_KNOWN_LINES, _MANY_KNOWN_SHARE = 8, 0.02  # of a long page's, these
_LINES_AROUND = 4  # above and below all paragraphs score as boilerplate; between them a refrain or a list may, too
_LONG_PAGE = 25  # lines unknown to the rules; in a shorter text every line counts for more, and is spared more
_REACH = 1.5  # logits below its best paragraph, within which the others of a page are no boilerplate
_HIGH = 1000
_ARTICLE, _SENTENCE_CHARS = 2000, 400
_SENTENCE = re.compile(r"[.!?]\s+[^\W\d_]|[。！？]")
_NO_BODY = -1.0  # logits of the best paragraph: below, the model has not understood the text, and leaves it alone
_SENTENCE_OF_PAGE = 1.2  # logits that more must speak against a sentence of a page than against another line
_MOST_CHANGES = 12  # from body to noise and back, over a page's paragraphs; with more it is many articles, or a list
_MOST_PARAGRAPHS = 100  # of one article; in a longer text that is no page, no sentence goes by its score
_CONTINUATION = regex.compile(r"\p{Ll}|[,.;:!?)”»](?!\S{4})")
_PIECE = 20  # characters of the piece of a sentence before a name
_LAST_LINES = 6  # at least so many at the end of an article that all score as boilerplate are what was left behind it;
_LAST_PARAGRAPH = -4.0  # but a last paragraph scores low by its place alone

_EVIDENCE = (
    "words", "rules", "part rules", "times", "substance", "cohesion", "body within 3", "prose", "body before",
)  # fmt: skip


class BoilerplateFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Score every line, and point at those that are not the article's.

    `page` is the score (in logits) below which a line of a whole page goes, `article` the one that holds for text that
    is nearly clean already, where a wrong cut costs more, and `paragraph` for its running text. A text is a page when
    the rules know some of its lines, and of the others, which are `page_lines` at least, more than `noisy` (0 to 1)
    score as boilerplate, some of them above or below all paragraphs; not one whose paragraphs change again and again
    between body and noise. Who knows what the input is says so by `text`. `weights` names another model's file.

    >>> from cleaner import Cleaner
    >>> article = Cleaner(filters=["boilerplate"]).clean("The ferry sails again, the harbour board said on Friday.")
    >>> article.edits
    []
    """

    name: ClassVar[str] = "boilerplate"

    text: Literal["auto", "page", "article"] = "auto"
    page: float = -0.5
    article: float = -4.0
    paragraph: float = -5.0
    noisy: Annotated[float, Meta(ge=0, le=1)] = 0.1
    page_lines: Annotated[int, Meta(ge=0)] = 15
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
                reason = line.held or "not below the limit for boilerplate"
                yield document.consider(
                    line.block, filter=self.name, rule="boilerplate.lines", score=line.score / 100,
                    limit=line.limit / 100, reason="; ".join(filter(None, [reason, against])),
                )  # fmt: skip

    def _weigh(self, document: Document) -> Iterator[_Line]:
        for stretch in document.stretches:
            if len(stretch) >= self.min_lines:
                yield from self._some(document, document.blocks[stretch.start : stretch.stop])

    def _some(self, document: Document, blocks: Sequence[Block]) -> Iterator[_Line]:
        matches = [document.matches.get(block.index, ()) for block in blocks]
        found = hits(matches)
        unknown = [x for x, hit in enumerate(found) if not hit.whole or blocks[x].index in document.series]
        is_part = len(blocks) < len(document.blocks)
        may_be_page = self._may_be_page(len(unknown), len(blocks) - len(unknown), is_part)
        loose = [x for x in range(len(blocks)) if not matches[x]]  # in an article the rules see to what they know
        asked = range(len(blocks)) if may_be_page else loose
        if not asked:
            return
        opinion = self._judge(document, blocks, found, asked)
        scores = dict(zip(asked, opinion.scores.tolist(), strict=True))
        prose = [document.prose[block.index] for block in blocks]
        sentences = [of_prose or is_sentence(block.text) for of_prose, block in zip(prose, blocks, strict=True)]
        limits = self._page_limits(scores, unknown, prose, sentences) if may_be_page else []
        is_page = bool(limits)
        if not is_page and (is_part or sum(prose) > _MOST_PARAGRAPHS):
            limits = [-_HIGH if of_sentence else self.article for of_sentence in sentences]
        elif not is_page:
            limits = [self.paragraph if of_prose else self.article for of_prose in prose]
            at_end = [_LAST_PARAGRAPH if of_prose else 0.0 for of_prose in prose]
            unmatched = {x: scores[x] for x in loose}
            end = _end([unmatched.get(x, -_HIGH) < 100 * limit for x, limit in enumerate(at_end)], unmatched)
            if blocks[-1] is document.blocks[-1] and any(prose[:end]):
                limits[end:] = at_end[end:]
        stays = _stays_with_its_sentence(blocks, [scores.get(x, 0) >= 100 * limits[x] for x in range(len(blocks))])
        for x, block in enumerate(blocks):
            held = ""
            if _is_known(document, block, matches[x]) if is_page else matches[x]:
                held = "left to the rules, which know it"
            elif _is_article(block.text):
                held = "so many sentences on one line may be the article itself"
            elif stays[x]:
                held = "one sentence with a line that stays"
            elif is_within_code(blocks, x):
                held = "one of several lines of code"
            yield _Line(block, scores.get(x, 0), 100 * limits[x], held, opinion.columns, x)

    def _judge(
        self, document: Document, blocks: Sequence[Block], found: Sequence[Hit], asked: Sequence[int]
    ) -> Opinion:
        """Ask the model, unless it was asked the very same before."""
        texts, gaps = [block.text for block in blocks], [block.gap for block in blocks]
        return document.once(self._ask, (*texts, str(gaps), str(asked)), texts, gaps, found, asked)

    def _ask(self, texts: Sequence[str], gaps: Sequence[int], found: Sequence[Hit], asked: Sequence[int]) -> Opinion:
        opinion = load(Path(self.weights) if self.weights else WEIGHTS).judge(texts, gaps, found, asked)
        return Opinion(opinion.scores, {name: opinion.columns[name] for name in _EVIDENCE})

    def _page_limits(
        self, scores: Mapping[int, int], unknown: Sequence[int], prose: Sequence[bool], sentences: Sequence[bool]
    ) -> list[float]:
        """Give the limit for each line of a page; none where the lines, now that they are scored, speak for no page."""
        best = max((score for x, score in scores.items() if prose[x]), default=-_HIGH) / 100
        low = [x for x in unknown if scores[x] < 0]
        paragraphs = [x for x, of_prose in enumerate(prose) if of_prose]
        around = sum(x < paragraphs[0] or x > paragraphs[-1] for x in low) if paragraphs else 0
        is_noisy = len(low) > self.noisy * len(unknown) and around >= _LINES_AROUND and best > _NO_BODY
        if self.text != "page" and not is_noisy:
            return []
        limit = min(self.page, best - _REACH) if any(prose) else self.page
        is_short = len(unknown) < _LONG_PAGE and self.text != "page"
        limits = [limit - _SENTENCE_OF_PAGE if of_sentence or is_short else limit for of_sentence in sentences]
        kept = [scores[x] >= 100 * limits[x] for x, of_prose in enumerate(prose) if of_prose]
        changes = sum(left != right for left, right in pairwise(kept))
        return limits if changes <= _MOST_CHANGES or self.text == "page" else []

    def _may_be_page(self, unknown: int, known: int, is_part: bool) -> bool:
        """Tell, before any line is scored, whether the rules know enough lines for a page; what is longer is none."""
        if is_part or self.text != "auto":
            return self.text == "page"
        lines = known + unknown
        wanted = max(_KNOWN_LINES, min(_MANY_KNOWN_LINES, _KNOWN_SHARE * lines), _MANY_KNOWN_SHARE * lines)
        return unknown >= self.page_lines and known >= wanted


class _Line(NamedTuple):
    """A line and its score, in hundredths of a logit; `held` says what keeps it in, however low the score is."""

    block: Block
    score: int
    limit: float
    held: str
    columns: Columns
    place: int

    def evidence(self) -> str:
        return ", ".join(evidence({name: int(self.columns[name][self.place]) for name in _EVIDENCE}))


def _is_known(document: Document, block: Block, matches: Sequence[Match]) -> bool:
    """Tell whether the rules see to a line of a page."""
    return block.index not in document.series and any(match.certain for match in matches)


def _is_article(text: str) -> bool:
    """Tell whether a line is as long as an article, and made of sentences: some extractors glue all paragraphs."""
    return len(text) >= _ARTICLE and len(_SENTENCE.findall(text)) * _SENTENCE_CHARS >= len(text)


def _stays_with_its_sentence(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Tell of every line whether it is of one sentence with lines of which one is kept: some readers break at links."""
    goes_on = [_CONTINUATION.match(block.text) is not None and block.gap == 1 for block in blocks]
    stays = list(kept)
    first = 0
    for end in range(1, len(blocks) + 1):
        if end == len(blocks) or ends_sentence(blocks[end - 1].text) or not _joins(blocks, goes_on, end):
            if any(kept[first:end]):
                stays[first:end] = [True] * (end - first)
            first = end
    return [stays[x] and not kept[x] for x in range(len(blocks))]


def _joins(blocks: Sequence[Block], goes_on: Sequence[bool], place: int) -> bool:
    """Tell whether a line goes on with the one above: it begins so, or is a name between two pieces of a sentence."""
    if goes_on[place]:
        return True
    above = blocks[place - 1].text
    is_between = place + 1 < len(blocks) and goes_on[place + 1] and blocks[place].gap == 1
    return is_between and len(above) >= _PIECE and above[-1].islower()


def _end(low: Sequence[bool], scored: Iterable[int]) -> int:
    """Find where the run of low lines begins that ends an article; only those that were scored count."""
    end = len(low)
    while end > 0 and low[end - 1]:
        end -= 1
    return end if sum(end <= x for x in scored) >= _LAST_LINES else len(low)


def _probability(score: int) -> float:
    """Turn a score into how sure it is that the line is noise, 0.5 to 1."""
    return round(1 / (1 + exp(max(-1000, score) / 100)), 2)


def evidence(of_line: Mapping[str, int]) -> Iterator[str]:
    """Say what speaks against a line, in words.

    >>> of_line = {"words": -210, "rules": 0, "part rules": 0, "times": 3, "cohesion": 40, "substance": 10}
    >>> list(evidence(of_line | {"body within 3": 0, "prose": 0, "body before": 1000}))
    ['words of boilerplate (-2.1)', 'stands 3 times', 'shares 4 % of its words with the body', 'no running text near']
    """
    words, rules, part_rules, times, substance, cohesion, near, prose, before = (of_line[name] for name in _EVIDENCE)
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
