"""What a rule is: its keys, their types, and the shorthands that its regex may use."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from cleaner.text.dates import DATE, TIME

Kind = Literal[
    "encoding", "whitespace", "link", "date_header", "title", "byline", "dateline_credit", "timestamp", "caption",
    "ad_label", "newsletter", "app_promo", "paywall", "related", "teaser", "legal", "copyright", "wire_credit",
    "author_bio", "contact", "comments", "share", "navigation", "tags", "template", "repeat", "boilerplate", "site",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Every kind of noise: the labels of edits."""

_JUDGED = frozenset({"encoding", "whitespace", "link", "teaser", "repeat", "boilerplate", "site"})
RULE_KINDS = tuple(kind for kind in KINDS if kind not in _JUDGED)
"""The kinds of noise that there are rules for; the others are judged by what is around them."""

KEEP = "keep"
"""The kind of the rules that protect text; no edit has it."""

Shape = Literal["line", "prefix", "suffix", "inline", "section", "tail", "terms"]
Where = Literal["any", "head", "foot"]
Until = Literal["body", "next", "none"]

WHOLE_BLOCK = frozenset({"line", "section", "tail", "terms"})
"""The shapes that take a block as a whole."""

_NAME_PARTICLE = r"(?:de|del|della|di|da|dos|du|des|van|von|der|den|ter|te|le|la|el|al|bin|ibn|y|e|und|zu)"
_NAME_WORD = r"\p{Lu}[\p{L}'’.\-]{0,24}"
NAME = rf"(?:{_NAME_WORD}(?:[ \u00a0](?:{_NAME_PARTICLE}[ \u00a0]){{0,2}}{_NAME_WORD}){{0,4}})"
"""A regex for a person's name, in scripts with capitals; case matters even in a rule that says `(?i)`."""

SHORTHANDS = {"%date%": DATE, "%time%": TIME, "%name%": rf"(?-i:{NAME})"}


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule of a pack, as docs/rules.md describes it."""

    id: str
    kind: str
    shape: Shape
    catches: list[str]
    spares: list[str]
    since: str
    regex: str = ""
    terms: list[str] = []
    least: int = 3
    unless: str = ""
    where: Where = "any"
    until: Until = "body"
    thread: bool = False
    max_chars: int = 300
    keywords: list[str] = []
    note: str = ""

    @property
    def language(self) -> str:
        """The language of the pack that the rule is from; `mul` for all."""
        return self.id.split(".", 1)[0]

    @property
    def whole(self) -> bool:
        """Whether the rule takes a block as a whole."""
        return self.shape in WHOLE_BLOCK

    @property
    def keeps(self) -> bool:
        """Whether the rule protects what it matches, instead of pointing at noise."""
        return self.kind == KEEP

    def pattern(self) -> str:
        """The regex with its shorthands spelled out."""
        return _spelled_out(self.regex)

    def exception(self) -> str:
        """The regex of what the rule leaves alone although it has the terms, with its shorthands spelled out."""
        return _spelled_out(self.unless)


def _spelled_out(pattern: str) -> str:
    for name, expansion in SHORTHANDS.items():
        pattern = pattern.replace(name, expansion)
    return pattern
