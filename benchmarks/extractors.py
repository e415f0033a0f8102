"""Measure what cleaning adds behind other tools that turn pages into text.

    python benchmarks/extractors.py [--data FOLDER] [--limit N] [--without FILTER]... [--only NAME]... [--write]

Extractors, converters to Markdown and plain walks over a page's text; those that are not installed are left out
(`pip install '.[extractors]'`). FOLDER holds `*.pages.jsonl.gz` and `html/`, as for `quality.py`; `--limit` takes so
many pages of each set, evenly spaced. Every page is cleaned by a model that has not seen its publisher. `--write`
renews `docs/extractors.md`.
"""

import argparse
import datetime as dt
import gzip
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

from quality import ROOT, measure_text, read

from cleaner.reading.decode import decode
from cleaner.reading.html import parse
from training.data import visible_html
from training.folds import fold, publisher

TARGET = ROOT / "docs" / "extractors.md"
_LEAST = 100  # characters; a shorter text is an extractor's failure


class Page(NamedTuple):
    """A page with its gold body, and the fold whose model has not seen its publisher."""

    collection: str
    path: Path
    gold: str
    model: int

    def source(self) -> str:
        return decode(gzip.decompress(self.path.read_bytes()))[0]


def text_nodes(page: str) -> str:
    tree = parse(page)
    return "" if tree is None else "\n".join(text.strip() for text in tree.xpath("//text()") if text.strip())


def text_content(page: str) -> str:
    tree = parse(page)
    return "" if tree is None else str(tree.text_content())


def markdown(page: str) -> str:
    from markdownify import markdownify

    return str(markdownify(page))


def html2text(page: str) -> str:
    from html2text import html2text

    return str(html2text(page))


def inscriptis(page: str) -> str:
    from inscriptis import get_text

    return str(get_text(page))


def html_text(page: str) -> str:
    from html_text import extract_text

    return str(extract_text(page))


def resiliparse(main: bool, links: bool = False) -> Callable[[str], str]:
    def write(page: str) -> str:
        from resiliparse.extract.html2text import extract_plain_text

        return str(extract_plain_text(page, main_content=main, links=links, alt_texts=False, list_bullets=False))

    return write


def justext(page: str) -> str:
    from justext import get_stoplist, justext

    found = justext(page.encode(), get_stoplist("English"))
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


def boilerpy(name: str) -> Callable[[str], str]:
    def write(page: str) -> str:
        from boilerpy3 import extractors

        return str(getattr(extractors, name)().get_content(page))

    return write


def readability(page: str) -> str:
    from readability import Document

    return html_text(Document(page).summary())


def readability_markdown(page: str) -> str:
    from readability import Document

    return markdown(Document(page).summary())


def goose(page: str) -> str:
    from goose3 import Goose

    return str(Goose({"enable_image_fetching": False}).extract(raw_html=page).cleaned_text)


def soup(selector: str, separator: str = "\n") -> Callable[[str], str]:
    def write(page: str) -> str:
        from bs4 import BeautifulSoup

        tree = BeautifulSoup(page, "lxml")
        for element in tree(["script", "style", "noscript", "template"]):
            element.decompose()
        return "\n".join(found.get_text(separator, strip=True) for found in tree.select(selector))

    return write


def trafilatura(**options: bool | str) -> Callable[[str], str]:
    def write(page: str) -> str:
        from trafilatura import extract

        return extract(page, **options) or ""

    return write


class Tool(NamedTuple):
    """What writes a page's text: a name for the table, the distribution and the module it needs, and how."""

    name: str
    distribution: str
    module: str
    write: Callable[[str], str]


TOOLS = (
    Tool("lxml, all text nodes", "lxml", "lxml", text_nodes),
    Tool("lxml, `text_content()`", "lxml", "lxml", text_content),
    Tool("Beautiful Soup, a line for each text", "beautifulsoup4", "bs4", soup("body")),
    Tool("Beautiful Soup, `article` or `main`", "beautifulsoup4", "bs4", soup("article, main:not(:has(article))")),
    Tool("Beautiful Soup, paragraphs alone", "beautifulsoup4", "bs4", soup("p", " ")),
    Tool("html-text", "html-text", "html_text", html_text),
    Tool("inscriptis", "inscriptis", "inscriptis", inscriptis),
    Tool("resiliparse, everything", "resiliparse", "resiliparse", resiliparse(main=False)),
    Tool("boilerpy3, everything", "boilerpy3", "boilerpy3", boilerpy("KeepEverythingExtractor")),
    Tool("html2text (Markdown, broken lines)", "html2text", "html2text", html2text),
    Tool("markdownify", "markdownify", "markdownify", markdown),
    Tool("resiliparse, main content", "resiliparse", "resiliparse", resiliparse(main=True)),
    Tool("resiliparse, main content with addresses", "resiliparse", "resiliparse", resiliparse(main=True, links=True)),
    Tool("boilerpy3, default", "boilerpy3", "boilerpy3", boilerpy("DefaultExtractor")),
    Tool("boilerpy3, articles", "boilerpy3", "boilerpy3", boilerpy("ArticleExtractor")),
    Tool("boilerpy3, canola", "boilerpy3", "boilerpy3", boilerpy("CanolaExtractor")),
    Tool("jusText", "justext", "justext", justext),
    Tool("goose3", "goose3", "goose3", goose),
    Tool("readability-lxml", "readability-lxml", "readability", readability),
    Tool("readability-lxml, Markdown", "readability-lxml", "readability", readability_markdown),
    Tool("trafilatura", "trafilatura", "trafilatura", trafilatura()),
    Tool("trafilatura, precision", "trafilatura", "trafilatura", trafilatura(favor_precision=True)),
    Tool("trafilatura, recall", "trafilatura", "trafilatura", trafilatura(favor_recall=True)),
    Tool(
        "trafilatura, Markdown with links",
        "trafilatura",
        "trafilatura",
        trafilatura(output_format="markdown", include_links=True, include_images=True),
    ),
)
ALL_OF_A_PAGE = {"markdownify", "html2text (Markdown, broken lines)"}
"""Given what a reader sees of a page, without scripts and style sheets, which these two would take for text."""


def pages(folder: Path, limit: int) -> Iterator[Page]:
    for listing in sorted(folder.glob("*.pages.jsonl.gz")):
        found = list(read(listing))
        step = max(1, len(found) // limit) if limit else 1
        for row in found[::step][: limit or None]:
            path = folder / "html" / f"{row['id']}.html.gz"
            yield Page(listing.name.split(".")[0], path, row["gold"], fold(publisher(row)))


def measure(task: tuple[int, Page, tuple[str, ...]]) -> dict[str, float] | None:
    """Score what a tool gives of a page: None where it gives nothing."""
    number, page, without = task
    tool = TOOLS[number]
    logging.disable(logging.CRITICAL)
    text = None
    with suppress(Exception):  # what a tool cannot read is no matter of this table
        source = visible_html(page.path) if tool.name in ALL_OF_A_PAGE else page.source()
        text = tool.write(source or "")
    if not text or len(text) < _LEAST:
        return None
    return measure_text({"text": text, "gold": page.gold, "model": page.model}, without)


def table(tools: list[int], found: list[Page], without: tuple[str, ...]) -> Iterator[str]:
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


def _cells(scores: list[dict[str, float]]) -> list[str]:
    raw, f1, lost = (sum(s[key] for s in scores) / max(1, len(scores)) for key in ("raw F1", "F1", "lost"))
    return [str(len(scores)), f"{raw:.3f}", f"{f1:.3f}", f"{lost:.4f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--limit", type=int, default=0, help="pages of each set")
    parser.add_argument("--without", action="append", default=[], metavar="FILTER", help="leave a filter out")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="tools whose name holds it")
    parser.add_argument("--write", action="store_true", help="renew docs/extractors.md")
    options = parser.parse_args()
    tools = [
        number
        for number, tool in enumerate(TOOLS)
        if find_spec(tool.module) and (not options.only or any(name in tool.name for name in options.only))
    ]
    lines = []
    for line in table(tools, list(pages(options.data, options.limit)), tuple(options.without)):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        TARGET.write_text(introduction(tools, options.limit) + "\n".join(lines) + "\n", encoding="utf-8")


def introduction(tools: list[int], limit: int) -> str:
    names = dict.fromkeys(TOOLS[number].distribution for number in tools)
    versions = ", ".join(f"{name} {version(name)}" for name in ("newsclean", *names))
    return f"""# Behind other extractors

What cleaning adds to the text that other tools give of the same pages: F1 of their text as it is and cleaned, and the
share of the body that cleaning took of what they had kept. Each page is cleaned by a model that has not seen its
publisher; texts shorter than {_LEAST} characters are left out. To measure it again:
`python benchmarks/extractors.py --limit {limit} --write`.

Measured on {dt.date.today():%-d %B %Y} with {versions}.

"""


if __name__ == "__main__":
    main()
