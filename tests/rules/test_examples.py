"""Every rule is put to its own examples, through the real matcher and the real chain."""

from collections import defaultdict

import pytest

from cleaner.rules import Matcher, PackSet, load_packs
from cleaner.rules.check import check_examples
from cleaner.rules.compiling import Form, compile_rule
from cleaner.rules.index import make_index, read_index
from cleaner.rules.lint import lint_rules
from cleaner.rules.literals import required_literals
from cleaner.rules.matcher import TIMEOUT_SECONDS
from cleaner.text.prose import fold

pytestmark = pytest.mark.xdist_group("every rule")  # compiling them all takes longer than what is asked of them


@pytest.fixture(scope="module")
def packs() -> PackSet:
    """The package's own rules, checked as a user's are."""
    return load_packs(check_own="*")


def test_every_rule_catches_and_spares_what_it_says(packs: PackSet) -> None:
    assert list(check_examples(packs)) == []


def test_no_rule_is_too_broad_or_slow(packs: PackSet) -> None:
    """Texts made to be slow for each rule are matched in a quarter of a second."""
    assert list(lint_rules(packs)) == []


def test_derived_literals_stand_in_every_match(packs: PackSet) -> None:
    """Whatever a rule matches in its own examples holds one of its literals."""
    for rule in packs.rules:
        if not rule.regex or rule.keywords:
            continue
        literals = required_literals(rule.regex)
        compiled = compile_rule(rule)
        pattern = compiled.pattern if isinstance(compiled, Form) else compiled
        for text in (*rule.catches, *rule.spares):
            found = pattern.search(text[: rule.max_chars], timeout=TIMEOUT_SECONDS)
            if found and found.end() > found.start():
                assert any(literal in fold(found.group()) for literal in literals), (rule.id, text)


def test_prefilter_misses_no_match(packs: PackSet) -> None:
    """What a rule matches in any example of any rule of its kind, it is tried on."""
    matcher = Matcher(packs.rules)
    texts = defaultdict(set)
    for rule in packs.rules:
        texts[rule.kind].update(rule.catches, rule.spares)
    tried = {text: set(rules) for text, rules in matcher.candidates(sorted(set().union(*texts.values())))}
    for index, rule in enumerate(packs.rules):
        if rule.keywords or rule.shape == "terms":
            continue  # it is the rule itself that asks for them
        for text in sorted(texts[rule.kind] if rule.language in ("en", "mul") else {*rule.catches, *rule.spares}):
            if index not in tried.get(text, ()) and not (rule.whole and len(text) > rule.max_chars):
                assert not matcher.confirm(index, text), (rule.id, text)


def test_index_of_literals_is_fresh() -> None:
    """After a rule has changed, `make index` has been run."""
    assert read_index() == make_index()


def test_matches_do_not_depend_on_what_else_is_scanned(packs: PackSet) -> None:
    """A block matches the same alone as among others, and with or without a memo."""
    matcher = Matcher(packs.rules)
    texts = [text for rule in packs.rules for text in (*rule.catches, *rule.spares)]
    together = matcher.scan(texts, {})
    assert together == [matcher.match(text) for text in texts]
