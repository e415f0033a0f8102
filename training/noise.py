"""Make noisy articles out of clean ones: lines that stood as noise elsewhere, invented phrases, teasers."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from cleaner.lines.hits import Hit
from cleaner.text.language import detect
from training.data import Sample, ruled
from training.files import by_language, read_phrases
from training.folds import fold
from training.labels import counts
from training.leads import STAMP, cut, glued, leads, stamped, whole_words

_LEAVE_SOME = ("trafilatura", "trafilatura-recall", "main-resiliparse")  # a little of it, here and there
_LONGEST = 450
_LONGEST_RUN = 8
_CUTS = (110, 120, 140, 155, 160, 180, 200, 250)
_STAMPS = (STAMP, "12 March 2024 - ", "2024-05-11 10:20 ", "Updated: 3 May 2025 | ")

_SORTS = (
    ("real", "real", 5), ("invented", "invented", 5), ("invented again", "invented", 5),
    ("short", "invented", 7), ("short again", "invented", 7),
)  # fmt: skip
_T = TypeVar("_T")
ByPlace = dict[tuple[int, str], list[_T]]
"""What may go into the articles of a fold and a language."""


def noised(samples: list[Sample], phrases: Iterable[Path], negatives: Iterable[Path]) -> Iterator[Sample]:
    """Put noise into every gold body, five times over, each time of another sort, twice into a short piece of it.

    Everything that goes into an article of a fold is of that fold, so that no model is asked about a line it has seen.

    Args:
        samples: of texts.
        phrases: files of phrases by language and kind.
        negatives: files of sentences that look like noise and are none, by language.

    """
    golds = [sample for sample in samples if sample.kind == "gold"]
    languages = {sample.id: detect("\n".join(sample.texts[:30])) or "en" for sample in golds}
    runs = {"real": _left_by_extractors(samples, golds, languages), "invented": _invented(phrases)}
    kept = _kept(negatives)
    stories = _stories(golds, languages)
    for sample in golds:
        place = (sample.fold, languages[sample.id])
        for sort, source, most in _SORTS:
            rng = random.Random(f"{sample.id} {sort}")  # noqa: S311
            pool = runs[source][place] or runs[source][sample.fold, "en"]
            inserted = [(run, 0) for run in rng.choices(pool, k=rng.randrange(most))] if pool else []
            if source == "invented":
                inserted += [([_teaser(rng, *story)], 0) for story in _some(rng, stories[place])]
                inserted += [([line], 1) for line in _some(rng, kept[place])]
            host = _piece(sample, rng) if sort.startswith("short") else sample
            if inserted:
                yield _with(host, rng, f"noised {sort}", inserted)


def _piece(sample: Sample, rng: random.Random) -> Sample:
    """Cut a short article out of a body, as most bodies of these pages are longer than news is."""
    size = rng.randrange(4, 13)
    at = rng.randrange(max(1, len(sample.texts) - size + 1))
    part = slice(at, at + size)
    return replace(
        sample,
        texts=sample.texts[part],
        gaps=[0, *sample.gaps[part][1:]],
        labels=sample.labels[part],
        hits=sample.hits[part],
        tokens=sample.tokens[part],
        gold_tokens=sum(sample.tokens[part]),
    )


def _some(rng: random.Random, pool: list[_T]) -> list[_T]:
    return rng.choices(pool, k=rng.randrange(3)) if pool else []


def _left_by_extractors(samples: list[Sample], golds: list[Sample], languages: dict[str, str]) -> ByPlace[list[str]]:
    """Collect the short runs of lines that extractors leave in and that stand nowhere in the body."""
    bodies = {sample.id: "\n".join(sample.texts).lower() for sample in golds}
    found: ByPlace[list[str]] = defaultdict(list)
    for sample in samples:
        if sample.kind not in _LEAVE_SOME or sample.id not in bodies:
            continue
        run: list[str] = []
        for text, of in [*zip(sample.texts, sample.labels, strict=True), ("", 1)]:
            if of == 0 and len(text) <= _LONGEST and text.lower() not in bodies[sample.id]:
                run.append(text)
                continue
            if 0 < len(run) <= _LONGEST_RUN:
                found[sample.fold, languages[sample.id]].append(run)
            run = []
    return found


def _invented(files: Iterable[Path]) -> ByPlace[list[str]]:
    found: ByPlace[list[str]] = defaultdict(list)
    for phrase in read_phrases(files):
        lines = [line.strip() for line in phrase.text.split("\n") if line.strip()]
        found[fold(phrase.text), phrase.language].append(lines)
    return found


def _kept(files: Iterable[Path]) -> ByPlace[str]:
    found: ByPlace[str] = defaultdict(list)
    for language, lines in by_language(files):
        for line in lines:
            found[fold(line), language].append(line)
    return found


def _stories(golds: list[Sample], languages: dict[str, str]) -> ByPlace[tuple[str, str]]:
    """Collect the titles and the leads that teasers are made of."""
    found: ByPlace[tuple[str, str]] = defaultdict(list)
    for sample in golds:
        for lead in leads(sample.texts)[:1]:
            found[sample.fold, languages[sample.id]].append((sample.texts[0], lead))
    return found


def _teaser(rng: random.Random, title: str, lead: str) -> str:
    size = rng.choice(_CUTS)
    whole = whole_words(lead[:size])
    return rng.choice(
        (
            glued(title[:120], lead, size),
            cut(lead, size),
            stamped(rng.choice(_STAMPS), lead, size),
            whole + rng.choice(("...", "…", " [...]")),
            lead[:400],
            whole,
        )
    )


def _with(sample: Sample, rng: random.Random, kind: str, inserted: list[tuple[list[str], int]]) -> Sample:
    gap = sample.gaps[1] if len(sample.gaps) > 1 else 2
    lines = list(zip(sample.texts, sample.gaps, sample.labels, sample.hits, strict=True))
    end = len(lines)
    places = [(end if rng.random() < 0.4 else rng.randrange(end + 1), run, of) for run, of in inserted]
    rows: list[tuple[str, int, int, Hit]] = []
    for at in range(end + 1):
        for place, run, of in places:
            if place == at:
                found = [Hit()] * len(run) if rng.random() < 0.5 else ruled(run)  # as if no rule knew it
                gaps = [gap] + [rng.choice((1, gap))] * (len(run) - 1)
                rows += zip(run, gaps, [of] * len(run), found, strict=True)
        if at < end:
            rows.append(lines[at])
    texts, gaps, labels, found = (list(column) for column in zip(*rows, strict=True))
    own = (texts, [0, *gaps[1:]], labels, found)
    return Sample(sample.id, kind, sample.fold, *own, sample.gold_tokens, counts(texts))
