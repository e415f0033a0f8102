"""Time the default chain with full provenance beside its peers, on the same texts, in one process and one run.

    python benchmarks/speed.py [--data FOLDER] [--limit N] [--repeats N] [--largest MB] [--write FILE]

FOLDER holds `*.texts.jsonl.gz` (lines with `extractor` and `text`) and `html/*.html.gz`; where it is absent, the
articles of the corpus are timed. Time is that of the processor; still, every repeat times all tools in turn, and
ratios are medians of the ratios within one repeat. `--write` also writes the report to FILE, with machine and versions.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import platform
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import ftfy
from common import ROOT, c4_rules, parser

from cleaner import Cleaner
from cleaner.corpus import read_samples
from cleaner.document import Document
from training.files import json_lines, page_bytes

PEERS = ("newsclean", "ftfy", "datatrove", "jusText", "trafilatura", "regex", "ahocorasick-rs", "py3langid")
Tool = Callable[[Any], Any]
_Key = TypeVar("_Key", str, int)


def lines_and_hashes(text: str) -> list[bytes]:
    """The floor: what anything that looks at lines must do."""
    return [hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest() for line in text.split("\n")]


def html_peers() -> Iterator[tuple[str, Tool]]:
    """Give what else makes text of a page and is installed."""
    import trafilatura

    yield "trafilatura", trafilatura.extract
    try:
        import justext
    except ImportError:
        return
    stop_words = justext.get_stoplist("English")
    yield "jusText", lambda page: [p.text for p in justext.justext(page, stop_words) if not p.is_boilerplate]


def text_tools(cleaner: Cleaner) -> dict[str, Tool]:
    """Give the chain and what it is compared with on text."""
    tools: dict[str, Tool] = {
        "newsclean, default chain": partial(cleaner.clean, kind="text"),
        "ftfy.fix_text": ftfy.fix_text,
        "split and hash lines": lines_and_hashes,
    }
    if rules := c4_rules():
        tools["C4 filter (datatrove)"] = rules
    else:
        print("no C4 filter: pip install '.[bench]'", file=sys.stderr)
    return tools


def read_texts(folder: Path, limit: int) -> dict[str, list[str]]:
    """The texts by kind; of every file as many."""
    if not folder.is_dir():
        print(f"{folder} is absent: the corpus is timed", file=sys.stderr)
        return {"corpus articles": [sample.raw for sample in read_samples(ROOT / "corpus")]}
    kinds = {"trafilatura": "article text (trafilatura)", "fullpage-resiliparse": "full-page text (resiliparse)"}
    found: dict[str, list[str]] = {name: [] for name in kinds.values()}
    for path in sorted(folder.glob("*.texts.jsonl.gz")):
        seen: Counter[str] = Counter()
        for row in json_lines(path):
            seen[row["extractor"]] += 1
            if row["extractor"] in kinds and seen[row["extractor"]] <= limit:
                found[kinds[row["extractor"]]].append(row["text"])
    return found


def read_pages(folder: Path, limit: int) -> list[bytes]:
    """Read so many pages, evenly spaced over all sets."""
    paths = sorted((folder / "html").glob("*.html.gz"))
    return [page_bytes(path) for path in paths[:: max(1, len(paths) // max(1, limit))]]


def seconds(tool: Tool, inputs: list[Any]) -> float:
    """Time a tool on all inputs, one after another."""
    start = time.process_time()
    for one in inputs:
        tool(one)
    return time.process_time() - start


def race(tools: dict[str, Tool], inputs: list[Any], repeats: int) -> dict[str, list[float]]:
    """Time all tools in turn, `repeats` times; the first turn only warms up."""
    times: dict[str, list[float]] = defaultdict(list)
    for turn in range(repeats + 1):
        for name, tool in tools.items():
            taken = seconds(tool, inputs if turn else inputs[:20])
            if turn:
                times[name].append(taken)
    return times


def race_table(title: str, tools: dict[str, Tool], inputs: list[Any], repeats: int) -> Iterator[str]:
    """Write how fast the tools are, of which ours is the first."""
    times = race(tools, inputs, repeats)
    ours = next(iter(times.values()))
    size = sum(len(x) if isinstance(x, bytes) else len(x.encode("utf-8", "surrogatepass")) for x in inputs) / 1e6
    lines = sum(x.count(b"\n" if isinstance(x, bytes) else "\n") + 1 for x in inputs)
    yield f"\n## {title}: {len(inputs)} documents, {size:.1f} MB, {lines} lines\n"
    yield "| | MB/s | documents/s | µs a line | throughput of newsclean ÷ its |"
    yield "|---|---|---|---|---|"
    for name, taken in times.items():
        middle = median(taken)
        ratio = median(theirs / mine for theirs, mine in zip(taken, ours, strict=True))
        speed, documents, each = size / middle, len(inputs) / middle, middle / lines * 1e6
        yield f"| {name} | {speed:.2f} | {documents:.0f} | {each:.1f} | {ratio:.3f} |"


def shares(texts: list[str]) -> Iterator[str]:
    """The share of each filter; what a document computes once for all filters is told apart."""
    spent: dict[str, float] = defaultdict(float)
    cleaner = Cleaner()
    clean = partial(cleaner.clean, kind="text")

    def timed(name: str, run: Tool) -> Tool:
        def wrapped(document: Document) -> list[Any]:
            for part in ("blocks", "matches", "prose", "language"):
                start = time.process_time()
                getattr(document, part)
                spent[f"shared: {part}"] += time.process_time() - start
            start = time.process_time()
            found = list(run(document))
            spent[name] += time.process_time() - start
            return found

        return wrapped

    seconds(clean, texts[:20])  # rules are compiled before time is taken
    plain = seconds(clean, texts)
    cleaner._filters = [(name, timed(name, run)) for name, run in cleaner.filters]
    whole = seconds(clean, texts)
    spent["the rest: edits, language, record"] = whole - sum(spent.values())
    yield f"\n## Where the time goes, article text ({plain / len(texts) * 1e3:.2f} ms a document)\n"
    yield "| part | share |\n|---|---|"
    for name, taken in _largest(spent):
        yield f"| {name} | {taken / whole:.1%} |"


def _largest(spent: dict[_Key, float]) -> list[tuple[_Key, float]]:
    return sorted(spent.items(), key=lambda item: -item[1])


def slowest_rules(texts: list[str], most: int = 15) -> Iterator[str]:
    """Write which rules take most of the time, put to every line that has one of their literals."""
    matcher = Cleaner().matcher
    lines = list(dict.fromkeys(line.strip() for text in texts for line in text.split("\n") if line.strip()))
    tried = [(text, rule) for text, rules in matcher.candidates(lines) for rule in rules]
    spent: dict[int, float] = defaultdict(float)
    tries = Counter(rule for _, rule in tried)
    for turn in range(2):
        for text, rule in tried:
            start = time.process_time()
            matcher.confirm(rule, text)
            spent[rule] += turn * (time.process_time() - start)  # the first turn compiles
    yield f"\n## The slowest rules: {len(tried)} tries on {len(lines)} lines, {sum(spent.values()) * 1e3:.0f} ms\n"
    yield "| rule | tries | ms |\n|---|---|---|"
    for rule, taken in _largest(spent)[:most]:
        yield f"| `{matcher.rules[rule].id}` | {tries[rule]} | {taken * 1e3:.1f} |"


def growth(texts: list[str], largest: float) -> Iterator[str]:
    """How time grows with one document's length: linear is ten times as long for ten times the length.

    Every size is of the same mix, paragraphs of all texts in a random order, so that no size has the wordier ones; the
    figures are means over up to twenty documents. Past the length of all texts they come again, as repeats.
    """
    cleaner = Cleaner()
    paragraphs = [paragraph for text in texts for paragraph in text.split("\n") if paragraph.strip()]
    random.Random(1).shuffle(paragraphs)
    everything = "\n\n".join(paragraphs)
    for start in range(0, min(len(everything), 1_000_000), 20_000):  # every rule met is compiled before time is taken
        cleaner.clean(everything[start : start + 20_000], "text")
    yield "\n## One document, longer and longer\n"
    yield "| size | documents | seconds | times as long | peak memory so far, MB |"
    yield "|---|---|---|---|---|"
    before = 0.0
    for size in (0.001, 0.01, 0.1, 1, 10, 50):
        if size > largest:
            break
        length = int(size * 1e6)
        pieces = [everything[start : start + length] for start in range(0, len(everything) - length + 1, length)][:20]
        pieces = pieces or [(everything * (length // len(everything) + 1))[:length]]
        taken = seconds(partial(cleaner.clean, kind="text"), pieces) / len(pieces)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        times = f"{taken / before:.1f}" if before else ""
        yield f"| {size * 1000:g} KB | {len(pieces)} | {taken:.4f} | {times} | {peak:.0f} |"
        before = taken


def setting(command: str) -> Iterator[str]:
    """Write when, with what and on which machine it was measured."""
    model = [x.partition(": ")[2].strip() for x in Path("/proc/cpuinfo").read_text().split("\n") if "model name" in x]
    versions = []
    for name in PEERS:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    yield "# Performance\n"
    yield f"Measured on {dt.datetime.now(tz=dt.UTC):%Y-%m-%d} with `{command}`, one process on one core of "
    yield f"{model[0] if model else platform.machine()}; CPython {platform.python_version()}, {', '.join(versions)}."
    yield "Processor time; tools took turns on the same texts, and the figures are medians. Repeat it with"
    yield "`make bench`."


def report(options: argparse.Namespace) -> Iterator[str]:
    """Write all tables, each as soon as it is measured."""
    cleaner = Cleaner()
    by_kind = read_texts(options.data, options.limit)
    articles = next(iter(by_kind.values()))
    yield from setting("python benchmarks/speed.py " + " ".join(sys.argv[1:]))
    for kind, texts in by_kind.items():
        yield from race_table(kind, text_tools(cleaner), texts, options.repeats)
    if pages := read_pages(options.data, options.limit // 2):
        tools = {"newsclean on HTML (trafilatura is one of its signs)": partial(cleaner.clean, kind="html")}
        yield from race_table("HTML pages", {**tools, **dict(html_peers())}, pages, max(1, options.repeats // 2))
    yield from shares(articles)
    yield from slowest_rules(articles)
    yield from growth(next(iter(read_texts(options.data, sys.maxsize).values())), options.largest)


def main() -> None:
    """Measure as the command line asks."""
    asked = parser(__doc__)
    asked.add_argument("--limit", type=int, default=100, help="documents of each kind in each file")
    asked.add_argument("--repeats", type=int, default=5)
    asked.add_argument("--largest", type=float, default=50, help="MB of the longest document")
    asked.add_argument("--write", type=Path, help="write the report to this file, too")
    options = asked.parse_args()
    written = []
    for line in report(options):
        print(line, flush=True)
        written.append(line)
    if options.write:
        options.write.write_text("\n".join(written) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
