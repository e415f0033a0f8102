"""Where articles go: a mirrored tree of texts with their records, or one file of JSON lines."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import msgspec

from cleaner.article import Article
from cleaner.reading.files import text_name
from cleaner.writing.atomic import whole_file


class Sink(Protocol):
    """What a run writes articles and failures to; used as a context, it is complete when the context ends."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None: ...
    def write(self, name: Path, article: Article) -> None:
        """Write one article."""

    def fail(self, record: dict[str, str]) -> None:
        """List an input that did not become an article, with the reason."""


class _Failures:
    """The list of failures beside the articles; the file is there only if there are any."""

    def __init__(self, path: Path):
        self._path = path
        self._records: list[dict[str, str]] = []

    def fail(self, record: dict[str, str]) -> None:
        self._records.append(record)

    def close(self) -> None:
        if self._records:
            with whole_file(self._path) as file:
                file.writelines(msgspec.json.encode(record) + b"\n" for record in self._records)
        else:
            self._path.unlink(missing_ok=True)


class TreeSink(_Failures):
    """A tree that mirrors the input: `name.txt` with the clean body, `name.json` with metadata and provenance."""

    def __init__(self, folder: Path):
        super().__init__(folder / "failures.jsonl")
        self._folder = folder

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, name: Path, article: Article) -> None:
        """Write the text, then its record: where there is a record there is a text."""
        target = self._folder / text_name(name)
        with whole_file(target) as file:
            file.write(article.text.encode("utf-8", "replace"))
        record = article.to_dict()
        del record["text"]
        with whole_file(target.with_suffix(".json")) as file:
            file.write(encode_pretty(record))


class JsonLinesSink(_Failures):
    """One file, a line an article: its input's name as `id`, and all that `Article.to_dict` holds."""

    def __init__(self, path: Path):
        super().__init__(path.with_name(path.stem + ".failures.jsonl") if path.name != "articles.jsonl"
                         else path.with_name("failures.jsonl"))  # fmt: skip
        self._target = path
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._file = self._stack.enter_context(whole_file(self._target))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        handled = self._stack.__exit__(kind, error, trace)
        if kind is None:
            self.close()
        return handled

    def write(self, name: Path, article: Article) -> None:
        """Write one line."""
        self._file.write(encode_line({"id": name.as_posix(), **article.to_dict()}))


def encode_line(record: dict[str, Any]) -> bytes:
    """Encode a record as one line of JSON; a lone surrogate becomes a replacement character."""
    try:
        return msgspec.json.encode(record) + b"\n"
    except UnicodeEncodeError:
        return msgspec.json.encode(_without_surrogates(record)) + b"\n"


def encode_pretty(record: dict[str, Any]) -> bytes:
    """Encode a record as indented JSON."""
    return msgspec.json.format(encode_line(record), indent=2) + b"\n"


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    return value
