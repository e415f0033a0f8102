"""What comes out: the edits, the facts read, the record of how, and the article that holds them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, Self, get_args

import msgspec

Action = Literal["delete", "replace", "extract"]
Field = Literal["title", "date", "byline", "source"]
"""What the text itself may say of an article."""
METADATA = (*get_args(Field), "language", "url")
"""What an article's record says of it, by the names of its attributes."""


class Edit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One change of the text: what was taken out or repaired, by whom and why.

    `start` and `end` are half-open positions in code points. In an `Article` they point into the decoded original; a
    filter gives them in the text it sees, and the chain translates. An *extract* is a deletion whose text became
    metadata.
    """

    start: int
    end: int
    action: Action
    filter: str
    rule: str
    kind: str
    score: float = 1.0
    replacement: str = ""
    reason: str = ""
    removed: str = ""
    """The original text from `start` to `end`; filled in by the chain."""

    @property
    def chars(self) -> int:
        """How many characters it takes out, less those that it puts in their place."""
        return self.end - self.start - len(self.replacement)


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Metadata read from the text, whether or not the place it was read from stays in the body."""

    field: Field
    value: str
    start: int
    end: int
    filter: str
    rule: str
    score: float = 1.0


class Spared(msgspec.Struct, frozen=True, kw_only=True):
    """A removal that a keep rule forbade: where it would have been, and who asked for it.

    `keep` is the id of the keep rule; `filter`, `rule` and `kind` are those of the edit that was not made.
    """

    start: int
    end: int
    keep: str
    filter: str
    rule: str
    kind: str


class Considered(msgspec.Struct, frozen=True, kw_only=True):
    """What a filter looked at and left in, and why; filters tell of it by a method `considered`, for `cleaner.explain`.

    `start` and `end` are in the text that the filter saw. `limit` is what the score was held against: None where none
    was given or the reason was another.
    """

    start: int
    end: int
    filter: str
    rule: str
    reason: str
    score: float | None = None
    limit: float | None = None


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What the guard says: `ok`, or `review` with the reason and what was done about it."""

    status: Literal["ok", "review"] = "ok"
    action: Literal["keep", "drop", "pass"] = "keep"
    reason: str = ""
    removed_share: float = 0.0


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """How an article came to be: enough to do it again and to check that nothing else happened."""

    package: str
    version: str
    input_sha256: str
    output_sha256: str
    encoding: str
    reader: dict[str, Any]
    chain: list[str]
    config: dict[str, Any]
    packs: list[str]
    packs_sha256: str
    rounds: int
    counts: dict[str, int]
    removed_chars: dict[str, int]
    facts: list[Fact]
    verdict: Verdict
    spared: list[Spared] = []
    """What would have gone but for a keep rule."""


class Piece(NamedTuple):
    """A piece of the original: kept as it was, or changed by an edit."""

    text: str
    edit: Edit | None = None


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """A clean article: the body, its metadata, and every edit that made it.

    >>> from cleaner import clean
    >>> article = clean("date 2024-10-24 The ferry sails again, the harbour board said.\\n\\nAdvertisement")
    >>> article.text, article.date
    ('The ferry sails again, the harbour board said.', datetime.date(2024, 10, 24))
    >>> [edit.kind for edit in article.edits]
    ['date_header', 'ad_label']
    >>> article.restore()
    'date 2024-10-24 The ferry sails again, the harbour board said.\\n\\nAdvertisement'
    """

    text: str
    title: str | None = None
    date: dt.date | None = None
    byline: str | None = None
    source: str | None = None
    language: str | None = None
    url: str | None = None
    edits: list[Edit]
    provenance: Provenance

    @property
    def removed(self) -> list[str]:
        """The texts that were taken out (deleted or extracted), in the order of the original."""
        return [edit.removed for edit in self.edits if edit.action != "replace"]

    @property
    def chars_in(self) -> int:
        """How many characters the original has."""
        return len(self.text) + sum(self.provenance.removed_chars.values())

    def pieces(self) -> Iterator[Piece]:
        """Cut the original into what stayed and what was changed, in order; together the pieces are the original.

        >>> from cleaner import clean
        >>> found = clean("Advertisement\\n\\nThe ferry sails.")
        >>> [(piece.text, piece.edit and piece.edit.kind) for piece in found.pieces()]
        [('Advertisement\\n\\n', 'ad_label'), ('The ferry sails.', None)]
        """
        at = 0  # in the text
        origin = 0  # in the original
        for edit in self.edits:
            kept = edit.start - origin
            if kept:
                yield Piece(self.text[at : at + kept])
            yield Piece(edit.removed, edit)
            at += kept + len(edit.replacement)
            origin = edit.end
        if at < len(self.text):
            yield Piece(self.text[at:])

    def restore(self) -> str:
        """Give the input back, exactly: the decoded text of bytes, the extracted text of HTML.

        Returns:
            The original, of which every edit of this article is a part.

        """
        return "".join(piece.text for piece in self.pieces())

    def to_dict(self) -> dict[str, Any]:
        """Turn the article into plain dicts, lists and strings; `from_dict` reads them back."""
        result: dict[str, Any] = msgspec.to_builtins(self)
        return result

    def to_json(self) -> bytes:
        """Turn the article into one line of JSON (UTF-8); a lone surrogate of the input becomes an escape."""
        try:
            return msgspec.json.encode(self)
        except UnicodeEncodeError:
            return json.dumps(self.to_dict()).encode()

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read an article from what `to_dict` gave.

        Raises:
            msgspec.ValidationError: the data has another shape.

        """
        return msgspec.convert(data, cls)
