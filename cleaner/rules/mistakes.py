"""What can be wrong in a rule of a pack although each of its keys is of the right type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import regex

from cleaner.errors import nearest
from cleaner.rules.compiling import compile_pattern, compile_rule
from cleaner.rules.literals import required_literals
from cleaner.rules.schema import KEEP, RULE_KINDS, Rule

_ID = re.compile(r"[a-z]{2,3}\.[a-z_]+\.[a-z0-9]+(?:-[a-z0-9]+)*")


def mistakes(rule: Rule, path: Path) -> Iterator[tuple[str, str]]:
    """Say what is wrong in a rule beyond its keys and their types, each with the key that is to blame."""
    language, kind = path.parent.name, path.stem
    if not _ID.fullmatch(rule.id):
        yield "the id must read <language>.<kind>.<name-of-it>, in lower case", "id"
    if not rule.id.startswith(f"{language}.{kind}."):
        yield f"lies in {language}/{kind}.toml, so its id must begin with '{language}.{kind}.'", "id"
    if rule.kind != kind:
        yield f"kind {rule.kind!r} is not the file's, {kind!r}", "kind"
    elif kind not in (*RULE_KINDS, KEEP):
        yield f"no filter applies rules of the kind {kind!r}; {nearest(kind, (*RULE_KINDS, KEEP))}", "kind"
    if not rule.catches:
        yield "needs at least one text that it catches", "catches"
    if not rule.spares:
        yield "needs at least one text that it spares: a sentence that looks like it and must stay", "spares"
    if not rule.since.strip():
        yield "needs the version since when it is there, such as '0.1.0'", "since"
    for key, least in (("max_chars", rule.max_chars), ("least", rule.least)):
        if least < 1:
            yield f"{key!r} must be at least 1, not {least}", key
    yield from _terms_mistakes(rule) if rule.shape == "terms" else _regex_mistakes(rule)


def _terms_mistakes(rule: Rule) -> Iterator[tuple[str, str]]:
    if len(rule.terms) <= rule.least or rule.regex:
        yield "shape 'terms' takes a list of terms, more of them than 'least', and no regex", "terms"
    if error := _error_as_written(rule.exception()):
        yield f"the regex of 'unless' does not compile: {error}", "unless"


def _error_as_written(pattern: str) -> regex.error | None:
    """Give the error of a regex with the place that its author knows."""
    try:
        compile_pattern(pattern)
    except regex.error as error:
        return error
    return None


def _regex_mistakes(rule: Rule) -> Iterator[tuple[str, str]]:
    if not rule.regex:
        yield "needs a regex (only shape 'terms' has terms instead)", "regex"
        return
    if rule.unless:
        yield f"shape {rule.shape!r} spares by (?!…) in its regex; only shape 'terms' takes 'unless'", "unless"
    if rule.terms:
        yield f"shape {rule.shape!r} takes no terms beside its regex; only shape 'terms' has them, without one", "terms"
        return
    try:
        compiled = compile_rule(rule)  # in the form that the matcher needs: it takes seconds for all
    except regex.error as error:
        yield f"the regex does not compile: {_error_as_written(rule.pattern()) or error}", "regex"
        return
    if compiled.fullmatch("") is not None:
        yield "the regex matches nothing at all, so it would match everywhere; give it something to hold on to", "regex"
    if not rule.keywords:
        try:
            found = required_literals(rule.regex)
        except re.error as error:
            yield f"no literal can be derived from the regex ({error}); name them in 'keywords'", "regex"
            return
        if not found:
            yield (
                "the regex has no literal of three characters or more that every match must hold, so it would be "
                "tried on every line; reword it, or name such literals in 'keywords'",
                "regex",
            )
