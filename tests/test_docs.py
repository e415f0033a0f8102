"""What README and docs show is what happens: examples run, tables are complete."""

import datetime as dt
import re
from pathlib import Path

import pytest

from cleaner import Cleaner, Config, clean
from cleaner.config import to_config
from cleaner.filters import available, load
from cleaner.rules import KINDS, Rule

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_before_becomes_after() -> None:
    """The first screen of the README."""
    before, after = (text for language, text in BLOCK.findall(README) if language == "text")
    article = clean(before)
    assert article.text.strip() == after.strip()
    assert article.date == dt.date(2024, 10, 24)
    assert len([edit for edit in article.edits if edit.kind != "whitespace"]) == 5


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_python_examples_run(path: Path) -> None:
    scope: dict[str, object] = {}
    for language, code in BLOCK.findall(path.read_text(encoding="utf-8")):
        if language == "python":
            exec(compile(code, str(path), "exec"), scope)


def test_pipeline_step_of_the_readme_works(tmp_path: Path) -> None:
    scope: dict[str, object] = {}
    for language, code in BLOCK.findall(README):
        if language == "python":
            exec(code, scope)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Advertisement\n\nThe ferry sails again.")
    assert scope["clean_folder"](str(tmp_path / "in"), str(tmp_path / "out")) == {
        "documents": 1,
        "flagged": 0,
        "failed": 0,
    }  # type: ignore[operator]
    assert (tmp_path / "out" / "a.txt").read_text() == "The ferry sails again."


def test_configuration_example_is_valid() -> None:
    import tomllib

    (example,) = (
        code for language, code in BLOCK.findall((ROOT / "docs/configuration.md").read_text()) if language == "toml"
    )
    config = to_config(tomllib.loads(example))
    assert config.chain == Config().chain
    config.build({})


@pytest.mark.parametrize("name", sorted(available()))
def test_every_filter_and_option_is_documented(name: str) -> None:
    table = (ROOT / "docs/configuration.md").read_text()
    row = next(line for line in table.splitlines() if line.startswith(f"| `{name}` |"))
    assert all(f"`{option}`" in row for option in load(name).__struct_fields__)
    assert f"| `{name}` |" in README


def test_every_key_and_kind_of_rules_is_documented() -> None:
    text = (ROOT / "docs/rules.md").read_text()
    assert all(f"`{key}`" in text for key in Rule.__struct_fields__)
    judged = {"encoding", "whitespace", "repeat", "boilerplate", "site"}
    assert all(kind in text for kind in KINDS if kind not in judged)


def test_sample_articles_are_cleaned() -> None:
    """What `make run` shows: something goes from every sample but the clean one, and no sample is flagged."""
    cleaner = Cleaner()
    for path in sorted((ROOT / "examples/articles").iterdir()):
        article = cleaner.clean(path.read_bytes(), "html" if path.suffix == ".html" else "text")
        assert article.provenance.verdict.status == "ok"
        assert bool(article.edits) is (path.name != "en-disclaimer-ruling.txt")
