"""Measure what each preset gains and costs on texts and pages whose gold body is known.

    python benchmarks/presets.py [--data FOLDER] [--limit N] [--seen] [--write]

The data, the models and the scores are those of `quality.py`. `P` and `R`: precision and recall of the multiset of
tokens against the gold, averaged over documents; `flagged`: the share that the guard wants looked at. `--limit` takes
the first N pages of every set; `--write` renews the table in `docs/presets.md`.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import defaultdict
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import quality

from cleaner import Cleaner
from cleaner.settings.presets import PRESETS

INPUTS = ("trafilatura", "main-resiliparse", "fullpage-resiliparse", "HTML", "gold", "noisy articles", "clean articles")
COLUMNS = ("P", "R", "F1", "lost", "flagged")
BEGIN, END = "<!-- presets: measured -->\n", "<!-- presets: end -->\n"


@cache
def cleaner(preset: str, model: int) -> Cleaner:
    return Cleaner(config={"preset": preset, **quality.weights(model)})


def measure(row: quality.Row) -> tuple[str, dict[str, quality.Scores]]:
    group, kind, data = row
    return group, {preset: scores(preset, kind, data) for preset in PRESETS}


def scores(preset: str, kind: str, data: dict[str, Any]) -> quality.Scores:
    source = gzip.decompress(Path(data["path"]).read_bytes()) if kind == "page" else data["text"]
    article = cleaner(preset, data["model"]).clean(source, "html" if kind == "page" else "text")
    gold, found = quality.tokens(data["gold"]), quality.tokens(article.text)
    both = (gold & found).total()
    result = {
        "P": both / found.total() if found else 1.0,
        "R": both / max(1, gold.total()),
        "F1": quality.f1(found, gold),
        "flagged": float(article.provenance.verdict.status == "review"),
    }
    if kind == "text":
        titles = "\n".join(edit.removed for edit in article.edits if edit.kind == "title")
        known = quality.tokens(source) & gold
        lost = known - quality.tokens(f"{titles}\n{article.text}")
        result["lost"] = lost.total() / max(1, known.total())
    return result


def table(found: dict[str, dict[str, list[quality.Scores]]]) -> str:
    lines = ["| input | documents | preset | " + " | ".join(COLUMNS) + " |", "|---" * (len(COLUMNS) + 3) + "|"]
    for group, presets in found.items():
        for preset, rows in presets.items():
            means = {name: sum(row[name] for row in rows) / len(rows) for name in COLUMNS if name in rows[0]}
            cells = (f"{means[name]:.4f}" if name in means else "" for name in COLUMNS)
            lines.append(f"| {group} | {len(rows)} | `{preset}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=quality.ROOT.parent / "shared" / "bench")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--seen", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    rows = [row for row in quality.rows(options.data, options.limit, options.seen) if row[0].endswith(INPUTS)]
    found: dict[str, dict[str, list[quality.Scores]]] = defaultdict(lambda: defaultdict(list))
    with Pool(options.workers) as pool:
        for group, each in pool.imap(measure, rows, chunksize=4):
            for preset, score in each.items():
                found[group][preset].append(score)
    text = table(found)
    print(text)
    if options.write:
        page = quality.ROOT / "docs" / "presets.md"
        before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
        page.write_text(before + BEGIN + text + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
