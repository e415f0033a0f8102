"""Annotated articles: one file holds the raw text, the gold body, the metadata and the labelled noise.

docs/corpus.md describes the format. Use it for articles of your own, too: `python -m cleaner.corpus check FOLDER` reads
every file and says what is wrong in it.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import regex

from cleaner.article import Edit
from cleaner.chain import settle
from cleaner.document import Document
from cleaner.errors import CleanerError
from cleaner.ledger import Ledger
from cleaner.rules.schema import KINDS

_FENCE = "+++\n"
_MARK = regex.compile(r"⟦(\w+):([^⟦⟧]*)⟧")
_ESCAPE = regex.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[nrt\\])")
_FIELDS = {"title", "date", "byline", "source", "language", "about"}


class CorpusError(CleanerError):
    """An annotated article that is wrong; the message names the file and the place."""


@dataclass(frozen=True)
class Noise:
    """A labelled stretch of the raw text, in code points, and what stands there in the gold body."""

    kind: str
    start: int
    end: int
    replacement: str = ""


@dataclass(frozen=True)
class Sample:
    """An annotated article."""

    path: Path
    raw: str
    gold: str
    noise: tuple[Noise, ...]
    expected: dict[str, Any] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether the article holds no noise and must pass untouched."""
        return not self.noise


def parse_sample(source: str, path: Path = Path("sample.txt")) -> Sample:
    """Read an annotated article.

    Raises:
        CorpusError: the header is missing or wrong, or a mark is.

    >>> sample = parse_sample("+++\\n+++\\nThe ferry sails.\\n\\n⟦ad_label:Advertisement⟧\\n")
    >>> sample.raw, sample.gold
    ('The ferry sails.\\n\\nAdvertisement', 'The ferry sails.')

    """
    if not source.startswith(_FENCE) or _FENCE not in source[len(_FENCE) :]:
        raise CorpusError(f"{path}: must begin with a header between two lines of '+++'")
    header, text = source[len(_FENCE) :].split(_FENCE, 1)
    try:
        expected = tomllib.loads(header)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{path}: the header is not valid TOML: {error}") from error
    if stray := set(expected) - _FIELDS:
        raise CorpusError(f"{path}: the header has unknown keys {sorted(stray)}; known are {sorted(_FIELDS)}")
    raw, noise = _unmark(text.removesuffix("\n"), path)
    return Sample(path, raw, _gold(raw, noise), noise, expected)


def _unmark(text: str, path: Path) -> tuple[str, tuple[Noise, ...]]:
    parts: list[str] = []
    noise: list[Noise] = []
    size = at = 0
    for mark in _MARK.finditer(text):
        kind, content = mark.groups()
        if kind not in KINDS:
            raise CorpusError(f"{path}: kind {kind!r} in {mark.group()[:60]!r} is none of {', '.join(KINDS)}")
        parts.append(text[at : mark.start()])
        size += len(parts[-1])
        wrong, arrow, right = content.partition("→") if kind == "encoding" else (content, "", "")
        if kind == "encoding":
            if not arrow:
                raise CorpusError(f"{path}: {mark.group()!r} must read ⟦encoding:wrong→right⟧")
            wrong, right = _unescape(wrong), _unescape(right)
        noise.append(Noise(kind, size, size + len(wrong), right))
        parts.append(wrong)
        size += len(wrong)
        at = mark.end()
    raw = "".join((*parts, text[at:]))
    for bracket in "⟦⟧":
        if bracket in raw:
            where = raw.index(bracket)
            raise CorpusError(f"{path}: a stray {bracket} near {raw[max(0, where - 20) : where + 40]!r}")
    return raw, tuple(noise)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: found.group().encode("ascii").decode("unicode_escape"), text)


def _gold(raw: str, noise: Sequence[Noise]) -> str:
    edits = [
        Edit(
            start=x.start, end=x.end, action="replace" if _is_replaced(x.kind, raw[x.start : x.end]) else "delete",
            filter="gold", rule="gold", kind=x.kind, replacement=x.replacement,
        )
        for x in noise
    ]  # fmt: skip
    return Ledger(raw).with_edits(settle(Document(raw), edits)).text


def _is_replaced(kind: str, text: str) -> bool:
    """Tell whether the space around noise stays as it is: of repairs, and of the marks around a link's words."""
    return kind in ("encoding", "whitespace") or (kind == "link" and (text == "[" or text.startswith("](")))


def read_samples(folder: Path) -> Iterator[Sample]:
    """Read all annotated articles below a folder, in the order of their names.

    Raises:
        CorpusError: one is wrong.

    """
    for path in sorted(folder.rglob("*.txt")):
        yield _read(path, folder)


def _read(path: Path, folder: Path) -> Sample:
    try:
        sample = parse_sample(path.read_bytes().decode("utf-8"), path)
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    if ("clean" in path.relative_to(folder).parts) != sample.is_clean:
        raise CorpusError(f"{path}: articles without marks, and only those, lie in clean/")
    return sample


def main(arguments: Sequence[str]) -> int:
    """Check the annotated articles below folders; the word `check` before them may be left out.

    Returns:
        The exit code: 1 where an article is wrong, or there is none, or a folder is not there.

    """
    folders = [Path(name) for name in (arguments[1:] if arguments and arguments[0] == "check" else arguments)]
    missing = [folder for folder in folders if not folder.is_dir()]
    if missing or not folders:
        print(f"{missing[0]}: no such folder" if missing else "which folders? python -m cleaner.corpus check FOLDER...")
        return 1
    wrong = 0
    count = 0
    for folder in folders:
        for path in sorted(folder.rglob("*.txt")):
            count += 1
            try:
                _read(path, folder)
            except CorpusError as error:
                wrong += 1
                print(error)
    print(f"{count} articles read, {wrong} wrong")
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
