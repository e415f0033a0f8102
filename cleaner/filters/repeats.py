"""Remove paragraphs that stand in the text already; the first stands.

Decided within one document and without any state beyond it, so that the order of documents changes nothing
(trafilatura#778 tells what happens otherwise).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar

import msgspec
import regex
from msgspec import Meta

from cleaner.article import Considered, Edit
from cleaner.document import Document
from cleaner.text.blocks import Block
from cleaner.text.prose import ends_sentence, key, rough_key

_ENTRY = regex.compile(r"[-–—•*·▪●]\s|\d{1,2}[.)]\s|\p{Lu}[\p{L}\d -]{1,30}: ")  # an entry of a list or of a data sheet
_MAX_ENTRY = 120
_REFRAIN, _REFRAIN_OF_RUNS = 2, 3  # copies, beside the first
_ELLIPSIS = ("...", "…", "[…]", "[...]")


class RepeatsFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Remove a paragraph that stands again, exactly or but for spaces, quotes, case and punctuation.

    Only paragraphs count: refrains, scores, labels and short quoted lines may stand as often as they like. They go
    only inside a run of blocks that is pasted again as a whole.

    >>> from cleaner import Cleaner
    >>> paragraph = "The ferry to Karsholm sails again from Monday, the harbour board said on Friday."
    >>> Cleaner(filters=["repeats"]).clean(paragraph + "\\n\\n" + paragraph).text == paragraph
    True
    """

    name: ClassVar[str] = "repeats"

    min_width: Annotated[int, Meta(ge=0)] = 60

    def __call__(self, document: Document) -> Iterable[Edit]:
        """Point at the later copies."""
        blocks = document.blocks
        copy_of = _copies(document)
        copies = Counter(copy_of.values())
        for first, last in self._runs(document, copy_of):
            if min(copies[copy_of[x]] for x in range(first, last + 1)) >= (
                _REFRAIN if first == last else _REFRAIN_OF_RUNS
            ):
                continue  # what comes back again and again is part of how the article is built
            yield self._edit(document, blocks[first], blocks[last], copy_of[first])
        yield from self._beginnings(document, copy_of)

    def considered(self, document: Document) -> Iterable[Considered]:
        """Tell of what stands several times and stays."""
        blocks = document.blocks
        copy_of = _copies(document)
        copies = Counter(copy_of.values())
        gone = [(edit.start, edit.end) for edit in self(document)]
        for index in (*copies, *copy_of):
            block, first = blocks[index], copy_of.get(index, index)
            if any(start <= block.start < end for start, end in gone):
                continue
            if index == first:
                reason = f"the first of {copies[first] + 1} that say the same, which stays"
            elif not self._is_paragraph(document, index):
                reason = f"stands already as block {first + 1}, but is no paragraph of {self.min_width} characters"
            else:
                reason = f"stands {copies[first] + 1} times: a refrain"
            yield document.consider(block, filter=self.name, rule="repeats", reason=reason)

    def _runs(self, document: Document, copy_of: dict[int, int]) -> Iterator[tuple[int, int]]:
        """Join copies that follow one another as their originals do; a run counts if it holds a paragraph."""
        run: list[int] = []
        for index in (*copy_of, -1):
            if run and index == run[-1] + 1 and copy_of[index] == copy_of[run[-1]] + 1:
                run.append(index)
                continue
            paragraphs = [x for x in run if self._is_paragraph(document, x)]
            if len(paragraphs) == 1:
                yield paragraphs[0], paragraphs[0]  # the short lines beside it may stand twice in their own right
            elif paragraphs:
                yield run[0], run[-1]
            run = [index]

    def _is_paragraph(self, document: Document, index: int) -> bool:
        text = document.blocks[index].text
        if document.widths[index] < self.min_width or not ends_sentence(text):
            return False
        return document.widths[index] >= _MAX_ENTRY or not _ENTRY.match(text)

    def _edit(self, document: Document, first: Block, last: Block, original: int) -> Edit:
        same = document.blocks[original].text == first.text
        return document.edit(
            first, last=last, filter=self.name, rule="repeats.exact" if same else "repeats.near", kind="repeat",
            reason=f"stands already as block {original + 1}",
        )  # fmt: skip

    def _beginnings(self, document: Document, copy_of: dict[int, int]) -> Iterator[Edit]:
        """Find blocks that are another one's beginning, cut off with an ellipsis."""
        cut = [b for b in document.blocks if b.text.endswith(_ELLIPSIS) and b.index not in copy_of]
        texts = sorted(b.text for b in document.blocks if not b.text.endswith(_ELLIPSIS)) if cut else []
        for block in cut:
            stem = block.text.rstrip(".… []")
            if document.widths[block.index] < self.min_width or len(stem) < self.min_width / 2:
                continue
            at = bisect_left(texts, stem)  # what begins with the stem is sorted right behind it
            if at < len(texts) and texts[at].startswith(stem):
                yield document.edit(
                    block, filter=self.name, rule="repeats.beginning", kind="repeat",
                    reason="the beginning of a paragraph that stands in full elsewhere",
                )  # fmt: skip


def _copies(document: Document) -> dict[int, int]:
    """Find the blocks that say what one above says: their indexes, and the index of the first that says it."""
    first_of: dict[str, int] = {}
    copy_of: dict[int, int] = {}
    rough_keys = document.each(rough_key)
    shared = Counter(rough_keys)
    alike = [block for block, rough in zip(document.blocks, rough_keys, strict=True) if shared[rough] > 1]
    for block, text_key in zip(
        alike, document.each(key, alike), strict=True
    ):  # most begin as no other, and are not asked
        first = first_of.setdefault(text_key or block.text, block.index)
        if first != block.index:
            copy_of[block.index] = first
    return copy_of
