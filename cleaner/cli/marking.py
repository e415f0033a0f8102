"""Articles and answers in the terminal: colours by kind where there are any, marks where there are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cleaner.article import Article, Considered, Edit, Piece
from cleaner.cli.common import printable
from cleaner.explain import MENTIONED, Occurrence, RuleView, Why, summarize
from cleaner.rules.schema import KINDS

# Colours of the 256 that tell apart on black and on white; a kind has the same one in every article and every version.
_COLOURS = (
    33, 244, 30, 37, 69, 74, 107, 110, 136, 160, 162, 165, 166, 172, 129, 131, 133, 139, 64, 29, 98, 204, 67, 103, 95,
    178, 202, 141,
)  # fmt: skip
_MARKS = {"delete": ("[-", "-]"), "extract": ("[=", "=]"), "replace": ("[~", "~]")}
_FATES = {"delete": "removed", "extract": "taken out as metadata", "replace": "repaired"}
_LEGEND = "[-removed-]  [=became metadata=]  [~before → after~]"
_MOST_PLACES, _MOST_RULES = 10, 8


def style_of(kind: str) -> str:
    """Tell the colour of a kind; one that is not among the package's own is red.

    >>> style_of("caption") == style_of("caption") != style_of("teaser")
    True
    """
    return f"color({_COLOURS[KINDS.index(kind)]})" if kind in KINDS else "red"


def print_article(console: Console, name: str, article: Article) -> None:
    """Print an article with its changes, then its figures, metadata and verdict."""
    if name:
        console.rule(Text(printable(name), style="bold"), align="left")
    coloured = _has_colours(console)
    console.print(Text.assemble(*(part for piece in article.pieces() for part in _marked(piece, coloured))))
    console.print()
    summary = summarize(article)
    if summary.kinds:
        table = Table("kind", "edits", "characters", "share", box=None, header_style="bold", pad_edge=False)
        for column in table.columns[1:]:
            column.justify = "right"
        for kind in summary.kinds:
            label = Text(kind.kind, style=style_of(kind.kind))
            table.add_row(label, f"{kind.edits:,}", f"{kind.chars:,}", f"{kind.share:.1%}")
        console.print(table)
        if not coloured:
            console.print(Text(_LEGEND))
    console.print(Text(f"{summary.chars_in:,} characters, {summary.chars_out:,} stay; {summary.share_gone:.1%} went"))
    for field, value in summary.metadata.items():
        console.print(Text.assemble((f"{field}: ", "bold"), printable(value)))
    verdict = summary.verdict
    if verdict.status == "ok":
        console.print(Text.assemble(("guard: ", "bold"), "ok"))
    else:
        console.print(Text.assemble(("guard: ", "bold red"), f"for review ({verdict.action}): {verdict.reason}"))


def _has_colours(console: Console) -> bool:
    return console.color_system is not None and not console.no_color


def _marked(piece: Piece, coloured: bool) -> Iterator[str | tuple[str, str]]:
    edit = piece.edit
    if edit is None:
        yield printable(piece.text)
        return
    if edit.kind == "whitespace":
        yield edit.replacement
        return
    if not piece.text.strip() and edit.action != "replace":
        yield piece.text  # the blank space of what went beside it
        return
    content = piece.text.strip("\n")
    before, _, after = piece.text.partition(content) if content else ("", "", piece.text)
    opens, closes = ("", "") if coloured else _MARKS[edit.action]
    colour = style_of(edit.kind)
    yield before
    if edit.action == "replace":
        yield (f"{opens}{_visible(edit.removed)} → {_visible(edit.replacement)}{closes}", colour)
        yield (f" [{edit.rule}]", "dim")
        yield edit.replacement if edit.replacement == "\n" else ""
        return
    yield (f"{opens}{printable(content)}{closes}", f"{colour} strike")
    yield (f" [{_label(edit)}]", "dim")
    yield after


def _label(edit: Edit) -> str:
    score = f" {edit.score:.2f}" if edit.score < 1 else ""
    return f"{edit.kind}: {edit.rule}{score}" + (f", {printable(edit.reason)}" if edit.reason else "")


def _visible(text: str) -> str:
    """Spell out what cannot be seen: blanks other than a space, and what has no shape.

    >>> _visible("a\\u200b"), _visible("")
    ('a<U+200B>', 'nothing')
    """
    return "".join(x if x.isprintable() else f"<U+{ord(x):04X}>" for x in text) or "nothing"


def print_why(console: Console, name: str, answer: Why, rules: int, named: Sequence[str] = ()) -> None:
    """Print the answer to `--why`.

    Args:
        console: where to.
        name: the file.
        answer: what `cleaner.explain.why` found.
        rules: how many rules there are.
        named: ids of rules that were asked about.

    """
    count = len(answer.occurrences)
    times = f"stands {count} times" if count > 1 else "stands once" if count else "does not stand"
    console.print(Text.assemble((printable(name), "bold"), f": {printable(answer.text)!r} {times} in the original"))
    for line in answer.left_out:
        console.print(
            Text(
                f"  on the page: {printable(line.text)!r}\n"
                f"  its reader left this line out: score {line.score:.2f}, limit {line.limit:.2f} (html.threshold), "
                "and no other extractor kept it"
            )
        )
    if answer.nearest:
        console.print(Text(f"  nearest is {printable(answer.nearest)!r}"))
    for place in answer.occurrences[:_MOST_PLACES]:
        _print_place(console, place, rules, named)
    if count > _MOST_PLACES:
        console.print(Text(f"  … and {count - _MOST_PLACES} places more; --json has them all"))
    if any(place.state != "removed" for place in answer.occurrences) and answer.idle:
        console.print(Text(f"  did not run: {', '.join(answer.idle)}"))
    if answer.verdict.status == "review":
        console.print(Text(f"  the guard ({answer.verdict.action}): {answer.verdict.reason}"))


def _print_place(console: Console, place: Occurrence, rules: int, named: Sequence[str]) -> None:
    where = f"line {place.line}, characters {place.start} to {place.end}"
    console.print(Text.assemble("\n  ", (place.state, "bold"), f" ({where})"))
    for edit in place.edits:
        _print_edit(console, edit, _FATES[edit.action])
    for edit in place.undone:
        _print_edit(console, edit, "would have been " + _FATES[edit.action] + ", but the guard gave the input back")
    if place.state == "removed" or place.undone:
        return
    for note in place.protected:
        console.print(Text(f"    the keep rule {note.keep} protects it from {note.filter}: {note.kind}: {note.rule}"))
    for told in place.considered:
        console.print(Text(f"    {told.filter} spared it: {_evidence(told)}"))
    if place.silent:
        console.print(Text(f"    found nothing against it: {', '.join(place.silent)}"))
    shown = [view for view in place.rules if view.near < MENTIONED or view.rule in named][: _MOST_RULES + len(named)]
    for view in shown:
        console.print(_line(view))
    rest = f"    {rules - len(shown):,} other rules are further from it or have none of their words in it"
    console.print(Text(rest, style="dim"))


def _print_edit(console: Console, edit: Edit, fate: str) -> None:
    after = f" → {_visible(edit.replacement)!r}" if edit.action == "replace" else ""
    console.print(
        Text.assemble(
            f"    {fate} by the filter {edit.filter}: ",
            (_label(edit), style_of(edit.kind)),
            after,
            f" (characters {edit.start} to {edit.end})",
        )
    )


def _evidence(told: Considered) -> str:
    score = "" if told.score is None else f" score {told.score:g}"
    limit = "" if told.limit is None else f", limit {told.limit:g}"
    return f"{told.rule}{score}{limit}: {printable(told.reason)}"


def _line(view: RuleView) -> Text:
    where = "" if view.where == "any" else f", {view.where}"
    return Text.assemble(f"    {view.rule} ", (f"({view.shape}{where}) ", "dim"), printable(view.reason))
