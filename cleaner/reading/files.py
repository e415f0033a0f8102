"""From the inputs of a run to the files it reads, and the name each has in the output."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import InputError
from cleaner.reading.streams import COMPRESSED

FORMATS = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".warc": "warc",
}
SUFFIXES = tuple(suffix + packed for suffix in FORMATS for packed in ("", *COMPRESSED))
_FOREIGN = {
    (".csv", ".tsv"): "make it .jsonl or .parquet, an article a row",
    (".xml", ".rss", ".atom"): "write its articles to a .jsonl, or save their pages as .html",
    (".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".pptx", ".epub"): "extract its text to a .txt",
    (".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz"): "unpack it, and give what is in it",
}
_OWN = ("manifest.json", "failures.jsonl")

_BESIDE_MANIFEST = Path("manifest.txt")

WORK = ".newsclean"
"""The folder in which a run keeps what it needs to go on after it was stopped."""


class Source(NamedTuple):
    """A file to clean: where it lies, its name relative to the output folder, and its format if the name lies."""

    path: Path
    name: Path
    form: str = ""

    @property
    def compression(self) -> str:
        """`.gz`, `.zst` or nothing."""
        suffix = self.path.suffix.lower()
        return suffix if suffix in COMPRESSED else ""

    @property
    def format(self) -> str:
        """`text`, `html`, `json`, `jsonl`, `parquet` or `warc`; an unknown ending is text."""
        return self.form or FORMATS.get(self._ending, "text")

    @property
    def is_html(self) -> bool:
        """Whether the name says that the file is HTML."""
        return self.format == "html"

    @property
    def _ending(self) -> str:
        stem = Path(self.path.stem) if self.compression else self.path
        return stem.suffix.lower()

    @property
    def foreign(self) -> str:
        """Why the file is not read, and what to do, where its name says that it is no text; else nothing."""
        remedy = next((remedy for endings, remedy in _FOREIGN.items() if self._ending in endings), "")
        return remedy and f"{self._ending} is not read; {remedy}"


def find_sources(
    inputs: Sequence[Path], output: Path | None = None, form: str = "", root: Path | None = None
) -> Iterator[Source]:
    """Give the files of a run one by one, in a fixed order.

    Args:
        inputs: files, and folders that are searched to the bottom for the endings of `SUFFIXES`; links to folders are
            not followed, so that no loop of them can trap a run. A `.json` beside a `.txt` of the same name holds its
            metadata and is no input. `-` is standard input.
        output: the folder that is written to; it is no input, even where it lies in one.
        form: the format of standard input.
        root: the folder from which files that are named one by one are called; each by its own name if left out.

    Raises:
        InputError: an input does not exist, is of a kind that is not read, or two would be written to the same place.

    """
    for path in inputs:
        if str(path) != "-" and not path.exists():
            raise InputError(f"{path}: no such file or folder")
    folders = [path for path in inputs if path.is_dir()]
    prefixes = {path: Path(path.resolve().name) if len(folders) > 1 else Path() for path in folders}
    _refuse_same([(path, prefixes[path].as_posix()) for path in folders if len(folders) > 1])
    files = [_single(path, form, root) for path in inputs if not path.is_dir()]
    _refuse_same([(file.path, text_name(file.name).as_posix()) for file in files])
    taken = {text_name(file.name): file.path for file in files}
    singles = iter(files)
    for path in inputs:
        if not path.is_dir():
            yield next(singles)
            continue
        for found in _walk(path, output):
            name = prefixes[path] / found.relative_to(path)
            if text_name(name) in taken:
                _refuse_same([(found, name.as_posix()), (taken[text_name(name)], name.as_posix())])
            yield Source(found, name)


def _single(path: Path, form: str, root: Path | None) -> Source:
    inside = root is not None and path.is_relative_to(root)
    name = path.relative_to(root) if root is not None and inside else Path(path.name)
    source = Source(path, Path("stdin"), form) if str(path) == "-" else Source(path, name)
    if source.foreign:
        raise InputError(f"{path}: {source.foreign}")
    return source


def _refuse_same(named: Sequence[tuple[Path, str]]) -> None:
    seen: dict[str, Path] = {}
    for path, name in named:
        if name in seen:
            raise InputError(f"{path} and {seen[name]} would both be written to {name}; clean them in two runs")
        seen[name] = path


def _walk(folder: Path, without: Path | None) -> Iterator[Path]:
    skipped = without.resolve() if without else None
    refused: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if name != WORK and Path(root, name).resolve() != skipped)
        chosen = [Path(root, name) for name in inputs_of(names)]
        _refuse_same([(path, text_name(Path(path.name)).name) for path in chosen])
        while refused:  # a folder that may not be searched stands for what is in it
            yield Path(refused.pop().filename)
        yield from (path for path in chosen if not skipped or path.name != skipped.name or path.resolve() != skipped)
    yield from (Path(error.filename) for error in refused)


def inputs_of(paths: Iterable[str]) -> list[str]:
    """Choose, of all files that are there, those that a run reads, in a fixed order.

    A `.json` beside a `.txt` of the same name holds its metadata; what a run wrote beside its articles, or keeps in its
    work folder, is no article.

    >>> inputs_of(["b/a.txt", "b/a.json", "a.json", "notes.pdf", "manifest.json", ".newsclean/run/0.jsonl"])
    ['a.json', 'b/a.txt']
    """
    found = sorted(
        path for path in paths
        if path.lower().endswith(SUFFIXES) and not is_own(path) and WORK not in path.split("/")
    )  # fmt: skip
    texts = {path[:-4] for path in found if path.lower().endswith(".txt")}
    return [path for path in found if not (path.endswith(".json") and path[:-5] in texts)]


def is_own(name: str) -> bool:
    """Tell whether a file is one that a run writes beside its articles; it is no input of another run.

    >>> is_own("out/manifest.json"), is_own("news.failures.jsonl"), is_own("my-manifest.json")
    (True, True, False)
    """
    last = name.rpartition("/")[2]
    return last in _OWN or last.endswith(tuple(f".{own}" for own in _OWN))


def text_name(name: Path) -> Path:
    """Name the text file that an input is written to: its own name, with `.txt` added where it is no `.txt`.

    The one whose record would lie where the run's manifest does gets it, too.

    >>> [text_name(Path(name)).as_posix() for name in ("a/b.html", "a/b.txt", "manifest.txt")]
    ['a/b.html.txt', 'a/b.txt', 'manifest.txt.txt']
    """
    stays = name.suffix == ".txt" and name != _BESIDE_MANIFEST
    return name if stays else name.with_name(name.name + ".txt")
