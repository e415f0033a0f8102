"""Make noisy articles out of clean ones: lines that stood as noise elsewhere, invented phrases, teasers."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from cleaner.lines.hits import Hit
from cleaner.text.language import detect
from training.data import Sample, ruled
from training.folds import FOLDS
from training.labels import tokens

_NEARLY_CLEAN = ("trafilatura", "trafilatura-recall", "main-resiliparse")
_LONGEST = 450
_LONGEST_RUN = 8
_HEAD = ("date_header", "byline", "navigation")
_CUTS = (110, 120, 140, 155, 160, 180, 200, 250)
_STAMPS = ("Dec 23, 2024 01:29 PM IST ", "12 March 2024 - ", "2024-05-11 10:20 ", "Updated: 3 May 2025 | ")

_SORTS = (
    ("real", "real", 5), ("invented", "invented", 5), ("invented again", "invented", 5),
    ("short", "invented", 7), ("short again", "invented", 7),
)  # fmt: skip
_T = TypeVar("_T")
Runs = dict[tuple[int, str], list[list[str]]]


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
    real = _real(samples, {sample.id: sample for sample in golds}, languages)
    invented = _by_fold(phrases)
    kept = _kept_by_fold(negatives)
    leads: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    for sample in golds:
        if lead := next((text for text in sample.texts if len(text) > 120), None):
            leads[sample.fold, languages[sample.id]].append((sample.texts[0], lead))
    for sample in golds:
        place = (sample.fold, languages[sample.id])
        for sort, source, most in _SORTS:
            rng = random.Random(f"{sample.id} {sort}")  # noqa: S311
            pools = real if source == "real" else invented
            pool = pools[place] or pools[sample.fold, "en"]
            inserted = [(run, 0) for run in rng.choices(pool, k=rng.randrange(most))] if pool else []
            if source != "real":
                inserted += [([_teaser(rng, *pick)], 0) for pick in _some(rng, leads[place])]
                inserted += [([line], 1) for line in _some(rng, kept[place])]
            host = _piece(sample, rng) if sort.startswith("short") else sample
            if inserted:
                yield _with(host, rng, f"noised {sort}", inserted)


def _piece(sample: Sample, rng: random.Random) -> Sample:
    """Cut a short article out of a body, as most bodies of these pages are longer than news is."""
    size = rng.randrange(4, 13)
    at = rng.randrange(max(1, len(sample.texts) - size + 1))
    cut = slice(at, at + size)
    return replace(
        sample,
        texts=sample.texts[cut],
        gaps=[0, *sample.gaps[cut][1:]],
        labels=sample.labels[cut],
        hits=sample.hits[cut],
        tokens=sample.tokens[cut],
        gold_tokens=sum(sample.tokens[cut]),
    )


def _some(rng: random.Random, pool: list[_T]) -> list[_T]:
    return rng.choices(pool, k=rng.randrange(3)) if pool else []


def _real(samples: list[Sample], golds: dict[str, Sample], languages: dict[str, str]) -> Runs:
    runs: Runs = defaultdict(list)
    for sample in samples:
        if sample.kind not in _NEARLY_CLEAN or sample.id not in golds:
            continue
        body = "\n".join(golds[sample.id].texts).lower()
        run: list[str] = []
        for text, of in [*zip(sample.texts, sample.labels, strict=True), ("", 1)]:
            if of == 0 and len(text) <= _LONGEST and text.lower() not in body:
                run.append(text)
                continue
            if 0 < len(run) <= _LONGEST_RUN:
                runs[sample.fold, languages[sample.id]].append(run)
            run = []
    return runs


def _by_fold(paths: Iterable[Path]) -> Runs:
    runs: Runs = defaultdict(list)
    for path in paths:
        for language, kinds in json.loads(path.read_text(encoding="utf-8")).items():
            for kind in sorted(kinds):
                for phrase in kinds[kind]:
                    lines = [line.strip() for line in phrase.split("\n") if line.strip()]
                    runs[_fold(phrase), language].append(lines)
    return runs


def _kept_by_fold(paths: Iterable[Path]) -> dict[tuple[int, str], list[str]]:
    kept: dict[tuple[int, str], list[str]] = defaultdict(list)
    for path in paths:
        for language, lines in json.loads(path.read_text(encoding="utf-8")).items():
            for line in lines:
                kept[_fold(line), language].append(line)
    return kept


def _fold(text: str) -> int:
    return int(sha256(text.encode()).hexdigest(), 16) % FOLDS


def _teaser(rng: random.Random, title: str, lead: str) -> str:
    size = rng.choice(_CUTS)
    cut = lead[:size].rsplit(" ", 1)[0]
    return rng.choice(
        (
            (title[:120] + lead)[:size],
            lead[:size].rstrip(" ."),
            rng.choice(_STAMPS) + lead[:size].split(". ")[0].rstrip(".") + ".",
            cut + rng.choice(("...", "…", " [...]")),
            lead[:400],
            cut,
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
    return Sample(
        sample.id, kind, sample.fold, texts, [0, *gaps[1:]], labels, found, sample.gold_tokens,
        [len(tokens(text)) for text in texts],
    )  # fmt: skip
