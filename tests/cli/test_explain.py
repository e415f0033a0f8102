"""`clean explain`: the article in the terminal, with what was removed and by which rule."""

import json
from pathlib import Path

from click.testing import CliRunner

from cleaner.cli import main

TEXT = "The mayorâ€™s ferry sails again, the harbour board said.\n\nAdvertisement\n"


def explain(tmp_path: Path, *options: str, text: str = TEXT, color: bool = False) -> str:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["explain", str(tmp_path / "a.txt"), *options], color=color)
    assert result.exit_code == 0, result.output
    return result.output


def test_removed_text_stands_with_its_rule(tmp_path: Path) -> None:
    output = " ".join(explain(tmp_path).split())
    assert "Advertisement [" in output
    assert "ad_label" in output
    assert "â€™ → ’ [encoding.mojibake]" in output
    assert "removed or repaired: 1 ad_label, 1 encoding" in output


def test_json_is_the_whole_article(tmp_path: Path) -> None:
    assert json.loads(explain(tmp_path, "--json"))["text"].startswith("The mayor’s ferry")


def test_terminal_is_safe_from_the_article(tmp_path: Path) -> None:
    """Escape sequences of an article are shown, not obeyed."""
    output = explain(tmp_path, text="Harmless \x1b]0;title\x07\x1b[31m text [bold]of[/bold] an article.")
    assert "\x1b]" not in output
    assert "[bold]of[/bold]" in output


def test_missing_file_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["explain", str(tmp_path / "none.txt")])
    assert result.exit_code == 1
    assert "none.txt: cannot be read" in result.output
