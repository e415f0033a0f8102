"""Keep rules: what they match no filter takes, and all promises hold with them."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import lines, separators, texts

from cleaner import Article, Cleaner, Document, Edit
from cleaner.batch import run
from cleaner.chain import MAX_ROUNDS
from cleaner.filters import DEFAULT_CHAIN

BODY = (
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long meeting.\n\n"
    "It had been out of service since a fire in the engine room in August, when two members of the crew were hurt."
)

RULE = """[[rule]]
id      = "en.keep.{name}"
kind    = "keep"
shape   = "{shape}"
regex   = '''{regex}'''
catches = ["{catches}"]
spares  = ["Nothing of the kind."]
since   = "1"
{more}
"""


def pack(folder: Path, *rules: dict[str, str]) -> Path:
    path = folder / "my-patterns" / "en" / "keep.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    filled = [{"name": f"n{number}", "shape": "line", "more": "", **rule} for number, rule in enumerate(rules)]
    path.write_text("\n".join(RULE.format(**rule) for rule in filled), encoding="utf-8")
    return path.parent.parent


def keeping(folder: Path, *rules: dict[str, str], filters: Iterable[object] | None = None) -> Cleaner:
    return Cleaner(packs=[pack(folder, *rules)], filters=filters)  # type: ignore[arg-type]


ADVERT = {"regex": "(?i)advertisement", "catches": "Advertisement"}


@pytest.mark.parametrize(
    ("taken", "kept"),
    [
        ("Advertisement", ADVERT),  # patterns
        ("date 2024-10-24 ", {"shape": "prefix", "regex": r"date \d{4}-\d\d-\d\d", "catches": "date 2024-10-24"}),
        ("Read more: Ferry prices to rise in spring", {"shape": "inline", "regex": "Ferry prices", "catches": "Ferry prices"}),
        ("The ferry leaves the quay at dawn on Monday - Jon Maar/AFP", {"regex": "The ferry leaves .{1,60}AFP", "catches": "The ferry leaves the quay - AFP"}),
        (BODY.split("\n\n")[0], {"shape": "inline", "regex": "ferry to Karsholm", "catches": "ferry to Karsholm"}),  # repeats
    ],
)  # fmt: skip
def test_protected_text_is_not_taken(tmp_path: Path, taken: str, kept: dict[str, str]) -> None:
    """By rules, header, caption or repeats; without the rule it goes."""
    text = f"{taken}{BODY}" if taken.startswith("date") else f"{BODY}\n\n{taken}"
    assert Cleaner().clean(text, "text").text == BODY
    article = keeping(tmp_path, kept).clean(text, "text")
    assert article.text == text
    assert {note.keep for note in article.provenance.spared} == {"en.keep.n0"}


def test_what_was_spared_is_on_record(tmp_path: Path) -> None:
    """Which rule was held back by which, and where in the original: also behind an earlier cut."""
    text = f"Share on Facebook\n\n{BODY}\n\nAdvertisement"
    article = keeping(tmp_path, ADVERT).clean(text, "text")
    (note,) = article.provenance.spared
    assert (note.keep, note.filter, note.rule, note.kind) == (
        "en.keep.n0", "patterns", "en.ad_label.label", "ad_label",
    )  # fmt: skip
    assert text[note.start : note.end] == "Advertisement"
    assert [edit.kind for edit in article.edits] == ["share"]
    assert Article.from_dict(json.loads(article.to_json())).provenance == article.provenance


def test_metadata_is_read_from_text_that_stays(tmp_path: Path) -> None:
    rule = {"shape": "prefix", "regex": r"date \d{4}-\d\d-\d\d", "catches": "date 2024-10-24"}
    article = keeping(tmp_path, rule).clean(f"date 2024-10-24 {BODY}", "text")
    assert article.text.startswith("date 2024-10-24 The ferry")
    assert str(article.date) == "2024-10-24"


def test_protected_text_is_still_repaired(tmp_path: Path) -> None:
    rule = {"regex": "(?i)the mayor’s advertisement", "catches": "The mayor’s advertisement"}
    article = keeping(tmp_path, rule).clean(f"{BODY}\n\n\n\n\nThe mayorâ€™s advertisement", "text")
    assert article.text == f"{BODY}\n\nThe mayor’s advertisement"


def test_removal_over_several_blocks_goes_on_around_what_is_protected(tmp_path: Path) -> None:
    """Of a list below a heading one entry may be kept, or the heading, or the list with its heading."""
    links = ["Ferry prices to rise in spring", "Harbour board to meet again", "Mayor denies claims of the crew"]
    text = "\n\n".join([BODY, "Most popular stories", *(f"- {link}" for link in links)])
    assert Cleaner().clean(text, "text").text == BODY
    entry = {"shape": "inline", "regex": "Harbour board to meet", "catches": "Harbour board to meet"}
    assert keeping(tmp_path, entry).clean(text, "text").text == f"{BODY}\n\n- Harbour board to meet again"
    section = {"shape": "section", "regex": "Most popular stories", "catches": "Most popular stories"}
    assert keeping(tmp_path, section).clean(text, "text").text == text


def test_place_counts(tmp_path: Path) -> None:
    """A keep rule for the head leaves the foot alone."""
    rule = {**ADVERT, "more": 'where = "head"'}
    article = keeping(tmp_path, rule).clean(f"Advertisement\n\n{BODY}\n\nAdvertisement", "text")
    assert article.text == f"Advertisement\n\n{BODY}"


def test_keep_rule_is_no_evidence_of_noise(tmp_path: Path) -> None:
    """A body paragraph that a keep rule matches is prose as before, and nothing around it changes."""
    rule = {"regex": ".{0,200}harbour board.{0,200}", "catches": "The harbour board."}
    article = keeping(tmp_path, rule).clean(BODY, "text")
    assert (article.text, article.provenance.spared) == (BODY, [])


def test_line_of_a_page_is_brought_back(tmp_path: Path) -> None:
    """What the reader of a page leaves out before any filter sees it is protected as well."""
    menu = "".join(
        f"<li><a href='/{x}'>{x}</a></li>" for x in ("Sport", "Weather", "Tide table of Karsholm", "Contact")
    )
    paragraphs = "".join(f"<p>{x}</p>" for x in (BODY + "\n\n" + BODY.replace("ferry", "bridge")).split("\n\n"))
    html = f"<html><body><nav><ul>{menu}</ul></nav><article><h1>Ferry</h1>{paragraphs}</article></body></html>"
    assert "Tide table" not in Cleaner().clean(html, "html").text
    rule = {"regex": "Tide table of Karsholm", "catches": "Tide table of Karsholm"}
    article = keeping(tmp_path, rule).clean(html, "html")
    assert "Tide table of Karsholm" in article.text
    assert "Weather" not in article.text
    assert "boilerplate.page" in {note.rule for note in article.provenance.spared}


def test_run_counts_what_was_spared(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{BODY}\n\nAdvertisement")
    summary = run(keeping(tmp_path, ADVERT), [tmp_path / "a.txt"], tmp_path / "out")
    assert summary.spared == {"en.keep.n0": 1}
    assert json.loads((tmp_path / "out" / "manifest.json").read_bytes())["summary"]["spared"] == {"en.keep.n0": 1}


def test_without_keep_rules_nothing_is_asked(cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch) -> None:
    """No keep rule, no cost: not one block is looked at."""
    monkeypatch.setattr("cleaner.keeping.protected", None)
    assert cleaner.clean(f"{BODY}\n\nAdvertisement", "text").text == BODY


def greedy(document: Document) -> Iterable[Edit]:
    """Wants everything, in one piece."""
    if document.text.strip():
        yield Edit(start=0, end=len(document.text), action="delete", filter="greedy", rule="all", kind="boilerplate")


def snatching(document: Document) -> Iterable[Edit]:
    """Wants the second half of every block, in disguise of a repair."""
    for block in document.blocks:
        yield document.edit(
            block, filter="snatching", rule="half", kind="title", start=len(block.text) // 2, action="replace"
        )


@pytest.fixture(scope="module")
def hoarders(tmp_path_factory: pytest.TempPathFactory) -> list[Cleaner]:
    """Cleaners whose filters want all, and the default chain, with rules that keep many a text."""
    rules = [
        ADVERT,
        {"shape": "inline", "regex": "(?i)(?:the|and|read|share)", "catches": "the", "more": 'keywords = ["the", "and", "read", "share"]'},
        {"shape": "section", "regex": "(?i)(?:most|more) .{1,40}", "catches": "More news", "more": 'keywords = ["mos", "mor"]'},
        {"shape": "suffix", "regex": r"[-–] \w+(?:/\w+)?", "catches": "A quay - Maar/AFP", "more": 'keywords = ["- ", "– "]'},
    ]  # fmt: skip
    folder = pack(tmp_path_factory.mktemp("hoard"), *rules)
    return [Cleaner(packs=[folder], filters=chain) for chain in (None, [greedy], [snatching], [*DEFAULT_CHAIN, greedy])]


@given(texts, st.integers(0, 3))
def test_promises_hold_with_keep_rules(hoarders: list[Cleaner], text: str, which: int) -> None:
    """Reversible, idempotent, the same again; what was spared lies in the text."""
    cleaner = hoarders[which]
    article = cleaner.clean(text, "text")
    assert article.restore() == text
    assert article.provenance.rounds < MAX_ROUNDS
    again = cleaner.clean(article.text, "text")
    assert again.text == article.text
    assert not again.edits
    assert cleaner.clean(text, "text") == article
    for note in article.provenance.spared:
        assert 0 <= note.start < note.end <= len(text)


@given(st.lists(st.tuples(lines, st.booleans(), separators), max_size=10))
def test_every_protected_block_comes_out_whole(hoarders: list[Cleaner], parts: list[tuple[str, bool, str]]) -> None:
    """Whatever a filter wants: the lines that a keep rule matches stand in the outcome, in order."""
    rows = ["Advertisement" if keep else line for line, keep, _ in parts]
    text = "\n\n".join(rows)
    for cleaner in hoarders[1:3]:
        assert cleaner.clean(text, "text").text.count("Advertisement") >= rows.count("Advertisement")
