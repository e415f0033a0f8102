"""What a run did, in numbers that can be added up."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from cleaner.article import Article


class Summary(msgspec.Struct):
    """Counts of documents, and edits and characters removed by kind and by rule; of keep rules, the removals that each
    forbade.
    """

    documents: int = 0
    cleaned: int = 0
    untouched: int = 0
    flagged: int = 0
    dropped: int = 0
    failed: int = 0
    chars_in: int = 0
    chars_out: int = 0
    edits: dict[str, int] = {}
    removed_chars: dict[str, int] = {}
    rule_edits: dict[str, int] = {}
    rule_chars: dict[str, int] = {}
    spared: dict[str, int] = {}
    errors: dict[str, int] = {}

    def add(self, article: Article) -> None:
        """Count one article."""
        self.documents += 1
        self.cleaned += 1
        self.untouched += not article.edits
        self.flagged += article.provenance.verdict.status == "review"
        self.chars_out += len(article.text)
        self.chars_in += article.chars_in
        _sum(self.edits, article.provenance.counts)
        _sum(self.removed_chars, article.provenance.removed_chars)
        for note in article.provenance.spared:
            self.spared[note.keep] = self.spared.get(note.keep, 0) + 1
        for edit in article.edits:
            self.rule_edits[edit.rule] = self.rule_edits.get(edit.rule, 0) + 1
            self.rule_chars[edit.rule] = self.rule_chars.get(edit.rule, 0) + edit.chars

    def fail(self, error: str) -> None:
        """Count one document that failed."""
        self.documents += 1
        self.failed += 1
        self.errors[error] = self.errors.get(error, 0) + 1

    def merge(self, other: Summary) -> None:
        """Add another summary to this one."""
        for name in self.__struct_fields__:
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, dict):
                _sum(mine, theirs)
            else:
                setattr(self, name, mine + theirs)


def _sum(into: dict[str, int], more: Mapping[str, int]) -> None:
    for key, count in more.items():
        into[key] = into.get(key, 0) + count
