"""Which lines of a page are its article's: what every reading of the page says, weighed together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.config import HtmlConfig
from cleaner.document import Memo, scan
from cleaner.lines.hits import hits
from cleaner.lines.model import WEIGHTS, load
from cleaner.reading.candidates import found_in
from cleaner.reading.dom import DomLine
from cleaner.rules.matcher import Matcher
from cleaner.text.prose import is_sentence, words

_KEPT, _SENTENCE = 50, 50  # hundredths of a logit that more must speak against what both readings keep
_LINKS = 100  # hundredths of a logit that more must speak for a list of links that trafilatura leaves out,
_LIST = 3  # which so many lines make, each with
_LINKED = 0.9  # of its characters inside links
_WHOLE_PAGE = 25  # lines; of a smaller piece the model, which has seen whole pages, knows too little
_FOREIGN = -1000  # the score of what belongs to another article,
_BODY_CHARS = 500  # which has a heading of its own and so many characters of sentences


class Known(NamedTuple):
    """What else is known of a page: the text that trafilatura extracts, the body in its structured data, the title."""

    extracted: str
    said: str | None
    title: str | None


class Chosen(NamedTuple):
    """The lines of a page that its article is made of, the scores of those among them that are noise, and the rest."""

    texts: list[str]
    noise: dict[str, int]
    left_out: dict[str, int]


def choose(
    lines: Sequence[DomLine],
    known: Known,
    matcher: Matcher,
    config: HtmlConfig,
    keeps: Matcher | None,
    memo: Memo,
) -> Chosen:
    """Choose the lines of a page that are its article's, that the other reading of it takes for such, or that are kept.

    What the other reading takes is the article's unless more speaks against it than against the rest, and still more
    if it is a sentence; in a piece of a page, as feeds deliver it, every sentence of its stays. For a list of links
    that it leaves out more must speak: of a language that the model has seen little of, it knows too little to tell
    headlines from the article. Those lines of the other reading, and of the kept ones, that are not the article's are
    named as noise, for the chain to cut, so that the record shows what was cut and why.
    """
    texts = [line.text for line in lines]
    model = load(Path(config.weights) if config.weights else WEIGHTS)
    columns = model.columns(texts, [0] + [1] * (len(texts) - 1), hits(scan(matcher, texts, memo)))
    folded = [words(text) for text in texts]
    kept = np.maximum(found_in(folded, known.extracted), 0)
    scores = model.judge_page(lines, columns, kept, found_in(folded, known.said)).scores
    others = kept > 0
    sentences = np.fromiter(map(is_sentence, texts), bool, len(texts))
    scores = np.where(_of_other_articles(lines, sentences, known.title), _FOREIGN, scores)
    links = _lists_of_links(lines, others)
    body = scores > 100 * config.threshold - _KEPT * others - _SENTENCE * (others & sentences) + _LINKS * links
    if len(lines) < _WHOLE_PAGE:
        body |= others & sentences
    if keeps and keeps.rules:
        others |= np.array([bool(matches) for matches in keeps.scan(texts, {})])
    chosen = [texts[index] for index in np.flatnonzero(body | others)]
    staying = {texts[index] for index in np.flatnonzero(body)}
    noise = {texts[i]: int(scores[i]) for i in np.flatnonzero(others) if texts[i] not in staying}
    taken = set(chosen)
    left_out = {text: int(score) for text, score in zip(texts, scores, strict=True) if text not in taken}
    return Chosen(chosen, noise, left_out)


def _lists_of_links(lines: Sequence[DomLine], others: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell of every line whether it is of a run of links that the other reading leaves out."""
    are_links = [
        not other and line.linked >= _LINKED * len(line.text) for line, other in zip(lines, others, strict=True)
    ]
    runs = [(is_link, len(list(run))) for is_link, run in groupby(are_links)]
    return np.repeat([is_link and length >= _LIST for is_link, length in runs], [length for _, length in runs])


def _of_other_articles(lines: Sequence[DomLine], sentences: NDArray[np.bool_], title: str | None) -> NDArray[np.bool_]:
    """Tell of every line whether it is of an article that the page puts below its own, to be read on.

    The page's own is the first `<article>` with a heading, and the heading must be the page's title: the entries of a
    live blog and the posts of a list may be such elements, too, and there the title stands over all of them.
    """
    numbers = np.array([line.article for line in lines])
    size = np.bincount(numbers, sentences * np.array([len(line.text) for line in lines]))
    headings: dict[int, str] = {}
    for line in lines:
        if line.tag == "h1" and line.article and size[line.article] >= _BODY_CHARS:
            headings.setdefault(line.article, line.text)
    own, *others = headings.items() or [(0, "")]
    is_own = bool(title) and words(own[1]) == words(title or "")
    return np.isin(numbers, [number for number, _ in others if is_own])
