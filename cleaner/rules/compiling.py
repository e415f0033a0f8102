"""Compile the regexes of rules, each once in a process, whoever asks."""

from __future__ import annotations

from functools import cache

import regex

from cleaner.rules.schema import Rule

_PIECE = r"(?P<piece>[^()\[\]\\|]|\\.|\[\^?\]?(?:[^\]\\]|\\.)*+\]|\((?:(?&piece)|\|)*+\))"
_SPARES = rf"(?s)(?P<flags>\(\?[a-z]+\))?(?P<spares>(?:\(\?!(?:{_PIECE}|\|)*+\))+)"
_SPARES_FIRST = regex.compile(rf"{_SPARES}(?P<form>(?:(?&piece))+)")
_SPARES_IN_ONE = regex.compile(rf"{_SPARES}(?:(?&piece))*+\|.*")
_REFERENCE = regex.compile(r"\\[1-9]|\(\?P=|\(\?\(")


def compile_rule(rule: Rule) -> regex.Pattern[str]:
    """Compile a rule's regex as its shape needs it.

    Raises:
        regex.error: it is none.

    """
    if rule.whole:
        return compile_pattern(_form_first(rule.pattern()))
    pattern = compile_pattern(rule.pattern())  # alone first: an odd bracket must not pair with one of ours
    return compile_pattern(rf"(?:{_scoped(rule.pattern())})\Z") if rule.shape == "suffix" else pattern


def _form_first(pattern: str) -> str:
    """Put what a pattern for whole blocks spares behind the form that it looks for; it matches the same.

    `(?!A)B` looks for A in all of a block before it sees that nothing there begins like B. Written so it is easy to
    read, and most blocks fail the form at once.

    >>> _form_first(r"(?i)(?!.{0,99}court)read more: .+")
    '(?i)(?=(?:read more: .+)\\\\Z)(?!.{0,99}court)(?s:.*)'
    """
    parts = _SPARES_FIRST.fullmatch(pattern)
    if parts is None or _REFERENCE.search(pattern):
        return pattern
    return rf"{parts['flags'] or ''}(?=(?:{parts['form']})\Z){parts['spares']}(?s:.*)"


def spares_in_one_alternative(pattern: str) -> bool:
    """Tell whether what a pattern spares first holds for the first of its alternatives alone; hardly ever is it meant.

    >>> spares_in_one_alternative("(?!.{0,99}court)read on|more"), spares_in_one_alternative("(?!.{0,99}court)(?:a|b)")
    (True, False)
    """
    return _SPARES_IN_ONE.fullmatch(pattern) is not None


@cache
def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """Compile a regex, or give what was compiled before.

    Raises:
        regex.error: it is none.

    """
    return regex.compile(pattern)


def _scoped(pattern: str) -> str:
    """Make leading flags hold for the group that the pattern is put into."""
    flags = regex.match(r"\(\?([a-z]+)\)", pattern)
    return f"(?{flags.group(1)}:{pattern[flags.end() :]})" if flags else pattern
