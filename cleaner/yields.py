"""What a filter may yield, and what is wrong where it is something else.

All of it stands in the record of an article, which must be readable again: a position that is a NumPy number, or a
string of Beautiful Soup, could not be written; an action that nobody knows could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import get_args

from cleaner.article import Action, Edit, Fact, Field
from cleaner.errors import nearest

_ACTIONS = frozenset(get_args(Action))
_FIELDS = frozenset(get_args(Field))
_TEXTS = {Edit: ("filter", "kind", "rule", "replacement", "reason"), Fact: ("filter", "value", "rule")}
_NEVER_EMPTY = ("kind", "rule")


def check(found: Edit | Fact, name: str, size: int) -> None:
    """Refuse what cannot stand in a record; sound edits, which nearly all are, cost a few comparisons.

    Args:
        found: what a filter yielded.
        name: the filter's id.
        size: how long the text is that it saw.

    Raises:
        TypeError: it is neither an edit nor a fact, or a value of it is of a wrong type.
        ValueError: a value of it is wrong, or it lies outside of the text, or ends before it begins.

    >>> edit = Edit(start=0, end=1, action="remove", filter="mine", rule="mine.all", kind="site")
    >>> check(edit, "mine", 9)
    Traceback (most recent call last):
    ValueError: action of an edit is 'remove'; known are delete, extract, replace

    """
    if not (_is_sound_edit(found) if type(found) is Edit else _is_sound_fact(found)) or found.filter != name:
        for error in _mistakes(found, name):
            raise error
    if not 0 <= found.start <= found.end <= size:
        raise ValueError(f"an edit or a fact lies outside of the text, or backwards: {found.start}, {found.end}")


def _is_sound_edit(x: Edit) -> bool:
    return (
        type(x.start) is type(x.end) is int
        and x.action in _ACTIONS
        and type(x.filter) is type(x.rule) is type(x.kind) is type(x.replacement) is type(x.reason) is str
        and x.rule != "" != x.kind
        and (x.action == "replace" or not x.replacement)
        and type(x.score) is float
        and isfinite(x.score)
    )


def _is_sound_fact(x: object) -> bool:
    return (
        type(x) is Fact
        and type(x.start) is type(x.end) is int
        and x.field in _FIELDS
        and type(x.filter) is type(x.value) is type(x.rule) is str
        and x.rule != ""
        and type(x.score) is float
        and isfinite(x.score)
    )


def _mistakes(x: Edit | Fact, name: str) -> Iterator[Exception]:
    """Say what is wrong; nothing where it is only unusual, as a score that is a whole number."""
    if not isinstance(x, Edit | Fact):
        yield TypeError(f"a filter yields Edit and Fact, not {type(x).__name__}")
        return
    what = "an edit" if isinstance(x, Edit) else "a fact"
    for key in ("start", "end"):
        if type(value := getattr(x, key)) is not int:
            yield TypeError(f"{key} of {what} is no int but {type(value).__name__}: {value!r}")
    choice, known = ("action", _ACTIONS) if isinstance(x, Edit) else ("field", _FIELDS)
    if (chosen := getattr(x, choice)) not in known:
        yield ValueError(f"{choice} of {what} is {chosen!r}; {nearest(str(chosen), known)}")
    for key in _TEXTS[Edit if isinstance(x, Edit) else Fact]:
        if type(value := getattr(x, key)) is not str:
            yield TypeError(f"{key} of {what} is no str but {type(value).__name__}: {value!r}")
        if not value and key in _NEVER_EMPTY:
            yield ValueError(f"{key} of {what} is empty; it names what removed something")
    if type(x.score) not in (float, int):
        yield TypeError(f"score of {what} is no float but {type(x.score).__name__}: {x.score!r}")
    elif not isfinite(x.score):
        yield ValueError(f"score of {what} is {x.score}; it must be finite")
    if isinstance(x, Edit) and x.action != "replace" and x.replacement:
        yield ValueError(
            f"an edit that is to {x.action} has the replacement {x.replacement!r}; its action is 'replace'"
        )
    if x.filter != name:
        yield ValueError(f"filter of {what} is {x.filter!r}, but the filter's name is {name!r}")
