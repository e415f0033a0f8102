"""What a run removed, added up by kind, rule, filter, language and source."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from cleaner.article import Article, Edit

_BINS = 20
_MAX_NAMES = 5000
OTHERS = "(others)"
UNKNOWN = "(unknown)"


class Marker(msgspec.Struct, frozen=True, array_like=True):
    """What an edit is labelled with: who made it, by which rule, and what it takes the text for."""

    filter: str
    rule: str
    kind: str


class Tally(msgspec.Struct):
    """Counts of one kind, rule, filter, language or source.

    `chars_in` is the text of the documents it is counted in, `removed` what it took of that, in code points.
    """

    documents: int = 0
    flagged: int = 0
    edits: int = 0
    chars_in: int = 0
    removed: int = 0


class Totals(msgspec.Struct):
    """Sums over all articles of a run, whatever part of them is shown one by one.

    `shares` counts articles by the share of their text that was removed, in steps of five percent.
    """

    all: Tally = msgspec.field(default_factory=Tally)
    untouched: int = 0
    shares: list[int] = msgspec.field(default_factory=lambda: [0] * _BINS)
    kinds: dict[str, Tally] = {}
    filters: dict[str, Tally] = {}
    languages: dict[str, Tally] = {}
    sources: dict[str, Tally] = {}
    markers: dict[Marker, Tally] = {}

    def add(self, article: Article) -> None:
        """Count one article."""
        chars = article.chars_in
        flagged = article.provenance.verdict.status == "review"
        lost = chars - len(article.text)
        self.untouched += not article.edits
        self.shares[min(_BINS - 1, int(share(article) * _BINS))] += 1
        for tally in (
            self.all,
            _of(self.languages, article.language or UNKNOWN),
            _of(self.sources, source_of(article)),
        ):
            _count(tally, chars, flagged)
            tally.edits += len(article.edits)
            tally.removed += lost
        seen: set[int] = set()
        for edit in article.edits:
            for tally in (
                _of(self.kinds, edit.kind),
                _of(self.filters, edit.filter),
                self.markers.setdefault(marker_of(edit), Tally()),
            ):
                if id(tally) not in seen:
                    seen.add(id(tally))
                    _count(tally, chars, flagged)
                tally.edits += 1
                tally.removed += edit.chars


def share(article: Article) -> float:
    """Give the share of the original that is not in the text any more, 0 to 1.

    >>> from cleaner import clean
    >>> round(share(clean("The ferry sails again, the board said.\\n\\nAdvertisement")), 2)
    0.28
    """
    chars = article.chars_in
    return min(1.0, max(0.0, 1 - len(article.text) / chars)) if chars else 0.0


def marker_of(edit: Edit) -> Marker:
    """Give the labels of an edit."""
    return Marker(edit.filter, edit.rule, edit.kind)


def source_of(article: Article) -> str:
    """Name where an article is from: its source, or else the host of its address.

    >>> from cleaner import clean
    >>> source_of(clean("The ferry sails again.", url="https://news.test/1"))
    'news.test'
    """
    return article.source or _host(article.url) or UNKNOWN


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def _of(tallies: dict[str, Tally], name: str) -> Tally:
    """Find the counts of a name; names beyond some thousands share one, so that they cannot fill the memory."""
    if name not in tallies and len(tallies) >= _MAX_NAMES:
        name = OTHERS
    return tallies.setdefault(name, Tally())


def _count(tally: Tally, chars: int, flagged: bool) -> None:
    tally.documents += 1
    tally.flagged += flagged
    tally.chars_in += chars
