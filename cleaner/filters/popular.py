"""Remove lists of other articles with their headings, and single read-more lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from cleaner.article import Considered, Edit, Fact
from cleaner.document import Document
from cleaner.rules.findings import considered_by_rules, findings


class PopularFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Apply the rules of the kind `related`: a list goes with its heading and ends where the body begins again.

    >>> from cleaner import Cleaner
    >>> body = "The ferry sails again from Monday, the harbour board said after a long meeting on Friday."
    >>> noise = "Most popular stories\\n- Nickel rises\\n- Rain ahead"
    >>> Cleaner(filters=["popular"]).clean(f"{body}\\n\\n{noise}").text == body
    True
    """

    name: ClassVar[str] = "popular"

    def __call__(self, document: Document) -> Iterable[Edit | Fact]:
        """Point at lists of other articles."""
        return findings(document, ("related",), self.name)

    def considered(self, document: Document) -> Iterable[Considered]:
        """Tell of what the rules match, but must not take."""
        return considered_by_rules(document, ("related",), self.name)
