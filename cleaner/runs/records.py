"""Records in, an article or a failure out for each. All that runs, here or elsewhere, calls this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.errors import ConfigError
from cleaner.reading.earlier import Earlier
from cleaner.reading.records import Content, Fields, Record, open_record
from cleaner.settings.validation import convert


class Failure(msgspec.Struct, frozen=True):
    """An input that did not become an article, and why: a line of `failures.jsonl`."""

    input: str
    error: str
    reason: str


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a record: an article, or a failure, never neither.

    A document that the guard drops has both: its article shows why, and only the failure is written.
    """

    record: Record
    content: Content | None = None
    article: Article | None = None
    failure: Failure | None = None


def clean_records(cleaner: Cleaner, records: Iterable[Record], fields: Fields | None = None) -> Iterator[Result]:
    """Clean records one after another, each as if it were alone.

    It holds one record at a time, starts nothing, writes nothing and does not raise for what is in a record: whoever
    calls it schedules. A limit on time is the caller's, too, because only the end of a process stops any code.

    Args:
        cleaner: what cleans.
        records: documents that are not open yet.
        fields: what the fields of records are called.

    Raises:
        ConfigError: it is called with what is no cleaner, or with fields that mean nothing.

    >>> from cleaner import Cleaner
    >>> records = [Record(source="a", name="a", data="Advertisement\\n\\nThe ferry sails."),
    ...            Record(source="b", name="b", data=b"[]", form="json")]
    >>> results = clean_records(Cleaner(), records)
    >>> [result.article.text if result.article else result.failure.reason for result in results]
    ['The ferry sails.', 'is no JSON object with fields']

    """
    names = Fields() if fields is None else fields
    check_call(cleaner, names)
    return (_clean(cleaner, record, names) for record in records)


def check_call(cleaner: Any, fields: Any) -> None:
    """Refuse a mistake of the caller's, which would else be a failure of every document.

    Raises:
        ConfigError: the cleaner is none, or the fields are none or hold a wrong value.

    """
    if not isinstance(cleaner, Cleaner):
        raise ConfigError(f"must be a Cleaner, not {cleaner!r}; make one with Cleaner(config=...)", "cleaner")
    check_fields(fields)


def check_fields(fields: Any) -> None:
    """Refuse names of fields that mean nothing.

    Raises:
        ConfigError: they are no `Fields`, or hold a wrong value.

    """
    if not isinstance(fields, Fields):
        raise ConfigError(f"must be Fields(text=..., id=...), not {fields!r}", "fields")
    convert(msgspec.to_builtins(fields), Fields, "fields")


def _clean(cleaner: Cleaner, record: Record, fields: Fields) -> Result:
    try:
        content = open_record(record, fields)
        cleaned = cleaner.clean(content.text, content.kind, content.url, charset=content.charset)
        article = _with(content.earlier, cleaned)
    except Exception as error:  # a filter from elsewhere may raise anything, and the other documents must go on
        return Result(record=record, failure=failure_of(record, error))
    verdict = article.provenance.verdict
    dropped = verdict.status == "review" and verdict.action == "drop"
    failure = Failure(record.source, "Dropped", verdict.reason) if dropped else None
    return Result(record=record, content=content, article=article, failure=failure)


def _with(earlier: Earlier, article: Article) -> Article:
    """Put in what an earlier run found and this one did not: it was cut out of the text then."""
    found = msgspec.structs.asdict(earlier)
    missing = {name: value for name, value in found.items() if value is not None and getattr(article, name) is None}
    return msgspec.structs.replace(article, **missing) if missing else article


def failure_of(record: Record, error: Exception) -> Failure:
    """Say what went wrong with a record."""
    if isinstance(error, MemoryError):
        reason = "needs more memory than this machine gives; lower --max-size or --workers"
    elif isinstance(error, RecursionError):
        reason = "is nested too deep"
    else:
        reason = "; ".join(filter(None, (str(error), *getattr(error, "__notes__", ())))) or "failed without saying why"
    return Failure(record.source, type(error).__name__, reason)
