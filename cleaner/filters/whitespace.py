"""Tidy the blank space around paragraphs: runs of blank lines, and what stands before the first and after the last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import msgspec
import regex

from cleaner.article import Edit
from cleaner.document import Document

_BLANK_LINES = regex.compile(r"\n(?:[ \t]*+\n){2,}")


class WhitespaceFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Reduce two and more blank lines to one, and drop blank lines at both ends of the text.

    >>> from cleaner.document import Document
    >>> [(edit.start, edit.end, edit.replacement) for edit in WhitespaceFilter()(Document("One.\\n\\n\\n\\nTwo."))]
    [(4, 8, '\\n\\n')]
    """

    name: ClassVar[str] = "whitespace"

    def __call__(self, document: Document) -> Iterable[Edit]:
        """Point at superfluous blank lines."""
        text = document.text
        start, end = len(text) - len(text.lstrip("\n")), len(text.rstrip("\n"))
        if start >= end:
            return
        if start:
            yield self._edit(0, start, "edge", "")
        for found in _BLANK_LINES.finditer(text, start, end):
            yield self._edit(found.start(), found.end(), "blank-lines", "\n\n")
        if len(text) - end > 1:
            yield self._edit(end, len(text), "edge", "\n")

    def _edit(self, start: int, end: int, rule: str, replacement: str) -> Edit:
        return Edit(
            start=start, end=end, action="replace", filter=self.name, rule=f"{self.name}.{rule}", kind="whitespace",
            replacement=replacement,
        )  # fmt: skip
