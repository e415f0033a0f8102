"""Remove the scripts, styles and data of a page that its reader took for text.

Whoever joins all text nodes of a page (`//text()`, lxml's `text_content()`) gets its machinery, too, and often more of
it than of the article. It goes early in the chain, so that the filters behind it judge the words of the page alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

import msgspec

from cleaner.article import Edit
from cleaner.document import Document
from cleaner.filters._code import is_code, is_of_a_page, may_be_of_a_page, open_brackets
from cleaner.text.blocks import Block
from cleaner.text.prose import is_prose

_MACHINE = 1000  # characters of a line of code that no hand has written
_MOST_STRANGE = 2  # lines one behind the other that are no code by themselves, within its brackets
_MOST_COMMENT = 40  # lines of a comment


class _Run(NamedTuple):
    """Lines of code one behind the other: the first, the last, and whose they are."""

    first: Block
    last: Block
    certain: bool
    likely: bool
    by_machine: bool


class ScriptsFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Remove a page's scripts, styles and data; the code that an article shows stays.

    A text holds its page's scripts if one that only a page has (of its analytics, its advertisements, its structured
    data) stands above the first paragraph or below the last, or has lines that no hand has written. Then all code
    outside the body goes, and inside what is a page's, too. In any other text nothing goes.

    >>> from cleaner import Cleaner
    >>> cleaner = Cleaner(filters=["scripts"])
    >>> body = "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening."
    >>> cleaner.clean(f"window.dataLayer = [];\\n{body}\\n.menu {{ color: red; }}", "text").text.strip() == body
    True
    >>> cleaner.clean(f"var ferry = {{}};\\n{body}", "text").edits
    []
    """

    name: ClassVar[str] = "scripts"

    def __call__(self, document: Document) -> Iterable[Edit]:
        """Point at runs of code that are the page's."""
        if "{" not in document.text:
            return
        runs = list(_runs(document))
        first, last = _body(document.blocks, runs)
        if first > last:
            return
        outside = [not first < run.first.index < last for run in runs]
        if not any(run.certain and (out or run.by_machine) for run, out in zip(runs, outside, strict=True)):
            return
        for run, out in zip(runs, outside, strict=True):
            if out or run.certain or run.likely or run.by_machine:
                yield document.edit(
                    run.first, last=run.last, filter=self.name, rule="scripts.page", kind="template",
                    reason="a script, a style sheet or data of the page",
                )  # fmt: skip


def _runs(document: Document) -> Iterator[_Run]:
    blocks = document.blocks
    code = document.each(is_code)
    at = 0
    while at < len(blocks):
        if not code[at]:
            at += 1
            continue
        end = _end(blocks, code, at)
        lines = [block.text for block in blocks[at:end]]
        text = "\n".join(lines)
        by_machine = any(map(_is_by_machine, lines))
        yield _Run(blocks[at], blocks[end - 1], is_of_a_page(text), may_be_of_a_page(text), by_machine)
        at = end


def _end(blocks: Sequence[Block], code: Sequence[bool], at: int) -> int:
    """Find where code ends that begins at a block: lines that are none by themselves stand inside its brackets."""
    depth = strange = 0
    end = at
    while at < len(blocks) and strange <= _MOST_STRANGE:
        text = blocks[at].text
        if code[at]:
            depth = max(0, depth + open_brackets(text))
            at = end = _end_of_comment(blocks, at)
            strange = 0
        elif depth == 0 or is_prose(text):
            break
        else:
            strange += 1
            at += 1
    return end


def _end_of_comment(blocks: Sequence[Block], at: int) -> int:
    """Find where the comment ends that a block may begin; else where the block does."""
    if blocks[at].text.startswith("/*") and "*/" not in blocks[at].text:
        for index in range(at + 1, min(len(blocks), at + _MOST_COMMENT)):
            if "*/" in blocks[index].text:
                return index + blocks[index].text.endswith("*/")
    return at + 1


def _is_by_machine(line: str) -> bool:
    return len(line) >= _MACHINE


def _body(blocks: Sequence[Block], runs: Sequence[_Run]) -> tuple[int, int]:
    """Give the indexes of the first and the last paragraph that is no code; (number of blocks, -1) without any."""
    code = {index for run in runs for index in range(run.first.index, run.last.index + 1)}
    prose = [block.index for block in blocks if block.index not in code and is_prose(block.text)]
    return (prose[0], prose[-1]) if prose else (len(blocks), -1)
