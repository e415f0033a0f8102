"""Find what a lost line break has glued behind a paragraph: "... said the minister.Advertisement".

What stands there is noise if the rules would know it on a line of its own; so each label of every language is known
here, too, and needs no second rule. And a rule that knows the whole line, paragraph and all, takes only what it
would know without the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from cleaner.rules.schema import KEEP, Kind
from cleaner.text.prose import width

_LEAST_BODY, _MOST_LABEL = 40, 100  # characters; of a question and a call
_LEAST_SENTENCE, _LEAST_GLUED = 60, 20  # Latin characters
_PLACE = regex.compile(
    r"(?<=[\p{L}\p{M}\p{N})\]%°][.…۔।॥][”\"’»)\]]?)(?P<gap>\s)(?=[\p{Lu}\p{Lo}\p{S}\p{P}])"
    r"|(?<=[\p{L}\p{M}\p{N})\]%°]\s?[.:!?…؟۔।॥][”\"’»)\]]?)(?!(?:COM|ORG|NET|\p{Lu}{2})\b)"
    r"(?=\p{Lu}|\p{Lo}|\p{Ll}(?:\p{Lu}|[\w,.> ]{0,30}[{@])|[^\w\s.!?…\]})”’»,;:%-])"
    r"|(?<=\p{Ll}[.:!?…؟۔।॥])(?=\d)"
    r"|(?<=[。｡][」』”）]?)(?P<gap>\s?)(?=\S)"
)
_ENDS = ".!?…。！？｡؟۔।॥"
_LABEL = regex.compile(
    r"[\p{L}\p{M}\p{N})\]%°][.…؟۔।॥][”\"’»)\]]?(?P<gap>)(?P<label>[\p{Lu}\p{Lo}¿][^.!?…؟]{1,60}[?!؟][^.!?…؟]{1,40})$|"
    r"[\p{L}\p{M}\p{N})\]%°][.!?…؟۔।॥]{1,3}[”\"’»)\]]?(?P<gap>\s?)(?P<label>[\p{Lu}\p{Lo}][^.!?…。！？؟۔।॥]{1,60})$"
    r"|[。！？｡][」』”）]?(?P<gap>\s?)(?P<label>[\p{Lu}\p{Lo}][^.!?…。！？]{0,60})$"
)
BUTTONS: frozenset[Kind] = frozenset(("ad_label", "app_promo", "comments", "newsletter", "share"))
"""The kinds whose labels no sentence ends on, so that a space before them may stand."""
LABELS: frozenset[Kind] = BUTTONS | {"caption", "navigation", "paywall", "related", "template", "wire_credit"}
"""The kinds whose labels are looked for where the space is lost as well."""


WITH_SENTENCES = frozenset(("caption", KEEP))
"""The kinds whose lines may well be a sentence and what the rule knows behind it: "The old pier. Photo: Ann Moe"."""


class Label(NamedTuple):
    """What may be a label: where it begins in the line, in code points, and whether a space stands before it."""

    start: int
    is_parted: bool


def glued_label(text: str) -> Label | None:
    """Find what stands behind the last sentence of a paragraph and is none itself.

    >>> glued_label("The ferry sails again from Monday, the harbour board said.Share this")
    Label(start=58, is_parted=False)
    >>> glued_label("The ferry sails again from Monday, the harbour board said. Nobody objected.")

    """
    if len(text) < _LEAST_BODY or text[-1] in _ENDS:
        return None
    found = _LABEL.search(text, max(_LEAST_BODY, len(text) - _MOST_LABEL - 5))
    return Label(found.start("label"), bool(found["gap"])) if found else None


def places_behind_sentences(text: str) -> Iterator[int]:
    """Give the places behind whole sentences where a notice may begin, the last one first.

    >>> list(places_behind_sentences("The ferry to Karsholm sails again from Monday, the board said. Share this"))
    [63]
    >>> list(places_behind_sentences("The ferry sails again on Monday.Spotted a mistake? Tell us"))
    [32]

    """
    ends = [
        found
        for found in _PLACE.finditer(text)
        if width(text[: found.start()]) >= (_LEAST_GLUED if found["gap"] is None else _LEAST_SENTENCE)
    ]
    return (found.end() for found in reversed(ends))
