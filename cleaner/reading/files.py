"""From the inputs of a run to the files it reads, and the name each has in the output."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import InputError
from cleaner.reading.jsontext import JsonText
from cleaner.reading.streams import COMPRESSED, cannot_read, open_stream

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
MANIFEST = "manifest.json"
FAILURES = "failures.jsonl"
_STDIN = 0
_OWN = (MANIFEST, FAILURES)

_BESIDE_MANIFEST = Path(MANIFEST).with_suffix(".txt")
_WRITTEN = (".txt", ".json")

WORK = ".newsclean"
"""The folder in which a run keeps what it needs to go on after it was stopped."""


class Source(NamedTuple):
    """A file to clean: where it lies, its name relative to the output folder, and its format if the name lies.

    `clash` is another input of the run, of which a tree cannot hold both: one is written to a file of the name that
    the other needs for a folder.
    """

    path: Path
    name: Path
    form: str = ""
    clash: Path | None = None

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

    @property
    def folders(self) -> list[Path]:
        """The folders that a tree may need for it: those above it, and one of its own name for its records."""
        own = [] if self.format in ("text", "html") else [self.name]
        return [*own, *self.name.parents][:-1]  # the last is the tree itself

    def needs(self, folder: Path) -> bool:
        """Tell of one of these folders whether it is needed: a `.json` with one article needs none of its own."""
        return folder != self.name or self._has_records()

    def _has_records(self) -> bool:
        if self.format != "json" or str(self.path) == "-":
            return self.format not in ("text", "html")
        if not _is_file(self.path):
            return False
        try:
            with open_stream(self.path, self.compression) as (stream, _):
                return JsonText(stream, 0).next() == "["
        except (InputError, OSError):
            return False  # it fails as a document, and nothing is written


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
    folders = [path for path in inputs if _is_folder(path)]
    prefixes = {path: Path(path.resolve().name) if len(folders) > 1 else Path() for path in folders}
    _refuse_same([(path, prefixes[path].as_posix()) for path in folders if len(folders) > 1])
    files = [_single(path, form, root) for path in inputs if path not in prefixes]
    _refuse_same([(file.path, text_name(file.name).as_posix()) for file in files])
    taken = {text_name(file.name): file for file in files}
    needed = {place: file for file in files for place in file.folders}
    singles = iter(files)
    for path in inputs:
        if path not in prefixes:
            yield _marked(next(singles), taken, needed)
            continue
        for found in _walk(path, output):
            name = prefixes[path] / found.relative_to(path)
            if text_name(name) in taken:
                _refuse_same([(found, name.as_posix()), (taken[text_name(name)].path, name.as_posix())])
            yield _marked(Source(found, name), taken, needed, path)


def _is_folder(path: Path) -> bool:
    """Tell an input that is a folder from a file; one that cannot be asked is named, as the output is not to blame."""
    if str(path) == "-":
        return False
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise InputError(f"{path}: no such file or folder") from error
    except OSError as error:
        raise InputError(f"{path}: {cannot_read(error)}") from error


def _marked(
    source: Source, taken: Mapping[Path, Source], needed: Mapping[Path, Source], root: Path | None = None
) -> Source:
    """Mark a source that a tree cannot hold beside another one.

    All files of a folder are never in memory together, so that its other files are looked for on the disk.

    Args:
        source: the file.
        taken: the inputs that were named one by one, by the text they are written to.
        needed: the same, by the folders they may need.
        root: the folder in which the source was found.

    """
    for folder in source.folders:
        if folder.suffix in _WRITTEN:
            named = taken.get(folder.with_suffix(".txt"))
            for other in filter(None, (named, *_beside(source, folder, root))):
                if source.needs(folder) and not other.needs(other.name):
                    return source._replace(clash=other.path)
    text = text_name(source.name)
    for file in (text, text.with_suffix(".json")):
        if (named := needed.get(file)) and named.needs(file) and not source.needs(source.name):
            return source._replace(clash=named.path)
    return source


def _beside(source: Source, place: Path, root: Path | None) -> Iterator[Source]:
    """Find the files of a searched folder that would be written to a place; only these two names can be."""
    there = (source.path, *source.path.parents)[len(source.name.parts) - len(place.parts)]
    if root in there.parents:
        for name in (place.with_suffix(".txt"), place.with_suffix("")):
            file = there.with_name(name.name)
            if inputs_of([name.name]) and _is_file(file):
                yield Source(file, name)


def status_of(path: Path) -> os.stat_result | None:
    """Look what lies at a place; nothing where it cannot be seen, as who reads or writes there will say why."""
    try:
        return os.fstat(_STDIN) if str(path) == "-" else path.stat()
    except OSError:
        return None


def _is_file(path: Path) -> bool:
    found = status_of(path)
    return found is not None and stat.S_ISREG(found.st_mode)


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
            if os.path.normpath(path.absolute()) == os.path.normpath(seen[name].absolute()):
                raise InputError(f"{path} is given twice; once is enough")
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
