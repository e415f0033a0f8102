"""Find the label that a lost line break has glued behind a paragraph: "... said the minister.Advertisement".

What stands there is noise if the rules would know it on a line of its own; so each label of every language is known
here, too, and needs no second rule.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

from cleaner.rules.schema import Kind

_LEAST_BODY, _MOST_LABEL = 40, 60  # characters
_ENDS = ".!?…。！？｡؟۔।॥"
_LABEL = regex.compile(
    r"[\p{L}\p{M}\p{N})\]%°][.!?…؟۔।॥]{1,3}[”\"’»)\]]?(?P<gap>\s?)(?P<label>[\p{Lu}\p{Lo}][^.!?…。！？؟۔।॥]{1,60})$"
    r"|[。！？｡][」』”）]?(?P<gap>\s?)(?P<label>[\p{Lu}\p{Lo}][^.!?…。！？]{0,60})$"
)
BUTTONS: frozenset[Kind] = frozenset(("ad_label", "app_promo", "comments", "newsletter", "share"))
"""The kinds whose labels no sentence ends on, so that a space before them may stand."""
LABELS: frozenset[Kind] = BUTTONS | {"caption", "navigation", "paywall", "related", "template", "wire_credit"}
"""The kinds whose labels are looked for where the space is lost as well."""


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
