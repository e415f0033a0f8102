"""Measure what each preset gains and costs on texts and pages whose gold body is known.

    python benchmarks/presets.py [--data FOLDER] [--limit N] [--seen] [--write]

The data, the models and the scores are those of `quality.py`. `P` and `R`: precision and recall of the multiset of
tokens against the gold, averaged over documents; `flagged`: the share that the guard wants looked at. `--limit` takes
the first N pages of every set; `--write` renews the table in `docs/presets.md`.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from multiprocessing import Pool
from typing import Any

from common import ROOT, f1, kept, parser, tokens, weights
from quality import Row, Scores, rows

from cleaner import Cleaner
from cleaner.settings.presets import PRESETS
from training.files import page_bytes

INPUTS = ("trafilatura", "main-resiliparse", "fullpage-resiliparse", "HTML", "gold", "noisy articles", "clean articles")
COLUMNS = ("P", "R", "F1", "lost", "flagged")
BEGIN, END = "<!-- presets: measured -->\n", "<!-- presets: end -->\n"


@cache
def cleaner(preset: str, model: int) -> Cleaner:
    """Make the cleaner of a preset and a model once in a process."""
    return Cleaner(config={"preset": preset, **weights(model)})


def measure(row: Row) -> tuple[str, dict[str, Scores]]:
    """Score one document by every preset, and say which group it counts for."""
    group, kind, data = row
    return group, {preset: scores(preset, kind, data) for preset in PRESETS}


def scores(preset: str, kind: str, data: dict[str, Any]) -> Scores:
    """Score what a preset makes of a document; what is lost is told of texts alone, as a page has no text before."""
    run = cleaner(preset, data["model"])
    article = run.clean(page_bytes(data["path"]), "html") if kind == "page" else run.clean(data["text"], "text")
    gold, found = tokens(data["gold"]), tokens(article.text)
    both = (gold & found).total()
    result = {
        "P": both / found.total() if found else 1.0,
        "R": both / max(1, gold.total()),
        "F1": f1(found, gold),
        "flagged": float(article.provenance.verdict.status == "review"),
    }
    if kind == "text":
        known = tokens(data["text"]) & gold
        result["lost"] = (known - kept(article)).total() / max(1, known.total())
    return result


def table(found: dict[str, dict[str, list[Scores]]]) -> str:
    """Write the averages in Markdown, a line for each preset of a group."""
    lines = ["| input | documents | preset | " + " | ".join(COLUMNS) + " |", "|---" * (len(COLUMNS) + 3) + "|"]
    for group, presets in found.items():
        for preset, each in presets.items():
            means = {name: sum(score[name] for score in each) / len(each) for name in COLUMNS if name in each[0]}
            cells = (f"{means[name]:.4f}" if name in means else "" for name in COLUMNS)
            lines.append(f"| {group} | {len(each)} | `{preset}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure as the command line asks."""
    asked = parser(__doc__)
    asked.add_argument("--limit", type=int, default=0, help="pages of each set")
    asked.add_argument("--seen", action="store_true", help="use the model that ships")
    asked.add_argument("--write", action="store_true", help="renew the table in docs/presets.md")
    asked.add_argument("--workers", type=int, default=2)
    options = asked.parse_args()
    wanted = [row for row in rows(options.data, options.limit, options.seen) if row[0].endswith(INPUTS)]
    found: dict[str, dict[str, list[Scores]]] = defaultdict(lambda: defaultdict(list))
    with Pool(options.workers) as pool:
        for group, each in pool.imap(measure, wanted, chunksize=4):
            for preset, score in each.items():
                found[group][preset].append(score)
    text = table(found)
    print(text)
    if options.write:
        page = ROOT / "docs" / "presets.md"
        before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
        page.write_text(before + BEGIN + text + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
