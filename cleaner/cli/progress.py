"""What a run shows while it goes on, and when it is done."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from cleaner.article import Article
from cleaner.batch import Listener, Summary
from cleaner.cli.common import printable
from cleaner.reading.records import Record
from cleaner.text.prose import shortened

_SHOWN_CHARS = 90


class Report(Listener):
    """A progress bar over the bytes of the input, and on request what was removed from every article."""

    def __init__(self, bar: Progress, total: int, show_removed: bool):
        self.wants_articles = show_removed
        self._bar = bar
        self._task = bar.add_task("cleaning", total=total or None, done=0, rate=0.0, flagged=0, failed=0)
        self._out = Console(highlight=False, soft_wrap=True)
        self._began = time.monotonic()
        self._first: int | None = None
        self.summary = Summary()

    def document(self, record: Record, article: Article | None) -> None:
        """Print what was removed from it."""
        if self.wants_articles:
            print_removed(self._out, record.name, article)

    def progress(self, summary: Summary, bytes_read: int) -> None:
        """Move the bar."""
        self.summary = summary
        if self._first is None:
            self._first = summary.documents
            self._began = time.monotonic()
        rate = (summary.documents - self._first) / max(time.monotonic() - self._began, 1e-3)
        self._bar.update(
            self._task, completed=bytes_read, done=summary.documents, rate=rate, flagged=summary.flagged,
            failed=summary.failed,
        )  # fmt: skip


@contextmanager
def reporting(console: Console, total: int, quiet: bool, show_removed: bool) -> Iterator[Report]:
    """Show a progress bar where there is a terminal to see it."""
    columns = (
        TextColumn("cleaning"), BarColumn(), TaskProgressColumn(),
        TextColumn("{task.fields[done]:,} documents, {task.fields[rate]:,.0f}/s"),
        TextColumn("{task.fields[flagged]:,} flagged, {task.fields[failed]:,} failed"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        yield Report(bar, total, show_removed)


def print_removed(console: Console, name: str, article: Article | None) -> None:
    """Print the metadata that was found in an article, and every edit."""
    console.print(Text(printable(name), style="bold"))
    if article is None:
        console.print(Text("  failed", style="red"))
        return
    facts = {"title": article.title, "date": article.date, "byline": article.byline, "source": article.source}
    for label, value in facts.items():
        if value:
            console.print(Text(f"  {label}: {printable(str(value))}", style="green"))
    for edit in article.edits:
        if edit.kind == "whitespace":
            continue
        text = printable(" ".join(edit.removed.split()))
        after = f" → {printable(edit.replacement)!r}" if edit.action == "replace" else ""
        kind, rule = (f"{edit.kind:15} ", "yellow"), (f"  [{edit.rule}]", "dim")
        console.print(Text.assemble(("  - ", "dim"), kind, shortened(text, _SHOWN_CHARS), after, rule))
    if not article.edits:
        console.print(Text("  clean already: passed untouched", style="dim"))


def print_summary(console: Console, summary: Summary, output: Path) -> None:
    """Print what a run did."""
    if summary.edits:
        table = Table("kind", "edits", "characters", box=None, header_style="bold")
        for column in table.columns[1:]:
            column.justify = "right"
        for kind, count in sorted(summary.edits.items(), key=lambda item: (-item[1], item[0])):
            table.add_row(kind, f"{count:,}", f"{summary.removed_chars[kind]:,}")
        console.print(table)
    share = 1 - summary.chars_out / summary.chars_in if summary.chars_in else 0.0
    console.print(
        f"{summary.documents:,} documents: {summary.cleaned:,} cleaned ({summary.untouched:,} untouched), "
        f"{summary.flagged:,} flagged, {summary.dropped:,} dropped, {summary.failed:,} failed; "
        f"{share:.1%} of {summary.chars_in:,} characters removed → {output}",
        soft_wrap=not console.is_terminal,
    )
