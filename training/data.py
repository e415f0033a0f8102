"""Read the pages and texts that the model is trained on; docs/model.md tells what they are."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from cleaner import Cleaner
from cleaner.document import Document
from cleaner.lines.hits import Hit, hits
from cleaner.reading.decode import decode
from cleaner.reading.dom import DomLine, dom_lines
from cleaner.reading.html import extract, parse
from cleaner.reading.structured import read_structured
from training.folds import fold, publisher
from training.labels import label, tokens

SETS = ("wcxb", "fundus")


@dataclass
class Sample:
    """The lines of one input with their labels: 1 body, 0 noise, -1 neither."""

    id: str
    kind: str
    fold: int
    texts: list[str]
    gaps: list[int]
    labels: list[int]
    hits: list[Hit]
    gold_tokens: int
    tokens: list[int] = field(default_factory=list)
    lines: list[DomLine] = field(default_factory=list)
    extracted: str = ""
    said: str | None = None


@cache
def _cleaner() -> Cleaner:
    return Cleaner(filters=["encoding"])


def ruled(texts: list[str]) -> list[Hit]:
    """Ask all rules about lines."""
    return hits(_cleaner().matcher.scan(texts, {}))


def text_sample(row: dict[str, Any]) -> Sample:
    """Make a sample of an extractor's text."""
    blocks = Document(row["text"]).blocks
    texts = [block.text for block in blocks]
    return Sample(
        row["id"], row["extractor"], row["fold"], texts, [block.gap for block in blocks], label(texts, row["gold"]),
        ruled(texts), len(tokens(row["gold"])), [len(tokens(text)) for text in texts],
    )  # fmt: skip


def renderings(row: dict[str, Any]) -> list[Sample]:
    """Make samples of the page's text as other tools write it: laid out as in a browser, and as Markdown."""
    from inscriptis import get_text
    from markdownify import markdownify

    if (seen := visible_html(Path(row["path"]))) is None:
        return []
    found = []
    for name, text in (("inscriptis", get_text(seen)), ("markdownify", markdownify(seen, strip=["a", "img"]))):
        found.append(text_sample(row | {"extractor": f"fullpage-{name}", "text": text}))
    return found


def visible_html(path: Path) -> str | None:
    """Read a page without what a browser does not show; None for what holds no element."""
    source, _, _ = decode(gzip.decompress(path.read_bytes()))
    if (tree := parse(source)) is None:
        return None
    etree.strip_elements(tree, "script", "style", "noscript", "template", "svg", etree.Comment, with_tail=False)
    return str(etree.tostring(tree, encoding="unicode", method="html"))


def page_sample(row: dict[str, Any]) -> Sample:
    """Make a sample of a page's DOM."""
    source, _, _ = decode(gzip.decompress(Path(row["path"]).read_bytes()))
    tree = parse(source)
    lines = list(dom_lines(tree)) if tree is not None else []
    texts = [line.text for line in lines]
    found = extract(tree) if tree is not None else None
    return Sample(
        row["id"], "page", row["fold"], texts, [0] + [1] * (len(texts) - 1), label(texts, row["gold"]), ruled(texts),
        len(tokens(row["gold"])), [len(tokens(text)) for text in texts], lines,
        (found.text or "") if found is not None else "", read_structured(tree).body if tree is not None else None,
    )  # fmt: skip


def rows(data: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Read the texts and the pages of all sets, each with the fold of its publisher."""
    texts: list[dict[str, Any]] = []
    pages: list[dict[str, Any]] = []
    for name in SETS:
        own = {row["id"]: row | {"fold": fold(publisher(row))} for row in _lines(data / f"{name}.pages.jsonl.gz")}
        pages.extend(row | {"path": str(data / "html" / f"{row['id']}.html.gz")} for row in own.values())
        texts.extend(
            {"id": row["id"], "extractor": "gold", "text": row["gold"], "gold": row["gold"], "fold": row["fold"]}
            for row in own.values()
        )
        texts.extend(row | {"fold": own[row["id"]]["fold"]} for row in _lines(data / f"{name}.texts.jsonl.gz"))
    return texts, pages


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def read(data: Path) -> tuple[list[Sample], list[Sample]]:
    """Make the samples of all texts and of all pages; those without a line are left out."""
    texts, pages = rows(data)
    with ProcessPoolExecutor(2) as pool:
        of_texts = [sample for sample in pool.map(text_sample, texts, chunksize=16) if sample.texts]
        of_texts += [s for found in pool.map(renderings, pages, chunksize=8) for s in found if s.texts]
        of_pages = [sample for sample in pool.map(page_sample, pages, chunksize=8) if sample.texts]
    return of_texts, of_pages
