"""Writing rules: from examples to a regex that the engine has tried, and into a pack that keeps what was in it."""

import json
from pathlib import Path
from tomllib import loads

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.errors import PackError
from cleaner.rules import Matcher, Rule, load_packs
from cleaner.rules.authoring import Author, Draft, to_toml
from cleaner.rules.check import check_examples
from cleaner.rules.deriving import derive_regexes
from cleaner.rules.lint import lint_rules
from cleaner.rules.loader import load_pack, parse_pack, place_of
from cleaner.rules.marks import Mark, draft_of, read_marks
from cleaner.rules.schema import KEEP, RULE_KINDS

BODY = (
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long meeting.\n\n"
    "It had been out of service since a fire in the engine room in August, when two members of the crew were hurt."
)
SPARE = BODY.split("\n\n")[0]


def draft(*catches: str, **more: object) -> Draft:
    given = {"language": "en", "kind": "navigation", "spares": [SPARE], **more}
    return Draft(catches=list(catches), **given)  # type: ignore[arg-type]


def matches(rule: Rule, text: str) -> bool:
    return bool(Matcher([rule]).match(text))


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path / "my")


@pytest.mark.parametrize(
    ("example", "others"),
    [
        ("Tide table for 3 May 2024", ["Tide table for 12 June 2025", "TIDE TABLE  for 1 July 2023"]),
        ("Seen 1,204 times since 10:15 am", ["Seen 22,119 times since 11:45 pm"]),
        ("The “Harbour” letter – don't miss it", ['The "Harbour" letter - don’t miss it']),
        ("Karsholm (C) [board]. 2+2?", ["karsholm (c) [board]. 3+4?"]),
        ("潮汐表 3 号", ["潮汐表 12 号"]),
    ],
)
def test_regex_is_general_where_texts_differ_from_day_to_day(author: Author, example: str, others: list[str]) -> None:
    rule = author.make(draft(example))
    assert all(matches(rule, text) for text in (example, *others))
    assert not matches(rule, f"{example} and more")


def test_regex_is_narrower_where_a_spare_demands_it(author: Author) -> None:
    """Case and numbers count if only they tell the two apart."""
    rule = author.make(draft("TIDE TABLE", spares=["Tide table"]))
    assert not matches(rule, "Tide table")
    rule = author.make(draft("Pier 7", spares=["Pier 8"]))
    assert matches(rule, "pier 7")
    assert not matches(rule, "Pier 8")


def test_what_examples_share_is_shared_by_the_regex(author: Author) -> None:
    examples = ["Harbour letter: tides", "Harbour letter: winds"]
    assert not matches(author.make(draft(*examples)), "Harbour letter: ice")
    loose = author.make(draft(*examples, loose=True))
    assert matches(loose, "Harbour letter: ice")


def test_long_text_is_known_by_its_beginning(author: Author) -> None:
    long = f"This letter is sent by the harbour board to all who asked for it. {BODY.replace(chr(10), ' ')}"
    rule = author.make(draft(long))
    assert matches(rule, long)
    assert matches(rule, long[:-30])
    assert len(rule.regex) < len(long)


def test_part_of_a_line_does_not_match_within_words(author: Author) -> None:
    rule = author.make(draft("Winds (see chart) and tides", parts=["see chart"], shape="inline"))
    assert matches(rule, "Winds, see chart")
    assert not matches(rule, "Foresee charts of the harbour")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (draft("Harbour letter", spares=["Harbour letter"]), "no regex for 'Harbour letter' does what it should"),
        (draft("Harbour letter", spares=[]), "at least one text that it spares"),
        (draft("Harbour letter", kind="boilerplate"), "no filter applies rules of the kind 'boilerplate'"),
        (draft("Harbour letter", regex="(Harbour"), "does not compile"),
        (draft("Harbour letter", regex="Harbour letters"), "does not catch 'Harbour letter'"),
        (draft("Harbour letter", regex="(?i)harbour letter.*"), "without bound"),
        (draft("Harbour letter", spares=["Advertisement"]), "which the new rule shall spare"),
        (draft("He said", regex="(?i).{0,80}said.{0,80}", spares=["None."]), "is too broad: it takes"),
        (draft("Advertisement", kind="keep", regex="(?i).{0,90}(?:ad|more|share|news).{0,90}"), "is too broad: it protects"),
    ],
)  # fmt: skip
def test_rule_that_does_not_do_what_it_should_is_refused(author: Author, given: Draft, message: str) -> None:
    with pytest.raises(PackError) as error:
        author.make(given)
    assert message in str(error.value)
    assert not author.folder.exists()


def test_rule_is_added_behind_what_the_pack_holds(author: Author) -> None:
    """Comments, order and odd layout of the file stay, also where it ends without a line break."""
    path = author.folder / "en" / "navigation.toml"
    path.parent.mkdir(parents=True)
    before = "# Mine.\n" + to_toml(author.make(draft("First thing"))).rstrip() + "  # the end"
    path.write_text(before)
    again = Author(author.folder)
    written = again.write(again.make(draft("Second thing")))
    assert path.read_text().startswith(before + "\n\n[[rule]]\n")
    assert (written.path, path.read_text().splitlines()[written.line - 1]) == (path, "[[rule]]")
    assert [rule.id for rule in load_pack(path)] == ["en.navigation.first-thing", "en.navigation.second-thing"]
    assert place_of(written.rule, author.folder) == (path, written.line + 1)
    packs = load_packs(author.folder)
    assert list(check_examples(packs, [written.rule.id])) == []


def test_lines_of_a_pack_from_windows_keep_their_ends(author: Author) -> None:
    """And those of the new rule end alike."""
    path = author.write(author.make(draft("First thing"))).path
    before = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    again = Author(author.folder)
    again.write(again.make(draft("Second thing")))
    after = path.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n") > before.count(b"\n")
    assert len(load_pack(path)) == 2


def test_pack_that_is_wrong_is_left_alone(author: Author) -> None:
    rule = author.make(draft("First thing"))
    path = author.folder / "en" / "navigation.toml"
    path.parent.mkdir(parents=True)
    path.write_text("[[rule]\n")
    with pytest.raises(PackError, match=r"navigation\.toml: is not valid TOML"):
        author.write(rule)
    assert path.read_text() == "[[rule]\n"


def test_names_do_not_collide(author: Author) -> None:
    for _ in range(2):
        author.write(author.make(draft("Harbour letter")))
    assert {r.id for r in author.packs.rules if "harbour-letter" in r.id} == {
        "en.navigation.harbour-letter", "en.navigation.harbour-letter-2",
    }  # fmt: skip
    with pytest.raises(PackError, match="choose another name"):
        author.make(draft("Harbour letter", name="harbour-letter"))


def test_kinds_of_rules_are_those_that_filters_apply(author: Author) -> None:
    """A rule of each kind that `new` offers takes its line out, or keeps it, in the default chain."""
    for number, kind in enumerate((*RULE_KINDS, KEEP)):
        author.write(author.make(draft(f"Harbour letter {chr(97 + number) * 3}", kind=kind)))
    cleaner = Cleaner(packs=[author.folder], filters=["header", "patterns", "disclaimer", "popular", "caption"])
    for number, kind in enumerate((*RULE_KINDS, KEEP)):
        if kind != "dateline_credit":  # the agency at the head of a line, of which only a bare tag goes
            text = f"Harbour letter {chr(97 + number) * 3}\n\n{BODY}"
            assert (cleaner.clean(text, "text").text == text) == (kind == "keep"), kind


lines = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=3, max_size=60).map(str.strip)


@given(st.lists(lines.filter(lambda text: sum(map(str.isalpha, text)) >= 3), min_size=1, max_size=3), st.booleans())
def test_most_exact_regex_matches_any_example(examples: list[str], loose: bool) -> None:
    """Whatever the characters: the derived regexes compile, match their examples, and go through TOML unharmed."""
    for regex in derive_regexes(examples, "line", loose):
        rule = Rule(
            id="en.keep.x", kind="keep", shape="line", regex=regex, catches=examples, spares=["none"], since="1"
        )
        assert all(matches(rule, text) for text in examples)
        (read,) = loads(to_toml(rule))["rule"]
        assert (read["regex"], read["catches"]) == (regex, examples)


def mark(text: str, wrong: str, before: str = "", after: str = "", **more: object) -> Mark:
    return Mark(document="a.txt", wrong=wrong, text=text, before=before, after=after, language="en", **more)  # type: ignore[arg-type]


def test_mark_of_a_wrong_removal_becomes_a_keep_rule(author: Author) -> None:
    """With the neighbouring text as what it spares; afterwards the text stays."""
    text = f"{BODY}\n\nAdvertisement"
    edit = Cleaner().clean(text, "text").edits[0]
    found = draft_of(mark(edit.removed, "removed", text[: edit.start], kind="ad_label", rule=edit.rule), author)
    assert found.draft
    assert (found.draft.kind, found.draft.shape, found.draft.catches) == ("keep", "line", ["Advertisement"])
    assert set(found.draft.spares) == set(BODY.split("\n\n"))
    assert edit.rule in found.draft.note
    author.write(author.make(found.draft))
    assert Cleaner(packs=[author.folder]).clean(text, "text").text == text


@pytest.mark.parametrize(
    ("text", "noise", "shape"),
    [
        (f"{BODY}\n\nTide table of the week", "Tide table of the week", "line"),
        (f"{BODY} Tide table of the week", "Tide table of the week", "suffix"),
        (f"Tide table of the week {BODY}", "Tide table of the week", "prefix"),
        (BODY.replace("August,", "August (tide table of the week)"), "(tide table of the week)", "inline"),
    ],
)
def test_mark_of_noise_becomes_a_rule_of_its_kind(author: Author, text: str, noise: str, shape: str) -> None:
    """In the shape in which it stands in its line; afterwards it goes, and nothing else."""
    assert noise in Cleaner(filters=["patterns"]).clean(text, "text").text
    before, _, after = text.partition(noise)
    found = draft_of(mark(noise, "kept", before, after, kind="newsletter"), author)
    assert found.draft
    assert (found.draft.kind, found.draft.shape) == ("newsletter", shape)
    author.write(author.make(found.draft))
    cleaned = Cleaner(packs=[author.folder], filters=["patterns"]).clean(text, "text").text
    assert cleaned.split() == (before + " " + after).split()
    assert draft_of(mark(noise, "kept", before, after, kind="newsletter"), author).needless


def test_kind_without_rules_becomes_navigation(author: Author) -> None:
    found = draft_of(mark("Tide table", "kept", BODY + "\n", kind="boilerplate"), author)
    assert found.draft
    assert found.draft.kind == "navigation"


def test_mark_without_neighbours_says_why(author: Author) -> None:
    assert "could spare" in draft_of(mark("Tide table", "kept"), author).reason
    assert "blank" in draft_of(mark(" \n", "kept", BODY), author).reason


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is no file of marks"),
        (json.dumps({"format": "other", "version": 1, "marks": []}), "is 'other', version 1"),
        (json.dumps({"format": "newsclean-marks", "version": 2, "marks": []}), "version 2"),
        (json.dumps({"format": "newsclean-marks", "version": 1, "marks": [{"wrong": "?"}]}), "is no file of marks"),
    ],
)
def test_wrong_file_of_marks_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "marks.json").write_text(content)
    with pytest.raises(PackError, match=message):
        read_marks(tmp_path / "marks.json")
    with pytest.raises(PackError, match="cannot be read"):
        read_marks(tmp_path / "none.json")


def user_pack(folder: Path, *rules: Rule) -> Path:
    for rule in rules:
        path = folder / rule.language / f"{rule.kind}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text() if path.exists() else "") + to_toml(rule) + "\n")
    return folder


@pytest.mark.parametrize(
    ("shape", "regex", "catch", "message"),
    [
        ("inline", "(?i)share", "Please share", "end of a longer word"),
        ("inline", r"(?i)\bshare", "Please share", "beginning of a longer word"),
        ("prefix", "(?i)tide", "Tide: the ferry sails.", "beginning of a longer word"),
        ("suffix", "(?i)tide", "The ferry sails. Tide", "end of a longer word"),
        ("line", "(?i)advertisement", "Advertisement", "is never needed for its own examples: "),
    ],
)
def test_lint_finds_in_a_users_pack(tmp_path: Path, shape: str, regex: str, catch: str, message: str) -> None:
    """Missing anchors, and what the package's rules catch already: the user's rule is blamed, whatever its id."""
    rule = Rule(
        id="en.ad_label.a", kind="ad_label", shape=shape, regex=regex, catches=[catch], spares=["None."], since="1"  # type: ignore[arg-type]
    )  # fmt: skip
    packs = load_packs(user_pack(tmp_path, rule))
    few = type(packs)(tuple(r for r in packs.rules if r.kind == "ad_label" and r.language == "en"), (), "")
    found = list(lint_rules(few))
    assert {finding.rule for finding in found} == {"en.ad_label.a"}
    assert any(message in finding.message for finding in found)


def test_lint_says_nothing_of_anchored_rules(tmp_path: Path) -> None:
    rule = Rule(
        id="en.ad_label.a", kind="ad_label", shape="inline", regex=r"(?i)\bplug here\b", catches=["A plug here"],
        spares=["None."], since="1",
    )  # fmt: skip
    assert not list(lint_rules(type(load_packs())((rule,), (), "")))


def test_pack_may_use_shorthands_of_its_own_folder(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "shorthands.toml").write_text("told_us = '(?:told|wrote) us'")
    (folder / "share.toml").write_text(
        "[[rule]]\nid = 'en.share.told'\nkind = 'share'\nshape = 'line'\nregex = 'many %told_us% so'\n"
        "catches = ['many told us so']\nspares = ['many said so']\nsince = '0.1'\n"
    )
    (rule,) = parse_pack((folder / "share.toml").read_text(), folder / "share.toml")
    assert rule.regex == "many (?:told|wrote) us so"
