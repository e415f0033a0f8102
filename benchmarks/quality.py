"""Measure what cleaning does to texts and pages whose gold body is known, beside C4's line rules.

    python benchmarks/quality.py [--data FOLDER] [--limit N] [--seen] [--check] [--write]

FOLDER holds `*.texts.jsonl.gz` (`id`, `extractor`, `text`, `gold`), `*.pages.jsonl.gz` and `html/`. Where it is absent,
only the project's own corpus is measured. Every page is cleaned by a model that has not seen its publisher
(`training/models`); with `--seen` by the one that ships. `--check` compares with `benchmarks/floors.json` and fails
where a score is lower; `--write` renews `docs/quality.md`.

Scores are averages over documents. F1: of the multiset of tokens against the gold; `lost`: the share of the gold's
tokens in the input that cleaning took away (an extracted title counts as kept; of an input that holds less than a
twentieth of the body, as where an extractor gave the comments, nothing can be lost); `untouched`: the share of
documents without a change.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import trafilatura
from common import ROOT, SHIPPED, c4_rules, cleaner, f1, kept, parser, tokens

from cleaner import Article
from cleaner.corpus import read_samples
from cleaner.reading import html
from cleaner.reading.decode import decode
from training.files import json_lines, listings, page_bytes, read_pages

CORPUS = "corpus"
FIELDS = ("title", "date", "author")
PEER = "{}, trafilatura"
_PRESENT = 0.05
Scores = dict[str, float]
Row = tuple[str, str, dict[str, Any]]
"""The group that a document is of, `text` or `page`, and the document."""


@cache
def c4_lines() -> Callable[[str], str] | None:
    """Give C4's rules about lines, without those that throw whole documents away."""
    return c4_rules(filter_lorem_ipsum=False, filter_curly_bracket=False)


def folded(text: str | None) -> str:
    """Reduce to words in lower case: how a headline is set does not count."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text or "").casefold()).strip()


def overlap(one: str | None, other: str | None) -> float:
    """Tell which share of the words of two texts both have."""
    a, b = set(folded(one).split()), set(folded(other).split())
    return len(a & b) / max(1, len(a | b))


def measure_text(row: dict[str, Any], without: tuple[str, ...] = ()) -> Scores:
    """Score one text against its gold, cleaned by its model and, it may be, without some filters."""
    gold, raw = tokens(row["gold"]), tokens(row["text"])
    article = cleaner(row["model"], without).clean(row["text"], "text")
    body = raw & gold
    if body.total() < _PRESENT * gold.total():
        body = Counter()
    scores = {
        "raw F1": f1(raw, gold),
        "F1": f1(tokens(article.text), gold),
        "lost": (body - kept(article)).total() / max(1, body.total()),
        "untouched": float(article.text == row["text"]),
    }
    if peer := c4_lines():
        other = tokens(peer(row["text"]))
        scores |= {"C4 rules F1": f1(other, gold), "C4 rules lost": (body - other).total() / max(1, body.total())}
    return scores


def measure_page(row: dict[str, Any]) -> Scores:
    """Score what becomes of a page, its metadata, too, beside what trafilatura makes of it."""
    gold = tokens(row["gold"])
    source = page_bytes(row["path"])
    article = cleaner(row["model"]).clean(source, "html")
    found = trafilaturas(source)
    scores = {"raw F1": f1(tokens((found.text or "") if found else ""), gold), "F1": f1(tokens(article.text), gold)}
    return scores | metadata(row, article, found)


def trafilaturas(source: bytes) -> Any:
    """What trafilatura gives by itself: its dates, too, by the extensive search that is its default."""
    tree = html.parse(decode(source)[0])
    for with_metadata in (True, False) if tree is not None else ():
        with suppress(Exception):  # it fails at the dates of some broken pages
            return trafilatura.bare_extraction(tree, with_metadata=with_metadata, **html.SETTINGS)
    return None


def metadata(row: dict[str, Any], article: Article, found: Any) -> Scores:
    """Score the fields of which the truth is known."""
    ours = {"title": article.title, "date": str(article.date), "author": article.byline}
    scores: Scores = {}
    for field in FIELDS:
        if truth := row.get(field):
            scores[field] = agreement(field, ours[field], truth)
            scores[PEER.format(field)] = agreement(field, getattr(found, field), truth) if found else 0.0
    return scores


def agreement(field: str, said: str | None, truth: str | list[str]) -> float:
    """Compare what is said of a page with the truth: title and day are right or wrong, of the authors a share is."""
    true = truth if isinstance(truth, str) else ", ".join(truth)
    match field:
        case "title":
            return float(folded(said) == folded(true))
        case "date":
            return float((said or "")[:10] == true[:10])
        case _:
            return overlap(said, true)


def measure(row: Row) -> tuple[str, Scores]:
    """Score one document, and say which group it counts for."""
    group, kind, data = row
    return group, (measure_page if kind == "page" else measure_text)(data)


def rows(folder: Path, limit: int, seen: bool) -> Iterator[Row]:
    """Give all documents: of the corpus, of every page its HTML and its gold, and the texts of other tools."""
    for sample in read_samples(ROOT / "corpus"):
        kind = "clean" if sample.is_clean else "noisy"
        yield f"{CORPUS}, {kind} articles", "text", {"text": sample.raw, "gold": sample.gold, "model": SHIPPED}
    for listing in listings(folder):
        name = listing.name.split(".")[0]
        pages = {page["id"]: page | {"model": SHIPPED if seen else page["fold"]} for page in read_pages(listing)}
        wanted = dict(list(pages.items())[: limit or None])
        for key, page in wanted.items():
            yield f"{name}, HTML", "page", page
            body = {"id": key, "text": page["gold"], "gold": page["gold"], "model": page["model"]}
            yield f"{name}, gold", "text", body
        for text in json_lines(folder / f"{name}.texts.jsonl.gz"):
            if owner := wanted.get(text["id"]):
                yield f"{name}, {text['extractor']}", "text", text | {"model": owner["model"]}


def means(groups: dict[str, list[Scores]]) -> dict[str, Scores]:
    """Average every score of a group over the documents that have it."""
    result: dict[str, Scores] = {}
    for group, found in groups.items():
        names = list(dict.fromkeys(name for scores in found for name in scores))
        result[group] = {"documents": len(found)}
        for name in names:
            values = [scores[name] for scores in found if name in scores]
            result[group][name] = sum(values) / len(values)
    return result


def table(found: dict[str, Scores], names: list[str]) -> str:
    """Write the scores of these names in Markdown."""
    lines = ["| input | documents | " + " | ".join(names) + " |", "|---" * (len(names) + 2) + "|"]
    for group, scores in found.items():
        cells = (f"{scores[name]:.4f}" if name in scores else "" for name in names)
        lines.append(f"| {group} | {scores['documents']:.0f} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def report(found: dict[str, Scores]) -> str:
    """Write a table of bodies and, where there are pages, one of their metadata."""
    bodies = ["raw F1", "F1", "lost", "untouched", "C4 rules F1", "C4 rules lost"]
    text = table(found, [name for name in bodies if any(name in scores for scores in found.values())])
    if pages := {group: scores for group, scores in found.items() if group.endswith("HTML")}:
        names = [name for field in FIELDS for name in (field, PEER.format(field))]
        text += "\n\nMetadata of pages (title and date exact, the share of the authors' names):\n\n"
        text += table(pages, names)
    return text


def below(found: dict[str, Scores], floors: dict[str, Scores]) -> list[str]:
    """Say which scores are worse than their floor; of a set that was measured, and of the corpus, none may be missing.

    >>> below({"corpus, gold": {"lost": 0.02}}, {"corpus, gold": {"lost": 0.01}, "wcxb, gold": {"lost": 0.01}})
    ['corpus, gold: lost is 0.0200, its floor is 0.01']
    >>> below({}, {"corpus, gold": {"lost": 0.01}})
    ['corpus, gold: was not measured']
    """
    measured = {CORPUS, *map(_set_of, found)}
    failures = []
    for group, scores in floors.items():
        if group in found:
            failures += [
                f"{group}: {name} is {found[group][name]:.4f}, its floor is {floor}"
                for name, floor in scores.items()
                if (found[group][name] > floor if name == "lost" else found[group][name] < floor)
            ]
        elif _set_of(group) in measured:
            failures.append(f"{group}: was not measured")
    return failures


def _set_of(group: str) -> str:
    return group.partition(",")[0]


def document(text: str) -> str:
    """Put the tables below the text of `docs/quality.md`, with the day and the versions."""
    names = ("newsclean", "trafilatura", "ftfy", "regex")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    head = (ROOT / "docs" / "quality.head.md").read_text(encoding="utf-8")
    return f"{head}\nMeasured on {dt.date.today():%d %B %Y} with {versions}.\n\n{text}\n"


def main() -> None:
    """Measure as the command line asks."""
    asked = parser(__doc__)
    asked.add_argument("--limit", type=int, default=0, help="pages of each set")
    asked.add_argument("--seen", action="store_true", help="use the model that ships")
    asked.add_argument("--check", action="store_true", help="fail where a score is below its floor")
    asked.add_argument("--write", action="store_true", help="renew docs/quality.md")
    options = asked.parse_args()
    if not options.data.is_dir():
        print(f"{options.data.name} is absent: only the corpus is measured", file=sys.stderr)
    if c4_lines() is None:
        print('no peer: pip install "newsclean[bench]"', file=sys.stderr)
    groups: dict[str, list[Scores]] = defaultdict(list)
    with Pool() as pool:
        for group, scores in pool.imap(measure, rows(options.data, options.limit, options.seen), chunksize=8):
            groups[group].append(scores)
    found = means(groups)
    print(report(found))
    if options.write:
        (ROOT / "docs" / "quality.md").write_text(document(report(found)), encoding="utf-8")
    if options.check:
        failures = below(found, json.loads((ROOT / "benchmarks" / "floors.json").read_text()))
        sys.exit("\n".join(failures) or 0)


if __name__ == "__main__":
    main()
