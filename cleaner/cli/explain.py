"""`clean explain FILE`: one article with what was removed struck through, and the rule beside it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from cleaner.article import Article
from cleaner.cli.common import chain_options, make_cleaner, printable
from cleaner.errors import CleanerError
from cleaner.reading.files import Source

_STYLES = {"delete": "red strike", "extract": "blue strike", "replace": "yellow"}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@chain_options
@click.option("--json", "as_json", is_flag=True, help="Print the article with all edits as JSON instead.")
def explain(
    file: Path,
    config_path: Path | None,
    filters: str | None,
    without: str | None,
    packs: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Show an article with what was removed.

    Removed text is struck through in red, text that became metadata in blue; repairs stand as before → after. The rule
    stands behind each in brackets. FILE is a file, or - for standard input.
    """
    cleaner = make_cleaner(config_path, filters, without, packs)
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        article = cleaner.clean(data, "html" if Source(file, file).is_html else "auto")
    except OSError as error:
        raise click.ClickException(f"{file}: cannot be read ({error.strerror})") from error
    except CleanerError as error:
        raise click.ClickException(f"{file}: {error}") from error
    if as_json:
        sys.stdout.buffer.write(article.to_json() + b"\n")
        return
    console = Console(highlight=False)
    console.print(Text.assemble(*marked(article)))
    console.print()
    console.print(Text.assemble(*_facts(article)))


def marked(article: Article) -> Iterator[str | tuple[str, str]]:
    """Give the original in pieces, each with its style."""
    at = 0
    origin = 0
    for edit in article.edits:
        kept = edit.start - origin
        yield printable(article.text[at : at + kept])
        at += kept + len(edit.replacement)
        origin = edit.end
        if edit.kind == "whitespace":
            yield edit.replacement
            continue
        content = edit.removed.rstrip("\n")
        yield (printable(content), _STYLES[edit.action])
        if edit.replacement:
            yield (f" → {printable(edit.replacement)}", "green")
        yield (f" [{edit.rule}]", "dim")
        yield edit.removed[len(content) :]
    yield printable(article.text[at:])


def _facts(article: Article) -> Iterator[str | tuple[str, str]]:
    for name in ("title", "date", "byline", "source", "language"):
        value = getattr(article, name)
        if value:
            yield (f"{name}: ", "bold")
            yield f"{printable(str(value))}\n"
    verdict = article.provenance.verdict
    kinds = ", ".join(f"{count} {kind}" for kind, count in article.provenance.counts.items()) or "nothing"
    yield ("removed or repaired: ", "bold")
    yield kinds
    if verdict.status == "review":
        yield ("\nfor review: ", "bold red")
        yield verdict.reason
