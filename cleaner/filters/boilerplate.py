"""Remove what is around the article on its page: menus, lists of headlines, forms, footers. Learned, not written.

A small model looks at every line, its neighbours and its place; `training/` makes it and tells from what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import exp
from pathlib import Path
from typing import Annotated, ClassVar, Literal, NamedTuple

import msgspec
import regex
from msgspec import Meta

from cleaner.article import Considered, Edit
from cleaner.document import Document
from cleaner.filters._code import is_within_code
from cleaner.filters._stretch import Stretch
from cleaner.lines.features import Columns
from cleaner.lines.hits import Hit
from cleaner.lines.model import WEIGHTS, Opinion, load
from cleaner.text.blocks import Block
from cleaner.text.prose import ends_sentence

_KNOWN_LINES, _KNOWN_SHARE = 3, 0.04  # of a page's lines, at least these are known to the rules;
_MANY_KNOWN_LINES, _MANY_KNOWN_SHARE = 8, 0.02  # of a long page's, these
_PAGE_PARAGRAPHS, _LIST_KNOWN_SHARE = 2, 0.1  # where fewer are paragraphs, the lines may be the article, as in a list
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
_MOST_BEHIND = 0.5  # of the characters above it; more is no remainder, but the article itself
_LAST_PARAGRAPH = -4.0  # but a last paragraph scores low by its place alone

_LEFT_TO_RULES = "left to the rules, which know it"
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
    files: ClassVar[Mapping[str, Callable[[Path], object]]] = {"weights": load}

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
        for indexes in document.stretches:
            if len(indexes) >= self.min_lines:
                yield from self._weigh_stretch(Stretch(document, document.blocks[indexes.start : indexes.stop]))

    def _weigh_stretch(self, stretch: Stretch) -> Iterator[_Line]:
        may_be_page = self._may_be_page(stretch)
        asked = range(len(stretch.blocks)) if may_be_page else stretch.unmatched
        if not asked:
            return
        opinion = self._judge(stretch, asked)
        scores = dict(zip(asked, opinion.scores.tolist(), strict=True))
        page_limits = self._page_limits(stretch, scores) if may_be_page else []
        limits = [100 * limit for limit in page_limits or self._article_limits(stretch, scores)]
        kept = [scores.get(x, 0) >= limit for x, limit in enumerate(limits)]
        joined = _stays_with_its_sentence(stretch.blocks, kept)
        left_to_rules = stretch.known if page_limits else [bool(matches) for matches in stretch.matches]
        for x, block in enumerate(stretch.blocks):
            held = _LEFT_TO_RULES if left_to_rules[x] else _what_holds(stretch.blocks, x, joined[x])
            yield _Line(block, scores.get(x, 0), limits[x], held, opinion.columns, x)

    def _judge(self, stretch: Stretch, asked: Sequence[int]) -> Opinion:
        """Ask the model, unless it was asked the very same before."""
        texts, gaps = [block.text for block in stretch.blocks], [block.gap for block in stretch.blocks]
        question = (*texts, str(gaps), str(asked))
        return stretch.document.once(self._ask, question, texts, gaps, stretch.hits, asked)

    def _ask(self, texts: Sequence[str], gaps: Sequence[int], found: Sequence[Hit], asked: Sequence[int]) -> Opinion:
        opinion = load(Path(self.weights) if self.weights else WEIGHTS).judge(texts, gaps, found, asked)
        return Opinion(opinion.scores, {name: opinion.columns[name] for name in _EVIDENCE})

    def _may_be_page(self, stretch: Stretch) -> bool:
        """Tell, before any line is scored, whether the rules know enough lines for a page; what is longer is none."""
        if stretch.is_part or self.text != "auto":
            return self.text == "page"
        lines, unknown = len(stretch.blocks), len(stretch.unknown)
        wanted = max(_KNOWN_LINES, min(_MANY_KNOWN_LINES, _KNOWN_SHARE * lines), _MANY_KNOWN_SHARE * lines)
        if len(stretch.paragraphs) < _PAGE_PARAGRAPHS:
            wanted = max(_MANY_KNOWN_LINES, _LIST_KNOWN_SHARE * lines)
        is_various = len(stretch.known_texts) >= _KNOWN_LINES
        return unknown >= self.page_lines and lines - unknown >= wanted and is_various

    def _page_limits(self, stretch: Stretch, scores: Mapping[int, int]) -> list[float]:
        """Give the limit for each line of a page; none where the lines, now that they are scored, speak for no page."""
        is_told = self.text == "page"
        best = max((scores[x] for x in stretch.paragraphs), default=-_HIGH) / 100
        if not is_told and not (best > _NO_BODY and self._is_noisy(stretch, scores)):
            return []
        limit = min(self.page, best - _REACH) if stretch.paragraphs else self.page
        is_short = not is_told and len(stretch.unknown) < _LONG_PAGE
        limits = [limit - _SENTENCE_OF_PAGE if of_sentence or is_short else limit for of_sentence in stretch.sentences]
        kept = [scores[x] >= 100 * limits[x] for x in stretch.paragraphs]
        changes = sum(left != right for left, right in pairwise(kept))
        return limits if is_told or changes <= _MOST_CHANGES else []

    def _is_noisy(self, stretch: Stretch, scores: Mapping[int, int]) -> bool:
        """Tell whether enough of a page's lines score as boilerplate, some of them outside its paragraphs."""
        low = [x for x in stretch.unknown if scores[x] < 0]
        paragraphs = stretch.paragraphs
        around = sum(x < paragraphs[0] or x > paragraphs[-1] for x in low) if paragraphs else 0
        return len(low) > self.noisy * len(stretch.unknown) and around >= _LINES_AROUND

    def _article_limits(self, stretch: Stretch, scores: Mapping[int, int]) -> list[float]:
        """Give the limit for each line of what is no page: sentences are spared, but for what was left at the end."""
        if stretch.is_part or len(stretch.paragraphs) > _MOST_PARAGRAPHS:
            return [-_HIGH if of_sentence else self.article for of_sentence in stretch.sentences]
        limits = [self.paragraph if of_prose else self.article for of_prose in stretch.prose]
        at_end = [_LAST_PARAGRAPH if of_prose else 0.0 for of_prose in stretch.prose]
        scored = {x: scores[x] for x in stretch.unmatched}
        end = _end([scored.get(x, -_HIGH) < 100 * limit for x, limit in enumerate(at_end)], scored)
        sizes = [len(block.text) for block in stretch.blocks]
        is_behind_article = any(stretch.prose[:end]) and sum(sizes[end:]) < _MOST_BEHIND * sum(sizes[:end])
        return limits[:end] + at_end[end:] if is_behind_article else limits


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


def _what_holds(blocks: Sequence[Block], place: int, is_joined: bool) -> str:
    """Say what keeps a line in that the rules do not know, however low it scores; nothing where nothing does."""
    if _is_article(blocks[place].text):
        return "so many sentences on one line may be the article itself"
    if is_joined:
        return "one sentence with a line that stays"
    return "one of several lines of code" if is_within_code(blocks, place) else ""


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
