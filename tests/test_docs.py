"""What README and docs say is what is: before becomes after, tables are complete.

The blocks of code themselves are run by `tests/test_doc_blocks.py`.
"""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from site_pages import generated, language_name, summary

from cleaner import Cleaner, clean
from cleaner.filters import DEFAULT_CHAIN, available, load
from cleaner.rules import KINDS, Rule, load_packs
from cleaner.rules.kinds import MEANINGS
from cleaner.rules.schema import RULE_KINDS
from cleaner.settings.presets import PRESETS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(\w+)[^\n]*\n(.*?)```", re.DOTALL)
PAGES = generated()


def blocks(path: str) -> list[str]:
    return [code for _, code in BLOCK.findall((ROOT / path).read_text(encoding="utf-8"))]


def test_before_becomes_after() -> None:
    """The first screen of the README."""
    before, after = (text for language, text in BLOCK.findall(README) if language == "text")
    article = clean(before)
    assert article.text.strip() == after.strip()
    assert article.date == dt.date(2024, 10, 24)
    assert len([edit for edit in article.edits if edit.kind != "whitespace"]) == 5


def test_the_airflow_example_is_the_file_that_is_tested() -> None:
    """`tests/engines/test_airflow.py` runs it under the scheduler."""
    dag = (ROOT / "examples/airflow/newsclean_daily.py").read_text(encoding="utf-8")
    assert dag in blocks("docs/how-to/airflow.md")


@pytest.mark.parametrize("engine", ["airflow", "prefect"])
def test_the_readme_shows_of_an_engine_what_runs_with_it(engine: str) -> None:
    """`make engine-prefect` runs the blocks of docs/how-to/prefect.md."""
    shown = [code for code in blocks("README.md") if f"cleaner.adapters.{engine}" in code]
    assert shown
    assert set(shown) <= set(blocks(f"docs/how-to/{engine}.md"))


@pytest.mark.parametrize("name", sorted(available()))
def test_every_filter_and_option_is_documented(name: str) -> None:
    options = load(name).__struct_fields__
    row = next(x for x in (ROOT / "docs/configuration.md").read_text().splitlines() if x.startswith(f"| `{name}` |"))
    assert all(f"`{option}`" in row for option in options)
    assert f"| `{name}` | {summary(name)} |" in README
    section = PAGES["reference/filters.md"].partition(f"## `{name}`")[2].partition("\n## ")[0]
    assert summary(name) in section
    assert all(f"| `{option}` |" in section for option in options)


def test_filters_are_documented_in_the_order_in_which_they_run() -> None:
    found = re.findall(r"^## `(\w+)`", PAGES["reference/filters.md"], re.MULTILINE)
    assert found[: len(DEFAULT_CHAIN)] == list(DEFAULT_CHAIN)


def test_every_kind_has_a_meaning_and_a_row() -> None:
    assert list(MEANINGS) == list(KINDS)
    for kind, meaning in MEANINGS.items():
        assert len(meaning) > 10
        assert f"| `{kind}` | {meaning} |" in PAGES["reference/kinds.md"]


def test_every_rule_is_on_the_page_of_its_language() -> None:
    for rule in load_packs().rules:
        assert (
            f'">{rule.id.replace("_", "&#95;")}</code> | {rule.shape} |' in PAGES[f"reference/rules/{rule.language}.md"]
        )


def test_every_language_is_named_in_the_readme_and_linked() -> None:
    for language in {rule.language for rule in load_packs().rules} - {"mul"}:
        assert language_name(language) in README
        assert f"[{language_name(language)}]({language}.md)" in PAGES["reference/rules/index.md"]


def test_every_key_and_kind_of_rules_is_documented() -> None:
    text = (ROOT / "docs/rules.md").read_text()
    assert all(f"`{key}`" in text for key in Rule.__struct_fields__)
    named = text.split("## Kinds\n")[1].split("; and `keep`")[0].replace("\n", " ").split(", ")
    assert tuple(named) == RULE_KINDS


def test_what_the_model_was_made_from_is_counted() -> None:
    """The figures are those of the files."""
    told = (ROOT / "docs/model.md").read_text()
    for name, pattern in (
        ("phrases", r"([\d,]+) phrases in"),
        ("negatives", r"([\d,]+) invented\s+sentences"),
        ("articles", r"(\d+) invented\s+articles"),
    ):
        files = (ROOT / "training" / name).glob("*.json")
        (figure,) = re.findall(pattern, told)
        assert int(figure.replace(",", "")) == sum(_leaves(json.loads(path.read_text())) for path in files), name


def test_presets_have_the_figures_that_were_measured() -> None:
    """Those told with the presets stand in the full table, too."""
    measured = {}
    for row in (ROOT / "docs/presets.md").read_text().splitlines():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if len(cells) == 8:
            measured[cells[0], cells[2]] = (cells[3], cells[4], cells[6])
    text = (ROOT / "docs/configuration.md").read_text()
    told = re.findall(r"^\| (`\w+`) \|.*\| (\S+), (\S+), (\S+) \| (\S+), (\S+), (\S+) \|$", text, re.M)
    assert len(told) == len(PRESETS)
    for name, *figures in told:
        assert tuple(figures[:3]) == measured["fundus, fullpage-resiliparse", name]
        assert tuple(figures[3:]) == measured["fundus, gold", name]


def _leaves(found: Any) -> int:
    return sum(map(_leaves, found.values())) if isinstance(found, dict) else len(found)


def test_sample_articles_are_cleaned() -> None:
    """What `make run` shows: something goes from every sample but the clean one, and no sample is flagged."""
    cleaner = Cleaner()
    for path in sorted((ROOT / "examples/articles").iterdir()):
        article = cleaner.clean(path.read_bytes(), "html" if path.suffix == ".html" else "text")
        assert article.provenance.verdict.status == "ok"
        assert bool(article.edits) is (path.name != "en-disclaimer-ruling.txt")
