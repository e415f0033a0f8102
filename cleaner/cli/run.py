"""`clean INPUT... -o OUT`: clean files and folders."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from cleaner import batch
from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.cli.common import chain_options, make_cleaner, printable
from cleaner.errors import CleanerError
from cleaner.reading.files import Source, distinct, find_sources
from cleaner.writing.sinks import JsonLinesSink, Sink, TreeSink, encode_line

_SHOWN_CHARS = 90


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True), metavar="INPUT...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Folder to write to (a .jsonl file with --format jsonl)."
)
@click.option("--format", "form", type=click.Choice(["tree", "jsonl"]), default="tree", show_default=True,
              help="A .txt and a .json for each input, or one line of JSON for each in one file.")  # fmt: skip
@chain_options
@click.option("--show-removed", is_flag=True, help="Print for every article what was removed, and by which rule.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
@click.pass_context
def run(
    context: click.Context, inputs: tuple[Path, ...], output: Path | None, form: str, config_path: Path | None,
    filters: str | None, without: str | None, packs: tuple[Path, ...], show_removed: bool, quiet: bool,
) -> None:  # fmt: skip
    """Clean files and folders.

    Folders are searched to the bottom for .txt, .html and .htm. Beside every clean .txt stands a .json with the
    article's metadata, every edit, and how it came about. What could not be cleaned is listed with the reason in
    failures.jsonl.

    Exit code: 0 all cleaned, 1 some documents failed, 2 wrong usage.
    """
    cleaner = make_cleaner(config_path, filters, without, packs)
    if inputs == (Path("-"),):
        _pipe(cleaner, form)
        return
    if output is None:
        raise click.UsageError("where to? Give a folder with -o OUT (or clean standard input with 'clean -').")
    try:
        sources = distinct(find_sources(inputs, output))
    except CleanerError as error:
        raise click.UsageError(str(error)) from error
    if not sources:
        raise click.UsageError("found no .txt, .html or .htm file in the inputs.")
    console = Console(stderr=True, highlight=False)
    try:
        with _progress(console, len(sources), quiet, show_removed) as listener:
            summary = batch.run(cleaner, sources, _sink(output, form), listener)
    except OSError as error:
        raise click.ClickException(f"cannot write to {output}: {error.strerror or error}") from error
    if not quiet:
        _print_summary(console, summary, output)
    context.exit(1 if summary.failed else 0)


def _sink(output: Path, form: str) -> Sink:
    if form == "tree":
        return TreeSink(output)
    return JsonLinesSink(output if output.suffix == ".jsonl" else output / "articles.jsonl")


def _pipe(cleaner: Cleaner, form: str) -> None:
    try:
        article = cleaner.clean(sys.stdin.buffer.read())
    except CleanerError as error:
        raise click.ClickException(f"standard input {error}") from error
    if form == "jsonl":
        sys.stdout.buffer.write(encode_line(article.to_dict()))
    else:
        sys.stdout.buffer.write(article.text.encode("utf-8", "replace"))


@contextmanager
def _progress(console: Console, total: int, quiet: bool, show_removed: bool) -> Iterator[batch.Listener]:
    columns = (TextColumn("cleaning"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("cleaning", total=total)

        def listener(source: Source, article: Article | None) -> None:
            bar.advance(task)
            if show_removed:
                _print_removed(Console(highlight=False, soft_wrap=True), source, article)

        yield listener


def _print_removed(console: Console, source: Source, article: Article | None) -> None:
    console.print(Text(printable(str(source.name)), style="bold"))
    if article is None:
        console.print(Text("  failed", style="red"))
        return
    facts = {"title": article.title, "date": article.date, "byline": article.byline, "source": article.source}
    for name, value in facts.items():
        if value:
            console.print(Text(f"  {name}: {printable(str(value))}", style="green"))
    for edit in article.edits:
        if edit.kind == "whitespace":
            continue
        text = printable(" ".join(edit.removed.split()))
        shown = text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"
        after = f" → {printable(edit.replacement)!r}" if edit.action == "replace" else ""
        console.print(
            Text.assemble(("  - ", "dim"), (f"{edit.kind:15} ", "yellow"), shown, after, (f"  [{edit.rule}]", "dim"))
        )
    if not article.edits:
        console.print(Text("  clean already: passed untouched", style="dim"))


def _print_summary(console: Console, summary: batch.Summary, output: Path) -> None:
    if summary.edits:
        table = Table("kind", "edits", "characters", box=None, header_style="bold")
        for column in table.columns[1:]:
            column.justify = "right"
        for kind, count in summary.edits.most_common():
            table.add_row(kind, f"{count:,}", f"{summary.removed_chars[kind]:,}")
        console.print(table)
    share = 1 - summary.chars_out / summary.chars_in if summary.chars_in else 0.0
    console.print(
        f"{summary.documents:,} documents: {summary.cleaned:,} cleaned ({summary.untouched:,} untouched), "
        f"{summary.flagged:,} flagged, {summary.dropped:,} dropped, {summary.failed:,} failed; "
        f"{share:.1%} of {summary.chars_in:,} characters removed → {output}"
    )
