"""`clean INPUT -o OUT --engine NAME`: the same run on a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import click

from cleaner.api import Cleaner
from cleaner.batch import Options, Summary
from cleaner.errors import CleanerError


def run_on(engine: str, cleaner: Cleaner, inputs: Sequence[str], output: str, options: Options) -> Summary:
    """Clean files on an engine, which is given the names as they are.

    Args:
        engine: `ray` or `spark`.
        cleaner: what cleans.
        inputs: one folder, file, pattern or URL.
        output: an empty folder, or its URL.
        options: how it is done; `resume` is refused, since a run on a cluster starts from nothing.

    Raises:
        click.UsageError: it is not installed, or cannot be done so.

    """
    if len(inputs) != 1 or inputs[0] == "-":
        raise click.UsageError("with --engine, give one folder, file or URL as the input.")
    if options.resume:
        raise click.UsageError("--resume is for runs on one machine; with --engine, give an empty folder.")
    try:
        summary: Summary = import_module(f"cleaner.adapters.{engine}").clean_files(cleaner, inputs[0], output, options)
    except CleanerError as error:
        raise click.UsageError(str(error)) from error
    return summary
