"""Marks that a reader of the report set, "this is wrong", and the draft of a rule for each."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from cleaner.errors import PackError
from cleaner.rules.authoring import Author, Draft
from cleaner.rules.schema import KEEP, RULE_KINDS, Shape

FORMAT = "newsclean-marks"
VERSION = 1
_ANY_KIND = "navigation"  # for noise of a kind that no rule is for
_SHAPES: dict[tuple[bool, bool], Shape] = {
    (False, False): "line", (True, False): "suffix", (False, True): "prefix", (True, True): "inline",
}  # fmt: skip
"""The shape of what has text before it, and behind it, on its line."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One place that a reader marked.

    Attributes:
        document: the identity of the article.
        wrong: `removed`, what should have been kept; `kept`, noise that was left in.
        text: what is marked.
        filter: what removed it; `rule` and `kind` likewise. The kind of noise that was left in is the reader's.
        language: of the article.
        before: the original text before it, as far as the report shows it.
        after: the text behind it.
        note: what the reader says.

    """

    document: str
    wrong: Literal["removed", "kept"]
    text: str
    filter: str = ""
    rule: str = ""
    kind: str = ""
    language: str | None = None
    before: str = ""
    after: str = ""
    note: str = ""


class _Marks(msgspec.Struct, frozen=True, kw_only=True):
    format: str
    version: int
    marks: list[Mark]
    run: str = ""


class Drafted(NamedTuple):
    """A mark, and the draft of the rule that it asks for; None with the reason where none is needed or possible."""

    mark: Mark
    draft: Draft | None
    reason: str = ""
    needless: bool = False


def read_marks(path: Path) -> list[Mark]:
    """Read a file of marks.

    Raises:
        PackError: it cannot be read, or is none; the message names file and remedy.

    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_Marks)
    except OSError as error:
        raise PackError(f"{path}: cannot be read ({error.strerror}); check the name and the permissions") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise PackError(f"{path}: is no file of marks ({error}); export them from the report again") from error
    if found.format != FORMAT or found.version != VERSION:
        raise PackError(
            f"{path}: is {found.format!r}, version {found.version}, not {FORMAT!r}, version {VERSION}; "
            "export it with the report of this version of newsclean"
        )
    return found.marks


def draft_of(mark: Mark, author: Author) -> Drafted:
    """Draft the rule that a mark asks for: one that keeps what was removed, or one that removes what was kept.

    What it catches is the marked text; what it spares are the lines beside it, for noise those that no rule takes.

    Args:
        mark: the mark.
        author: who knows the rules that are there.

    """
    keeps = mark.wrong == "removed"
    catches = list(dict.fromkeys(line.strip() for line in mark.text.split("\n") if line.strip()))
    if not catches:
        return Drafted(mark, None, "the marked text is blank")
    shape, block = _place(mark)
    parts = catches
    if shape != "line":
        catches = [block]
    if all(_is_known(author, text, part, keeps) for text, part in zip(catches, parts, strict=True)):
        return Drafted(mark, None, "a rule that is there sees to it", needless=True)
    beside = [line.strip() for line in (*reversed(mark.before.split("\n")), *mark.after.split("\n"))]
    spares = author.choose_spares(beside, catches, keeps)
    if not spares:
        return Drafted(mark, None, "no text stands beside it that the rule could spare; write it with --spare")
    kind = KEEP if keeps else mark.kind if mark.kind in RULE_KINDS else _ANY_KIND
    draft = Draft(
        language=_language(mark), kind=kind, shape="inline" if keeps and shape != "line" else shape, parts=parts,
        catches=catches, spares=spares, note=_note(mark),
    )  # fmt: skip
    return Drafted(mark, draft)


def _place(mark: Mark) -> tuple[Shape, str]:
    """Tell how a marked text stands in its line, and give the line; what goes over several lines are lines."""
    text = mark.text.strip()
    if "\n" in text:
        return "line", text
    at = mark.text.index(text)
    before = (mark.before + mark.text[:at]).rpartition("\n")[2]
    after = (mark.text[at + len(text) :] + mark.after).partition("\n")[0]
    return _SHAPES[bool(before.strip()), bool(after.strip())], f"{before}{text}{after}".strip()


def _is_known(author: Author, text: str, part: str, keeps: bool) -> bool:
    """Tell whether a rule that is there, such as one drafted from a mark before, does what a mark asks for."""
    return any(
        match.rule.keeps == keeps and match.rule.where == "any" and part in text[match.start : match.end]
        for match in author.matches(text)
    )


def _language(mark: Mark) -> str:
    found = (mark.language or "")[:2].lower()
    return found if found.isascii() and found.isalpha() and len(found) == 2 else "mul"


def _note(mark: Mark) -> str:
    by = f", removed by {mark.rule}" if mark.wrong == "removed" and mark.rule else ""
    return f"Marked in {mark.document}{by}." + (f" {mark.note.strip()}" if mark.note.strip() else "")
