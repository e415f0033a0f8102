"""Where a rule may match: anywhere, in the head or in the foot of a text."""

from __future__ import annotations

from cleaner.document import Document
from cleaner.rules.matcher import Match
from cleaner.text.blocks import Block


def in_place(document: Document, block: Block, match: Match) -> bool:
    """Tell whether a match stands where its rule may: anywhere, in the head, or in the foot of the text."""
    first, last = document.body_range
    if match.rule.where == "head":
        return block.index < first or (match.shape == "prefix" and block.index == first)
    if match.rule.where == "foot":
        return block.index > last or (match.shape == "suffix" and block.index == last)
    return True


def is_known(document: Document, block: Block) -> bool:
    """Tell whether a rule matches a whole line where it may."""
    return any(match.whole and in_place(document, block, match) for match in document.matches.get(block.index, ()))
