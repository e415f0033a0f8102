"""`clean explain`: articles in the terminal, with what was removed and by which rule."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner import Article
from cleaner.cli import main
from cleaner.cli.marking import style_of
from cleaner.rules import KINDS

TEXT = "The mayorâ€™s ferry sails again, the harbour board said.\n\nAdvertisement\n"
ESCAPE = re.compile(r"\x1b\[[\d;]*m")


def explain(tmp_path: Path, *options: str, text: str = TEXT, code: int = 0, **environment: str) -> str:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    result = CliRunner(env={"COLUMNS": None, **environment}).invoke(
        main, ["explain", str(tmp_path / "a.txt"), *options], color=True
    )
    assert result.exit_code == code, result.output
    return result.output


def test_removed_text_stands_in_marks_with_its_rule_where_there_is_no_colour(tmp_path: Path) -> None:
    output = explain(tmp_path)
    assert "[-Advertisement-] [ad_label: en.ad_label.label, line rule]" in output
    assert "The mayor[~â€™ → ’~] [encoding.mojibake]s ferry" in output
    assert "[-removed-]  [=became metadata=]  [~before → after~]" in output


def test_what_became_metadata_has_a_mark_of_its_own(tmp_path: Path) -> None:
    output = explain(tmp_path, text="Dec 23, 2024 01:29 PM IST As many as 60 percent of children play.")
    assert "[=Dec 23, 2024 01:29 PM IST =] [date_header: " in output
    assert "date: 2024-12-23" in output


def test_a_score_stands_with_its_reason(tmp_path: Path) -> None:
    body = "The ferry to Karsholm sails again from Monday, the harbour board said after a long meeting on Friday."
    line = "The ferry leaves the quay at dawn on Monday - Jon Maar/Tidings"
    assert re.search(
        r"caption\.credit 0\.\d\d, ends in the credit 'Jon Maar/Tidings'\]", explain(tmp_path, text=f"{body}\n\n{line}")
    )


def test_summary_has_kinds_shares_and_the_verdict(tmp_path: Path) -> None:
    lines = [line.split() for line in explain(tmp_path).splitlines()]
    assert ["ad_label", "1", "15", "20.8%"] in lines
    assert ["guard:", "ok"] in lines
    assert "guard: for review (keep): nothing is left of the text" in explain(tmp_path, text="Advertisement")


def test_terminal_shows_removed_text_struck_through_in_the_colour_of_its_kind(tmp_path: Path) -> None:
    output = explain(tmp_path, FORCE_COLOR="1", TERM="xterm-256color", COLORTERM="")
    number = style_of("ad_label").removeprefix("color(").removesuffix(")")
    assert f"\x1b[9;38;5;{number}mAdvertisement\x1b[0m" in output
    assert "[-" not in ESCAPE.sub("", output)


def test_every_kind_has_a_colour_of_its_own() -> None:
    assert len({style_of(kind) for kind in KINDS}) == len(KINDS)


def test_no_color_is_respected_and_leaves_marks(tmp_path: Path) -> None:
    output = explain(tmp_path, FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1")
    assert not re.search(r"\x1b\[[\d;]*(?:3[0-8]|9[0-7])[;m]", output)
    assert "[-Advertisement-]" in ESCAPE.sub("", output)


def test_width_is_respected(tmp_path: Path) -> None:
    text = "The ferry to Karsholm sails again from Monday, the harbour board said. " * 4
    assert max(map(len, explain(tmp_path, text=text, COLUMNS="50").splitlines())) <= 50
    assert max(map(len, explain(tmp_path, text=text).splitlines())) > 250  # a pipe gets whole lines


def test_invisible_repairs_are_spelled_out(tmp_path: Path) -> None:
    assert "sails[~<U+200B> → nothing~] [encoding.invisible] again" in explain(tmp_path, text="It sails\u200b again.")


def test_json_is_the_whole_article_with_its_name(tmp_path: Path) -> None:
    record = json.loads(explain(tmp_path, "--json"))
    assert record["name"] == str(tmp_path / "a.txt")
    assert Article.from_dict(record).restore() == TEXT
    assert record["summary"]["kinds"][0]["kind"] == "ad_label"


def test_terminal_is_safe_from_the_article(tmp_path: Path) -> None:
    """Escape sequences of an article are shown, not obeyed, in the article and in the answer to --why."""
    hostile = "Harmless \x1b]0;title\x07\x1b[31m text [bold]of[/bold] an article."
    for options in ((), ("--why", "Harmless"), ("--why", "\x1b]0;title")):
        output = explain(tmp_path, *options, text=hostile, code=0)
        assert "\x1b]" not in output
    assert "[bold]of[/bold]" in explain(tmp_path, text=hostile)


def run(*arguments: object, stdin: str = "") -> Result:
    return CliRunner(env={"COLUMNS": "300"}).invoke(main, ["explain", *map(str, arguments)], input=stdin)


def test_several_files_and_standard_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Advertisement\n\nThe ferry sails again.")
    (tmp_path / "b.html").write_text("<html><body><p>The board met on Friday, and again on Monday.</p></body></html>")
    result = run(tmp_path / "a.txt", tmp_path / "b.html", "-", stdin="Advertisement\n\nThe pier stays.")
    assert result.exit_code == 0
    assert [name for name in ("a.txt", "b.html", "The pier stays.") if name not in result.output] == []
    assert re.search("^- [─-]+$", result.output, re.MULTILINE)
    lines = run("--json", tmp_path / "a.txt", "-", stdin="The pier stays.").output.splitlines()
    assert [json.loads(line)["name"] for line in lines] == [str(tmp_path / "a.txt"), "-"]


def test_a_file_that_cannot_be_read_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sails again.")
    result = run(tmp_path / "none.txt", tmp_path / "a.txt")
    assert result.exit_code == 1
    assert "none.txt: cannot be read" in result.output
    assert "The ferry sails again." in result.output


def test_why_names_filter_rule_kind_and_place(tmp_path: Path) -> None:
    output = explain(tmp_path, "--why", "advertisement")
    assert "stands once" in output
    assert "removed (line 3, characters " in output
    assert "removed by the filter patterns: ad_label: en.ad_label.label, line rule" in output


def test_why_tells_what_spared_a_text_and_which_rules_were_near(tmp_path: Path) -> None:
    output = explain(tmp_path, "--why", "harbour board", "--rule", "en.share.share")
    assert "found nothing against it: " in output
    assert "en.share.share (" in output
    assert "other rules are further from it" in output


def test_why_counts_places_and_says_when_there_is_none(tmp_path: Path) -> None:
    assert "stands 2 times" in explain(tmp_path, "--why", "ferry", text="A ferry.\n\nThe ferry.")
    assert "does not stand" in explain(tmp_path, "--why", "submarine", code=1)
    assert "nearest is 'Advertisement'" in explain(tmp_path, "--why", "Advertisment", code=1)


def test_why_as_json(tmp_path: Path) -> None:
    record = json.loads(explain(tmp_path, "--why", "Advertisement", "--json"))
    assert record["occurrences"][0]["edits"][0]["rule"] == "en.ad_label.label"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--why", " "], "needs a text"),
        (["--why", "x", "--rule", "en.x"], "no rule 'en.x'"),
        (["--rule", "en.x"], "goes with --why"),
    ],
)
def test_wrong_questions_are_refused(tmp_path: Path, options: list[str], message: str) -> None:
    assert message in explain(tmp_path, *options, code=2)


def test_keep_rule_is_told_from_one_that_there_is_not(tmp_path: Path) -> None:
    pack = tmp_path / "my" / "en" / "keep.toml"
    pack.parent.mkdir(parents=True)
    pack.write_text(
        "[[rule]]\nid = 'en.keep.x'\nkind = 'keep'\nshape = 'line'\nregex = 'Advertisement'\n"
        "catches = ['Advertisement']\nspares = ['An advertisement.']\nsince = '1'\n"
    )
    options = ("--why", "Advertisement", "--packs", str(tmp_path / "my"))
    assert "en.keep.x is a keep rule" in explain(tmp_path, *options, "--rule", "en.keep.x", code=2)
    assert "en.keep.x" in explain(tmp_path, *options)


def test_signs_that_the_terminal_cannot_show_end_nothing(tmp_path: Path) -> None:
    """As where Windows redirects to a file."""
    (tmp_path / "a.txt").write_text("Паром на остров снова ходит с понедельника.\n\nAdvertisement", encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}
    command = [Path(sys.executable).with_name("clean"), "explain", tmp_path / "a.txt"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"Advertisement" in done.stdout


@pytest.mark.parametrize(("name", "reason"), [("a.jsonl", "holds records; clean it"), ("a.csv", ".csv is not read")])
def test_file_that_is_no_article_is_refused(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text('{"text": "The ferry sails."}')
    result = CliRunner().invoke(main, ["explain", str(tmp_path / name)])
    assert (result.exit_code, reason in result.stderr) == (1, True), result.output
