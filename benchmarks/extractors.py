"""Measure what cleaning adds behind other tools that turn pages into text.

    python benchmarks/extractors.py [--data FOLDER] [--limit N] [--without FILTER]... [--only NAME]... [--write]

Extractors, converters to Markdown and plain walks over a page's text; those that are not installed are left out
(`pip install '.[extractors]'`). FOLDER holds `*.pages.jsonl.gz` and `html/`, as for `quality.py`; `--limit` takes so
many pages of each set, evenly spaced. Every page is cleaned by a model that has not seen its publisher. `--write`
renews `docs/extractors.md`.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from importlib.metadata import version
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

from common import ROOT, parser
from quality import Scores, measure_text
from text_tools import ALL_OF_A_PAGE, TOOLS, Tool

from training.data import page_text, visible_html
from training.files import listings, read_pages

TARGET = ROOT / "docs" / "extractors.md"
_LEAST = 100  # characters; a shorter text is an extractor's failure


class Page(NamedTuple):
    """A page with its gold body, and the fold whose model has not seen its publisher."""

    collection: str
    path: Path
    gold: str
    model: int


def pages(folder: Path, limit: int) -> Iterator[Page]:
    """Read so many pages of each set, evenly spaced."""
    for listing in listings(folder):
        found = list(read_pages(listing))
        step = max(1, len(found) // limit) if limit else 1
        for row in found[::step][: limit or None]:
            yield Page(listing.name.split(".")[0], Path(row["path"]), row["gold"], row["fold"])


def measure(task: tuple[int, Page, tuple[str, ...]]) -> Scores | None:
    """Score what a tool gives of a page: None where it gives nothing."""
    number, page, without = task
    text = text_by(TOOLS[number], page.path)
    if len(text) < _LEAST:
        return None
    return measure_text({"text": text, "gold": page.gold, "model": page.model}, without)


def text_by(tool: Tool, path: Path) -> str:
    """Give a tool's text of a page; what it cannot read is no matter of this table, unless a part of it is missing."""
    logging.disable(logging.CRITICAL)
    source = visible_html(path) if tool.name in ALL_OF_A_PAGE else page_text(path)
    try:
        return tool.write(source or "") or ""
    except ImportError:
        raise
    except Exception:
        return ""


def table(tools: list[int], found: list[Page], without: tuple[str, ...]) -> Iterator[str]:
    """Write a line for each tool, with four columns for each set of pages."""
    collections = sorted({page.collection for page in found})
    columns = [f"{name}: {column}" for name in collections for column in ("pages", "F1 as it is", "F1", "lost")]
    yield f"| text by | {' | '.join(columns)} |"
    yield "|---" * (len(columns) + 1) + "|"
    with Pool() as pool:
        for number in tools:
            scores = pool.map(measure, [(number, page, without) for page in found], chunksize=4)
            cells = [
                cell
                for name in collections
                for cell in _cells([s for s, page in zip(scores, found, strict=True) if s and page.collection == name])
            ]
            yield f"| {TOOLS[number].name} | {' | '.join(cells)} |"


def _cells(scores: list[Scores]) -> list[str]:
    raw, f1, lost = (sum(s[key] for s in scores) / max(1, len(scores)) for key in ("raw F1", "F1", "lost"))
    return [str(len(scores)), f"{raw:.3f}", f"{f1:.3f}", f"{lost:.4f}"]


def introduction(tools: list[int], limit: int) -> str:
    """Write what stands above the table, with the day and the versions."""
    names = dict.fromkeys(TOOLS[number].distribution for number in tools)
    versions = ", ".join(f"{name} {version(name)}" for name in ("newsclean", *names))
    return f"""# Behind other extractors

What cleaning adds to the text that other tools give of the same pages: F1 of their text as it is and cleaned, and the
share of the body that cleaning took of what they had kept. Each page is cleaned by a model that has not seen its
publisher; texts shorter than {_LEAST} characters are left out. To measure it again:
`python benchmarks/extractors.py --limit {limit} --write`.

Measured on {dt.date.today():%-d %B %Y} with {versions}.

"""


def main() -> None:
    """Measure as the command line asks."""
    asked = parser(__doc__)
    asked.add_argument("--limit", type=int, default=0, help="pages of each set")
    asked.add_argument("--without", action="append", default=[], metavar="FILTER", help="leave a filter out")
    asked.add_argument("--only", action="append", default=[], metavar="NAME", help="tools whose name holds it")
    asked.add_argument("--write", action="store_true", help="renew docs/extractors.md")
    options = asked.parse_args()
    tools = [
        number
        for number, tool in enumerate(TOOLS)
        if tool.is_installed and (not options.only or any(name in tool.name for name in options.only))
    ]
    lines = []
    for line in table(tools, list(pages(options.data, options.limit)), tuple(options.without)):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        TARGET.write_text(introduction(tools, options.limit) + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
