"""Repair damaged characters: mojibake, entities, control and zero-width characters, no-break spaces.

Only damage is repaired. Quotes stay curled, ligatures and wide characters stay as they are, and a line that a cheap
check finds sound is not looked at again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from typing import ClassVar

import ftfy
import msgspec
import regex
from ftfy.badness import is_bad

from cleaner.article import Edit
from cleaner.document import Document

_NAME = "encoding"
_CONFIG = ftfy.TextFixerConfig(unescape_html=False, explain=False)
_NOT_ASCII = regex.compile(r"[^\x00-\x7f]+(?:[ ](?=[^\x00-\x7f])[^\x00-\x7f]+)*")
_WORD = regex.compile(r"\S+")
_ENTITY = regex.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_OPENS_TAG = regex.compile(r"\s*[A-Za-z/!?]")
_ESCAPED_TAG = regex.compile(r"&lt;\s*[A-Za-z/!?][^&<>\n]{0,300}&gt;")
# A browser shows on two lines what stands before and after one of these.
_LINE_TAG = (
    r"</?(?P<name>br|hr|li|tr|p|div|h[1-6]|ul|ol|table|blockquote|section|article|figure)(?:\s[^<>\n]{0,300})?/?>"
)
_LINE_TAGS = regex.compile(rf"(?i)(?:{_LINE_TAG}[ \t]*)+")
_WITHIN_LINES = frozenset({"br", "li", "tr"})
_RTL = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_JOINING = r"\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u1800-\u18af"

# ftfy's heuristic takes ten times longer than all else that a sound text needs. It finds nothing where no two foreign
# characters stand side by side, but for those named first, nor where they are letters that no wrong decoding gives.
_SOUND = r"\u0401\u0410-\u044f\u0451\u0600-\u06ff\u3000-\u9fff\uac00-\ud7af\uff00-\uffef"
_MAYBE_BAD = re.compile(
    r"[^\x00-\x7f](?:(?<=[\x80-\x9fŒœÃÂ])"
    rf"|(?<=[{_SOUND}])[^\x00-\x7f{_SOUND}]|(?<![{_SOUND}])[^\x00-\x7f])"
)
# One class of characters is searched ten times faster than the alternation that tells them apart.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff\ufff9-\ufffc\ud800-\udfff]"
)
# One alternation over single characters, told apart by the name of the group that matched.
_CHARACTER = regex.compile(
    r"(?P<break>\r\n?|[\x0b\x0c\x1c-\x1e\u2028\u2029])"
    r"|(?P<control>(?:\x1b\[[0-9;]{0,20}[A-Za-z]|[\x00-\x08\x0e-\x1b\x1f\x7f])+)"
    r"|(?P<c1>[\x80-\x9f]+)"
    r"|(?P<invisible>[\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffc]+)"
    rf"|(?P<joiner>(?<![{_JOINING}\u2190-\u2bff\U0001f000-\U0001faff\ufe0f])[\u200c\u200d]+|[\u200c\u200d]+(?=\s|$))"
    r"|(?P<direction>[\u200e\u200f\u202a-\u202e\u2066-\u2069]+)"
    r"|(?P<space>(?<![«‹])[\u00a0\u202f](?![»›!?;:%€$£])(?!(?<=\d.)\d))"
    r"|(?P<surrogate>[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff])"
)
_HAS_RTL = regex.compile(f"[{_RTL}]")
_REASONS = {
    "break": "a line break other than \\n",
    "control": "a control character",
    "c1": "a control character in place of a Windows-1252 one",
    "invisible": "an invisible character",
    "joiner": "a joiner where nothing joins",
    "direction": "a direction mark in left-to-right text",
    "space": "a no-break space that separates nothing special",
    "surrogate": "a surrogate",
}


class EncodingFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Repair damaged characters; every repair is an edit of its own.

    >>> from cleaner.document import Document
    >>> text = "It\u00e2\u20ac\u2122s the mayor &amp; her caf\u00c3\u00a9"
    >>> [(text[e.start : e.end], e.replacement) for e in EncodingFilter()(Document(text))]
    [('â€™', '’'), ('&amp;', '&'), ('Ã©', 'é')]
    """

    name: ClassVar[str] = _NAME

    mojibake: bool = True
    entities: bool = True
    characters: bool = True

    def __call__(self, document: Document) -> Iterable[Edit]:
        """Point at what is damaged."""
        text = document.text
        edits: list[Edit] = []
        if self.mojibake and not text.isascii():
            edits.extend(_mojibake(text))
        if self.entities and "&" in text:
            edits.extend(_entities(text))
        if self.entities and "<" in text:
            edits.extend(_line_tags(text))
        if self.characters:
            edits.extend(_characters(text))
        edits.sort(key=lambda edit: edit.start)
        return edits


def _edit(start: int, end: int, rule: str, replacement: str, reason: str) -> Edit:
    return Edit(
        start=start, end=end, action="replace", filter=_NAME, rule=f"{_NAME}.{rule}", kind="encoding",
        replacement=replacement, reason=reason,
    )  # fmt: skip


def _mojibake(text: str) -> Iterator[Edit]:
    at = 0
    while found := _MAYBE_BAD.search(text, at):
        at, end_of_line = text.rfind("\n", at, found.start()) + 1 or at, text.find("\n", found.end())
        line = text[at:] if end_of_line < 0 else text[at:end_of_line]
        if is_bad(line):
            for start, end, fixed in _repairs(line):
                yield _edit(at + start, at + end, "mojibake", fixed, "text read in the wrong encoding")
        at += len(line)


def _repairs(line: str) -> list[tuple[int, int, str]]:
    """Find the repairs of a damaged line, as small as they can be told.

    The line as a whole knows best. Where one sound word keeps ftfy from repairing it (python-ftfy#123), each word is
    judged alone, and then each run of foreign characters.
    """
    whole = _fix(line)
    runs = _fix_parts(line, _NOT_ASCII)
    if whole != line and _applied(line, runs) == whole:
        return runs
    words = _fix_parts(line, _WORD)
    if whole != line and _applied(line, words) != whole:
        return [_difference(line, whole)]
    return words or runs


def _fix(text: str) -> str:
    fixed = ftfy.fix_encoding(text, _CONFIG)
    return text if "\n" in fixed or "\r" in fixed else fixed


def _fix_parts(line: str, part: regex.Pattern[str]) -> list[tuple[int, int, str]]:
    found = ((m.start(), m.end(), m.group()) for m in part.finditer(line))
    return [(start, end, fixed) for start, end, old in found if is_bad(old) and (fixed := _fix(old)) != old]


def _applied(line: str, repairs: list[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, fixed in repairs:
        parts += (line[at:start], fixed)
        at = end
    return "".join((*parts, line[at:]))


def _difference(old: str, new: str) -> tuple[int, int, str]:
    """Find the one stretch in which two texts differ."""
    start = 0
    most = min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    same = 0
    while same < most - start and old[-1 - same] == new[-1 - same]:
        same += 1
    if start == len(old) - same:  # nothing of the old goes: take one character along, an edit may not be empty
        start, same = (start - 1, same) if start else (start, same - 1)
    return start, len(old) - same, new[start : len(new) - same]


def _entities(text: str) -> Iterator[Edit]:
    tag_ends = {found.end() for found in _ESCAPED_TAG.finditer(text)}  # who escaped a tag meant to show it
    for found in _ENTITY.finditer(text):
        if found.end() in tag_ends:
            continue
        entity = found.group()
        if entity[1] != "#" and entity[1:] not in html5:  # `unescape` would decode the beginning of `&notable;`
            continue
        decoded = html.unescape(entity)
        if decoded == entity or decoded in "\r\n" or (decoded == "<" and _OPENS_TAG.match(text, found.end())):
            continue
        yield _edit(found.start(), found.end(), "entity", decoded, "an HTML entity")


def _line_tags(text: str) -> Iterator[Edit]:
    """Break lines where a tag within one does, so that its end takes no space between words along."""
    for found in _LINE_TAGS.finditer(text):
        start, end = found.span()
        while start and text[start - 1] in " \t":
            start -= 1
        if start == 0 or end == len(text) or text[start - 1] in "\n>" or text[end] == "\n":
            continue
        names = [name.lower() for name in found.captures("name")]
        if len(names) == 1 and _is_shown(text[start - 1 : start], text[start:end], text[end]):
            continue
        breaks = "\n" if len(names) == 1 and names[0] in _WITHIN_LINES else "\n\n"
        yield _edit(start, end, "line-tag", breaks, "a tag that breaks the line")


def _is_shown(before: str, tag: str, after: str) -> bool:
    """Tell a tag that a sentence is about: it stands as a word of it."""
    apart = tag[0].isspace() and tag[-1].isspace()
    return (apart and before.islower() and after.islower()) or not (before.isalnum() or after.isalnum() or apart)


def _characters(text: str) -> Iterator[Edit]:
    right_to_left: bool | None = None
    at = 0
    for suspect in _SUSPECT.finditer(text):
        found = _CHARACTER.match(text, suspect.start()) if suspect.start() >= at else None
        if found is None:
            continue
        at = found.end()
        kind = found.lastgroup or ""
        if kind == "direction":
            if right_to_left is None:
                right_to_left = _HAS_RTL.search(text) is not None
            if right_to_left:
                continue
        yield _edit(found.start(), found.end(), kind, _replacement(kind, found.group()), _REASONS[kind])


def _replacement(kind: str, old: str) -> str:
    if kind == "break":
        return "\n"
    if kind == "space":
        return " "
    if kind == "c1":
        return old.encode("latin-1").decode("cp1252", "replace").replace("\ufffd", "")
    if kind == "surrogate":
        return old.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return ""
