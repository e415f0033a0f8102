"""`clean rules`: list, test, lint, on our packs and on a user's folder."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner.cli import main
from cleaner.rules import load_packs

RULE = """[[rule]]
id = 'en.ad_label.plug'
kind = 'ad_label'
shape = 'line'
regex = '''{regex}'''
catches = ['Plugged content']
spares = ['{spares}']
since = '0.1.0'
"""


def rules(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["rules", *map(str, arguments)])


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "en" / "ad_label.toml"
    path.parent.mkdir()
    return path


def write(path: Path, regex: str = "(?i)plugged content", spares: str = "The plugged content of the drain.") -> None:
    path.write_text(RULE.format(regex=regex, spares=spares))


def test_list_shows_rules_by_language_and_kind() -> None:
    output = rules("list", "--language", "de", "--kind", "ad_label").output
    assert "de.ad_label." in output
    assert not any(line.lstrip().startswith("en.") for line in output.splitlines())
    assert "rules" in output.splitlines()[-1]


@pytest.fixture
def run_output(tmp_path: Path) -> Path:
    """The output of a run in which one rule fired twice."""
    (tmp_path / "a.txt").write_text("The ferry sails again, the board said.\n\nAdvertisement\n\nAdvertisement\n")
    assert CliRunner().invoke(main, [str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "-q"]).exit_code == 0
    return tmp_path / "out"


def test_list_tells_how_often_each_fired_in_a_run(run_output: Path) -> None:
    """The busiest first; those that never fired can be listed alone."""
    result = rules("list", "--language", "en", "--kind", "ad_label", "--run", run_output)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[1].split()[:5] == ["en.ad_label.label", "ad_label", "en", "line", "2"]
    assert "of them never fired" in result.output.splitlines()[-1]
    never = rules("list", "--language", "en", "--kind", "ad_label", "--run", run_output, "--never").output
    assert "en.ad_label.label " not in never
    assert "en.ad_label." in never


def test_list_as_json_has_all_of_a_rule_and_its_place(run_output: Path) -> None:
    found = {x["id"]: x for x in json.loads(rules("list", "--kind", "ad_label", "--run", run_output, "--json").output)}
    assert found["en.ad_label.label"]["fired"] == 2
    assert sum(rule["fired"] for rule in found.values()) == 2
    assert found["en.ad_label.label"]["file"].endswith("en/ad_label.toml")
    assert found["en.ad_label.label"]["line"] > 0
    assert found["en.ad_label.label"]["spares"]


def test_list_wants_the_output_of_a_run(tmp_path: Path) -> None:
    result = rules("list", "--run", tmp_path)
    assert result.exit_code == 2
    assert "--run wants the output of a run" in " ".join(result.output.split())
    assert rules("list", "--never").exit_code == 2


def test_show_prints_all_of_a_rule(pack: Path, tmp_path: Path) -> None:
    write(pack)
    output = rules("show", "en.ad_label.plug", "--packs", tmp_path).output
    assert "ad_label.toml:2" in output
    for part in (
        "regex: (?i)plugged content",
        "    Plugged content",
        "    The plugged content of the drain.",
        "since: 0.1.0",
    ):
        assert part in output
    found = json.loads(rules("show", "en.ad_label.plug", "--packs", tmp_path, "--json").output)
    assert (found["regex"], found["line"]) == ("(?i)plugged content", 2)


def test_show_names_near_ids() -> None:
    result = rules("show", "en.ad_label.lable")
    assert result.exit_code == 2
    assert "en.ad_label.label" in result.output


def test_articles_show_what_packs_would_change(pack: Path, tmp_path: Path) -> None:
    """What is newly removed, by rule and with examples; nothing is written."""
    write(pack)
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("The ferry sails again, the board said.\n\nPlugged content\n\nMore of it.")
    result = rules("test", articles, "--packs", tmp_path, "--language", "en")
    assert result.exit_code == 0, result.output
    assert "1 documents in both: 1 with another text" in result.output
    assert "newly removed: 1 places, 15 characters" in result.output
    assert "[Plugged content]" in result.output
    assert "0 findings" in result.output
    found = json.loads(rules("test", articles, "--packs", tmp_path, "--language", "en", "--json").output)
    assert found["change"]["rules"]["en.ad_label.plug"]["places_b"] == 1
    assert sorted(path.name for path in articles.iterdir()) == ["a.txt"]


def test_sums_of_what_packs_would_change_are_a_sentence_and_ids_are_whole(pack: Path, tmp_path: Path) -> None:
    """Also in a pipe, which is no 80 columns wide."""
    name = f"en.ad_label.plug-{'of-a-length-' * 5}end"
    pack.write_text(
        RULE.format(regex="(?i)plugged content", spares="The plugged content.").replace("en.ad_label.plug", name)
    )
    (tmp_path / "a.txt").write_text("The ferry sails again, the board said.\n\nPlugged content\n\nMore of it.")
    output = rules("test", tmp_path / "a.txt", "--packs", tmp_path, "--language", "en").output
    assert "\nno longer removed: 0 places, 0 characters; newly removed: 1 places, 15 characters\n" in output
    assert f" {name}  " in output


def test_articles_need_packs_to_try(tmp_path: Path) -> None:
    result = rules("test", tmp_path)
    assert result.exit_code == 2
    assert "--packs" in result.output


def test_own_rules_of_a_language_pass_test_and_lint() -> None:
    count = rules("list", "--language", "fi").output.splitlines()[-1].split()[0]
    for command, done in (("test", "tried"), ("lint", "checked")):
        result = rules(command, "--language", "fi")
        assert result.exit_code == 0, result.output
        assert result.output == f"{count} rules {done}, 0 findings\n"


def test_good_pack_of_a_user_passes(pack: Path, tmp_path: Path) -> None:
    """What is tried are the user's rules; ours have passed."""
    write(pack)
    assert rules("test", "--packs", tmp_path).output == "1 rules tried, 0 findings\n"
    assert rules("lint", "--packs", tmp_path).output == "1 rules checked, 0 findings\n"
    assert "en.ad_label.plug" in rules("list", "--packs", tmp_path, "--language", "en").output


@pytest.mark.parametrize(
    ("command", "regex", "message"),
    [
        ("test", "(?i)plugged contents", "does not catch 'Plugged content'"),
        ("test", "(?i)(?:the )?plugged content.{0,40}", "which en.ad_label.plug spares"),
        ("lint", "(?i)(?:the )?plugged content.{0,40}", "is too broad"),
        ("lint", "(?i)plugged content.*", "repeats something without bound"),
        ("lint", "(?i)(?!not )plugged content|paid plug", "in the first alternative only"),
        ("lint", "(?i)(?:plugged content|(?:a|aa)+b plugged)", "takes more than"),
    ],
)
def test_bad_rule_is_found(pack: Path, tmp_path: Path, command: str, regex: str, message: str) -> None:
    write(pack, regex)
    result = rules(command, "--packs", tmp_path)
    assert result.exit_code == 1
    assert message in result.output


@pytest.mark.parametrize("command", ["test", "lint"])
def test_rule_that_takes_what_ours_spare_is_found(pack: Path, tmp_path: Path, command: str) -> None:
    spared = next(r.spares[0] for r in load_packs().rules if r.id == "en.ad_label.label")
    write(pack, f"(?i)plugged content|{re.escape(spared)}")
    result = rules(command, "--packs", tmp_path)
    assert result.exit_code == 1
    assert "which en.ad_label.label spares" in result.output


def test_broken_pack_is_named(pack: Path, tmp_path: Path) -> None:
    write(pack, "(plugged")
    result = rules("list", "--packs", tmp_path)
    assert result.exit_code == 1
    assert "ad_label.toml:5: rule 'en.ad_label.plug': the regex does not compile" in result.output
