"""From the inputs of a run to the files it reads, and the name each has in the output."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import InputError

SUFFIXES = (".txt", ".html", ".htm")
_HTML = (".html", ".htm")


class Source(NamedTuple):
    """A file to clean: where it lies, its name relative to the output folder, and whether it is HTML by its name."""

    path: Path
    name: Path

    @property
    def is_html(self) -> bool:
        """Whether the name says that the file is HTML."""
        return self.path.suffix.lower() in _HTML


def find_sources(inputs: Sequence[Path], output: Path | None = None) -> list[Source]:
    """List the files of a run in a fixed order.

    Args:
        inputs: files, and folders that are searched to the bottom for `.txt`, `.html` and `.htm`; links to folders are
            not followed, so that no loop of them can trap a run.
        output: the folder that is written to; it is no input, even where it lies in one.

    Raises:
        InputError: an input does not exist.

    """
    for path in inputs:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
    result: list[Source] = []
    several = sum(path.is_dir() for path in inputs) > 1
    for path in inputs:
        if path.is_dir():
            prefix = Path(path.resolve().name) if several else Path()
            result += [Source(found, prefix / found.relative_to(path)) for found in _walk(path, output)]
        else:
            result.append(Source(path, Path(path.name)))
    return result


def _walk(folder: Path, without: Path | None) -> Iterator[Path]:
    skipped = without.resolve() if without else None
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if Path(root, name).resolve() != skipped)
        yield from (Path(root, name) for name in sorted(names) if name.lower().endswith(SUFFIXES))


def distinct(sources: Iterable[Source]) -> list[Source]:
    """Refuse inputs of which two would be written to the same place.

    Raises:
        InputError: two inputs have the same name in the output.

    """
    seen: dict[Path, Path] = {}
    result = list(sources)
    for source in result:
        name = text_name(source.name)
        if name in seen:
            raise InputError(f"{source.path} and {seen[name]} would both be written to {name}; clean them in two runs")
        seen[name] = source.path
    return result


def text_name(name: Path) -> Path:
    """Name the text file that an input is written to: its own name, with `.txt` added where it is no `.txt`.

    >>> text_name(Path("a/b.html")).as_posix(), text_name(Path("a/b.txt")).as_posix()
    ('a/b.html.txt', 'a/b.txt')
    """
    return name if name.suffix == ".txt" else name.with_name(name.name + ".txt")
