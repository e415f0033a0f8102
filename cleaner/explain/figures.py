"""An article in figures."""

from __future__ import annotations

import msgspec

from cleaner.article import METADATA, Article, Verdict


class KindSummary(msgspec.Struct, frozen=True):
    """What a kind of noise made out: edits, characters that went (less those put in their place), share of the text."""

    kind: str
    edits: int
    chars: int
    share: float


class Summary(msgspec.Struct, frozen=True):
    """An article in figures: lengths in characters, kinds with the largest first, metadata that was found."""

    chars_in: int
    chars_out: int
    kinds: list[KindSummary]
    metadata: dict[str, str]
    verdict: Verdict

    @property
    def share_gone(self) -> float:
        """The share of the original's characters (0 to 1) that is not in the text."""
        return 1 - self.chars_out / self.chars_in if self.chars_in else 0.0


def summarize(article: Article) -> Summary:
    """Count what was done to an article.

    >>> from cleaner import clean
    >>> found = summarize(clean("Advertisement\\n\\nThe ferry sails."))
    >>> found.chars_in, found.chars_out, [(kind.kind, kind.edits, kind.chars) for kind in found.kinds]
    (31, 16, [('ad_label', 1, 15)])
    """
    record = article.provenance
    removed = record.removed_chars
    chars_in = article.chars_in
    kinds = [
        KindSummary(kind, count, removed[kind], round(removed[kind] / chars_in, 4) if chars_in else 0.0)
        for kind, count in sorted(record.counts.items(), key=lambda item: (-removed[item[0]], item[0]))
    ]
    values = {name: getattr(article, name) for name in METADATA}
    metadata = {name: str(value) for name, value in values.items() if value}
    return Summary(chars_in, len(article.text), kinds, metadata, record.verdict)
