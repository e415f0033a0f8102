"""`clean rules`: list, show, test, check and write rules."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cleaner.api import Cleaner
from cleaner.cli.common import make_cleaner, make_settings, printable, table_console
from cleaner.cli.diff import print_difference
from cleaner.cli.newrule import new
from cleaner.compare import Difference, compare
from cleaner.config import RulesConfig
from cleaner.errors import CleanerError, PackError, nearest
from cleaner.rules import PackSet, Rule, load_packs
from cleaner.rules.check import Finding, check_examples
from cleaner.rules.index import write_index
from cleaner.rules.lint import lint_rules
from cleaner.rules.loader import place_of
from cleaner.runs.pairs import pairs_of_cleaners
from cleaner.runs.results import Results
from cleaner.runs.summary import Summary
from cleaner.writing.forms import encode_pretty

_NEAR = 5
_SHOWN_CHARS = 70
_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Rule) if not field.required}
_CHANGES = ("no longer removed", "newly removed")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def rules() -> None:
    """List, show, test, check and write rules.

    With --packs DIR a folder of your own (<language>/<kind>.toml) is added to those that come with the package.
    """


_PACKS = click.option("--packs", multiple=True, type=click.Path(path_type=Path), help="A folder of further rule packs.")
_LANGUAGE = click.option("--language", help="Only the rules of this language.")
_KIND = click.option("--kind", help="Only the rules of this kind.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print everything as JSON instead.")

rules.add_command(new)


@rules.command("list")
@_PACKS
@_LANGUAGE
@_KIND
@click.option("--run", "output", type=click.Path(path_type=Path), help="Show how often each fired in the run to OUT.")
@click.option("--never", is_flag=True, help="With --run: only the rules that never fired.")
@_JSON
def list_rules(
    packs: tuple[Path, ...], language: str | None, kind: str | None, output: Path | None, never: bool, as_json: bool
) -> None:
    """List the rules: id, kind, language, shape, and an example of what each catches.

    They are those of a run in this folder: with the packs of its cleaner.toml, and without what that disables.

    With --run OUT, the output of a run, instead of the example how many edits each rule made there and how many
    characters it took; of a keep rule, how many removals it forbade. Those that fired most stand first.
    """
    if never and output is None:
        raise click.UsageError("--never tells of a run; name it with --run OUT.")
    settings = _settings_here()
    folders = (*map(Path, settings.packs), *packs)
    known = _without(_load(folders), settings.disable).rules
    for option, value, values in (
        ("--language", language, {rule.language for rule in known}),
        ("--kind", kind, {rule.kind for rule in known}),
    ):
        if value is not None and value not in values:
            raise click.UsageError(f"{option} {value}: there is no rule of it; {nearest(value, values)}")
    chosen = [r for r in known if language in (None, r.language) and kind in (None, r.kind)]
    summary = _summary(output) if output else None
    if summary:
        chosen = sorted(chosen, key=lambda rule: (-_fired(summary, rule)[0], rule.id))
        chosen = [rule for rule in chosen if not never or not _fired(summary, rule)[0]]
    if as_json:
        _print_json([_as_dict(rule, folders, summary) for rule in chosen])
        return
    console = table_console()
    console.print(_table(chosen, summary))
    silent = f", {sum(not _fired(summary, rule)[0] for rule in chosen)} of them never fired" if summary else ""
    console.print(f"{len(chosen)} rules{silent}")


def _table(chosen: Sequence[Rule], summary: Summary | None) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column("rule", no_wrap=True)
    for name in ("kind", "language", "shape"):
        table.add_column(name, no_wrap=True)
    if summary is None:
        table.add_column("catches", overflow="fold")
    else:
        table.add_column("fired", justify="right")
        table.add_column("characters", justify="right")
    for rule in chosen:
        last = (
            [f"{number:,}" for number in _fired(summary, rule)]
            if summary
            else [printable(rule.catches[0][:_SHOWN_CHARS])]
        )
        table.add_row(rule.id, rule.kind, rule.language, rule.shape, *last)
    return table


def _summary(output: Path) -> Summary:
    try:
        return msgspec.convert(Results(output).manifest["summary"], Summary)
    except (CleanerError, KeyError, msgspec.ValidationError) as error:
        raise click.UsageError(f"{error}; --run wants the output of a run") from error


def _fired(summary: Summary, rule: Rule) -> tuple[int, int]:
    """Count the edits of a rule and their characters; of a keep rule what it forbade."""
    if rule.keeps:
        return summary.spared.get(rule.id, 0), 0
    return summary.rule_edits.get(rule.id, 0), summary.rule_chars.get(rule.id, 0)


def _as_dict(rule: Rule, packs: Sequence[Path], summary: Summary | None = None) -> dict[str, Any]:
    path, line = place_of(rule, *packs)
    found = {"language": rule.language, "file": str(path), "line": line, **msgspec.to_builtins(rule)}
    if summary:
        found["fired"], found["characters"] = _fired(summary, rule)
    return found


@rules.command("show")
@click.argument("identifier", metavar="ID")
@_PACKS
@_JSON
def show(identifier: str, packs: tuple[Path, ...], as_json: bool) -> None:
    """Show all of a rule: where it stands, its regex, what it catches and what it spares."""
    folders = (*map(Path, _settings_here().packs), *packs)
    known = {rule.id: rule for rule in _load(folders).rules}
    if identifier not in known:
        near = difflib.get_close_matches(identifier, known, _NEAR, 0.5)
        parts = [x for x in known if identifier.lower() in x]
        hint = ", ".join(dict.fromkeys((*parts[:_NEAR], *near))) or "none; see 'clean rules list'"
        raise click.UsageError(f"there is no rule {identifier!r}; near it are: {hint}")
    found = _as_dict(known[identifier], folders)
    if as_json:
        _print_json(found)
        return
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(identifier, style="bold"))
    console.print(Text(f"{found.pop('file')}:{found.pop('line')}", style="dim"))
    for name, value in found.items():
        if name == "id" or not value or value == _DEFAULTS.get(name):
            continue
        if isinstance(value, list):
            console.print(Text(f"{name}:", style="bold"))
            for text in value:
                console.print(Text(f"    {printable(text)}"))
        else:
            console.print(Text.assemble((f"{name}: ", "bold"), printable(str(value))))


@rules.command("test")
@click.argument("inputs", nargs=-1, type=click.Path(path_type=Path), metavar="[ARTICLES]...")
@_PACKS
@_LANGUAGE
@click.option(
    "--config", "config_path", type=click.Path(path_type=Path), help="Clean ARTICLES as this cleaner.toml says."
)
@click.option("--examples", type=click.IntRange(0), default=3, show_default=True, help="Examples of each rule.")
@_JSON
@click.pass_context
def test_rules(
    context: click.Context, inputs: tuple[Path, ...], packs: tuple[Path, ...], language: str | None,
    config_path: Path | None, examples: int, as_json: bool,
) -> None:  # fmt: skip
    """Put every rule to its own examples, and packs to articles.

    With --packs it is the rules of these, and what the package's own spare.
    With ARTICLES, files or folders, and --packs, they are cleaned without the packs and with them, and what would
    change is shown, by rule and with examples. Nothing is written. The exit code is 1 where an example fails.
    """
    if inputs and not packs:
        raise click.UsageError("which rules shall be tried on the articles? Name their folder with --packs.")
    loaded = _load(packs, "" if packs else f"{language or '*'}/*")
    only = _chosen(loaded, packs, language)
    found = list(check_examples(loaded, only))
    change = _change(inputs, packs, config_path, examples) if inputs else None
    if as_json:
        _print_json({"rules": len(only), "findings": [x._asdict() for x in found], "change": change})
        context.exit(1 if found else 0)
    if change:
        print_difference(table_console(), change, _CHANGES, "")
        click.echo()
    _report(context, found, f"{len(only)} rules tried")


def _change(inputs: Sequence[Path], packs: Sequence[Path], config: Path | None, examples: int) -> Difference:
    """Compare cleaning without packs and with them."""
    without: Cleaner = make_cleaner(config, None, None, ())
    try:
        return compare(pairs_of_cleaners(without, make_cleaner(config, None, None, packs), inputs), examples)
    except CleanerError as error:
        raise click.UsageError(str(error)) from error


@rules.command("lint")
@_PACKS
@_LANGUAGE
@click.pass_context
def lint(context: click.Context, packs: tuple[Path, ...], language: str | None) -> None:
    """Look for rules that are too broad, too slow, not anchored or never reached; the exit code is 1 where one is.

    With --packs it is the rules of these that are checked, beside the package's own.
    """
    loaded = _load(packs, "" if packs else f"{language or '*'}/*")
    only = _chosen(loaded, packs, language)
    _report(context, list(lint_rules(loaded, only)), f"{len(only)} rules checked")


@rules.command("index", hidden=True)
def index_rules() -> None:
    """Derive the literals of the package's own rules again and write them beside the packs."""
    click.echo(write_index())


def _settings_here() -> RulesConfig:
    """Read which rules are in and out for a run in this folder."""
    return make_settings(None, None, None, None).config.rules


def _without(loaded: PackSet, disabled: Sequence[str]) -> PackSet:
    try:
        return loaded.without(disabled)
    except CleanerError as error:
        raise click.UsageError(str(error)) from error


def _load(packs: tuple[Path, ...], check_own: str = "") -> PackSet:
    try:
        return load_packs(*packs, check_own=check_own)
    except PackError as error:
        raise click.ClickException(str(error)) from error


def _chosen(loaded: PackSet, packs: Sequence[Path], language: str | None) -> set[str]:
    """Name the rules that a command is about: those of the packs it is given, else the package's own."""
    known = {rule.id for rule in load_packs().rules} if packs else set()
    return {rule.id for rule in loaded.rules if rule.id not in known and language in (None, rule.language)}


def _report(context: click.Context, found: Sequence[Finding], what: str) -> None:
    for rule, message in found:
        click.echo(f"{rule}: {message}")
    click.echo(f"{what}, {len(found)} findings")
    context.exit(1 if found else 0)


def _print_json(value: Any) -> None:
    sys.stdout.buffer.write(encode_pretty(value))
