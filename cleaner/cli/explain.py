"""`clean explain FILE...`: articles with what was removed struck through, and the rule beside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console

from cleaner.api import Cleaner
from cleaner.cli.common import chain_options, make_cleaner
from cleaner.cli.marking import print_article, print_why
from cleaner.errors import CleanerError, InputError
from cleaner.explain import summarize, why
from cleaner.reading.files import Source
from cleaner.reading.streams import open_stream
from cleaner.settings.presets import PresetName
from cleaner.writing.forms import encode_line


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--why", "wanted", metavar="TEXT", help="Tell which rule took this text, or why it was spared.")
@click.option("--rule", "rules", multiple=True, metavar="ID", help="With --why: tell of this rule, too; repeatable.")
@chain_options
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each file instead.")
@click.pass_context
def explain(
    context: click.Context,
    files: tuple[Path, ...],
    wanted: str | None,
    rules: tuple[str, ...],
    config_path: Path | None,
    preset: PresetName | None,
    filters: str | None,
    without: str | None,
    packs: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Show articles with what was removed from them.

    Removed text is struck through in the colour of its kind, and the rule stands behind it in brackets. Where there is
    no colour, removed text stands in [-…-], what became metadata in [=…=], and a repair in [~before → after~]. FILE is
    a text or HTML file, or - for standard input. Lines are wrapped to the terminal, or to COLUMNS.

    Exit code: 0, or 1 where a file could not be read or the text of --why stands in none.
    """
    if wanted is not None and not wanted.strip():
        raise click.UsageError("--why needs a text.")
    if rules and wanted is None:
        raise click.UsageError("--rule goes with --why TEXT.")
    cleaner = make_cleaner(config_path, filters, without, packs, preset)
    _refuse_other_rules(cleaner, rules)
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty() and "COLUMNS" not in os.environ)
    failed = False
    found = wanted is None
    for file in files:
        try:
            if wanted is None:
                _show(console, cleaner, file, as_json, len(files) > 1)
            else:
                found |= _answer(console, cleaner, file, wanted, rules, as_json)
        except OSError as error:
            failed = True
            click.echo(f"Error: {file}: cannot be read ({error.strerror})", err=True)
        except CleanerError as error:
            failed = True
            click.echo(f"Error: {file}: {error}", err=True)
    context.exit(1 if failed or not found else 0)


def _refuse_other_rules(cleaner: Cleaner, names: tuple[str, ...]) -> None:
    for name in sorted(set(names) - {rule.id for rule in cleaner.packs.noise}):
        if name in {rule.id for rule in cleaner.packs.keeps}:
            raise click.UsageError(f"{name} is a keep rule; --why names it wherever it holds an edit back.")
        raise click.UsageError(f"there is no rule {name!r}; `clean rules list` shows all.")


def _read(file: Path) -> tuple[bytes, Any]:
    source = Source(file, file)
    if source.foreign:
        raise InputError(source.foreign)
    if source.format not in ("text", "html"):
        raise InputError("holds records; clean it, and look at them with `clean report`, or explain the text of one")
    with open_stream(file, source.compression) as (stream, _):
        return stream.read(), "html" if source.is_html else "auto"


def _show(console: Console, cleaner: Cleaner, file: Path, as_json: bool, named: bool) -> None:
    data, kind = _read(file)
    article = cleaner.clean(data, kind)
    if as_json:
        _print_json({"name": str(file), **article.to_dict(), "summary": msgspec.to_builtins(summarize(article))})
    else:
        print_article(console, str(file) if named else "", article)


def _answer(console: Console, cleaner: Cleaner, file: Path, wanted: str, rules: tuple[str, ...], as_json: bool) -> bool:
    data, kind = _read(file)
    answer = why(cleaner, data, wanted, kind, rules=rules)
    if as_json:
        _print_json({"name": str(file), **msgspec.to_builtins(answer)})
    else:
        print_why(console, str(file), answer, len(cleaner.packs.noise), rules)
    return bool(answer.occurrences or answer.left_out)


def _print_json(record: dict[str, Any]) -> None:
    sys.stdout.buffer.write(encode_line(record))
    sys.stdout.buffer.flush()
