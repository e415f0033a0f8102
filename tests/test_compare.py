"""Comparing two sides of a document: what only one took, by which rule, and what else differs."""

import msgspec
from hypothesis import example, given
from strategies import SAMPLES, texts

from cleaner import Article, Cleaner
from cleaner.changes import Change, differences
from cleaner.compare import Pair, Tally, compare
from cleaner.rules import Rule
from cleaner.rules.loader import PackSet

ALL = Cleaner()
SOME = Cleaner(filters=["encoding", "header", "popular", "whitespace"])
BODY = (
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long meeting.\n\n"
    "It had been out of service since a fire in the engine room in August, when two members of the crew were hurt."
)
NOISY = f"date 2024-10-24 {BODY}\n\nAdvertisement\n\nRead more: Ferry prices to rise in spring"


def test_what_only_one_side_took_is_told_by_rule_kind_and_filter() -> None:
    found = compare([Pair("x", ALL.clean(NOISY), SOME.clean(NOISY))])
    assert (found.documents, found.changed, found.same, found.relabelled) == (1, 1, 0, 0)
    assert found.total == Tally(places_a=1, chars_a=len("Advertisement"))
    assert set(found.rules) == {"en.ad_label.label"}
    assert set(found.kinds) == {"ad_label"}
    assert set(found.filters) == {"patterns"}
    (example,) = found.examples["en.ad_label.label"]
    assert example.document == "x"
    assert (example.change.text, example.change.side) == ("Advertisement", "a")
    assert example.change.before.endswith("the crew were hurt.\n\n")
    assert example.change.after.startswith("\n\nRead more")


def test_text_that_both_took_by_other_rules_is_no_change_of_the_text() -> None:
    other = Cleaner()
    rule = Rule(
        id="en.ad_label.again", kind="ad_label", shape="line", regex="Advertisement", catches=["Advertisement"],
        spares=["None"], since="1",
    )  # fmt: skip
    kept = [x for x in other.packs.rules if not x.id.startswith("en.ad_label.label")]
    other.packs = PackSet((*kept, rule), (), "")
    found = compare([Pair("x", ALL.clean(NOISY), other.clean(NOISY))])
    assert (found.changed, found.relabelled, found.same) == (0, 1, 0)
    assert found.other_rules == {"en.ad_label.label → en.ad_label.again": 1}
    assert not found.is_empty


def test_repairs_and_metadata_that_differ_are_told() -> None:
    text = f"date 2024-10-24 The mayorâ€™s {BODY}"
    plain = Cleaner(filters=["patterns"])
    found = compare([Pair("x", ALL.clean(text), plain.clean(text))])
    assert found.kinds["encoding"] == Tally(places_a=1, chars_a=3)
    assert found.examples["encoding.mojibake"][0].change.replacement == "’"
    assert found.metadata == {"date": 1}
    (example,) = found.metadata_examples["date"]
    assert (str(example.a), example.b) == ("2024-10-24", None)


def test_verdict_of_the_guard_counts_as_metadata() -> None:
    text = f"{BODY}\n\n" + "Advertisement\n" * 20
    strict = Cleaner(config={"guard": {"max_removed": 0.1}})
    found = compare([Pair("x", ALL.clean(text), strict.clean(text))])
    assert found.metadata == {"verdict": 1}
    assert not found.rules


def test_pages_that_were_read_otherwise_are_compared_by_lines() -> None:
    """What the reader left out has no edit; what a filter took has its rule."""
    paragraphs = "".join(f"<p>{x}</p>" for x in (BODY + "\n\n" + BODY.replace("ferry", "bridge")).split("\n\n"))
    html = f"<html><body><article>{paragraphs}<p>Advertisement</p></article></body></html>"
    a, b = ALL.clean(html, "html"), SOME.clean(html, "html")
    other = msgspec.structs.replace(b, text=b.text + "\nOne line more", edits=[])
    changes, _ = differences(a, other)
    assert ("One line more", "reader") in {(change.text, change.rule) for change in changes}
    assert all(change.side == "a" for change in changes)


def test_changed_input_is_called_so() -> None:
    changes, _ = differences(ALL.clean(BODY), ALL.clean(BODY.split("\n\n")[0]))
    assert [(change.side, change.rule, change.text) for change in changes] == [("b", "input", BODY.split("\n\n")[1])]


def test_examples_are_as_many_as_asked_for_and_short() -> None:
    long = ALL.clean(f"{BODY}\n\n" + "Ferry " * 200)
    found = compare([Pair(str(number), ALL.clean(NOISY), SOME.clean(NOISY)) for number in range(9)], examples=2)
    assert [example.document for example in found.examples["en.ad_label.label"]] == ["0", "1"]
    assert found.total.places_a == 9
    found = compare([Pair("long", long, ALL.clean(""))])
    assert max(len(x.change.text) for x in found.examples["input"]) == 400


def test_documents_on_one_side_are_counted_and_named() -> None:
    article = ALL.clean(BODY)
    found = compare([Pair("x", article, None), Pair("y", None, article), Pair("z", article, None)], examples=1)
    assert (found.documents, found.only_a, found.only_b) == (0, 2, 1)
    assert found.ids == {"a": ["x"], "b": ["y"]}
    assert not found.is_empty


def solid(text: str) -> int:
    return sum(not character.isspace() for character in text)


def taken(article: Article) -> int:
    return sum(solid(text) for text in article.removed)


def mirrored(change: Change) -> Change:
    return msgspec.structs.replace(change, side="b" if change.side == "a" else "a")


def is_repair(change: Change) -> bool:
    """Tell whether a change is no removal: the address of a link is replaced by nothing, its words stay."""
    return change.kind in ("encoding", "whitespace") or change.rule == "links.target"


@given(texts)
@example(next(sample.raw for sample in SAMPLES if "](https://" in sample.raw))
def test_differences_account_for_every_character(text: str) -> None:
    """What only a took less what only b took is what a took less what b took; and the other way round it is mirrored."""
    a, b = ALL.clean(text, "text"), SOME.clean(text, "text")
    changes, _ = differences(a, b)
    removed = [change for change in changes if not is_repair(change)]
    balance = sum(solid(c.text) if c.side == "a" else -solid(c.text) for c in removed)
    assert balance == taken(a) - taken(b)
    swapped, _ = differences(b, a)
    assert sorted(map(repr, changes)) == sorted(repr(mirrored(change)) for change in swapped)
    assert compare([Pair("x", a, a)]).is_empty
    if a.text != b.text and text == a.restore():
        assert not compare([Pair("x", a, b)]).is_empty
