"""Measure what becomes of whole pages as other tools than extractors write them.

    python benchmarks/renderings.py [--data FOLDER] [--limit N]

As Markdown with its links and images, as crawlers do; and as all text nodes, a line each, scripts and style sheets
among them, as `//text()` gives them. FOLDER holds `*.pages.jsonl.gz` and `html/`, as for `quality.py`; needs
`pip install '.[train]'` for the Markdown. Every page is cleaned by a model that has not seen its publisher, with the
filter that is for such a text and without it.
"""

import argparse
import gzip
from collections.abc import Callable
from functools import cache, partial
from multiprocessing import Pool
from pathlib import Path

from markdownify import markdownify
from quality import ROOT, f1, read, tokens, weights

from cleaner import Cleaner
from cleaner.reading.decode import decode
from cleaner.reading.html import parse
from training.data import visible_html
from training.folds import fold, publisher

Row = tuple[str, str, str, int]


def as_markdown(page: Path) -> str:
    return str(markdownify(visible_html(page) or ""))


def as_text_nodes(page: Path) -> str:
    tree = parse(decode(gzip.decompress(page.read_bytes()))[0])
    return "" if tree is None else "\n".join(text.strip() for text in tree.xpath("//text()") if text.strip())


RENDERINGS: dict[str, tuple[Callable[[Path], str], str]] = {
    "Markdown": (as_markdown, "links"),
    "text nodes": (as_text_nodes, "scripts"),
}
"""How a page is written, and the filter that is for it."""


@cache
def cleaner(model: int, without: str) -> Cleaner:
    return Cleaner(config=weights(model) | {"without": [without] if without else []})


def measure(rendering: str, row: Row) -> tuple[str, float, float, float]:
    """Score one page: its set, and F1 of its text as it is, cleaned without the filter, and cleaned with it."""
    name, path, gold, model = row
    write, own = RENDERINGS[rendering]
    text = write(Path(path))
    texts = [text, *(cleaner(model, without).clean(text, "text").text for without in (own, ""))]
    as_it_is, without_it, with_it = (f1(tokens(x), tokens(gold)) for x in texts)
    return name, as_it_is, without_it, with_it


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
    pages = rows(options.data, options.limit)
    print("| pages as | documents | F1 as it is | F1 without | the filter | F1 |\n|---|---|---|---|---|---|")
    for rendering, (_, own) in RENDERINGS.items():
        with Pool() as pool:
            found = pool.map(partial(measure, rendering), pages, chunksize=8)
        for name in sorted({row[0] for row in found}):
            scores = [row[1:] for row in found if row[0] == name]
            as_it_is, without, cleaned = (sum(column) / len(scores) for column in zip(*scores, strict=True))
            print(f"| {rendering}, {name} | {len(scores)} | {as_it_is:.3f} | {without:.3f} | `{own}` | {cleaned:.3f} |")


if __name__ == "__main__":
    main()
