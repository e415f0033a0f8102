"""`clean INPUT -o OUT --engine NAME`: the same run on a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import click
from click.core import ParameterSource

from cleaner.api import Cleaner
from cleaner.batch import Options, Summary
from cleaner.errors import CleanerError

_HERE_ONLY = {
    "resume": "give an empty folder",
    "workers": "the engine's own settings say how many there are",
    "timeout": "the engine's own settings limit the time of a task",
    "show_removed": "read in the articles what was removed",
    "stdin": "the names of the files say what they are",
}
"""Options of a run on one machine, and what there is instead of them."""


def run_on(engine: str, cleaner: Cleaner, inputs: Sequence[str], output: str, options: Options) -> Summary:
    """Clean files on an engine, which is given the names as they are.

    Args:
        engine: `ray` or `spark`.
        cleaner: what cleans.
        inputs: one folder, file, pattern or URL.
        output: an empty folder, or its URL.
        options: how it is done.

    Raises:
        click.UsageError: it is not installed, or cannot be done so; an option that an engine does not heed is refused.

    """
    if len(inputs) != 1 or inputs[0] == "-":
        raise click.UsageError("with --engine, give one folder, file or URL as the input.")
    _refuse_options(click.get_current_context())
    try:
        summary: Summary = import_module(f"cleaner.adapters.{engine}").clean_files(cleaner, inputs[0], output, options)
    except CleanerError as error:
        raise click.UsageError(str(error)) from error
    return summary


def _refuse_options(context: click.Context) -> None:
    for option in context.command.params:
        name = option.name or ""
        if name in _HERE_ONLY and context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option.opts[0]} is for runs on one machine; with --engine, {_HERE_ONLY[name]}.")
