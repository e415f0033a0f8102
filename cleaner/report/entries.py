"""What the page holds of one document: a row of its table, and for some the text with every edit."""

from __future__ import annotations

from typing import Any

from cleaner.article import METADATA
from cleaner.report.totals import Marker, marker_of, share
from cleaner.runs.results import Saved
from cleaner.text.prose import shortened
from cleaner.writing.forms import encode_line

_MAX_TEXT = 60_000
_MAX_FIELD = 1000
_MAX_ID = 200
_MAX_TITLE = 120


class Index:
    """Numbers for names, in the order in which they first came.

    >>> index = Index()
    >>> [index.of(name) for name in ("en", "de", "en")], index.names()
    ([0, 1, 0], ['en', 'de'])
    """

    def __init__(self) -> None:
        self._places: dict[Any, int] = {}

    def of(self, name: Any) -> int:
        """Give the number of a name."""
        return self._places.setdefault(name, len(self._places))

    def names(self) -> list[Any]:
        """Give the names by their numbers."""
        return list(self._places)


def row(article: Saved, number: int, source: int, language: int, markers: dict[Marker, int]) -> bytes:
    """Encode the row of a document.

    Args:
        article: the document.
        number: its place in the run.
        source: the number of its source.
        language: the number of its language.
        markers: the labels of its edits with their numbers.

    Returns:
        A JSON array, in the order of the columns that `documents.js` names.

    """
    return encode_json(
        [
            number, shortened(article.id, _MAX_ID), shortened(article.title or "", _MAX_TITLE), source, language,
            article.chars_in, round(share(article), 4), len(article.edits),
            int(article.provenance.verdict.status == "review"), sorted(markers.values()),
        ]
    )  # fmt: skip


def text(article: Saved, number: int, markers: dict[Marker, int]) -> bytes:
    """Encode the text of a document with every edit, its metadata and where that was read.

    `parts` are in the order of the original: a string was kept, an array is an edit. Of a very long text the end is
    left out; `left_out` says how many characters.
    """
    verdict = article.provenance.verdict
    parts, left_out = _parts(article, markers)
    metadata = {name: shortened(str(getattr(article, name) or ""), _MAX_FIELD) for name in METADATA}
    return encode_json(
        {
            "number": number,
            "id": article.id,
            "metadata": metadata,
            "facts": [
                [fact.field, shortened(fact.value, _MAX_FIELD), fact.rule] for fact in article.provenance.facts[:50]
            ],
            "verdict": {
                "status": verdict.status, "action": verdict.action, "reason": shortened(verdict.reason, _MAX_FIELD),
            },
            "parts": parts,
            "left_out": left_out,
        }
    )  # fmt: skip


def _parts(article: Saved, markers: dict[Marker, int]) -> tuple[list[Any], int]:
    parts: list[Any] = []
    room = _MAX_TEXT
    for piece in article.pieces():
        if not room:
            break
        text = piece.text[:room]
        room -= len(text)
        if edit := piece.edit:
            reason = shortened(edit.reason, _MAX_FIELD)
            parts.append([markers[marker_of(edit)], edit.action, text, edit.replacement, edit.score, reason])
        else:
            parts.append(text)
    return parts, article.chars_in - (_MAX_TEXT - room)


def encode_json(value: Any) -> bytes:
    r"""Encode a value as JSON in which nothing can end the element of the page that holds it.

    >>> encode_json("</script>")
    b'"\\u003c/script\\u003e"'
    """
    data = encode_line(value).rstrip(b"\n")
    for sign, escape in _ESCAPES:
        data = data.replace(sign, escape)
    return data


_ESCAPES = (
    (b"<", rb"\u003c"), (b">", rb"\u003e"), (b"&", rb"\u0026"),
    ("\u2028".encode(), rb"\u2028"), ("\u2029".encode(), rb"\u2029"),
)  # fmt: skip
