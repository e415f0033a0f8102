"""Read what models learn from and are measured on: pages of others beside the project, invented lines within it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from training.folds import fold, publisher

HERE = Path(__file__).resolve().parent


class Phrase(NamedTuple):
    """Noise as a reader meets it, of one line or of several."""

    language: str
    kind: str
    text: str


def bank(name: str) -> list[Path]:
    """List the files of what was invented to train on: `phrases`, `negatives` or `articles`."""
    return sorted((HERE / name).glob("*.json"))


def by_language(files: Iterable[Path]) -> Iterator[tuple[str, Any]]:
    """Give what files hold of each language, file after file."""
    for path in files:
        yield from json.loads(path.read_text(encoding="utf-8")).items()


def read_phrases(files: Iterable[Path]) -> Iterator[Phrase]:
    """Give the phrases of files, those of a language by kind."""
    for language, kinds in by_language(files):
        for kind in sorted(kinds):
            for text in kinds[kind]:
                yield Phrase(language, kind, text)


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read a compressed file that holds an object a line."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def listings(folder: Path) -> list[Path]:
    """Find the lists of pages, one for every set."""
    return sorted(folder.glob("*.pages.jsonl.gz"))


def read_pages(listing: Path) -> Iterator[dict[str, Any]]:
    """Give what a list says of its pages, and for each the fold of its publisher and the path of its HTML."""
    for row in json_lines(listing):
        path = listing.parent / "html" / f"{row['id']}.html.gz"
        yield row | {"fold": fold(publisher(row)), "path": str(path)}


def page_bytes(path: Path | str) -> bytes:
    """Read the HTML of a page as it was sent."""
    return gzip.decompress(Path(path).read_bytes())
