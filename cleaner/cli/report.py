"""`clean report OUT -o report.html`: a page that shows what a run removed."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.options import Size
from cleaner.errors import CleanerError
from cleaner.report import MAX_BYTES, MIN_BYTES, write_report


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("run", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default="report.html",
    show_default=True,
    help="The page to write.",
)
@click.option(
    "--max-size",
    type=Size(),
    default=f"{MAX_BYTES // 10**6}M",
    show_default=True,
    help="How large the page may become; what is left out is said in it.",
)
@click.option(
    "--packs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of further rule packs that the run was given; repeatable.",
)
@click.option("--open", "open_page", is_flag=True, help="Open the page in the browser.")
def report(run: Path, output: Path, max_size: int, packs: tuple[Path, ...], open_page: bool) -> None:
    """Show in one page what a run removed, by which rule, and why.

    OUT is what the run wrote to: a folder, a .jsonl or a .parquet. The page needs no connection and no other file. It
    has sums and charts, a table of the documents, their texts with everything that was removed, the rules that fired
    and those that never did. What looks wrong can be marked and exported for `clean rules new --from`.
    """
    if max_size < MIN_BYTES:
        raise click.UsageError(f"--max-size must be at least {MIN_BYTES // 10**6}M.")
    try:
        totals = write_report(run, output, max_size, packs)
    except CleanerError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{output}: cannot be written ({error.strerror or error})") from error
    size = output.stat().st_size / 10**6
    counts = f"{totals.all.documents:,} documents, {totals.all.flagged:,} flagged"
    click.echo(f"{counts} → {output} ({size:.1f} MB)", err=True)
    if open_page:
        click.launch(str(output.absolute()))
