"""Configuration files: where they are found, what is wrong in them, presets, and what is in effect."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, Config, ConfigError, read_config
from cleaner.config import to_config
from cleaner.settings.effective import json_schema, to_dict, to_toml
from cleaner.settings.files import find_config, key_lines, resolve
from cleaner.settings.presets import PRESETS, names

MISTAKES = {
    "[guard]\n\nacton = 'drop'": r":3: guard\.acton: unknown key; did you mean 'guard\.action'\?",
    "\n[gaurd]\nmax_removed = 0.1": r":2: gaurd: unknown key; did you mean 'guard'\?",
    "max_removed = 0.5": r":1: max_removed: unknown key; did you mean 'guard\.max_removed'\?",
    "[guard]\nmax_removed = 1.5": r":2: guard\.max_removed: must be a number of at most 1, not 1\.5",
    "[guard]\nmax_removed = nan": r":2: guard\.max_removed: must be a finite number",
    "[guard]\nmin_chars = 1.5": r":2: guard\.min_chars: must be a whole number, not 1\.5",
    "[guard]\naction = 'drp'": r":2: guard\.action: 'drp' is none of its values; did you mean 'drop'\?",
    "guard = 3": r":1: guard: must be a table, not 3",
    "chain = [\n  'header',\n  'teasr',\n]": r":1: chain: there is no filter 'teasr'; did you mean 'teaser'\?",
    "chain = ['repeats', 'header', 'repeats']": r":1: chain: 'repeats' is there twice",
    "chain = 'header'": r":1: chain: must be a list, not 'header'",
    "[filters.teasr]\nx = 1": r":1: filters\.teasr: there is no filter 'teasr'; did you mean 'teaser'\?",
    "[filters.teaser]\nmin_chars = -1": r":2: filters\.teaser\.min_chars: must be a whole number of at least 0, not -1",
    "[filters.teaser]\nthreshold = 5": r":2: filters\.teaser\.threshold: must be a number of at most 1, not 5",
    "[filters]\nteaser.treshold = 1": r":2: filters\.teaser\.treshold: .*'filters\.teaser\.threshold'",
    "[filters]\nteaser = 3": r":2: filters\.teaser: must be a table of options, not 3",
    "[filters.patterns]\nkinds = ['ad_labl']": r":2: filters\.patterns\.kinds: 'ad_labl' .* did you mean 'ad_label'",
    "preset = 'strickt'": r":1: preset: 'strickt' is none of its values; did you mean 'strict'\?",
    "[guard": r"is not valid TOML",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_told_with_file_line_key_and_the_nearest_valid(text: str, tmp_path: Path) -> None:
    path = tmp_path / "cleaner.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=MISTAKES[text]) as raised:
        read_config(path)
    assert str(raised.value).startswith(str(path))


def test_a_mistake_in_pyproject_is_told_with_the_whole_key(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("[project]\nname = 'x'\n\n[tool.newsclean.guard]\nmax_removed = 2\n")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:5: tool\.newsclean\.guard\.max_removed: must be"):
        read_config(path)


def test_pyproject_without_the_table_is_refused_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("[project]\nname = 'x'\n")
    with pytest.raises(ConfigError, match=r"has no table \[tool\.newsclean\]"):
        read_config(path)


def test_cleaner_toml_is_found_before_pyproject_and_nothing_above_the_folder(tmp_path: Path) -> None:
    own, shared = tmp_path / "cleaner.toml", tmp_path / "pyproject.toml"
    assert find_config(tmp_path) is None
    shared.write_text("[tool.other]\nabout = 'newsclean'\n")
    assert find_config(tmp_path) is None
    shared.write_text("[tool.newsclean]\npreset = 'strict'\n")
    assert find_config(tmp_path) == shared
    own.write_text("")
    assert find_config(tmp_path) == own
    (tmp_path / "below").mkdir()
    assert find_config(tmp_path / "below") is None


def test_a_pyproject_of_others_that_is_broken_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("[tool.other\n")
    assert find_config(tmp_path) is None
    path.write_text("[tool.newsclean\n")
    with pytest.raises(ConfigError, match="is not valid TOML"):
        find_config(tmp_path)


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cleaner.toml"
    path.write_text("[rules]\npacks = ['mine', '/theirs']\n[html]\nweights = 'w.npz'\n")
    config = read_config(path)
    assert config.rules.packs == [str(tmp_path / "mine"), "/theirs"]
    assert config.html.weights == str(tmp_path / "w.npz")


def test_defaults_are_the_same_with_and_without_a_file(tmp_path: Path) -> None:
    """A file that sets nothing, or names the default preset, changes nothing in the record of a run."""
    path = tmp_path / "cleaner.toml"
    for text in ("", "preset = 'articles'\n"):
        path.write_text(text)
        assert read_config(path) == Config()


def test_options_stand_above_the_file_above_the_preset(tmp_path: Path) -> None:
    path = tmp_path / "cleaner.toml"
    path.write_text("preset = 'gentle'\nwithout = ['repeats']\n[guard]\nmin_chars = 7\n")
    settings = resolve(path, "strict", ["header", "repeats", "teaser"], ["teaser"])
    assert settings.config.names() == ["header", "repeats"]  # what is asked for by name is not left out by the file
    assert settings.config.guard.min_chars == 7
    assert settings.config.filters == PRESETS["strict"].settings["filters"]
    assert settings.origins["preset"] == "--preset"
    assert settings.origins["chain"] == "--filters"
    assert settings.origins["without"] == f"{path}:2 and --without"
    assert settings.origins["guard.min_chars"] == f"{path}:4"


def test_a_key_of_ones_own_stands_above_the_preset_s() -> None:
    settings = PRESETS["strict"].settings["filters"]
    config = to_config({"preset": "strict", "filters": {"teaser": {"threshold": 0.99}}})
    assert config.filters == settings | {"teaser": {"threshold": 0.99}}


def test_the_presets_are_those_that_the_key_takes_and_build() -> None:
    assert tuple(PRESETS) == names()
    assert to_config({"preset": "articles"}) == Config()
    made = [Cleaner(config={"preset": name}).config for name in names()]
    assert len({str(config) for config in made}) == len(made)


def test_unknown_rules_to_leave_out_are_refused() -> None:
    with pytest.raises(
        ConfigError, match=r"rules\.disable: there is no rule 'en\.share\.shar'; did you mean 'en\.share"
    ):
        Cleaner(config={"rules": {"disable": ["en.share.shar"]}})


@pytest.mark.parametrize("table", ["html", "filters.boilerplate", "filters.teaser"])
def test_weights_that_are_not_there_are_refused_before_the_first_document(table: str, tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text(f"[{table}]\nweights = 'nope.npz'\n")
    with pytest.raises(ConfigError, match=rf"{table}\.weights: .*nope\.npz: there is no such file"):
        Cleaner(config=tmp_path / "cleaner.toml")


@pytest.mark.parametrize("table", ["html", "filters.boilerplate", "filters.teaser"])
def test_weights_that_are_none_are_refused_before_the_first_document(table: str, tmp_path: Path) -> None:
    (tmp_path / "bad.npz").write_bytes(b"no model")
    (tmp_path / "cleaner.toml").write_text(f"[{table}]\nweights = 'bad.npz'\n")
    with pytest.raises(ConfigError, match=rf"{table}\.weights: .*bad\.npz: (?:is not a model|holds no trees)"):
        Cleaner(config=tmp_path / "cleaner.toml")


def test_folder_of_packs_that_is_not_there_is_refused_with_its_key(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text("[rules]\npacks = ['nope']\n")
    with pytest.raises(ConfigError, match=r"rules\.packs: .*nope: no such folder of rule packs"):
        Cleaner(config=tmp_path / "cleaner.toml")


def read_back(text: str, folder: Path) -> Config:
    path = folder / "shown.toml"
    path.write_text(text, encoding="utf-8")
    return read_config(path)


VALUES: dict[str, Any] = {
    "preset": st.sampled_from(names()),
    "without": st.lists(st.sampled_from(["teaser", "caption", "repeats"]), max_size=2),
    "rules": st.fixed_dictionaries(
        {"packs": st.lists(st.text(st.characters(codec="utf-8"), min_size=1).map("/x".__add__))}
    ),
    "guard": st.fixed_dictionaries({}, optional={"max_removed": st.floats(0, 1), "min_chars": st.integers(0, 10**6)}),
    "filters": st.fixed_dictionaries(
        {},
        optional={
            "teaser": st.fixed_dictionaries({}, optional={"threshold": st.floats(0, 1)}),
            "whitespace": st.just({}),
        },
    ),
}


@given(st.fixed_dictionaries({}, optional=VALUES))
def test_what_is_shown_reads_back_to_the_same_configuration(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]
) -> None:
    from cleaner.settings.files import Settings

    settings = Settings(to_config(data), data.get("preset", "articles"), None, {"guard.max_removed": "x.toml:1"})
    assert read_back(to_toml(settings), tmp_path_factory.mktemp("shown")) == settings.config


def test_what_is_shown_says_where_it_was_set(tmp_path: Path) -> None:
    path = tmp_path / "cleaner.toml"
    path.write_text("[guard]\nmax_removed = 0.5\n")
    shown = to_toml(resolve(path, "strict"))
    assert f"max_removed = 0.5 # {path}:2" in shown
    assert "threshold = 0.6 # preset strict" in shown
    assert "# min_width = 60" in shown  # the default of a filter that nobody set
    record = to_dict(resolve(path, "strict"))
    assert record["filters"]["repeats"] == {"min_width": 60}
    assert record["origins"]["guard.max_removed"] == f"{path}:2"


def test_schema_names_every_key() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == {*Config.__struct_fields__, "preset"}
    assert schema["$defs"]["TeaserFilter"]["properties"]["threshold"]["minimum"] == 0
    assert schema["properties"]["filters"]["properties"]["teaser"] == {"$ref": "#/$defs/TeaserFilter"}


KEYS = st.sampled_from(["a", "b", "c.d", "'e f'", "g"])
ENTRIES = st.sampled_from(["1", "'x'", "[\n 1,\n]", '"""\n[no]\ntable = 1\n"""', "{ x = 1 }", "# note"])


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "[t]\n", "[u.v]\n", "[[w]]\n", "\n", "# note\n"]), KEYS, ENTRIES), max_size=6
    )
)
def test_lines_of_keys_are_where_they_stand(parts: list[tuple[str, str, str]]) -> None:
    """Every line that is told is the one on which the last step of the key stands, and none is forgotten."""
    text = "".join(f"{header}{key} = {value}\n" for header, key, value in parts if value != "# note")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = key_lines(text)
    lines = text.split("\n")
    assert {key.partition(".")[0] for key in found} == set(data)
    for key, number in found.items():
        assert any(step in lines[number - 1] for step in key.split("."))
