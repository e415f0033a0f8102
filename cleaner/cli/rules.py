"""`clean rules`: list, test and check rule packs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from cleaner.errors import PackError
from cleaner.rules import PackSet, load_packs
from cleaner.rules.check import Finding, check_examples
from cleaner.rules.index import write_index
from cleaner.rules.lint import lint_rules


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def rules() -> None:
    """List, test and check the rules.

    With --packs DIR a folder of your own (<language>/<kind>.toml) is added to those that come with the package.
    """


_PACKS = click.option("--packs", multiple=True, type=click.Path(path_type=Path), help="A folder of further rule packs.")
_LANGUAGE = click.option("--language", help="Only the rules of this language.")
_KIND = click.option("--kind", help="Only the rules of this kind.")


@rules.command("list")
@_PACKS
@_LANGUAGE
@_KIND
def list_rules(packs: tuple[Path, ...], language: str | None, kind: str | None) -> None:
    """List the rules: id, shape, place, and an example of what each catches."""
    table = Table("rule", "shape", "where", "catches", box=None, header_style="bold")
    chosen = [r for r in _load(packs).rules if language in (None, r.language) and kind in (None, r.kind)]
    for rule in chosen:
        table.add_row(rule.id, rule.shape, rule.where, rule.catches[0][:70])
    console = Console(highlight=False, markup=False)
    console.print(table)
    console.print(f"{len(chosen)} rules")


@rules.command("test")
@_PACKS
@_LANGUAGE
@click.pass_context
def test_rules(context: click.Context, packs: tuple[Path, ...], language: str | None) -> None:
    """Put every rule to its own examples; the exit code is 1 where one fails."""
    loaded = _load(packs)
    only = [rule.id for rule in loaded.rules if language in (None, rule.language)]
    found = list(check_examples(loaded, only))
    _report(context, found, f"{len(only)} rules tried")


@rules.command("lint")
@_PACKS
@_LANGUAGE
@click.pass_context
def lint(context: click.Context, packs: tuple[Path, ...], language: str | None) -> None:
    """Look for rules that are too broad, too slow or never reached; the exit code is 1 where one is."""
    loaded = _load(packs)
    found = [f for f in lint_rules(loaded) if language in (None, f.rule.split(".")[0])]
    _report(context, found, f"{len(loaded.rules)} rules checked")


@rules.command("index", hidden=True)
def index_rules() -> None:
    """Derive the literals of the package's own rules again and write them beside the packs."""
    click.echo(write_index())


def _load(packs: tuple[Path, ...]) -> PackSet:
    try:
        return load_packs(*packs, check_own=True)
    except PackError as error:
        raise click.ClickException(str(error)) from error


def _report(context: click.Context, found: Sequence[Finding], what: str) -> None:
    for rule, message in found:
        click.echo(f"{rule}: {message}")
    click.echo(f"{what}, {len(found)} findings")
    context.exit(1 if found else 0)
