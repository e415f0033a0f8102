"""`clean rules new`: write a rule into a pack of one's own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

import click

from cleaner.api import clean
from cleaner.cli.common import printable
from cleaner.document import Document
from cleaner.errors import CleanerError, PackError
from cleaner.reading.files import Source
from cleaner.rules.authoring import Author, Draft, name_of, read_examples
from cleaner.rules.marks import Drafted, draft_of, read_marks
from cleaner.rules.schema import KEEP, RULE_KINDS, Shape, Where
from cleaner.text.language import detect
from cleaner.text.prose import shortened

_SHAPES = tuple(x for x in get_args(Shape) if x != "terms")
_SHOWN_CHARS = 100


@click.command("new", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("article", required=False, type=click.Path(path_type=Path))
@click.option(
    "--packs",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("my-patterns"),
    show_default=True,
    help="The folder of your packs; made if it is not there.",
)
@click.option("--keep", is_flag=True, help="A rule that protects text, instead of one that removes noise.")
@click.option("--kind", help="The kind of noise, such as related or newsletter.")
@click.option("--language", help="Its language, such as en, or mul for all; told from the text if left out.")
@click.option("--name", help="The last part of its id; made of its first words if left out.")
@click.option("--shape", type=click.Choice(_SHAPES), help="How it stands in the text; line if left out.")
@click.option(
    "--where",
    type=click.Choice(get_args(Where)),
    default="any",
    show_default=True,
    help="Only before the first body paragraph, or behind the last.",
)
@click.option("--regex", default="", help="Your own regex; derived from the examples if left out.")
@click.option("--loose", is_flag=True, help="What differs between the examples may be anything.")
@click.option("--catch", "catches", multiple=True, help="A text that it shall match; repeatable.")
@click.option("--spare", "spares", multiple=True, help="A text that it shall not match; repeatable.")
@click.option("--catches", "catches_file", type=click.Path(path_type=Path), help="A file of such texts, one a line.")
@click.option("--spares", "spares_file", type=click.Path(path_type=Path), help="A file of texts that it shall spare.")
@click.option("--note", default="", help="Why the rule is as it is.")
@click.option(
    "--from",
    "marks",
    type=click.Path(path_type=Path),
    metavar="MARKS",
    help="Write a rule for every mark of this file, which the report exported.",
)
@click.pass_context
def new(context: click.Context, /, article: Path | None, folder: Path, marks: Path | None, **given: Any) -> None:
    """Write a new rule into a pack of your own.

    The rule has texts that it catches and texts that it spares; its regex is derived from them, and put to them by
    the engine itself before anything is written. What no option says is asked for. With ARTICLE, the examples are
    chosen among its lines. What stands in the pack already stays as it is.

    Exit code: 0 written, 1 refused, 2 wrong usage.
    """
    try:
        author = Author(folder)
        if marks:
            context.exit(_from_marks(author, marks))
        draft = _draft(author, article, given)
        written = author.write(author.make(draft))
    except click.Abort as end:
        if sys.stdin.isatty():
            raise
        raise click.UsageError(
            "Something is missing and nobody is there to ask; give --catch, --spare and --kind (or --keep)."
        ) from end
    except PackError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"cannot write to {folder}: {error.strerror or error}") from error
    click.echo(f"{written.rule.id}\n{written.path}:{written.line}\n  {written.rule.regex}")
    click.echo(f'use it with --packs {folder}, or in cleaner.toml: [rules] packs = ["{folder}"]')


def _draft(author: Author, article: Path | None, given: dict[str, Any]) -> Draft:
    """Gather what the options say, and ask for the rest."""
    lines = _lines(article) if article else []
    parts = [*given["catches"], *(read_examples(given["catches_file"]) if given["catches_file"] else [])]
    spares = [*given["spares"], *(read_examples(given["spares_file"]) if given["spares_file"] else [])]
    keep, asks = given["keep"], not parts
    if asks:
        parts = _choose(lines) if lines else _ask_texts("A text that it shall match")
        keep = keep or (not given["kind"] and click.confirm("Shall it protect these texts (y), or remove them (n)?"))
    kind = KEEP if keep else given["kind"] or _ask_kind()
    catches = [_line_with(part, lines, article) for part in parts] if article else parts
    shape = given["shape"] or _shape(parts, catches, keep)
    spares = (
        spares
        or author.choose_spares(lines, catches, keep)
        or _ask_texts("A text that looks like it and that it shall not match")
    )
    return Draft(
        language=given["language"] or detect("\n".join(lines or [*catches, *spares])) or "mul",
        kind=kind, catches=catches, spares=spares, shape=shape, parts=parts, where=given["where"],
        regex=given["regex"], loose=given["loose"], note=given["note"],
        name=given["name"] or (click.prompt("Its name", default=name_of(parts[0])) if asks else ""),
    )  # fmt: skip


def _lines(article: Path) -> list[str]:
    """Read the lines of an article; of a page, those that it is read as."""
    try:
        text = clean(article.read_bytes(), "html" if Source(article, article).is_html else "auto").restore()
    except (OSError, CleanerError) as error:
        raise click.UsageError(f"{article}: {error}") from error
    return [block.text for block in Document(text).blocks]


def _line_with(part: str, lines: Sequence[str], article: Path) -> str:
    found = next((line for line in lines if part.strip() in line), None)
    if found is None:
        raise click.UsageError(f"{part!r} stands in no line of {article}.")
    return found


def _shape(parts: Sequence[str], lines: Sequence[str], keep: bool) -> Shape:
    """Tell the shape from how texts stand in their lines."""
    pairs = [(part.strip(), line) for part, line in zip(parts, lines, strict=True)]
    if all(part == line for part, line in pairs):
        return "line"
    if not keep and all(line.startswith(part) for part, line in pairs):
        return "prefix"
    if not keep and all(line.endswith(part) for part, line in pairs):
        return "suffix"
    return "inline"


def _choose(lines: Sequence[str]) -> list[str]:
    for number, line in enumerate(lines, 1):
        click.echo(f"{number:4}  {printable(shortened(line, _SHOWN_CHARS))}")
    while True:
        chosen = click.prompt("Which lines shall it match (numbers)").replace(",", " ").split()
        if chosen and all(x.isdecimal() and 0 < int(x) <= len(lines) for x in chosen):
            return [lines[int(x) - 1] for x in chosen]
        click.echo(f"give numbers from 1 to {len(lines)}, with blanks between them")


def _ask_texts(question: str) -> list[str]:
    found = [click.prompt(question).strip()]
    while more := click.prompt("Another one (Enter for none)", default="", show_default=False).strip():
        found.append(more)
    return found


def _ask_kind() -> str:
    answer: str = click.prompt("Its kind", type=click.Choice(RULE_KINDS), show_choices=True)
    return answer


def _from_marks(author: Author, path: Path) -> int:
    """Write a rule for every mark that asks for one; returns the exit code."""
    refused = 0
    marks = read_marks(path)
    for mark in marks:
        refused += not _write_mark(author, draft_of(mark, author), click.echo)
    click.echo(f"{len(marks)} marks, {refused} refused; try the rules with: clean rules test --packs {author.folder}")
    return 1 if refused else 0


def _write_mark(author: Author, drafted: Drafted, tell: Callable[[str], None]) -> bool:
    mark, draft, reason, _ = drafted
    shown = printable(" ".join(mark.text.split())[:_SHOWN_CHARS])
    where = f"{printable(mark.document)}: {shown!r}"
    if draft is None:
        tell(f"no rule for {where}: {reason}")
        return drafted.needless
    try:
        written = author.write(author.make(draft))
    except PackError as error:
        tell(f"no rule for {where}: {printable(str(error))}")
        return False
    tell(f"{written.rule.id}  {written.path}:{written.line}\n  {where}")
    return True
