"""The form of a rule is looked for before what it spares; what it matches stays the same."""

import pytest
import regex

from cleaner.rules import Rule, load_packs
from cleaner.rules.compiling import Form, compile_rule

AHEAD = regex.compile(r"(?:\(\?[a-z]+\))?\(\?!")


def spares_first(rule: Rule) -> bool:
    return rule.whole and bool(rule.regex) and AHEAD.match(rule.pattern()) is not None


def one_for_every_beginning() -> list[Rule]:
    """Many rules spare the same, by shorthands: one of those that begin alike stands for all, to save a minute."""
    return list({rule.pattern()[:150]: rule for rule in load_packs().rules if spares_first(rule)}.values())


def said(found: "regex.Match[str] | None") -> object:
    return found and (found.span(), {name: found.span(name) for name in found.groupdict()})


@pytest.mark.xdist_group("every rule")
def test_rules_match_as_they_are_written() -> None:
    rules = one_for_every_beginning()
    assert len(rules) > 400
    for rule in rules:
        written, compiled = regex.compile(rule.pattern()), compile_rule(rule)
        for example in [*rule.catches, *rule.spares, *(f"{text} the court heard" for text in rule.catches)]:
            for line in example.split("\n"):
                assert said(compiled.fullmatch(line)) == said(written.fullmatch(line)), (rule.id, line)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?!no)read on|no more",  # it spares in one alternative only
        r"(?!(x))(a|y)\2",  # a group that is referred to keeps its number
        r"(?!x)[^()]\(see [)]",  # brackets that are none
        r"(?!x)(?P<more>read (?:on|more))",
        r"(?i)(?![a-c|(])(?!d)e\|f",
    ],
)
def test_what_a_form_needs_stays(pattern: str) -> None:
    rule = Rule(id="en.related.x", kind="related", shape="line", regex=pattern, catches=["x"], spares=["y"], since="1")
    for text in ("read on", "no more", "no", "aa", "a", "yy", "y(see )", "x(see )", "read more", "E|f", "e|f", "df"):
        assert said(compile_rule(rule).fullmatch(text)) == said(regex.fullmatch(pattern, text)), text


def test_search_finds_what_the_whole_pattern_would() -> None:
    """Also where the first place that has the form is spared."""
    pattern = "(?!the (?:old )?ferry)(?:the )?(?:old )?ferry sails"
    rule = Rule(id="en.related.x", kind="related", shape="line", regex=pattern, catches=["x"], spares=["y"], since="1")
    compiled = compile_rule(rule)
    assert isinstance(compiled, Form)
    for text in ("the ferry sails", "now the old ferry sails", "ferry sails", "the ferries", "so the ferry sails"):
        assert said(compiled.search(text)) == said(regex.search(pattern, text)), text
