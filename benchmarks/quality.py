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

import argparse
import datetime as dt
import gzip
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

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import trafilatura

from cleaner import Article, Cleaner
from cleaner.corpus import read_samples
from cleaner.reading import html
from cleaner.reading.decode import decode
from training import labels
from training.folds import fold, publisher

SHIPPED = -1
_PRESENT = 0.05
Scores = dict[str, float]
Row = tuple[str, str, dict[str, Any]]


@cache
def cleaner(which: int, without: tuple[str, ...] = ()) -> Cleaner:
    return Cleaner(config=weights(which) | {"without": list(without)})


def weights(which: int) -> dict[str, Any]:
    """The configuration of one of the models."""
    if which == SHIPPED:
        return {}
    models = ROOT / "training" / "models"
    lines, teasers = ({"weights": str(models / f"{name}{which}.npz")} for name in ("", "teaser-"))
    return {"filters": {"boilerplate": lines, "teaser": teasers}, "html": lines}


@cache
def c4_lines() -> Callable[[str], str] | None:
    try:
        from datatrove.data import Document
        from datatrove.pipeline.filters import C4QualityFilter
    except ImportError:
        return None
    rules = C4QualityFilter(min_num_sentences=-1, filter_lorem_ipsum=False, filter_curly_bracket=False)

    def run(text: str) -> str:
        document = Document(text=text, id="0")
        rules.filter(document)
        return str(document.text)

    return run


def tokens(text: str) -> Counter[str]:
    return Counter(labels.tokens(text))


def f1(found: Counter[str], gold: Counter[str]) -> float:
    overlap = (found & gold).total()
    return 2 * overlap / (found.total() + gold.total()) if overlap else float(not found and not gold)


def folded(text: str | None) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text or "").casefold()).strip()


def overlap(one: str | None, other: str | None) -> float:
    a, b = set(folded(one).split()), set(folded(other).split())
    return len(a & b) / max(1, len(a | b))


def measure_text(row: dict[str, Any], without: tuple[str, ...] = ()) -> Scores:
    """Score one text against its gold, cleaned by its model and, it may be, without some filters."""
    gold, raw = tokens(row["gold"]), tokens(row["text"])
    article = cleaner(row["model"], without).clean(row["text"], "text")
    titles = "\n".join(edit.removed for edit in article.edits if edit.kind == "title")
    body = raw & gold
    if body.total() < _PRESENT * gold.total():
        body = Counter()
    scores = {
        "raw F1": f1(raw, gold),
        "F1": f1(tokens(article.text), gold),
        "lost": (body - tokens(f"{titles}\n{article.text}")).total() / max(1, body.total()),
        "untouched": float(article.text == row["text"]),
    }
    if peer := c4_lines():
        other = tokens(peer(row["text"]))
        scores |= {"C4 rules F1": f1(other, gold), "C4 rules lost": (body - other).total() / max(1, body.total())}
    return scores


def measure_page(row: dict[str, Any]) -> Scores:
    gold = tokens(row["gold"])
    source = gzip.decompress(Path(row["path"]).read_bytes())
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
    scores: Scores = {}
    if row.get("title"):
        scores["title"] = folded(article.title) == folded(row["title"])
        scores["title, trafilatura"] = bool(found) and folded(found.title) == folded(row["title"])
    if row.get("date"):
        scores["date"] = str(article.date) == row["date"][:10]
        scores["date, trafilatura"] = bool(found) and (found.date or "")[:10] == row["date"][:10]
    if row.get("author"):
        author = row["author"] if isinstance(row["author"], str) else ", ".join(row["author"])
        scores["author"] = overlap(article.byline, author)
        scores["author, trafilatura"] = overlap(found.author if found else None, author)
    return scores


def measure(row: Row) -> tuple[str, Scores]:
    group, kind, data = row
    return group, (measure_page if kind == "page" else measure_text)(data)


def rows(folder: Path, limit: int, seen: bool) -> Iterator[Row]:
    for sample in read_samples(ROOT / "corpus"):
        kind = "clean" if sample.is_clean else "noisy"
        yield f"corpus, {kind} articles", "text", {"text": sample.raw, "gold": sample.gold, "model": SHIPPED}
    for path in sorted(folder.glob("*.pages.jsonl.gz")):
        name = path.name.split(".")[0]
        pages = {page["id"]: page for page in read(path)}
        models = {key: SHIPPED if seen else fold(publisher(page)) for key, page in pages.items()}
        wanted = set(list(pages)[:limit] if limit else pages)
        for key, page in pages.items():
            if key in wanted:
                own = {"model": models[key], "path": str(folder / "html" / f"{key}.html.gz")}
                yield f"{name}, HTML", "page", page | own
                body = {"id": key, "text": page["gold"], "gold": page["gold"], "model": models[key]}
                yield f"{name}, gold", "text", body
        for text in read(folder / f"{name}.texts.jsonl.gz"):
            if text["id"] in wanted:
                yield f"{name}, {text['extractor']}", "text", text | {"model": models[text["id"]]}


def read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def means(groups: dict[str, list[Scores]]) -> dict[str, Scores]:
    result: dict[str, Scores] = {}
    for group, found in groups.items():
        names = list(dict.fromkeys(name for scores in found for name in scores))
        result[group] = {"documents": len(found)}
        for name in names:
            values = [scores[name] for scores in found if name in scores]
            result[group][name] = sum(values) / len(values)
    return result


def table(found: dict[str, Scores], names: list[str]) -> str:
    lines = ["| input | documents | " + " | ".join(names) + " |", "|---" * (len(names) + 2) + "|"]
    for group, scores in found.items():
        cells = (f"{scores[name]:.4f}" if name in scores else "" for name in names)
        lines.append(f"| {group} | {scores['documents']:.0f} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def report(found: dict[str, Scores]) -> str:
    bodies = ["raw F1", "F1", "lost", "untouched", "C4 rules F1", "C4 rules lost"]
    text = table(found, [name for name in bodies if any(name in scores for scores in found.values())])
    if pages := {group: scores for group, scores in found.items() if group.endswith("HTML")}:
        names = [f"{field}{who}" for field in ("title", "date", "author") for who in ("", ", trafilatura")]
        text += "\n\nMetadata of pages (title and date exact, the share of the authors' names):\n\n" + table(
            pages, names
        )
    return text


def below(found: dict[str, Scores], floors: dict[str, Scores]) -> list[str]:
    return [
        f"{group}: {name} is {found[group][name]:.4f}, its floor is {floor}"
        for group, scores in floors.items()
        if group in found
        for name, floor in scores.items()
        if (found[group][name] > floor if name == "lost" else found[group][name] < floor)
    ]


def document(text: str) -> str:
    names = ("newsclean", "trafilatura", "ftfy", "regex")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    head = (ROOT / "docs" / "quality.head.md").read_text(encoding="utf-8")
    return f"{head}\nMeasured on {dt.date.today():%d %B %Y} with {versions}.\n\n{text}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--limit", type=int, default=0, help="pages of each set")
    parser.add_argument("--seen", action="store_true", help="use the model that ships")
    parser.add_argument("--check", action="store_true", help="fail where a score is below its floor")
    parser.add_argument("--write", action="store_true", help="renew docs/quality.md")
    options = parser.parse_args()
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
