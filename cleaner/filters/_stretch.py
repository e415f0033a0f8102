"""The lines that the filter `boilerplate` judges together, and what is known of them before the model is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cleaner.document import Document
from cleaner.lines.hits import Hit, hits
from cleaner.rules.doubts import doubt
from cleaner.rules.matcher import Match
from cleaner.text.blocks import Block
from cleaner.text.prose import is_sentence


@dataclass(frozen=True)
class Stretch:
    """A stretch of a document: see `Document.stretches`. A line's place is that among these lines."""

    document: Document
    blocks: Sequence[Block]

    @property
    def is_part(self) -> bool:
        """Whether the document has more lines than these."""
        return len(self.blocks) < len(self.document.blocks)

    @cached_property
    def matches(self) -> list[Sequence[Match]]:
        """What matches each line."""
        return [self.document.matches.get(block.index, ()) for block in self.blocks]

    @cached_property
    def hits(self) -> list[Hit]:
        """What the model is told of the matches."""
        return hits(self.matches)

    @cached_property
    def unmatched(self) -> list[int]:
        """The places of the lines that no rule matches; in an article the rules see to the others."""
        return [x for x, matches in enumerate(self.matches) if not matches]

    @cached_property
    def unknown(self) -> list[int]:
        """The places of the lines that no rule matches as a whole, or that order the text."""
        return [x for x, hit in enumerate(self.hits) if not hit.whole or self.blocks[x].index in self.document.series]

    @cached_property
    def known_texts(self) -> set[str]:
        """What the lines say that are not unknown: five times "Advertisement" are one thing."""
        return {block.text for block in self.blocks}.difference(self.blocks[x].text for x in self.unknown)

    @cached_property
    def known(self) -> list[bool]:
        """For each line of a page: do the rules see to it?"""
        return [
            any(match.certain and not doubt(self.document, block, match) for match in matches)
            for block, matches in zip(self.blocks, self.matches, strict=True)
        ]

    @cached_property
    def prose(self) -> list[bool]:
        """For each line: is it a body paragraph?"""
        return [self.document.prose[block.index] for block in self.blocks]

    @cached_property
    def paragraphs(self) -> list[int]:
        """The places of the body paragraphs."""
        return [x for x, of_prose in enumerate(self.prose) if of_prose]

    @cached_property
    def sentences(self) -> list[bool]:
        """For each line: is it a sentence, or more?"""
        return [of_prose or is_sentence(block.text) for of_prose, block in zip(self.prose, self.blocks, strict=True)]
