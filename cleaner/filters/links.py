"""Bring links down to their words: many readers of pages write Markdown, and nobody searches a text for a URL.

It stands early in the chain, so that those behind it see `[Subscribe](https://…)` as the word that a reader sees.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import ClassVar, NamedTuple

import msgspec
import regex

from cleaner.article import Action, Edit
from cleaner.document import Document
from cleaner.filters._addresses import behind_words

_BROKEN = r"(?<=-)\n[ \t]*+(?=\S)"  # an address goes on behind its hyphen, as html2text breaks it
_CHARACTER = rf"\\.|[^\s()<>\\]|{_BROKEN}"
_WITH_SPACES = r"\\.|[^\n()\\]|\n(?![ \t]*\n)"
_ENDS = r"""(?: \s++ (?: "[^"]*+" | '[^']*+' ) )? \s*+ \)"""
_TARGET = rf"""
    \( \s*+ < (?P<address>[^<>\n]*+) > {_ENDS}
    | \( [\ \t]*+ \n? [\ \t]*+ (?P<address> (?: {_CHARACTER} | \( (?:{_CHARACTER})*+ \) )*+ ) {_ENDS}
    | \( (?P<address> [a-z]++: (?: {_WITH_SPACES} | \( (?:{_WITH_SPACES})*+ \) )*+ ) \)
"""
_TOKEN = regex.compile(
    rf"""
    (?P<escaped> \\[^\n] )
    | (?P<code> ```.*?(?:```|\Z) | (?P<ticks>`++) (?!`) [^\n]*? (?<!`) (?P=ticks) (?!`) )
    | (?P<opens> !?\[ )
    | (?P<closes> \] (?:{_TARGET})? )
    | (?P<gap> \n[ \t]*+\n )
    """,
    regex.DOTALL | regex.VERBOSE,
)
_ADDRESS = regex.compile(r"(?i)[a-z][a-z0-9+.-]*+:|//|[/#?]|\.{1,2}/|www\.")
_PATH = regex.compile(r"(?i)[^/]++/|[^?#]*\.(?:html?|php|aspx?|jsp|pdf|jpe?g|png|gif|webp|svg)\b")
_BULLET = regex.compile(r"[ \t]*(?:(?:[*+-]|\d{1,3}[.)]) )?[ \t]*")
_BREAK = regex.compile(r"[ \t]*+\n[ \t]*+")
_GOES_ON = regex.compile(r"(?i)(?<=\p{L}-\n[ \t]*)(?=\p{L})(?!(?:and|or|to|und|oder|bis|en|of|och|og|eller)\b)")
"""Where a word with a hyphen was broken, and `mid- and long-term` was not."""
_DEEPEST = 16  # brackets that stand open; nobody nests more
_REST_IS_BLANK = regex.compile(r"[^\S\n]*+(?:\n|\Z)")
_SPACES = 8  # that a bracket at the end of its line may have behind it
_EMPHASIS = " \t\n*_"


class _Open(NamedTuple):
    """A bracket that may open a link: its token, and how many edits there were before it.

    One at the end of its line may open a link of several paragraphs; others reach as far as their own.
    """

    start: int
    end: int
    is_image: bool
    edits: int
    reaches_far: bool


class LinksFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Leave of links their words, and nothing of Markdown's images; code is left alone.

    `images` and `targets` say which of the two go. What a page shows as a picture is no text of the article, and its
    description says what the caption does. Where addresses stand in brackets behind the words, they go if every link
    has one: an author gives a few. Lines that were broken at a width which counted the addresses are made whole.

    >>> from cleaner import Cleaner
    >>> cleaner = Cleaner(filters=["links"])
    >>> cleaner.clean("The [ferry](https://kust.example/ferry) sails. ![A ferry](/a.jpg)", "text").text
    'The ferry sails.'
    >>> cleaner.clean("Call `a[0](b/c)` or a[0](b/c).", "text").edits
    []
    """

    name: ClassVar[str] = "links"

    images: bool = True
    targets: bool = True

    def __call__(self, document: Document) -> Iterable[Edit]:
        """Point at the marks of links, at images, and at the breaks of lines that were as wide as they made them."""
        edits = self._edits(document.text) if "](" in document.text else []
        edits += self._addresses(document.text) if self.targets else ()
        return [*edits, *self._breaks(document)] if edits else ()

    def _edits(self, text: str) -> list[Edit]:
        edits: list[Edit] = []
        opened: deque[_Open] = deque(maxlen=_DEEPEST)
        for token in _TOKEN.finditer(text):
            if token["gap"]:
                opened = deque((bracket for bracket in opened if bracket.reaches_far), _DEEPEST)
            elif token["opens"]:
                far = text[token.end() : token.end() + _SPACES].lstrip(" \t").startswith("\n")
                opened.append(_Open(token.start(), token.end(), token["opens"] == "![", len(edits), far))
            elif token["closes"] and opened:
                bracket = opened.pop()
                if _is_link(text, bracket, token):
                    edits[bracket.edits :] = self._of_link(text, bracket, token, edits[bracket.edits :])
        return edits

    def _of_link(self, text: str, bracket: _Open, closing: regex.Match[str], inside: list[Edit]) -> Iterator[Edit]:
        """Give the edits of a link or an image, with those of what stands inside it."""
        if bracket.is_image:
            if self.images:
                yield self._edit(*_whole(text, bracket.start, closing.end()), "image", "delete")
        elif not self.targets:
            yield from inside
        elif _is_blank(text, bracket.end, closing.start(), inside):
            yield self._edit(*_whole(text, bracket.start, closing.end()), "empty", "delete")
        elif text[bracket.end : closing.start()].isdigit():  # the mark of a note: without brackets a figure would grow
            yield self._edit(closing.start() + 1, closing.end(), "target", "replace")
        else:
            yield self._edit(bracket.start, bracket.end, "target", "replace")
            yield from inside
            yield self._edit(closing.start(), closing.end(), "target", "replace")

    def _addresses(self, text: str) -> Iterator[Edit]:
        for start, end in behind_words(text):
            behind = start - 1 if text[start - 1 : start] == " " else start
            yield self._edit(*_whole(text, behind, end), "address", "delete")

    def _breaks(self, document: Document) -> Iterator[Edit]:
        for block in document.blocks:
            for found in _BREAK.finditer(document.text, block.start, block.end):
                words_between = "" if _GOES_ON.match(document.text, found.end()) else " "
                yield self._edit(*found.span(), "break", "replace", words_between)

    def _edit(self, start: int, end: int, rule: str, action: Action, replacement: str = "") -> Edit:
        name = f"{self.name}.{rule}"
        return Edit(
            start=start, end=end, action=action, filter=self.name, rule=name, kind="link", replacement=replacement
        )


def _is_link(text: str, bracket: _Open, closing: regex.Match[str]) -> bool:
    """Tell whether brackets with something in parentheses behind them are a link: an index and a call look like one."""
    address = closing["address"]
    if address is None:
        return False
    if bracket.is_image or _ADDRESS.match(address):
        return True
    return bool(_PATH.match(address)) and not (bracket.start and text[bracket.start - 1].isalnum())


def _is_blank(text: str, start: int, end: int, inside: Iterable[Edit]) -> bool:
    """Tell whether nothing is left between two places when what is inside is gone."""
    for edit in inside:
        if text[start : edit.start].strip(_EMPHASIS):
            return False
        start = max(start, edit.end)
    return not text[start:end].strip(_EMPHASIS)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Take the bullet along if nothing else is left in the line."""
    if not _REST_IS_BLANK.match(text, end):
        return start, end
    first = text.rfind("\n", 0, start) + 1
    return (first if _BULLET.fullmatch(text, first, start) else start), end
