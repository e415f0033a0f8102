"""Read the pages and texts that the model is trained on; docs/model.md tells what they are."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
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
from training.files import json_lines, page_bytes, read_pages
from training.labels import counts, label, tokens

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
    return _labelled(row, row["extractor"], [block.text for block in blocks], [block.gap for block in blocks])


def renderings(row: dict[str, Any]) -> list[Sample]:
    """Make samples of the page's text as other tools write it: laid out as in a browser, and as Markdown."""
    from inscriptis import get_text
    from markdownify import markdownify

    if (seen := visible_html(Path(row["path"]))) is None:
        return []
    texts = {"inscriptis": get_text(seen), "markdownify": markdownify(seen, strip=["a", "img"])}
    return [text_sample(row | {"extractor": f"fullpage-{name}", "text": text}) for name, text in texts.items()]


def visible_html(path: Path) -> str | None:
    """Read a page without what a browser does not show; None for what holds no element."""
    if (tree := parse(page_text(path))) is None:
        return None
    etree.strip_elements(tree, "script", "style", "noscript", "template", "svg", etree.Comment, with_tail=False)
    return str(etree.tostring(tree, encoding="unicode", method="html"))


def page_text(path: Path | str) -> str:
    """Read a page and decode it."""
    return decode(page_bytes(path))[0]


def page_sample(row: dict[str, Any]) -> Sample:
    """Make a sample of a page's DOM."""
    tree = parse(page_text(row["path"]))
    lines, extracted = lines_and_body(tree)
    texts = [line.text for line in lines]
    said = read_structured(tree).body if tree is not None else None
    sample = _labelled(row, "page", texts, [0] + [1] * (len(texts) - 1))
    return replace(sample, lines=lines, extracted=extracted, said=said)


def lines_and_body(tree: Any) -> tuple[list[DomLine], str]:
    """Give the lines of a page and what trafilatura takes for its body; neither where there is no element."""
    if tree is None:
        return [], ""
    lines = list(dom_lines(tree))
    found = extract(tree)
    return lines, (found.text or "") if found is not None else ""


def _labelled(row: dict[str, Any], kind: str, texts: list[str], gaps: list[int]) -> Sample:
    gold = row["gold"]
    labels = label(texts, gold)
    return Sample(row["id"], kind, row["fold"], texts, gaps, labels, ruled(texts), len(tokens(gold)), counts(texts))


def rows(data: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Read the texts and the pages of all sets, each with the fold of its publisher."""
    texts: list[dict[str, Any]] = []
    pages: list[dict[str, Any]] = []
    for name in SETS:
        own = {row["id"]: row for row in read_pages(data / f"{name}.pages.jsonl.gz")}
        pages.extend(own.values())
        texts.extend(
            {"id": row["id"], "extractor": "gold", "text": row["gold"], "gold": row["gold"], "fold": row["fold"]}
            for row in own.values()
        )
        texts.extend(row | {"fold": own[row["id"]]["fold"]} for row in json_lines(data / f"{name}.texts.jsonl.gz"))
    return texts, pages


def read(data: Path) -> tuple[list[Sample], list[Sample]]:
    """Make the samples of all texts and of all pages; those without a line are left out."""
    texts, pages = rows(data)
    with ProcessPoolExecutor(2) as pool:
        of_texts = [sample for sample in pool.map(text_sample, texts, chunksize=16) if sample.texts]
        of_texts += [s for found in pool.map(renderings, pages, chunksize=8) for s in found if s.texts]
        of_pages = [sample for sample in pool.map(page_sample, pages, chunksize=8) if sample.texts]
    return of_texts, of_pages
