"""`clean -`: from standard input to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from msgspec.structs import replace

from cleaner.api import Cleaner
from cleaner.batch import Options, stream
from cleaner.errors import CleanerError
from cleaner.reading.streams import too_large
from cleaner.writing.forms import encode_line

_FORMS = ("", "jsonl", "annotations")


def pipe(cleaner: Cleaner, options: Options) -> int:
    """Clean standard input; what fails is told on standard error.

    Returns:
        The exit code.

    Raises:
        click.UsageError: the form cannot be written to a pipe.
        click.ClickException: the one document of standard input cannot be cleaned.

    """
    if options.form not in _FORMS:
        raise click.UsageError(f"--format {options.form} needs a place to write to: give it with -o OUT.")
    if options.stdin in ("", "text", "html") and not options.form:
        _document(cleaner, options)
        return 0
    failed = 0
    form = options.form or "jsonl"
    one = options.stdin in ("", "text", "html")
    for _, packed in stream(cleaner, [Path("-")], replace(options, form=form, workers=0 if one else options.workers)):
        sys.stdout.buffer.write(b"".join(packed.parts))
        if packed.failure:
            failed += packed.failure.error != "Dropped"
            click.echo(encode_line(packed.failure), err=True, nl=False)
    sys.stdout.buffer.flush()
    return 1 if failed else 0


def _document(cleaner: Cleaner, options: Options) -> None:
    data = sys.stdin.buffer.read(options.max_bytes + 1)
    try:
        if len(data) > options.max_bytes:
            raise too_large(options.max_bytes)
        kind = options.fields.kind
        article = cleaner.clean(data, "html" if options.stdin == "html" else "text" if options.stdin else kind)
    except CleanerError as error:
        raise click.ClickException(f"standard input {error}") from error
    sys.stdout.buffer.write(article.text.encode("utf-8", "replace"))
