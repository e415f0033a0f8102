"""Compile the regexes of rules, each once in a process, whoever asks."""

from __future__ import annotations

from functools import cache

import regex

from cleaner.rules.schema import Rule


def compile_rule(rule: Rule) -> regex.Pattern[str]:
    """Compile a rule's regex as its shape needs it.

    Raises:
        regex.error: it is none.

    """
    pattern = compile_pattern(rule.pattern())  # alone first: an odd bracket must not pair with one of ours
    return compile_pattern(rf"(?:{_scoped(rule.pattern())})\Z") if rule.shape == "suffix" else pattern


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
