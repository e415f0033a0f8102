"""`clean rules new`: from an article, from options, from answers, from marks."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from samples import BODY, page

from cleaner import Cleaner
from cleaner.cli import main
from cleaner.rules.loader import load_pack

PARAGRAPH = BODY.split("\n\n")[0]


def new(*arguments: object, answers: str = "") -> Result:
    return CliRunner().invoke(main, ["rules", "new", *map(str, arguments)], input=answers)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(f"{BODY}\n\nAdvertisement\n\nTide table of 3 May\n", encoding="utf-8")
    return tmp_path


def cleaned(place: Path) -> str:
    return Cleaner(packs=[place / "my-patterns"]).clean((place / "a.txt").read_text(), "text").text


def test_one_command_keeps_what_was_wrongly_removed(place: Path) -> None:
    result = new("a.txt", "--keep", "--catch", "Advertisement")
    assert result.exit_code == 0, result.output
    assert "en.keep.advertisement\nmy-patterns/en/keep.toml:1\n" in result.output
    assert "--packs my-patterns" in result.output
    assert "Advertisement" in cleaned(place)


def test_one_command_removes_noise(place: Path) -> None:
    result = new("a.txt", "--kind", "navigation", "--catch", "Tide table of 3 May")
    assert result.exit_code == 0, result.output
    assert cleaned(place).rstrip() == BODY
    (rule,) = load_pack(place / "my-patterns" / "en" / "navigation.toml")
    assert rule.spares == BODY.split("\n\n")


def test_part_of_a_line_gets_the_shape_in_which_it_stands(place: Path) -> None:
    result = new("a.txt", "--kind", "navigation", "--catch", "The ferry to Karsholm", "--name", "head")
    assert result.exit_code == 0, result.output
    (rule,) = load_pack(place / "my-patterns" / "en" / "navigation.toml")
    assert (rule.shape, rule.catches) == ("prefix", [PARAGRAPH])
    assert cleaned(place).startswith("sails again")


def test_examples_are_read_from_files(place: Path) -> None:
    (place / "noise.txt").write_text("Tide table of 3 May\n\nTide table of 12 June\n")
    (place / "fine.txt").write_text("The tide table of 3 May was wrong.\n")
    result = new("--kind", "navigation", "--language", "en", "--catches", "noise.txt", "--spares", "fine.txt")
    assert result.exit_code == 0, result.output
    (rule,) = load_pack(place / "my-patterns" / "en" / "navigation.toml")
    assert (len(rule.catches), len(rule.spares)) == (2, 1)


def test_it_asks_for_what_no_option_says(place: Path) -> None:
    """Lines by their numbers, whether to keep or remove, the kind, the name; a wrong answer is asked again."""
    result = new("a.txt", answers="9\n4\nn\nnonsense\nnavigation\ntides\n")
    assert result.exit_code == 0, result.output
    assert "give numbers from 1 to 4" in result.output
    assert "en.navigation.tides" in result.output
    assert cleaned(place).rstrip() == BODY


def test_without_an_article_it_asks_for_texts(place: Path) -> None:
    answers = f"Tide table of 3 May\n\ny\n{PARAGRAPH}\n\ntides\n"
    result = new("--language", "en", answers=answers)
    assert result.exit_code == 0, result.output
    assert "en.keep.tides" in result.output


def test_where_nobody_can_answer_it_says_what_to_give(place: Path) -> None:
    """A script has no terminal: the options are named, and nothing is written."""
    result = new("--kind", "navigation", "--catch", "Tide table of 3 May")
    assert result.exit_code == 2
    assert "give --catch, --spare and --kind" in result.output
    assert not (place / "my-patterns").exists()


def test_lines_of_a_page_are_those_that_it_is_read_as(place: Path) -> None:
    (place / "a.html").write_text(page(BODY))
    result = new("a.html", "--keep", "--catch", "sails again from Monday")
    assert result.exit_code == 0, result.output
    (rule,) = load_pack(place / "my-patterns" / "en" / "keep.toml")
    assert (rule.shape, rule.catches) == ("inline", [PARAGRAPH])


def test_refusal_writes_nothing(place: Path) -> None:
    result = new("a.txt", "--kind", "navigation", "--catch", "Tide table of 3 May", "--spare", "Tide table of 3 May")
    assert result.exit_code == 1
    assert "does what it should" in result.output
    result = new("a.txt", "--kind", "navigation", "--catch", "Nowhere to be found")
    assert result.exit_code == 2
    assert "stands in no line of a.txt" in result.output
    result = new("none.txt", "--keep", "--catch", "x")
    assert result.exit_code == 2
    assert not (place / "my-patterns").exists()


def test_marks_of_the_report_become_rules(place: Path) -> None:
    """A wrong removal is kept, noise goes, what cannot be made is refused with the reason, and a second time adds nothing."""
    marks = [
        {"document": "a.txt", "wrong": "removed", "filter": "patterns", "rule": "en.ad_label.label", "kind": "ad_label",
         "language": "en", "text": "Advertisement\n\n", "before": f"{BODY}\n\n", "after": "Tide table of 3 May", "note": ""},
        {"document": "a.txt", "wrong": "kept", "kind": "navigation", "language": "en", "text": "Tide table of 3 May",
         "before": f"{BODY}\n\nAdvertisement\n\n", "after": "\n", "note": "every day"},
        {"document": "a.txt", "wrong": "kept", "kind": "navigation", "language": "en", "text": " "},
    ]  # fmt: skip
    (place / "marks.json").write_text(
        json.dumps({"format": "newsclean-marks", "version": 1, "run": "r", "marks": marks})
    )
    result = new("--from", "marks.json")
    assert result.exit_code == 1
    assert "the marked text is blank" in result.output
    assert "3 marks, 1 refused" in result.output
    assert cleaned(place).rstrip() == f"{BODY}\n\nAdvertisement"
    written = {path: path.read_text() for path in (place / "my-patterns").rglob("*.toml")}
    assert "every day" in written[place / "my-patterns" / "en" / "navigation.toml"]
    assert new("--from", "marks.json").output.count("a rule that is there sees to it") == 2
    assert {path: path.read_text() for path in (place / "my-patterns").rglob("*.toml")} == written
    result = CliRunner().invoke(main, ["rules", "test", "--packs", "my-patterns", "--language", "en"])
    assert result.exit_code == 0, result.output


def test_file_that_holds_no_marks_is_named(place: Path) -> None:
    result = new("--from", "a.txt")
    assert result.exit_code == 1
    assert "a.txt: is no file of marks" in result.output
