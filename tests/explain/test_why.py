"""The answer to "why did this go, why did that stay?"."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts

from cleaner import Cleaner
from cleaner.explain import Occurrence, view_rules, why
from cleaner.filters.boilerplate import BoilerplateFilter
from cleaner.ledger import Ledger
from cleaner.rules import Matcher

why_module = import_module("cleaner.explain.why")  # the package has a function of that name

ONE = Cleaner()
LEAD = "The ferry to Karsholm sails again from Monday, the harbour board said after a long meeting on Friday."
MORE = "Tickets cost four crowns as before the storm, and children under ten travel free, the board said on Monday."


def ask(text: str, wanted: str, cleaner: Cleaner = ONE, **options: object) -> Occurrence:
    (place,) = why(cleaner, text, wanted, "text", **options).occurrences  # type: ignore[arg-type]
    return place


def reasons(place: Occurrence) -> str:
    return "\n".join(f"{x.filter} {x.rule} {x.reason}" for x in place.considered)


@pytest.mark.parametrize(
    ("noise", "filter_", "rule"),
    [
        ("Advertisement", "patterns", "en.ad_label.label"),
        ("© 2024 Karsholm Post. All rights reserved.", "disclaimer", "en.copyright.all-rights"),
        (LEAD, "repeats", "repeats.exact"),
    ],
)
def test_removed_text_names_what_took_it(noise: str, filter_: str, rule: str) -> None:
    text = f"{LEAD}\n\n{MORE}\n\n{noise}\n"
    place = why(ONE, text, noise, "text").occurrences[-1]
    assert place.state == "removed"
    assert [(edit.filter, edit.rule) for edit in place.edits] == [(filter_, rule)]
    assert place.edits == [edit for edit in ONE.clean(text, "text").edits if edit.rule == rule]
    assert place.line == 5
    assert not place.considered


def test_the_first_of_copies_says_that_it_stays() -> None:
    first, second = why(ONE, f"{LEAD}\n\n{MORE}\n\n{LEAD}\n", LEAD, "text").occurrences
    assert (first.state, second.state) == ("kept", "removed")
    assert "repeats the first of 2 that say the same, which stays" in reasons(first)


def test_a_short_line_that_stands_twice_says_why_it_may() -> None:
    second = why(
        ONE, f"{LEAD}\n\nFour to one\n\n{MORE}\n\nFour to one\n\n{LEAD[:-1]}, too.", "Four to one"
    ).occurrences[1]
    assert "is no paragraph of 60 characters" in reasons(second)


def test_a_refrain_says_that_it_is_one() -> None:
    text = "\n\n".join([LEAD, MORE, LEAD, "Here is another paragraph about the weather at sea.", LEAD])
    assert "stands 3 times: a refrain" in reasons(why(ONE, text, LEAD, "text").occurrences[1])


def test_text_below_a_score_shows_evidence_and_limit() -> None:
    """A line with one sign of a teaser says which, how much it counts, and what would be enough."""
    cut = "The committee of the island wants another look at the old plans for its northern lighthouse and its ke..."
    strict = Cleaner(filters=["teaser"], config={"filters": {"teaser": {"threshold": 1}}})
    place = ask(f"{LEAD}\n\n{MORE}\n\n{cut}\n\n{LEAD} It will.", cut, strict)
    (told,) = place.considered
    assert (told.filter, told.limit) == ("teaser", 1)
    assert 0 < (told.score or 0) <= 1
    assert "cut off" in told.reason


def test_a_credit_that_is_too_little_says_so() -> None:
    line = "The ferry leaves the quay at dawn on Monday - Jon Maar/Tidings"
    careful = Cleaner(filters=["caption"], config={"filters": {"caption": {"threshold": 3}}})
    (told,) = ask(f"{LEAD}\n\n{line}\n\n{MORE}", line, careful).considered
    assert (told.rule, told.limit) == ("caption.credit", 3)
    assert "'Jon Maar/Tidings'; too little for a caption" in told.reason


def test_a_quoted_name_is_no_credit() -> None:
    line = "The ferry leaves the quay at dawn on Monday - Jon Maar/Tidings"
    named = (
        f"{LEAD}\n\n{line}\n\nSkipper Jon Maar/Tidings said so to the board, and the board believed every word he said."
    )
    assert "quoted than credited" in reasons(ask(named, line, Cleaner(filters=["caption"])))


def test_boilerplate_tells_score_and_limit_of_every_line() -> None:
    told = [x for x in ask(f"{LEAD}\n\n{MORE}\n\n{LEAD} It will.", MORE).considered if x.filter == "boilerplate"]
    assert [(x.limit, (x.score or 0) > 0) for x in told] == [(BoilerplateFilter().paragraph, True)]


def test_a_match_out_of_place_says_where_it_would_count() -> None:
    """A rule of the foot matches in the middle of the body, and stays out of it."""
    rule = next(r for r in ONE.packs.rules if r.where == "foot" and r.shape == "line" and r.language == "en")
    foot = next(text for text in rule.catches if ONE.clean(f"{LEAD}\n\n{text}\n\n{MORE}\n", "text").text.count(text))
    place = ask(f"{LEAD}\n\n{foot}\n\n{MORE}\n", foot)
    assert f"{rule.id} matches, but counts only behind the last paragraph of the body" in reasons(place)


def test_a_match_of_a_filter_that_does_not_run_says_so() -> None:
    place = ask(f"{LEAD}\n\nAdvertisement\n", "Advertisement", Cleaner(config={"without": ["patterns"]}))
    assert place.rules[0].matches
    assert "no filter that ran is for its kind" in place.rules[0].reason


def test_a_keep_rule_that_held_an_edit_back_is_named(tmp_path: Path) -> None:
    pack = tmp_path / "en" / "keep.toml"
    pack.parent.mkdir()
    pack.write_text(
        "[[rule]]\nid = 'en.keep.ads'\nkind = 'keep'\nshape = 'line'\nregex = 'Advertisement'\n"
        "catches = ['Advertisement']\nspares = ['She sold an advertisement.']\nsince = '0.1.0'\n"
    )
    place = ask(f"{LEAD}\n\nAdvertisement\n\n{MORE}", "Advertisement", Cleaner(packs=[tmp_path]))
    assert place.state == "kept"
    assert [(note.keep, note.rule) for note in place.protected] == [("en.keep.ads", "en.ad_label.label")]


def test_filters_that_did_not_run_are_named() -> None:
    answer = why(Cleaner(config={"without": ["patterns"]}), LEAD, "ferry")
    assert answer.idle == ["patterns"]


def test_rules_that_are_near_say_what_they_miss() -> None:
    """A line rule whose words stand inside a paragraph takes only whole blocks."""
    text = f"{LEAD} It was among the most popular stories of the year, and rightly so!"
    place = ask(text, "popular stories", rules=["en.ad_label.label"])
    assert place.rules[0].rule == "en.ad_label.label"
    assert "does not begin with" in place.rules[0].reason
    assert any(view.rule.startswith("en.related.") and "takes only" in view.reason for view in place.rules)


def test_blank_space_and_case_may_differ() -> None:
    place = ask(f"{LEAD}\n\nSign  up for\nour letter\n", "sign up   for our LETTER")
    assert (place.start, place.line) == (len(LEAD) + 2, 3)


def test_case_counts_where_it_can() -> None:
    assert ask("A board met.\n\nThe Board met.", "Board").line == 3


def test_repaired_text_is_found_by_what_it_became() -> None:
    text = f"The mayorâ€™s ferry sails. {LEAD}"
    place = ask(text, "mayor’s ferry")
    assert text[place.start : place.end] == "mayorâ€™s ferry"
    assert place.state == "repaired"
    assert place.edits[0].rule == "encoding.mojibake"


def test_text_that_goes_in_part_says_what_goes() -> None:
    place = ask(f"Dec 23, 2024 01:29 PM IST {LEAD}", "PM IST The ferry")
    assert place.state == "partly removed"
    assert [edit.action for edit in place.edits] == ["extract"]


def test_text_that_stands_nowhere_names_the_nearest_line() -> None:
    answer = why(ONE, f"{LEAD}\n\nMost popular stories\n", "Most populer story")
    assert not answer.occurrences
    assert answer.nearest == "Most popular stories"


def test_blank_question_is_refused() -> None:
    with pytest.raises(ValueError, match="blank"):
        why(ONE, LEAD, " \n")


def test_what_the_guard_gave_back_is_told() -> None:
    noise = "Advertisement\n\n" * 30
    passing = Cleaner(config={"guard": {"action": "pass", "max_removed": 0.1}})
    answer = why(passing, f"{noise}{LEAD}", "Advertisement")
    assert answer.verdict.status == "review"
    assert answer.occurrences[0].state == "kept"
    assert [edit.rule for edit in answer.occurrences[0].undone] == ["en.ad_label.label"]


def test_a_line_that_the_reader_of_a_page_left_out_is_told_with_its_score() -> None:
    page = (Path(__file__).parents[2] / "examples" / "articles").glob("*.html")
    source = next(iter(sorted(page))).read_bytes()
    seen = []
    article = ONE.clean(source, "html", watch=lambda _, document, __: seen.append(document))
    line, score = next((x, s) for x, s in seen[0].page.left_out.items() if x not in article.restore())
    answer = why(ONE, source, line, "html")
    assert not answer.occurrences
    assert (answer.left_out[0].text, answer.left_out[0].score, answer.left_out[0].limit) == (line, score / 100, 0.0)


@settings(max_examples=40)
@given(texts, st.data())
def test_asking_changes_nothing_and_agrees_with_the_article(text: str, data: st.DataObject) -> None:
    """Every place that is asked about has exactly the edits of the article there, and its state says what they did."""
    article = ONE.clean(text, "text")
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        return
    wanted = data.draw(st.sampled_from(lines))
    answer = why(ONE, text, wanted, "text")
    assert answer.occurrences
    for place in answer.occurrences:
        assert place.edits == [e for e in article.edits if e.start < place.end and place.start < e.end]
        left = "".join(
            Ledger(text, tuple(article.edits)).text[slice(*part)]
            for part in Ledger(text, tuple(article.edits)).find(place.start, place.end)
        )
        assert (place.state == "removed") is (not left.strip() and any(e.action != "replace" for e in place.edits))
    assert ONE.clean(text, "text") == article


@given(texts)
def test_what_is_spared_is_not_taken(text: str) -> None:
    """No filter says of one document that a rule of it both takes and spares the same place."""
    from cleaner.document import Document

    document = Document(text, ONE.matcher)
    for _, apply in ONE.filters:
        taken = {(x.start, x.rule) for x in apply(document) if hasattr(x, "action")}
        spared = [(x.start, x.rule) for x in getattr(apply, "considered", lambda _: ())(document)]
        assert taken.isdisjoint(spared)


@pytest.mark.xdist_group("every rule")
@given(st.sampled_from([text for rule in ONE.packs.rules for text in (*rule.catches, *rule.spares)]))
def test_views_agree_with_the_matcher(text: str) -> None:
    """A view says that a rule matches exactly where the matcher does, and never contradicts the prefilter."""
    views = view_rules(ONE.matcher, text)
    assert {view.rule for view in views if view.matches} == {match.rule.id for match in ONE.matcher.match(text)}
    tried = {ONE.matcher.rules[x].id for _, found in ONE.matcher.candidates([text]) for x in found}
    assert tried <= {view.rule for view in views}


def test_rules_are_put_to_a_block_once_however_often_the_text_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    original = why_module.view_rules

    def counting(matcher: Matcher, text: str, *rest: Any) -> Any:
        asked.append(text)
        return original(matcher, text, *rest)

    monkeypatch.setattr(why_module, "view_rules", counting)
    answer = why_module.why(Cleaner(filters=["whitespace"]), "The ferry and the quay and the pier stay shut.", "the")
    assert len(answer.occurrences) > 1
    assert len(asked) == 1
