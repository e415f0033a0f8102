"""Put short articles into pages: most bodies of the pages to learn from are long, and prose.

To a model that has seen no others a brief, a list of results or a letter looks like more of what is around it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.text.language import detect
from cleaner.text.prose import is_sentence
from training.data import Sample, ruled
from training.files import by_language
from training.folds import fold
from training.labels import counts

_KIND = "transplanted"
_LINES_OF_LANGUAGE = 30
_BODY, _NOISE = 2, 0.5
Articles = dict[tuple[int, str], list[list[str]]]


def read_articles(files: Iterable[Path]) -> Articles:
    """Read invented articles, lists of lines that begin with the title, by fold and language.

    An article is of one fold, so that no model is asked about lines it has seen.
    """
    found: Articles = defaultdict(list)
    for language, articles in by_language(files):
        for article in articles:
            found[fold(article[0]), language].append(article)
    return found


def pick(articles: Articles, of: int, language: str | None, seed: str) -> list[str]:
    """Choose an article of a fold: one of the language, else an English one; nothing where there is none."""
    pool = articles.get((of, language or "en")) or articles.get((of, "en"))
    return random.Random(seed).choice(pool) if pool else []  # noqa: S311


def transplanted(pages: Iterable[Sample], articles: Articles) -> Iterator[Sample]:
    """Put an invented article of its fold and its language, else an English one, in the place of each page's own."""
    for page in pages:
        body = [x for x, label in enumerate(page.labels) if label == 1]
        if not body:
            continue
        language = detect("\n".join(page.texts[x] for x in body[:_LINES_OF_LANGUAGE]))
        if article := pick(articles, page.fold, language, f"{page.id} {_KIND}"):
            yield _put(article, page, body[0], body[-1] + 1)


def _put(article: list[str], page: Sample, start: int, end: int) -> Sample:
    gap = max(1, *page.gaps[start:end])
    texts = [*page.texts[:start], *article, *page.texts[end:]]
    return replace(
        page,
        kind=f"{_KIND} {page.kind}",
        texts=texts,
        gaps=[0, *[*page.gaps[:start], *[gap] * len(article), *page.gaps[end:]][1:]],
        labels=[*page.labels[:start], -1, *[1] * (len(article) - 1), *page.labels[end:]],
        hits=[*page.hits[:start], *ruled(article), *page.hits[end:]],
        tokens=counts(texts),
    )


def is_brief(sample: Sample) -> bool:
    """Tell whether a sample is of those made here."""
    return sample.kind.startswith(_KIND)


def weigh(sample: Sample, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Change what its lines weigh: its body counts.

    What is around weighs less, as it is in the page's own sample, too, and sentences there weigh nothing: else they
    teach that an article ends after a few paragraphs.
    """
    sentences = np.array([is_sentence(text) for text in sample.texts])
    return weights * np.where(np.array(sample.labels) == 1, _BODY, np.where(sentences, 0, _NOISE))
