"""Every rule is put to its own examples, through the real matcher and the real chain."""

import pytest

from cleaner.rules import Matcher, Rule, load_packs
from cleaner.rules.check import check_examples
from cleaner.rules.lint import hostile_texts, lint_rules
from cleaner.rules.literals import required_literals
from cleaner.rules.matcher import TIMEOUT_SECONDS, compile_rule
from cleaner.text import fold

PACKS = load_packs()


def test_every_rule_catches_and_spares_what_it_says() -> None:
    assert list(check_examples(PACKS)) == []


def test_no_rule_is_too_broad_or_slow() -> None:
    """Texts made to be slow for each rule are matched in a quarter of a second."""
    assert list(lint_rules(PACKS)) == []


@pytest.mark.parametrize("rule", [r for r in PACKS.rules if r.regex and not r.keywords], ids=lambda rule: rule.id)
def test_derived_literals_stand_in_every_match(rule: Rule) -> None:
    """The prefilter is sound: what a rule matches holds one of its literals."""
    literals = required_literals(rule.regex)
    pattern = compile_rule(rule)
    for text in (*rule.catches, *rule.spares, *list(hostile_texts(rule))[:20]):
        found = pattern.search(text, timeout=TIMEOUT_SECONDS)
        if found and found.end() > found.start():
            assert any(literal in fold(found.group()) for literal in literals)


def test_matches_do_not_depend_on_what_else_is_scanned() -> None:
    """A block matches the same alone as among others, and with or without a memo."""
    matcher = Matcher(PACKS.rules)
    texts = [text for rule in PACKS.rules for text in (*rule.catches, *rule.spares)]
    together = matcher.scan(texts, {})
    assert together == [matcher.match(text) for text in texts]
