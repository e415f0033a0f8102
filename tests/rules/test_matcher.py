"""A rule that takes too long is named, and its document fails; it is never skipped in silence."""

import msgspec
import pytest

from cleaner.errors import MatchTimeoutError
from cleaner.rules import Match, Matcher, Rule, load_packs, matcher
from cleaner.rules.index import needs_of


def test_slow_rule_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matcher, "TIMEOUT_SECONDS", 0.05)
    slow = Rule(
        id="en.ad_label.slow", kind="ad_label", shape="line", regex="plug(?:a|aa)+b", catches=["plugab"], spares=["plug"],
        since="0.1.0", keywords=["plug"],
    )  # fmt: skip
    with pytest.raises(MatchTimeoutError, match=r"en\.ad_label\.slow.*leave it out"):
        Matcher([slow]).match("plug" + "a" * 200 + "cab")


def test_number_that_is_no_letter_ends_a_match() -> None:
    """A character such as ¼, alphanumeric to Python and a sign to the regexes, hides no match from the prefilter."""
    rule = Rule(
        id="en.share.x", kind="share", shape="line", regex="(?:¼ )?share it ¼", catches=["share it ¼"], spares=["no"],
        since="1",
    )  # fmt: skip
    assert Matcher([rule]).match("share it ¼")
    assert Matcher([rule]).match("¼ share it ¼")


def test_terms_do_not_count_where_a_block_begins_with_their_exception() -> None:
    rule = Rule(
        id="en.newsletter.x", kind="newsletter", shape="terms", terms=["free", "inbox", "weekly"], least=2,
        unless=r"[^\n]{0,99}\bsaid\b", catches=["Free, in your inbox"], spares=["no"], since="1",
    )  # fmt: skip
    assert Matcher([rule]).match("A weekly letter, free of charge")
    assert not Matcher([rule]).match("A weekly letter, free of charge, he said")


@pytest.mark.parametrize(
    ("regex", "keywords"),
    [
        (r"shared (by|through|with all of) us, \1 them", []),
        (r"(?P<title>shared \w{3,12}) and ([sS])hared,? \1", ["shared"]),
    ],
)
def test_reference_to_a_group_hides_no_match(regex: str, keywords: list[str]) -> None:
    """What a reference repeats has the group's length, which beside named groups is not known by its number."""
    text = "shared with all of us, with all of them" if not keywords else "shared widely and shared, shared widely"
    rule = Rule(
        id="en.share.x", kind="share", shape="line", regex=regex, catches=[text], spares=["no"], since="1", keywords=keywords,
    )  # fmt: skip
    assert Matcher([rule]).match(text)


def test_limit_of_a_rule_counts_beside_a_rule_of_the_same_regex() -> None:
    """Whoever copies one of ours to raise its limit is not told by the index what ours needs."""
    own = next(rule for rule in load_packs().rules if rule.id == "en.contact.correction")
    copied = msgspec.structs.replace(own, id="en.contact.longer", max_chars=800)
    assert max(one.most for one in needs_of(own)) <= 300
    assert max(one.most for one in needs_of(copied)) > 300


def test_rule_that_took_too_long_leaves_nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who goes on after it must not be told that nothing matches the others."""
    rule = Rule(id="en.share.x", kind="share", shape="line", regex="share this", catches=[], spares=[], since="")
    one = Matcher([rule])

    def late(index: int, text: str) -> list[Match]:
        raise MatchTimeoutError("late")

    memo: dict[str, tuple[Match, ...]] = {}
    monkeypatch.setattr(one, "confirm", late)
    with pytest.raises(MatchTimeoutError):
        one.scan(["share this", "other"], memo)
    assert memo == {}
    assert one.match("") == ()
