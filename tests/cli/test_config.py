"""`clean config`, and the configuration that every command finds by itself."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner import read_config
from cleaner.cli import main
from cleaner.lines.model import WEIGHTS
from cleaner.rules import load_packs

NOISY = "The ferry sails again, the harbour board said.\n\nAdvertisement\n"


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def clean(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


def test_show_prints_what_reads_back() -> None:
    Path("cleaner.toml").write_text("preset = 'gentle'\n[guard]\nmax_removed = 0.25\n")
    shown = clean("config", "show")
    assert shown.exit_code == 0
    assert "max_removed = 0.25 # cleaner.toml:3" in shown.output
    before = read_config(Path("cleaner.toml"))
    Path("again.toml").write_text(shown.output)
    assert read_config(Path("again.toml")) == before


def test_show_as_json_says_where_settings_are_from() -> None:
    record = json.loads(clean("config", "show", "--preset", "pages", "--without", "teaser", "--json").output)
    assert record["preset"] == "pages"
    assert record["file"] is None
    assert record["origins"]["without"] == "--without"
    assert "teaser" not in record["filters"]


def test_show_counts_folders_of_packs(tmp_path: Path) -> None:
    pack = tmp_path / "mine" / "en" / "share.toml"
    pack.parent.mkdir(parents=True)
    pack.write_text(
        "[[rule]]\nid = 'en.share.zz'\nkind = 'share'\nshape = 'line'\nregex = 'Pass the zither on'\n"
        "catches = ['Pass the zither on']\nspares = ['She plays the zither.']\nsince = '0.1.0'\n"
    )
    assert f'packs = ["{Path.cwd() / "mine"}"] # --packs' in clean("config", "show", "--packs", "mine").output


def test_what_is_shown_means_the_same_in_another_folder() -> None:
    weights = Path("w.npz")
    weights.write_bytes(WEIGHTS.read_bytes())
    Path("cleaner.toml").write_text("[filters.boilerplate]\nweights = 'w.npz'\n[html]\nweights = 'w.npz'\n")
    Path("elsewhere").mkdir()
    Path("elsewhere/cleaner.toml").write_text(clean("config", "show").output)
    read = read_config(Path("elsewhere/cleaner.toml"))
    assert read.html.weights == read.filters["boilerplate"]["weights"] == str(weights.resolve())


def test_a_file_in_the_folder_counts_in_every_command() -> None:
    Path("cleaner.toml").write_text("without = ['patterns']\n")
    assert clean("-", stdin=NOISY).output == NOISY
    assert "Advertisement [" not in clean("explain", "-", stdin=NOISY).output
    Path("cleaner.toml").unlink()
    Path("pyproject.toml").write_text("[tool.newsclean]\nwithout = ['patterns']\n")
    assert clean("-", stdin=NOISY).output == NOISY


def test_filters_that_are_named_run_whatever_the_file_leaves_out() -> None:
    """An empty list of them is a variable that is not set."""
    Path("cleaner.toml").write_text("without = ['patterns']\n")
    assert "Advertisement" not in clean("-", "--filters", "patterns", stdin=NOISY).output
    refused = clean("-", "--filters", "", stdin=NOISY)
    assert (refused.exit_code, "--filters must name one" in refused.output) == (2, True)


def test_rules_are_listed_as_a_run_in_the_folder_has_them() -> None:
    """With its packs, and without what it disables; of what is disabled all can be shown still."""
    pack = Path("packs/en/share.toml")
    pack.parent.mkdir(parents=True)
    pack.write_text(
        "[[rule]]\nid = 'en.share.plug'\nkind = 'share'\nshape = 'line'\nregex = '(?i)plugged content'\n"
        "catches = ['Plugged content']\nspares = ['The plugged content.']\nsince = '1'\n"
    )
    own = next(rule.id for rule in load_packs().rules if rule.id.startswith("en.share."))
    Path("cleaner.toml").write_text(f"[rules]\npacks = ['packs']\ndisable = ['{own}']\n")
    listed = {rule["id"] for rule in json.loads(clean("rules", "list", "--kind", "share", "--json").output)}
    assert ("en.share.plug" in listed, own in listed) == (True, False)
    assert "Plugged content" in clean("rules", "show", "en.share.plug").output
    assert clean("rules", "show", own).exit_code == 0


def test_a_named_file_counts_alone() -> None:
    Path("cleaner.toml").write_text("without = ['patterns']\n")
    Path("other.toml").write_text("")
    assert "Advertisement" not in clean("-", "--config", "other.toml", stdin=NOISY).output


def test_a_preset_of_the_command_line_counts() -> None:
    menu = "Tides and Boats - a web log about the sea and all that is on it\n\n" + NOISY
    Path("cleaner.toml").write_text("chain = ['whitespace']\n")
    assert clean("-", "--preset", "strict", stdin=menu).output == menu  # the file's chain stands above the preset's
    assert clean("-", "--preset", "nice", stdin=menu).exit_code == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[guard]\nacton = 'drop'\n", "cleaner.toml:2: guard.acton: unknown key; did you mean 'guard.action'?"),
        ("[rules]\ndisable = ['en.shar.*']\n", "cleaner.toml:2: rules.disable: there is no rule 'en.shar.*'"),
    ],
)
def test_a_mistake_stops_a_run_before_it_begins(text: str, message: str) -> None:
    Path("cleaner.toml").write_text(text)
    Path("a.txt").write_text(NOISY)
    result = clean("a.txt", "-o", "out")
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert not Path("out").exists()


def test_schema_is_json() -> None:
    assert json.loads(clean("config", "schema").output)["title"] == "newsclean"
