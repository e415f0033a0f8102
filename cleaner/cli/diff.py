"""`clean diff A B`: what changed between two runs, or would between two configurations."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cleaner.changes import Change
from cleaner.cli.common import make_cleaner, printable, table_console
from cleaner.compare import Difference, Example, Pair, Tally, compare, settings_that_differ
from cleaner.errors import CleanerError
from cleaner.runs.pairs import pairs_of_cleaners, pairs_of_runs
from cleaner.runs.results import Results
from cleaner.text.prose import shortened
from cleaner.writing.forms import encode_line

_MOST_ROWS = 25
_SETTING_CHARS = 120
_SHOWN_SETTINGS = {"version", "chain", "config", "packs", "form", "timeout", "max_bytes", "fields"}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("places", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="OUT_A OUT_B | INPUT...")
@click.option("--config-a", type=click.Path(path_type=Path), help="Clean INPUT by this cleaner.toml on side A.")
@click.option("--config-b", type=click.Path(path_type=Path), help="The same for side B.")
@click.option("--packs-a", multiple=True, type=click.Path(path_type=Path), help="Packs added on side A; repeatable.")
@click.option("--packs-b", multiple=True, type=click.Path(path_type=Path), help="Packs added on side B; repeatable.")
@click.option("--examples", type=click.IntRange(0), default=3, show_default=True, help="Examples of each rule.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON instead.")
@click.pass_context
def diff(
    context: click.Context, /, places: tuple[Path, ...], config_a: Path | None, config_b: Path | None,
    packs_a: tuple[Path, ...], packs_b: tuple[Path, ...], examples: int, as_json: bool,
) -> None:  # fmt: skip
    """Show what changed between two runs.

    OUT_A and OUT_B are the outputs of two runs over the same documents: folders, .jsonl or .parquet. With --packs-b,
    --config-b or their like, INPUT is cleaned here and now on both sides instead, and nothing is written.

    Exit code: 0 the same, 1 different, 2 wrong usage.
    """
    over_inputs = any((config_a, config_b, packs_a, packs_b))
    if not over_inputs and len(places) != 2:
        raise click.UsageError("give the outputs of two runs, or an input with --packs-b or --config-b.")
    try:
        settings: dict[str, tuple[Any, Any]] = {}
        if over_inputs:
            of_a, of_b = (make_cleaner(c, None, None, p) for c, p in ((config_a, packs_a), (config_b, packs_b)))
            pairs: Iterator[Pair] = pairs_of_cleaners(of_a, of_b, places)
        else:
            settings = _settings(*places)
            pairs = pairs_of_runs(*places)
        found = compare(pairs, examples)
    except CleanerError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        sys.stdout.buffer.write(encode_line({"settings": settings, "difference": found}))
    else:
        console = table_console()
        _print_settings(console, settings)
        print_difference(console, found)
    context.exit(0 if found.is_empty else 1)


def _settings(a: Path, b: Path) -> dict[str, tuple[Any, Any]]:
    return settings_that_differ(Results(a).manifest, Results(b).manifest)


def _print_settings(console: Console, settings: Mapping[str, tuple[Any, Any]]) -> None:
    for name, values in settings.items():
        if name in _SHOWN_SETTINGS:
            of_a, of_b = (msgspec.json.encode(value).decode() for value in _only_other(*values))
            console.print(Text.assemble((f"{name}: ", "bold"), _short(of_a), (" → ", "dim"), _short(of_b)))
        elif name == "packs_sha256":
            console.print(Text("the rules differ", style="bold"))


def _only_other(a: Any, b: Any) -> tuple[Any, Any]:
    """Leave out of two values what they share."""
    if isinstance(a, dict) and isinstance(b, dict):
        return tuple({k: v for k, v in x.items() if a.get(k) != b.get(k)} for x in (a, b))  # type: ignore[return-value]
    if isinstance(a, list) and isinstance(b, list):
        return [x for x in a if x not in b], [x for x in b if x not in a]
    return a, b


def _short(text: str) -> str:
    return printable(shortened(text, _SETTING_CHARS))


def print_difference(
    console: Console,
    found: Difference,
    names: tuple[str, str] = ("only in A", "only in B"),
    what: str = "removed or repaired ",
) -> None:
    """Print a difference: the counts, tables by kind, filter and rule, and examples.

    Args:
        console: where to.
        found: the difference.
        names: how what only one side took is called.
        what: how the sentence with the sums begins, before the first of the names.

    """
    _print_totals(console, found, names, what)
    for title, tallies in (("kind", found.kinds), ("filter", found.filters), ("rule", found.rules)):
        if tallies:
            console.print()
            console.print(_table(title, tallies, names))
    _print_counts(console, "kept by a keep rule", found.kept)
    _print_counts(console, "taken by another rule", found.other_rules)
    _print_counts(console, "metadata", found.metadata)
    _print_examples(console, found, names)


def _print_totals(console: Console, found: Difference, names: tuple[str, str], what: str) -> None:
    total = found.total
    console.print(
        f"{found.documents:,} documents in both: {found.changed:,} with another text, {found.metadata_changed:,} with "
        f"other metadata, {found.relabelled:,} taken by other rules, {found.same:,} the same"
    )
    if found.only_a or found.only_b:
        for side, count in (("a", found.only_a), ("b", found.only_b)):
            ids = ", ".join(printable(x) for x in found.ids.get(side, []))  # type: ignore[call-overload]
            console.print(f"{count:,} documents only in {side.upper()}" + (f": {ids}" if ids else ""))
    console.print(
        f"{what}{names[0]}: {total.places_a:,} places, {total.chars_a:,} characters; "
        f"{names[1]}: {total.places_b:,} places, {total.chars_b:,} characters"
    )


def _print_examples(console: Console, found: Difference, names: tuple[str, str]) -> None:
    for name, others in found.metadata_examples.items():
        for other in others:
            console.print(Text(printable(f"  {name} of {other.document}: {other.a} → {other.b}")))
    for rule, examples in found.examples.items():
        console.print()
        console.print(Text(rule, style="bold"))
        for example in examples:
            console.print(_as_text(example, names))


def _table(title: str, tallies: Mapping[str, Tally], names: tuple[str, str]) -> Table:
    table = Table(title, names[0], "characters", names[1], "characters", box=None, header_style="bold")
    table.columns[0].overflow = "fold"
    for column in table.columns[1:]:
        column.justify = "right"
    ordered = sorted(tallies.items(), key=lambda item: (-item[1].chars_a - item[1].chars_b, item[0]))
    for name, x in ordered[:_MOST_ROWS]:
        table.add_row(name, f"{x.places_a:,}", f"{x.chars_a:,}", f"{x.places_b:,}", f"{x.chars_b:,}")
    if len(ordered) > _MOST_ROWS:
        table.add_row(f"… {len(ordered) - _MOST_ROWS} more, see --json")
    return table


def _print_counts(console: Console, title: str, counts: Mapping[str, int]) -> None:
    if counts:
        console.print()
        console.print(Text(title, style="bold"))
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_ROWS]:
        console.print(Text(f"  {name}: {count:,}"))


def _as_text(example: Example, names: tuple[str, str]) -> Text:
    change: Change = example.change
    side, style = (names[0], "red") if change.side == "a" else (names[1], "green")
    parts: list[str | tuple[str, str]] = [(f"  {side} ", style), (printable(example.document), "dim"), "  "]
    parts += [(_line(change.before), "dim"), (f"[{_line(change.text)}]", style)]
    if change.replacement:
        parts.append(f" → {_line(change.replacement)} ")
    parts.append((_line(change.after), "dim"))
    if change.kept_by:
        parts.append((f"  kept by {change.kept_by}", "cyan"))
    return Text.assemble(*parts)


def _line(text: str) -> str:
    return printable(text.replace("\n", "⏎"))
