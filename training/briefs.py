"""Make pages whose article is short, or is no running text: most bodies of the pages to learn from are long, and prose.

To a model that has seen none, a brief, a list of results or a letter looks like more of what the page has around it.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cleaner.lines.hits import Hit
from cleaner.text.language import detect
from cleaner.text.prose import is_sentence
from training.data import Sample, ruled
from training.folds import fold
from training.labels import tokens

BRIEF = ("shortened", "transplanted")
_FEW = 6  # paragraphs
_SENTENCE_END = re.compile(r"[.!?][\"”»)]?\s+(?=[\"“„«¿¡(]?[^\W\d_a-z])|[。！？]")
_WITH_TITLE = 0.8
Articles = dict[tuple[int, str], list[list[str]]]


class _Line(NamedTuple):
    text: str
    gap: int
    label: int
    hit: Hit | None = None
    """What the rules say; None where they have not been asked."""


def briefs(pages: Iterable[Sample], files: Iterable[Path]) -> Iterator[Sample]:
    """Make two short articles of every page: its own, cut down, and an invented one in its place.

    Args:
        pages: the full texts of pages.
        files: of invented articles by language, lists of lines that begin with the title. An article is of one fold, so
            that no model is asked about lines it has seen.

    """
    articles: Articles = defaultdict(list)
    for path in files:
        for language, of_language in json.loads(path.read_text(encoding="utf-8")).items():
            for article in of_language:
                articles[fold(article[0]), language].append(article)
    for page in pages:
        lines = [_Line(*line) for line in zip(page.texts, page.gaps, page.labels, page.hits, strict=True)]
        body = [x for x, line in enumerate(lines) if line.label == 1]
        if body:
            yield from _shortened(page, lines, body)
            yield from _transplanted(page, lines, body, articles)


def _shortened(page: Sample, lines: Sequence[_Line], body: Sequence[int]) -> Iterator[Sample]:
    """Cut the article of a page to a few paragraphs, most of them to a sentence, and leave what is around it."""
    rng = random.Random(f"{page.id} shortened")  # noqa: S311
    paragraphs = [x for x in body if is_sentence(lines[x].text)]
    if len(paragraphs) < _FEW:
        return
    at = rng.choice((0, rng.randrange(len(paragraphs) - 1)))
    kept = set(paragraphs[at : at + rng.randrange(1, _FEW + 1)])
    if rng.random() < _WITH_TITLE:
        kept.add(body[0])
    yield _sample(
        page,
        "shortened",
        [
            line._replace(text=_first_sentences(line.text, rng), hit=None) if x in kept else line
            for x, line in enumerate(lines)
            if line.label != 1 or x in kept
        ],
    )


def _transplanted(page: Sample, lines: Sequence[_Line], body: Sequence[int], articles: Articles) -> Iterator[Sample]:
    """Put an invented article in the place of a page's own."""
    language = detect("\n".join(lines[x].text for x in body[:30])) or "en"
    if not (pool := articles[page.fold, language] or articles[page.fold, "en"]):
        return
    title, *rest = random.Random(f"{page.id} transplanted").choice(pool)  # noqa: S311
    gap = max(lines[x].gap for x in body)
    own = [_Line(title, max(1, gap), -1), *(_Line(text, max(1, gap), 1) for text in rest)]
    yield _sample(page, "transplanted", [*lines[: body[0]], *own, *lines[body[-1] + 1 :]])


def _first_sentences(text: str, rng: random.Random) -> str:
    """Give the first sentence or two of a paragraph, or all of it."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    wanted = rng.choice((1, 1, 2, len(ends) + 1))
    return text[: ends[wanted - 1]].rstrip() if wanted <= len(ends) else text


def _sample(page: Sample, kind: str, lines: Sequence[_Line]) -> Sample:
    fresh = [line.text for line in lines if line.hit is None]
    found = iter(ruled(fresh))
    counts = [len(tokens(line.text)) for line in lines]
    return Sample(
        page.id, f"{kind} {page.kind}", page.fold,
        [line.text for line in lines], [0, *(line.gap for line in lines[1:])], [line.label for line in lines],
        [next(found) if line.hit is None else line.hit for line in lines],
        page.gold_tokens, counts,
    )  # fmt: skip
