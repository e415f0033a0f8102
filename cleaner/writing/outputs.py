"""Where a run writes: the files that its form asks for, parts that grow line by line, and their completion."""

from __future__ import annotations

import gzip
import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import msgspec

from cleaner.errors import ConfigError, InputError
from cleaner.reading.files import FAILURES, MANIFEST, SUFFIXES, WORK, Source, status_of, text_name
from cleaner.reading.streams import zstd
from cleaner.writing.atomic import whole_file

FORMS = ("tree", "jsonl", "parquet", "dolma", "annotations")
_FILES = {
    "jsonl": ("articles.jsonl",),
    "parquet": ("articles.parquet",),
    "dolma": ("documents/articles.jsonl.gz", "attributes/newsclean/articles.jsonl.gz"),
    "annotations": ("annotations.jsonl",),
}
ENDINGS = {"jsonl": (".jsonl", ".jsonl.gz", ".jsonl.zst"), "parquet": (".parquet",),
           "annotations": (".jsonl", ".jsonl.gz", ".jsonl.zst")}  # fmt: skip
"""How the name of an output may end that is a file of a form."""
_NO_FOLDERS = (".csv", ".xml", ".gz", ".zst", ".bz2", ".xz", ".zip", ".tar", ".tgz", ".7z")
_CHUNK = 1 << 20


def form_of(output: Path) -> str:
    """Tell the form from the name of the output: a folder holds a tree.

    >>> form_of(Path("news.jsonl.zst")), form_of(Path("news.parquet")), form_of(Path("out"))
    ('jsonl', 'parquet', 'tree')
    """
    return next((form for form in ("jsonl", "parquet") if output.name.endswith(ENDINGS[form])), "tree")


class Layout:
    """The places of a run's files.

    A folder holds `articles.*`, `failures.jsonl` and `manifest.json`; beside an output that is a file they carry its
    name.

    >>> Layout(Path("a/news.jsonl"), "jsonl").manifest.as_posix(), Layout(Path("out"), "tree").manifest.as_posix()
    ('a/news.manifest.json', 'out/manifest.json')
    """

    def __init__(self, output: Path, form: str):
        self.form = form
        self.output = output
        ending = next((ending for ending in ENDINGS.get(form, ()) if output.name.endswith(ending)), "")
        if ending:
            self.folder = output.parent
            stem = output.name.removesuffix(ending)
            own = output.name in _FILES[form]
            self.finals: list[Path] = [output]
            self.failures = self.folder / (FAILURES if own else f"{stem}.{FAILURES}")
            self.manifest = self.folder / (MANIFEST if own else f"{stem}.{MANIFEST}")
            self.work = self.folder / WORK / ("run" if own else output.name)
        else:
            self.folder = output
            self.finals = [output / name for name in _FILES.get(form, ())]
            self.failures = output / FAILURES
            self.manifest = output / MANIFEST
            self.work = output / WORK / "run"

    def refuse(self, source: Source) -> None:
        """Refuse to write over an input: it would be gone, and with it what was removed.

        An input that is a link to what is written would be gone, too, whatever the link is called.

        Raises:
            InputError: the source lies where the run writes; or a tree would need a file and a folder of one name.

        """
        if self.form == "tree":
            self._refuse_clash(source)
        there = status_of(source.path)
        places = [*self._articles(source), *self.finals, self.failures, self.manifest]
        if there and any(os.path.samestat(found, there) for found in map(status_of, places) if found):
            name = "standard input" if str(source.path) == "-" else source.path
            raise InputError(f"{name} would be written over by its own run; give another OUT with -o")

    def _articles(self, source: Source) -> tuple[Path, ...]:
        """Give the text and the record that a tree has for a source of one article."""
        text = self.folder / text_name(source.name)
        return (text, text.with_suffix(".json")) if self.form == "tree" else ()

    def _refuse_clash(self, source: Source) -> None:
        """Refuse a tree that needs a file and a folder of one name: it would break off in the middle."""
        if source.clash:
            raise InputError(
                f"{source.path} and {source.clash} cannot be in one tree, where one is written to a file and the other "
                "to a folder of the same name; clean them in two runs with an OUT each, or into a .jsonl"
            )
        folder = self.folder / source.name
        if source.name in source.folders and _is(stat.S_ISREG, folder) and source.needs(source.name):
            raise InputError(f"{folder} is a file where the articles of {source.path} need a folder; give another OUT")
        for place in source.folders:
            if self.folder / place in (self.failures, self.manifest) and source.needs(place):
                raise InputError(f"{source.path} needs a folder where the run writes its {place}; rename it")
        for place in self._articles(source):
            if _is(stat.S_ISDIR, place):
                raise InputError(f"{place} is a folder where {source.path} is written to a file; give another OUT")


def _is(kind: Callable[[int], bool], path: Path) -> bool:
    found = status_of(path)
    return found is not None and kind(found.st_mode)


def write_tree(folder: Path, name: str, parts: Sequence[bytes], scratch: Path) -> list[tuple[str, bytes]]:
    """Write the text of an article, then its record: where there is a record there is a text.

    Returns:
        The names that were written, with their content.

    """
    text = text_name(Path(name))
    written = [(text, parts[0]), (text.with_suffix(".json"), parts[1])]
    for path, content in written:
        with whole_file(folder / path, scratch, to_disk=False) as file:
            file.write(content)
    return [(path.as_posix(), content) for path, content in written]


def tree_records(folder: Path) -> Iterator[Path]:
    """Walk over the records of a tree: each `.json` that stands beside its `.txt`."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != WORK)
        texts = {name[:-4] for name in names if name.endswith(".txt")}
        yield from (
            Path(root, name) for name in sorted(names) if name.endswith(".json") and name.removesuffix(".json") in texts
        )


def complete(part: Path, final: Path, form: str) -> None:
    """Turn the lines of a finished part into the file they are for; doing it twice does no harm.

    Raises:
        OSError: the disk is full, or the place may not be written.

    """
    scratch = part.with_name("scratch")
    if form == "parquet":
        from cleaner.writing.parquet import write_rows

        with part.open("rb") as lines, whole_file(final, scratch) as file:
            write_rows(lines, file)
    else:
        with part.open("rb") as lines, whole_file(final, scratch) as file, ExitStack() as stack:
            _copy(lines, _packer(final, file, stack))
    part.unlink()


def _packer(final: Path, file: IO[bytes], stack: ExitStack) -> IO[bytes]:
    if final.suffix == ".gz":
        packer: Any = gzip.GzipFile("", "wb", 6, file, mtime=0)
    elif final.suffix == ".zst":
        packer = zstd().ZstdFile(file, "wb")
    else:
        return file
    packed: IO[bytes] = stack.enter_context(packer)
    return packed


def check_form(layout: Layout) -> None:
    """Find out before a run whether its output can be written at its end.

    Raises:
        ConfigError: the output would be a folder, and has the name of a file, or is a folder, where a file is written;
            or it would share a manifest with another.
        InputError: what it needs is not installed.

    """
    if layout.output == layout.folder:
        _refuse_name_of_a_file(layout.folder)
    elif layout.output.is_dir():
        raise ConfigError(
            f"{layout.output} is a folder, where a file would be written; give another name, or remove it"
        )
    else:
        _refuse_neighbour(layout)
    if layout.form == "parquet":
        from cleaner.writing.parquet import schema

        schema()
    if any(final.suffix == ".zst" for final in layout.finals):
        zstd()


def _refuse_name_of_a_file(folder: Path) -> None:
    if folder.name.lower().endswith((*SUFFIXES, *_NO_FOLDERS)) and not folder.is_dir():
        raise ConfigError(
            f"{folder} would be a folder; give one without an ending, or a file that ends in .jsonl or .parquet"
        )


def _refuse_neighbour(layout: Layout) -> None:
    """Refuse to write over the manifest of an output that differs in its ending only: it could not be read any more."""
    try:
        manifest = msgspec.json.decode(layout.manifest.read_bytes())
        listed = manifest["outputs"]["listed"] or {}
    except (OSError, msgspec.DecodeError, KeyError, TypeError):
        return
    for name in listed:
        other = layout.folder / name
        if other not in (layout.output, layout.failures) and other.exists():
            raise ConfigError(
                f"{layout.output} would share {layout.manifest.name} with {other}; give another name with -o, or "
                f"remove {other}"
            )


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    while piece := source.read(_CHUNK):
        target.write(piece)


def file_hash(path: Path) -> tuple[int, str]:
    """Give the size and the hash of a file."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()
