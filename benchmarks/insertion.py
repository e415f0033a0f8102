"""Put noise into the bodies of real pages at random places, clean them, and count what is gone and what was lost.

    python benchmarks/insertion.py [--data FOLDER] [--phrases FILE] [--seen] [--misses] [--harm]

Into every body go five phrases of as many kinds, two teasers of other articles of the set (cut, glued to their
headline, or behind a date stamp), and a copy of one of its paragraphs. Each body is cleaned by a model that has not
seen its publisher; with `--seen` by the one that ships. `lost` counts the body's words that are gone after cleaning,
less those that cleaning takes from the body by itself (which `benchmarks/quality.py` measures).
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

from common import HEAD, ROOT, SHIPPED, cleaner, kept, parser, tokens

from cleaner import Article
from cleaner.text.language import detect
from training.files import by_language, listings, read_pages
from training.leads import STAMP, cut, glued, leads, stamped

PHRASES = ROOT / "benchmarks" / "phrases" / "unseen.json"
_HARMLESS = ("title", "encoding", "whitespace", "repeat")
"""Kinds of edits after which all words of a body are still there."""


class Noise(NamedTuple):
    """What is put in, and before which paragraph."""

    kind: str
    text: str
    place: int


class Result(NamedTuple):
    """What became of a body with noise in it: lines by kind, what stayed of them, and what the body lost."""

    lines: Counter[str]
    missed: list[tuple[str, str]]
    lost: int
    lost_alone: int
    words: int
    harm: list[tuple[str, str]]


@cache
def bodies(folder: Path, seen: bool) -> list[dict[str, Any]]:
    """Read all pages, each with its language and the model that shall clean it."""
    return [
        page | {"model": SHIPPED if seen else page["fold"], "language": detect(page["gold"]) or "en"}
        for listing in listings(folder)
        for page in read_pages(listing)
    ]


@cache
def phrases_of(path: Path) -> dict[str, dict[str, list[str]]]:
    """Read the phrases by language and kind."""
    return dict(by_language([path]))


def noise(row: dict[str, Any], rows: list[dict[str, Any]], phrases: Path, seed: int) -> tuple[list[str], list[Noise]]:
    """Give the paragraphs of a body and what goes between them, the same for the same seed."""
    rng = random.Random(seed)
    paragraphs = [paragraph for paragraph in row["gold"].split("\n\n") if paragraph.strip()]
    end = len(paragraphs)
    kinds = phrases_of(phrases).get(row["language"]) or phrases_of(phrases)["en"]
    found = []
    for kind in rng.sample(sorted(kinds), min(5, len(kinds))):
        found.append(Noise(kind, rng.choice(kinds[kind]), 0 if kind in HEAD else rng.randrange(1, end + 1)))
    found += _teasers(rng, row, rows, end)
    long = [p for p in paragraphs if len(p) > 70 and "\n" not in p and p.rstrip().endswith((".", "。", "”"))]
    if long:
        found.append(Noise("repeat", rng.choice(long), end))
    return paragraphs, found


def _teasers(rng: random.Random, row: dict[str, Any], rows: list[dict[str, Any]], end: int) -> Iterator[Noise]:
    for _ in range(2):
        other = rows[rng.randrange(len(rows))]
        found = leads(other["gold"].split("\n\n"))
        if other["id"] == row["id"] or not other.get("title") or other["language"] != row["language"] or not found:
            continue
        size = rng.choice((140, 155, 160, 200))
        style = rng.choice(("glued", "cut", "stamped"))
        text = {
            "glued": glued(other["title"], found[0], size),
            "cut": cut(found[0], size),
            "stamped": stamped(STAMP, found[0], size),
        }[style]
        if "\n" not in text:
            yield Noise(f"teaser, {style}", text, rng.choice((end, end, rng.randrange(1, end + 1))))


def mixed(paragraphs: list[str], inserted: list[Noise]) -> str:
    """Put noise between paragraphs."""
    parts: list[str] = []
    for place in range(len(paragraphs) + 1):
        parts += [one.text for one in inserted if one.place == place]
        parts += paragraphs[place : place + 1]
    return "\n\n".join(parts)


def lines_of(text: str) -> list[str]:
    """Split into lines, without blank ones."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def missed(inserted: list[Noise], before: str, after: str) -> Iterator[tuple[str, str]]:
    """Give the lines that were put in and are there more often than in the body itself, with their kind."""
    had, left = Counter(lines_of(before)), Counter(lines_of(after))
    for one in inserted:
        yield from ((one.kind, line) for line in lines_of(one.text) if left[line] > had[line])


def harm(inserted: list[Noise], article: Article, alone: Article) -> Iterator[tuple[str, str]]:
    """Give the lines of the body that went because of what was put in, with the rule that took them."""
    own = [line for one in inserted for line in lines_of(one.text)]
    before = {line for edit in alone.edits for line in lines_of(edit.removed)}
    for edit in article.edits:
        if edit.kind not in _HARMLESS:
            for line in lines_of(edit.removed):
                if line not in before and not any(line in other for other in own):
                    yield edit.rule, line


def measure(task: tuple[Path, bool, Path, int]) -> Result:
    """Put noise into one body, clean it, and clean the body alone."""
    folder, seen, phrases, number = task
    rows = bodies(folder, seen)
    body, model = rows[number]["gold"], rows[number]["model"]
    paragraphs, inserted = noise(rows[number], rows, phrases, number)
    article = cleaner(model).clean(mixed(paragraphs, inserted), "text")
    alone = cleaner(model).clean(body, "text")
    gold = tokens(body)
    return Result(
        lines=Counter(one.kind for one in inserted for _ in lines_of(one.text)),
        missed=[*missed(inserted, body, article.text)],
        lost=(gold - kept(article)).total(),
        lost_alone=(gold - kept(alone)).total(),
        words=gold.total(),
        harm=[*harm(inserted, article, alone)],
    )


def report(found: list[Result]) -> Iterator[str]:
    """Write the share of the lines that is gone, by kind, and of the words that were lost."""
    lines: Counter[str] = sum((result.lines for result in found), Counter())
    stayed = Counter(kind for result in found for kind, _ in result.missed)
    for kind in sorted(lines):
        yield f"{kind:18} {(lines[kind] - stayed[kind]) / lines[kind]:.3f} of {lines[kind]}"
    words, lost = sum(r.words for r in found), sum(r.lost for r in found)
    more = lost - sum(r.lost_alone for r in found)
    yield f"lost {more / words:.5f}, with what the body alone loses {lost / words:.5f}"


def misses(found: Iterable[Result]) -> Iterator[str]:
    """List by kind what stayed most often."""
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for result in found:
        for kind, line in result.missed:
            by_kind[kind][line] += 1
    for kind, lines in sorted(by_kind.items()):
        yield f"== {kind}"
        yield from (f"  {times} {line[:160]}" for line, times in lines.most_common(15))


def main() -> None:
    """Measure as the command line asks."""
    asked = parser(__doc__)
    asked.add_argument("--phrases", type=Path, default=PHRASES)
    asked.add_argument("--seen", action="store_true", help="use the model that ships")
    asked.add_argument("--misses", action="store_true", help="list what was not taken")
    asked.add_argument("--harm", action="store_true", help="list what was taken from the bodies")
    asked.add_argument("--limit", type=int, default=0)
    options = asked.parse_args()
    if not options.data.is_dir():
        sys.exit(f"{options.data.name} is absent: there is nothing to measure")
    count = len(bodies(options.data, options.seen))
    tasks = [(options.data, options.seen, options.phrases, n) for n in range(min(count, options.limit or count))]
    with Pool() as pool:
        found = pool.map(measure, tasks, chunksize=8)
    print(*report(found), sep="\n")
    if options.misses:
        print(*misses(found), sep="\n")
    if options.harm:
        for rule, text in (one for result in found for one in result.harm):
            print(f"{rule}: {text[:160]}")


if __name__ == "__main__":
    main()
