"""Remove legal text: disclaimers, copyright and redistribution notices, syndication notes, risk warnings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from cleaner.article import Considered, Edit, Fact
from cleaner.document import Document
from cleaner.rules.findings import considered_by_rules, findings
from cleaner.rules.schema import Kind


class DisclaimerFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Apply the rules of the kinds `legal` and `copyright`.

    >>> from cleaner import Cleaner
    >>> Cleaner(filters=["disclaimer"]).clean("The ferry sails.\\n\\n© 2024 Karsholm Post. All rights reserved.").text
    'The ferry sails.'
    """

    name: ClassVar[str] = "disclaimer"

    kinds: tuple[Kind, ...] = ("legal", "copyright")

    def __call__(self, document: Document) -> Iterable[Edit | Fact]:
        """Point at legal text."""
        return findings(document, self.kinds, self.name)

    def considered(self, document: Document) -> Iterable[Considered]:
        """Tell of what the rules match, but must not take."""
        return considered_by_rules(document, self.kinds, self.name)
