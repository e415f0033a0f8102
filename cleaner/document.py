"""What a filter sees: the text as it is now, its blocks, and what the rules say about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import Any, TypeVar
from zlib import crc32

from cleaner.article import Action, Considered, Edit
from cleaner.rules.matcher import Match, Matcher
from cleaner.series import is_date, series
from cleaner.text.blocks import Block, split
from cleaner.text.language import detect
from cleaner.text.prose import is_bullet, is_prose, width

T = TypeVar("T")
Memo = dict[Callable[..., Any], dict[Any, Any]]

_THREAD_LINES = 3
_BODY_ABOVE_THREAD = 2  # paragraphs
_COMMENT_BLOCKS = 12  # for each line between comments, on average
_ONE_STRETCH = 4000  # blocks; no article and no page of the bench has more
_LEAST_BLOCKS, _MOST_BLOCKS = 250, 1000  # of a stretch of a longer text


@dataclass(frozen=True)
class Page:
    """What is known of an article from elsewhere, such as the metadata of its HTML page."""

    title: str | None = None
    date: str | None = None
    byline: str | None = None
    source: str | None = None
    language: str | None = None
    url: str | None = None
    noise: Mapping[str, int] = field(default_factory=dict)
    """Lines that the page's markup speaks against, with their scores in hundredths of a logit."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Lines of the page that the reader did not take into the text, with their scores."""


@dataclass(frozen=True)
class Document:
    """A text between two filters: immutable, made anew after every filter that changed something.

    >>> document = Document("One.\\n\\n  Two.")
    >>> [(block.text, block.start, block.gap) for block in document.blocks]
    [('One.', 0, 0), ('Two.', 8, 2)]
    """

    text: str
    matcher: Matcher = field(default_factory=Matcher)
    page: Page = Page()
    memo: Memo = field(default_factory=dict, repr=False)
    """What was found out, by who found it: of a line by its text, of several by a digest; kept from round to round."""

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks, in order."""
        is_read_from_page = bool(self.page.noise or self.page.left_out)
        return tuple(split(self.text, may_be_wrapped=not is_read_from_page))

    @cached_property
    def matches(self) -> Mapping[int, tuple[Match, ...]]:
        """The rules that match a block, by its index; blocks without any are left out."""
        found = scan(self.matcher, [block.text for block in self.blocks], self.memo)
        return {index: matches for index, matches in enumerate(found) if matches}

    @cached_property
    def language(self) -> str | None:
        """The language of the text as ISO 639-1, or None where there is too little text to tell."""
        return detect(self.text)

    @cached_property
    def prose(self) -> tuple[bool, ...]:
        """For every block: is it a body paragraph, as far as its own text can tell?"""
        return tuple(
            prose and not any(match.whole for match in self.matches.get(index, ()))
            for index, prose in enumerate(self.each(_is_paragraph))
        )

    @cached_property
    def body_range(self) -> tuple[int, int]:
        """The indexes of the first and the last body paragraph; (number of blocks, -1) where there is none."""
        indexes = [index for index, prose in enumerate(self.prose) if prose]
        return (indexes[0], indexes[-1]) if indexes else (len(self.blocks), -1)

    @cached_property
    def paragraphs_above(self) -> tuple[int, ...]:
        """For every block, and for the end: how many body paragraphs stand above."""
        return tuple(accumulate(self.prose, initial=0))

    @cached_property
    def thread(self) -> int | None:
        """The index of the line with which readers' comments begin that go on to the end, or None.

        Enough lines behind the body are of rules that know the lines between comments, and not far from one another.
        """
        marks = [index for index, matches in self.matches.items() if any(match.rule.thread for match in matches)]
        if len(marks) < _THREAD_LINES or sum(self.prose[: marks[0]]) < _BODY_ABOVE_THREAD:
            return None
        return marks[0] if len(self.blocks) - marks[0] <= _COMMENT_BLOCKS * len(marks) else None

    @cached_property
    def series(self) -> frozenset[int]:
        """The indexes of the lines that are a date or a time and order the text, as in a live blog or a chronology."""
        return series(self.blocks, self.matches, self.each(is_date))

    @cached_property
    def parts(self) -> int:
        """How many paragraphs stand below a heading that takes the next paragraph along, such as "About the author"."""
        prose = self.prose
        headings = (
            index
            for index, matches in self.matches.items()
            if any(match.whole and match.rule.until == "next" for match in matches)
        )
        return sum(index + 1 < len(prose) and prose[index + 1] for index in headings)

    @cached_property
    def times(self) -> Counter[str]:
        """How often the text of a block stands."""
        return Counter(block.text for block in self.blocks)

    @cached_property
    def stretches(self) -> tuple[range, ...]:
        """The indexes of the blocks that are judged together, by who looks at more than one: all, unless they are many.

        A longer text, such as articles one behind the other, is parted at the block with the lowest checksum of those
        that may begin the next stretch: what is cut in one leaves the borders of the others where they are, and what
        is known of them holds. The method is that of content-defined chunking by local extremes (Bjørner, Blass and
        Gurevich 2010).

        >>> Document("One.\\nTwo.").stretches
        (range(0, 2),)
        """
        if len(self.blocks) <= _ONE_STRETCH:
            return (range(len(self.blocks)),)
        checksums = self.each(_checksum)
        borders = [0]
        while len(self.blocks) - borders[-1] > _MOST_BLOCKS + _LEAST_BLOCKS:
            window = range(borders[-1] + _LEAST_BLOCKS, borders[-1] + _MOST_BLOCKS + 1)
            borders.append(min(window, key=checksums.__getitem__))
        return tuple(range(first, end) for first, end in pairwise([*borders, len(self.blocks)]))

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """The width of every block, see `cleaner.text.prose.width`."""
        return tuple(self.each(width))

    def each(self, tell: Callable[[str], T], blocks: Sequence[Block] | None = None) -> list[T]:
        """Say what a function tells of every block by its text; it is asked of a text once, however often that stands.

        Args:
            tell: what depends on nothing but the text.
            blocks: those that are asked for; all if left out.

        >>> Document("One.\\nTwo and three.\\nOne.").each(len)
        [4, 14, 4]

        """
        known: dict[str, T] = self.memo.setdefault(tell, {})
        return [
            known[text] if text in known else known.setdefault(text, tell(text))
            for text in (block.text for block in (self.blocks if blocks is None else blocks))
        ]

    def once(self, ask: Callable[..., T], question: Iterable[str], *details: Any) -> T:
        """Ask about some lines, unless the very same was asked before; what is kept of the question is a digest.

        Args:
            ask: called with the details.
            question: all that the answer depends on: the lines, and what else counts.
            details: the same in the form that `ask` takes.

        """
        known: dict[bytes, T] = self.memo.setdefault(ask, {})
        asked = blake2b("\n".join(question).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if asked not in known:
            known[asked] = ask(*details)
        return known[asked]

    def edit(
        self,
        block: Block,
        *,
        filter: str,
        rule: str,
        kind: str,
        start: int = 0,
        end: int | None = None,
        last: Block | None = None,
        action: Action = "delete",
        replacement: str = "",
        score: float = 1.0,
        reason: str = "",
    ) -> Edit:
        """Make an edit of a block, of a part of it, or of it and all blocks up to `last`.

        Args:
            block: where the edit begins.
            filter: the id of the filter that asks for it.
            rule: the id of the rule, or of the filter's own check.
            kind: the kind of noise.
            start: offset in the block's text, in code points.
            end: offset in the block's text where the edit ends; its end if left out.
            last: the last block of an edit over several.
            action: delete, replace or extract.
            replacement: what stands there afterwards.
            score: 0 to 1, how sure the filter is.
            reason: the evidence, in words.

        """
        stop = last.end if last else block.start + (len(block.text) if end is None else end)
        return Edit(
            start=block.start + start,
            end=stop,
            action=action,
            filter=filter,
            rule=rule,
            kind=kind,
            score=score,
            replacement=replacement,
            reason=reason,
        )

    def consider(
        self,
        block: Block,
        *,
        filter: str,
        rule: str,
        reason: str,
        start: int = 0,
        end: int | None = None,
        score: float | None = None,
        limit: float | None = None,
    ) -> Considered:
        """Say that a block, or a part of it, was looked at and stays; the arguments are those of `edit`."""
        return Considered(
            start=block.start + start,
            end=block.start + (len(block.text) if end is None else end),
            filter=filter,
            rule=rule,
            reason=reason,
            score=None if score is None else round(score, 2),
            limit=limit,
        )


def scan(matcher: Matcher, texts: Sequence[str], memo: Memo) -> list[tuple[Match, ...]]:
    """Match lines by the rules, unless the memo knows what matches them; see `Matcher.scan`."""
    return matcher.scan(texts, memo.setdefault(Matcher.scan, {}))


def _checksum(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _is_paragraph(text: str) -> bool:
    return is_prose(text) and not is_bullet(text)
