"""Cutting: what one filter's edits become before they are made."""

import re
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from cleaner import Article, Cleaner, Document, Edit, Fact
from cleaner.chain import MAX_ROUNDS, run, settle
from cleaner.document import Page
from cleaner.rules.matcher import Matcher


def edit(start: int, end: int, replacement: str = "", action: str = "delete", by: str = "pointing") -> Edit:
    return Edit(start=start, end=end, action=action, filter=by, rule="r", kind="k", replacement=replacement)


def cut(text: str, *edits: Edit) -> str:
    def pointing(document: Document) -> Iterable[Edit]:
        return edits if document.text == text else ()

    return Cleaner(filters=[pointing]).clean(text, "text").text


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("one\n\nnoise\n\ntwo\n", "noise", "one\n\ntwo\n"),
        ("noise\n\none\n\ntwo", "noise", "one\n\ntwo"),
        ("one\n\ntwo\n\nnoise", "noise", "one\n\ntwo"),
        ("one\n\ntwo\n\nnoise\n", "noise", "one\n\ntwo\n"),
        ("one\ntwo\n  noise  ", "noise", "one\ntwo"),
        ("one\n\n\nnoise\ntwo", "noise", "one\n\n\ntwo"),
        ("noise", "noise", ""),
        ("  noise one two", "noise", "one two"),
        ("one two noise ", "noise", "one two"),
        ("one noise two", "noise", "one two"),
        ("one\n noise two", "noise", "one\ntwo"),
        ("one[x] two", "[x]", "one two"),
        ("one [x], two", " [x]", "one, two"),
        ("one [x] two", " [x]", "one two"),
    ],
)
def test_noise_takes_the_blank_space_that_is_its_own(text: str, gone: str, left: str) -> None:
    at = text.index(gone)
    assert cut(text, edit(at, at + len(gone))) == left


def test_two_parts_that_make_up_a_block_take_its_line() -> None:
    assert cut("one\n\nab cd\n\ntwo", edit(5, 7), edit(8, 10)) == "one\n\ntwo"


def test_overlapping_edits_are_told_apart() -> None:
    """What begins first wins; the rest of the other still goes."""
    text = "0123456789"
    settled = settle(Document(text), [edit(4, 9), edit(2, 6)])
    assert [(e.start, e.end) for e in settled] == [(2, 6), (6, 9)]


def test_repair_that_overlaps_is_left_for_the_next_round() -> None:
    settled = settle(Document("0123456789"), [edit(2, 6), edit(5, 7, "x", "replace")])
    assert [(e.start, e.end) for e in settled] == [(2, 6)]


def test_edit_that_changes_nothing_is_none() -> None:
    assert settle(Document("abc"), [edit(0, 1, "a", "replace")]) == []


def test_filter_that_never_stops_is_stopped() -> None:
    """A filter that finds something for ever ends at the limit of rounds, and the text can still be restored."""

    def restless(document: Document) -> Iterable[Edit]:
        yield Edit(
            start=0, end=1, action="replace", filter="restless", rule="r", kind="k",
            replacement="b" if document.text[0] == "a" else "a",
        )  # fmt: skip

    article = Cleaner(filters=[restless]).clean("abc", "text")
    assert article.restore() == "abc"
    assert article.provenance.rounds == MAX_ROUNDS
    assert article.provenance.verdict.status == "review"


def test_filter_that_points_outside_is_named() -> None:
    def blind(document: Document) -> Iterable[Edit]:
        yield Edit(start=2, end=99, action="replace", filter="blind", rule="r", kind="k")

    with pytest.raises(ValueError, match="filter 'blind'"):
        Cleaner(filters=[blind]).clean("abc", "text")


class Label(str):
    """A string as Beautiful Soup and NumPy make them, which JSON cannot hold."""

    __slots__ = ()


def raising(document: Document) -> Iterable[Edit]:
    raise KeyError("boom")


def giving_nothing(document: Document) -> None:
    return


def giving_words(document: Document) -> list[str]:
    return ["boom"]


@pytest.mark.parametrize(
    ("apply", "error", "message"),
    [
        (raising, KeyError, "boom"),
        (giving_nothing, TypeError, "'NoneType' object is not iterable"),
        (giving_words, TypeError, "a filter yields Edit and Fact, not str"),
    ],
)
def test_error_of_a_filter_stays_what_it_is_and_names_the_filter(
    apply: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        Cleaner(filters=[apply]).clean("The ferry sails.")
    assert caught.value.__notes__ == [f"in the filter {apply.__name__!r}"]


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"start": 0.0}, TypeError, "start of an edit is no int but float: 0.0"),
        ({"end": True}, TypeError, "end of an edit is no int but bool: True"),
        ({"action": "remove"}, ValueError, "action of an edit is 'remove'; known are delete, extract, replace"),
        ({"action": "replce"}, ValueError, "action of an edit is 'replce'; did you mean 'replace'?"),
        ({"kind": ""}, ValueError, "kind of an edit is empty"),
        ({"kind": None}, TypeError, "kind of an edit is no str but NoneType"),
        ({"kind": Label("k")}, TypeError, "kind of an edit is no str but Label"),
        ({"rule": ""}, ValueError, "rule of an edit is empty"),
        ({"replacement": None}, TypeError, "replacement of an edit is no str but NoneType"),
        ({"replacement": "x"}, ValueError, "an edit that is to delete has the replacement 'x'"),
        ({"reason": 3}, TypeError, "reason of an edit is no str but int"),
        ({"score": "high"}, TypeError, "score of an edit is no float but str"),
        ({"score": float("nan")}, ValueError, "score of an edit is nan; it must be finite"),
        ({"filter": "another"}, ValueError, "filter of an edit is 'another', but the filter's name is 'mistaken'"),
    ],
)
def test_edit_that_could_not_be_read_from_a_record_is_refused(
    wrong: dict[str, Any], error: type[Exception], message: str
) -> None:
    """The message says what is wrong, and its note names the filter."""
    right: dict[str, Any] = {"start": 0, "end": 1, "action": "delete", "filter": "mistaken", "rule": "r", "kind": "k"}

    def mistaken(document: Document) -> Iterable[Edit]:
        yield Edit(**right | wrong)

    with pytest.raises(error, match=re.escape(message)) as caught:
        Cleaner(filters=[mistaken]).clean("The ferry sails.")
    assert caught.value.__notes__ == ["in the filter 'mistaken'"]


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"field": "author"}, ValueError, "field of a fact is 'author'; known are byline, date, source, title"),
        ({"value": 2024}, TypeError, "value of a fact is no str but int"),
        ({"end": 99}, ValueError, "lies outside of the text"),
        ({"filter": "another"}, ValueError, "filter of a fact is 'another', but the filter's name is 'mistaken'"),
    ],
)
def test_fact_that_could_not_be_read_from_a_record_is_refused(
    wrong: dict[str, Any], error: type[Exception], message: str
) -> None:
    right: dict[str, Any] = {"field": "title", "value": "T", "start": 0, "end": 1, "filter": "mistaken", "rule": "r"}

    def mistaken(document: Document) -> Iterable[Fact]:
        yield Fact(**right | wrong)

    with pytest.raises(error, match=re.escape(message)):
        Cleaner(filters=[mistaken]).clean("The ferry sails.")


def test_score_may_be_a_whole_number() -> None:
    """It is written as any other, and can be read again."""

    def unusual(document: Document) -> Iterable[Edit]:
        if document.text.startswith("x "):
            yield Edit(start=0, end=2, action="delete", filter="unusual", rule="r", kind="k", score=1)

    article = Cleaner(filters=[unusual]).clean("x one", "text")
    assert Article.from_dict(article.to_dict()) == msgspec.json.decode(article.to_json(), type=Article) == article


def test_filter_is_not_asked_twice_about_the_same_document() -> None:
    """The round that proves that nothing more is found leaves out who has seen this very text."""
    asked: list[str] = []

    def first(document: Document) -> Iterable[Edit]:
        asked.append("first")
        return [edit(0, 2, by="first")] if document.text.startswith("x ") else ()

    def second(document: Document) -> Iterable[Edit]:
        asked.append("second")
        return ()

    assert Cleaner(filters=[first, second]).clean("x one", "text").text == "one"
    assert asked == ["first", "second", "first"]


def test_what_a_page_says_is_left_out_in_the_end() -> None:
    """So that the text stays as it is when it is cleaned again, without its page."""

    def trusting(document: Document) -> Iterable[Edit]:
        return [edit(0, 6, by="trusting")] if document.text.startswith("noise ") and not document.page.title else ()

    assert run("noise one", [("trusting", trusting)], Matcher(), Page(title="One")).text == "one"
