"""Compile the regexes of rules, each once in a process, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from cleaner.rules.schema import Rule

_PIECE = r"(?P<piece>[^()\[\]\\|]++|\\.|\[\^?\]?(?:[^\]\\]|\\.)*+\]|\((?:(?&piece)|\|)*+\))"
_SPARED = rf"(?:\(\?!(?P<spared>(?:{_PIECE}|\|)*+)\))+"
_FLAGS = r"(?s)(?P<flags>\(\?[a-z]+\))?"
_SPARES_FIRST = regex.compile(rf"{_FLAGS}{_SPARED}(?P<form>(?:(?&piece))+)")
_SPARES_IN_ONE = regex.compile(rf"{_FLAGS}{_SPARED}(?:(?&piece))*+\|.*")
_REFERENCE = regex.compile(r"\\[1-9]|\(\?P=|\(\?\(")


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern for whole blocks in two parts: the form that it looks for, and what of that form it spares.

    `(?!A)B` looks for A in all of a block before it sees that nothing there begins like B; so B is tried first, and
    most blocks fail it at once. Hundreds of rules spare the same, which is compiled once for all of them.
    """

    pattern: regex.Pattern[str]
    spared: tuple[regex.Pattern[str], ...]

    def fullmatch(self, text: str, timeout: float | None = None) -> regex.Match[str] | None:
        """Match a whole block, as the pattern would that it was made from.

        Raises:
            TimeoutError: a part took longer than so many seconds.

        """
        found = self.pattern.fullmatch(text, timeout=timeout)
        return None if found is None or self._spares(text, 0, timeout) else found

    def search(self, text: str, timeout: float | None = None) -> regex.Match[str] | None:
        """Find the first place in a text where the pattern matches that it was made from.

        Raises:
            TimeoutError: a part took longer than so many seconds.

        """
        for found in self.pattern.finditer(text, overlapped=True, timeout=timeout):
            if not self._spares(text, found.start(), timeout):
                return found
        return None

    def _spares(self, text: str, start: int, timeout: float | None) -> bool:
        return any(spared.match(text, start, timeout=timeout) for spared in self.spared)


def compile_rule(rule: Rule) -> regex.Pattern[str] | Form:
    """Compile a rule's regex as its shape needs it.

    Raises:
        regex.error: it is none.

    """
    if rule.whole:
        return _form_first(rule.pattern())
    return compile_part(rule)


def compile_part(rule: Rule) -> regex.Pattern[str]:
    """Compile the regex of a rule for a part of a block.

    Raises:
        regex.error: it is none.

    """
    pattern = compile_pattern(rule.pattern())  # alone first: an odd bracket must not pair with one of ours
    return compile_pattern(rf"(?:{_scoped(rule.pattern())})\Z") if rule.shape == "suffix" else pattern


def _form_first(pattern: str) -> regex.Pattern[str] | Form:
    """Take apart a pattern that begins with what it spares; it matches the same.

    >>> form = _form_first(r"(?i)(?!.{0,99}court)read more: .+")
    >>> form.pattern.pattern, [spared.pattern for spared in form.spared]
    ('(?i)read more: .+', ['(?i).{0,99}court'])
    """
    parts = _SPARES_FIRST.fullmatch(pattern)
    if parts is None or _REFERENCE.search(pattern):
        return compile_pattern(pattern)
    flags = parts["flags"] or ""
    spared = tuple(compile_pattern(flags + each) for each in parts.captures("spared"))
    return Form(compile_pattern(flags + parts["form"]), spared)


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
