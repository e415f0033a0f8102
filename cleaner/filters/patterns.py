"""Remove what the packs know by its words: ads, sign-up calls, share bars, comment widgets, sign-offs, residue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from cleaner.article import Considered, Edit, Fact
from cleaner.document import Document
from cleaner.rules.findings import considered_by_rules, findings
from cleaner.rules.schema import Kind

KINDS: tuple[Kind, ...] = (
    "ad_label", "newsletter", "app_promo", "paywall", "wire_credit", "author_bio", "contact", "comments", "share",
    "navigation", "tags", "template", "timestamp",
)  # fmt: skip


class PatternsFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Apply the rules of the kinds that need no judgement beyond the rule's own shape and place.

    >>> from cleaner import Cleaner
    >>> Cleaner(filters=["patterns"]).clean("Advertisement\\n\\nThe ferry sails again.").text
    'The ferry sails again.'
    """

    name: ClassVar[str] = "patterns"

    kinds: tuple[Kind, ...] = KINDS

    def __call__(self, document: Document) -> Iterable[Edit | Fact]:
        """Point at what the rules of these kinds match."""
        return findings(document, self.kinds, self.name)

    def considered(self, document: Document) -> Iterable[Considered]:
        """Tell of what the rules match, but must not take."""
        return considered_by_rules(document, self.kinds, self.name)
