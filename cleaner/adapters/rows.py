"""What became of a document, as the row of a table: the same columns in every engine."""

from __future__ import annotations

from typing import Any

import msgspec

from cleaner.runs.records import Failure, Result
from cleaner.text.prose import encodable
from cleaner.writing.forms import encode_line

COLUMNS = ("clean_text", "title", "date", "byline", "source", "language", "removed_chars", "verdict", "provenance")
"""The columns that are added, in this order."""
VERDICTS = ("ok", "review", "dropped", "failed")
"""What the column `verdict` may say."""


def row_of(result: Result) -> dict[str, Any]:
    """Say in one row what became of a document.

    Of an article, `provenance` is the record of how it came about with its `edits`; of a failed document, its `failure`
    with `error` and `reason`, and the row has nothing else but the verdict.

    Args:
        result: what `clean_records` gave.

    Returns:
        The values of `COLUMNS`; one that is not there is null.

    >>> from cleaner import Cleaner
    >>> from cleaner.reading.records import Record
    >>> from cleaner.runs.records import clean_records
    >>> shard = [Record(source="a", name="a", data="The ferry sails.\\n\\nAdvertisement")]
    >>> [(row["clean_text"], row["removed_chars"]) for row in map(row_of, clean_records(Cleaner(), shard))]
    [('The ferry sails.', 15)]

    """
    article = result.article
    if article is None:
        assert result.failure is not None
        return _failed(result.failure)
    dropped = result.failure is not None
    return {
        "clean_text": None if dropped else _text(article.text),
        "title": _text(article.title),
        "date": article.date,
        "byline": _text(article.byline),
        "source": _text(article.source),
        "language": article.language,
        "removed_chars": sum(article.provenance.removed_chars.values()),
        "verdict": "dropped" if dropped else article.provenance.verdict.status,
        "provenance": _json({**msgspec.structs.asdict(article.provenance), "edits": article.edits}),
    }


def _failed(failure: Failure) -> dict[str, Any]:
    return {"verdict": "failed", "provenance": _json({"failure": {"error": failure.error, "reason": failure.reason}})}


def _text(value: str | None) -> str | None:
    """Put a replacement character where a lone surrogate is: Arrow holds UTF-8 and nothing else."""
    return None if value is None else encodable(value)


def _json(value: Any) -> str:
    return encode_line(value).decode().rstrip("\n")
