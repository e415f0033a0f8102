"""The options of a run."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from cleaner.batch import Fields, Options
from cleaner.runs.processes import cores
from cleaner.writing.outputs import FORMS

F = TypeVar("F", bound=Callable[..., Any])
_UNITS = {"": 1, "K": 1000, "M": 1000**2, "G": 1000**3}


class Size(click.ParamType[int]):
    """A number of bytes, with K, M or G behind it for thousands, millions or milliards."""

    name = "SIZE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Turn what was given into bytes."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d+)\s*([KMG]?)B?", str(value).upper())
        if not found or not int(found[1]):
            self.fail(f"{value!r} is no size; give bytes, or 50M for 50 million of them", param, ctx)
        return int(found[1]) * _UNITS[found[2]]


def run_options(command: F) -> F:
    """Add the options that say what is read, how it is done, and what is written."""
    options = (
        click.option("--format", "form", type=click.Choice(FORMS),
                     help="What is written; told from the name of OUT if left out: a folder gets a tree, with a .txt "
                          "and a .json for each article."),
        click.option("--engine", type=click.Choice(["ray", "spark"]),
                     help="Clean on a cluster: INPUT and OUT are a folder or a URL each, and every file is a task."),
        click.option("--workers", type=click.IntRange(1), default=cores, show_default="the cores",
                     help="Processes that clean; the output is the same for any number."),
        click.option("--resume", is_flag=True, help="Go on with a run that was stopped."),
        click.option("--timeout", type=click.FloatRange(0, min_open=True), default=30.0, show_default=True,
                     help="Seconds that a document may take before it is listed as failed."),
        click.option("--max-size", type=Size(), default="50M", show_default=True,
                     help="Bytes that a document may have, decompressed."),
        click.option("--text-field", default="text", show_default=True, help="The field or column with the text."),
        click.option("--id-field", default="id", show_default=True, help="The one with the document's identity."),
        click.option("--url-field", default="url", show_default=True, help="The one with its address."),
        click.option("--kind", type=click.Choice(["auto", "text", "html"]), default="auto", show_default=True,
                     help="What records, .txt files and standard input hold; auto looks at it."),
        click.option("--input-format", "stdin", type=click.Choice(["text", "html", "json", "jsonl", "parquet", "warc"]),
                     help="The format of standard input, if it is not one document."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def make_options(given: dict[str, Any]) -> Options:
    """Take the options of a run out of what the command line gave."""
    fields = Fields(given["text_field"], given["id_field"], given["url_field"], given["kind"])
    return Options(
        form=given["form"] or "", workers=given["workers"], timeout=given["timeout"], max_bytes=given["max_size"],
        resume=given["resume"], fields=fields, stdin=given["stdin"] or "",
    )  # fmt: skip
