"""`clean rules`: list, test, lint, on our packs and on a user's folder."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner.cli import main

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
    assert "en." not in output
    assert "rules" in output.splitlines()[-1]


def test_own_rules_pass_test_and_lint() -> None:
    for command in ("test", "lint"):
        result = rules(command)
        assert result.exit_code == 0, result.output
        assert "0 findings" in result.output


def test_good_pack_of_a_user_passes(pack: Path, tmp_path: Path) -> None:
    write(pack)
    assert rules("test", "--packs", tmp_path).exit_code == 0
    assert rules("lint", "--packs", tmp_path).exit_code == 0
    assert "en.ad_label.plug" in rules("list", "--packs", tmp_path, "--language", "en").output


@pytest.mark.parametrize(
    ("command", "regex", "message"),
    [
        ("test", "(?i)plugged contents", "does not catch 'Plugged content'"),
        ("test", "(?i)(?:the )?plugged content.{0,40}", "which en.ad_label.plug spares"),
        ("lint", "(?i)(?:the )?plugged content.{0,40}", "is too broad"),
        ("lint", "(?i)plugged content.*", "repeats something without bound"),
        ("lint", "(?i)(?:plugged content|(?:a|aa)+b plugged)", "takes more than"),
    ],
)
def test_bad_rule_is_found(pack: Path, tmp_path: Path, command: str, regex: str, message: str) -> None:
    write(pack, regex)
    result = rules(command, "--packs", tmp_path)
    assert result.exit_code == 1
    assert message in result.output


def test_broken_pack_is_named(pack: Path, tmp_path: Path) -> None:
    write(pack, "(plugged")
    result = rules("list", "--packs", tmp_path)
    assert result.exit_code == 1
    assert "ad_label.toml:5: rule 'en.ad_label.plug': the regex does not compile" in result.output
