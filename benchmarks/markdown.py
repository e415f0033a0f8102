"""Measure what becomes of whole pages that a crawler wrote as Markdown, with their links and images.

    python benchmarks/markdown.py [--data FOLDER] [--limit N]

FOLDER holds `*.pages.jsonl.gz` and `html/`, as for `quality.py`; needs `pip install '.[train]'` for the Markdown. Every
page is cleaned by a model that has not seen its publisher, with the filter `links` and without it.
"""

import argparse
from functools import cache
from multiprocessing import Pool
from pathlib import Path

from markdownify import markdownify
from quality import ROOT, f1, read, tokens, weights

from cleaner import Cleaner
from training.data import visible_html
from training.folds import fold, publisher

Row = tuple[str, str, str, int]


@cache
def cleaner(model: int, *, links: bool) -> Cleaner:
    return Cleaner(config=weights(model) | ({} if links else {"without": ["links"]}))


def measure(row: Row) -> tuple[str, float, float, float]:
    """Score one page: its set, and F1 of its Markdown as it is, cleaned without `links`, and cleaned with it."""
    name, path, gold, model = row
    text = markdownify(visible_html(Path(path)) or "")
    texts = [text, *(cleaner(model, links=links).clean(text, "text").text for links in (False, True))]
    as_it_is, without, with_links = (f1(tokens(x), tokens(gold)) for x in texts)
    return name, as_it_is, without, with_links


def rows(folder: Path, limit: int) -> list[Row]:
    found: list[Row] = []
    for path in sorted(folder.glob("*.pages.jsonl.gz")):
        pages = list(read(path))[: limit or None]
        html = [str(folder / "html" / f"{page['id']}.html.gz") for page in pages]
        found += [
            (path.name.split(".")[0], source, page["gold"], fold(publisher(page)))
            for page, source in zip(pages, html, strict=True)
        ]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--limit", type=int, default=0, help="pages of each set")
    options = parser.parse_args()
    with Pool() as pool:
        found = pool.map(measure, rows(options.data, options.limit), chunksize=8)
    print("| pages | documents | F1 as it is | F1 without `links` | F1 |\n|---|---|---|---|---|")
    for name in sorted({row[0] for row in found}):
        scores = [row[1:] for row in found if row[0] == name]
        means = [sum(column) / len(scores) for column in zip(*scores, strict=True)]
        print(f"| {name} | {len(scores)} | " + " | ".join(f"{mean:.3f}" for mean in means) + " |")


if __name__ == "__main__":
    main()
