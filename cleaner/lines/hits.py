"""What the rules say of lines, as whole numbers for the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from cleaner.lines.characters import Ints
from cleaner.lines.features import Columns, window
from cleaner.rules.matcher import Match

_GROUPS = {
    "talk": ("comments",),
    "related": ("related", "teaser"),
    "call": ("share", "newsletter", "app_promo", "paywall"),
    "head": ("byline", "date_header", "caption"),
    "foot": ("author_bio", "tags", "contact"),
    "page": (),  # all other kinds
    "section": (),  # of any kind, with a list below
}
_GROUP_OF = {kind: number for number, kinds in enumerate(_GROUPS.values()) for kind in kinds}
_PAGE, _SECTION = list(_GROUPS).index("page"), list(_GROUPS).index("section")
_NAMES = ("", "since ", "until ", "8 around ", "20 around ")
GROUPED = tuple(f"{name}{group}" for name in _NAMES for group in _GROUPS)
"""The columns that tell how near the groups are."""
_FAR = 100
_MOST = 3


class Hit(NamedTuple):
    """What the rules say of a line: how many match the whole of it, how many a part, and the groups of the former.

    `groups` is a number with a bit for each group of kinds.
    """

    whole: int = 0
    part: int = 0
    groups: int = 0


def hits(found: Iterable[Sequence[Match]]) -> list[Hit]:
    """Sum up for every line what matches it."""
    return [_hit(matches) if matches else Hit() for matches in found]


def _hit(matches: Sequence[Match]) -> Hit:
    whole = [match.rule for match in matches if match.whole]
    groups = 0
    for rule in whole:
        groups |= 1 << _GROUP_OF.get(rule.kind, _PAGE) | (rule.shape == "section") << _SECTION
    return Hit(len(whole), len(matches) - len(whole), groups)


def columns(found: Sequence[Hit]) -> Columns:
    """Describe every line by what the rules say of it, and by how near the lines are that belong to each group.

    >>> near = columns([Hit(1, 0, 1), Hit(), Hit()])
    >>> near["rules"].tolist(), near["since talk"].tolist()
    ([1, 0, 0], [0, 1, 2])

    """
    table = np.array(found, np.int64)
    result: Columns = {"rules": np.minimum(table[:, 0], _MOST), "part rules": np.minimum(table[:, 1], _MOST)}
    named = (table[:, 2] >> np.arange(len(_GROUPS))[:, None]) & 1
    since, until = _since(named), _since(named[:, ::-1])[:, ::-1]
    near = np.concatenate((named, since, until, window(named, 8), window(named, 20)))
    return result | dict(zip(GROUPED, near, strict=True))


def _since(named: Ints) -> Ints:
    """How many lines ago one of the group stood, for every group."""
    at = np.arange(named.shape[1])
    last = np.maximum.accumulate(np.where(named > 0, at, -_FAR), axis=1)
    result: Ints = np.minimum(at - last, _FAR)
    return result
