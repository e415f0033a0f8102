"""The forms an article is written in, as bytes; pure functions, so that they run where the article was cleaned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import msgspec

from cleaner.article import Article
from cleaner.reading.records import Content
from cleaner.text.prose import encodable
from cleaner.writing.exports import dolma_attributes, dolma_document, web_annotations

Encoder = Callable[[Article, Content], tuple[bytes, ...]]


def encode_line(record: Any) -> bytes:
    """Encode a record as one line of JSON; a lone surrogate becomes a replacement character."""
    try:
        return msgspec.json.encode(record) + b"\n"
    except UnicodeEncodeError:
        return msgspec.json.encode(_without_surrogates(msgspec.to_builtins(record))) + b"\n"


def encode_pretty(record: Any) -> bytes:
    """Encode a record as indented JSON."""
    return msgspec.json.format(encode_line(record), indent=2) + b"\n"


def file_name(name: PurePath, form: str) -> PurePath:
    """Name the file of articles that is made of another one, by the form that it has.

    >>> [file_name(PurePath(name), "jsonl").as_posix() for name in ("05/a.jsonl", "05/a.html")]
    ['05/a.jsonl', '05/a.html.jsonl']
    """
    ending = f".{form}"
    return name if name.suffix == ending else name.with_name(name.name + ending)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    return value


def _record(article: Article, content: Content) -> dict[str, Any]:
    record = {"id": content.id, **article.to_dict()}
    return {**record, "fields": content.fields} if content.fields else record


def _tree(article: Article, content: Content) -> tuple[bytes, ...]:
    record = _record(article, content)
    del record["text"]
    return encodable(article.text).encode(), encode_pretty(record)


def _lines(article: Article, content: Content) -> tuple[bytes, ...]:
    return (encode_line(_record(article, content)),)


def _rows(article: Article, content: Content) -> tuple[bytes, ...]:
    """Encode a row of Parquet: columns, of which `provenance` and `fields` hold JSON."""
    record = _record(article, content)
    for name in ("provenance", "fields"):
        record[name] = encode_line(record.get(name, {})).decode().rstrip()
    return (encode_line(record),)


def _dolma(article: Article, content: Content) -> tuple[bytes, ...]:
    document = dolma_document(article, content.id, content.fields)
    return encode_line(document), encode_line(dolma_attributes(article, content.id))


def _annotations(article: Article, content: Content) -> tuple[bytes, ...]:
    return (encode_line(web_annotations(article, content.id)),)


ENCODERS: dict[str, Encoder] = {
    "tree": _tree,
    "jsonl": _lines,
    "parquet": _rows,
    "dolma": _dolma,
    "annotations": _annotations,
}
