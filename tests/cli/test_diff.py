"""`clean diff`: two runs, or one input cleaned twice."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from samples import BODY, NOISY

from cleaner.cli import main

KEEP = """[[rule]]
id      = "en.keep.advert"
kind    = "keep"
shape   = "line"
regex   = '''Advertisement'''
catches = ["Advertisement"]
spares  = ["Advertisements"]
since   = "1"
"""


def clean(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "noisy.txt").write_text(NOISY)
    (tmp_path / "in" / "clean.txt").write_text(BODY)
    pack = tmp_path / "my" / "en" / "keep.toml"
    pack.parent.mkdir(parents=True)
    pack.write_text(KEEP)
    assert clean(tmp_path / "in", "-o", tmp_path / "a", "-q").exit_code == 0
    assert clean(tmp_path / "in", "-o", tmp_path / "b", "-q", "--packs", tmp_path / "my").exit_code == 0
    return tmp_path


def test_same_runs_end_with_0(place: Path) -> None:
    result = clean("diff", place / "a", place / "a")
    assert result.exit_code == 0
    assert "2 documents in both: 0 with another text" in result.output


def test_different_runs_end_with_1_and_say_by_which_rule(place: Path) -> None:
    result = clean("diff", place / "a", place / "b")
    assert result.exit_code == 1
    assert "2 documents in both: 1 with another text" in result.output
    assert 'packs: [] → ["en/keep"]' in result.output
    assert "en.keep.advert: 1" in result.output
    assert "[Advertisement]⏎  kept by en.keep.advert" in result.output
    assert "noisy.txt" in result.output


def test_number_of_examples_can_be_chosen(place: Path) -> None:
    result = clean("diff", place / "a", place / "b", "--examples", "0")
    assert result.exit_code == 1
    assert "noisy.txt" not in result.output


def test_json_holds_everything(place: Path) -> None:
    result = clean("diff", place / "a", place / "b", "--json")
    assert result.exit_code == 1
    found = json.loads(result.output)
    assert found["settings"]["packs_sha256"][0] != found["settings"]["packs_sha256"][1]
    assert found["difference"]["rules"]["en.ad_label.label"] == {
        "places_a": 1, "chars_a": 13, "places_b": 0, "chars_b": 0,
    }  # fmt: skip
    assert found["difference"]["kept"] == {"en.keep.advert": 1}


def test_documents_of_one_side_are_named(place: Path) -> None:
    (place / "b" / "clean.txt").unlink()
    (place / "b" / "clean.json").unlink()
    result = clean("diff", place / "a", place / "b")
    assert result.exit_code == 1
    assert "1 documents only in A: clean.txt" in result.output


def test_input_is_cleaned_on_both_sides(place: Path) -> None:
    """With packs or a configuration of one side, without a run: the same answer."""
    result = clean("diff", place / "in", "--packs-b", place / "my")
    assert result.exit_code == 1
    assert "[Advertisement]⏎  kept by en.keep.advert" in result.output
    (place / "b.toml").write_text('without = ["patterns"]')
    result = clean("diff", place / "in", "--config-b", place / "b.toml")
    assert result.exit_code == 1
    assert "en.ad_label.label" in result.output
    assert clean("diff", place / "in", "--packs-a", place / "my", "--packs-b", place / "my").exit_code == 0


def test_wrong_usage_ends_with_2(place: Path) -> None:
    for arguments, message in (
        ((place / "a",), "give the outputs of two runs"),
        ((place / "in", place / "a"), "this is no run, or one that has not ended"),
        ((place / "a", place / "none"), "no such file or folder"),
        ((place / "in", "--packs-b", place / "none"), "no such folder of rule packs"),
    ):
        result = clean("diff", *arguments)
        assert result.exit_code == 2, result.output
        assert message in " ".join(result.output.split())


def test_terminal_is_safe_from_articles(place: Path) -> None:
    """Escape sequences of a text, and markup, are shown as they are."""
    (place / "in" / "noisy.txt").write_text(
        f"{BODY}\n\nRead more: \x1b]0;x\x07[bold]Ferry prices[/bold] to rise in spring"
    )
    (place / "b.toml").write_text('without = ["popular", "encoding"]')
    (place / "a.toml").write_text('without = ["encoding"]')
    output = clean("diff", place / "in", "--config-a", place / "a.toml", "--config-b", place / "b.toml").output
    assert "[bold]Ferry" in output
    assert "\x1b]" not in output


def test_lone_surrogate_does_not_end_the_json(place: Path) -> None:
    (place / "in" / "odd.jsonl").write_text('{"text": "The ferry \\ud800 sails.\\n\\nAdvertisement\\ud800"}')
    result = clean("diff", place / "in", "--packs-b", place / "my", "--json", "--examples", "5")
    assert result.exit_code in (0, 1), result.output
    json.loads(result.stdout)
