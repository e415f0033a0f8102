"""Write a rule into a pack: from examples to a regex that is put to them, and to the end of the pack's file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

import msgspec
import regex

from cleaner.errors import PackError
from cleaner.rules.check import check_examples, clashes
from cleaner.rules.deriving import derive_regexes
from cleaner.rules.lint import lint_rule
from cleaner.rules.loader import PackSet, load_packs, parse_pack
from cleaner.rules.matcher import Match, Matcher
from cleaner.rules.schema import KEEP, RULE_KINDS, Rule, Shape, Where
from cleaner.rules.shorthands import FILE
from cleaner.text.prose import fold, is_prose
from cleaner.writing.atomic import whole_file

_MAX_CHARS = 300
_MOST_SPARES = 4
_NAME_WORDS, _NAME_CHARS = 5, 40
_NOT_NAME = regex.compile(r"[^a-z0-9]+")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a rule before it has a regex.

    Attributes:
        language: of the text, or `mul`.
        kind: of noise, or `keep`.
        catches: blocks that it shall match.
        spares: blocks that it shall not.
        shape: how it stands in a block.
        parts: what of the blocks it shall match, if the shape is not for whole ones; in the order of `catches`.
        where: the place in the text.
        regex: derived from the examples, if left out.
        name: the end of its id; made of the first words that it catches, if left out.
        loose: see `cleaner.rules.deriving.derive_regexes`.
        note: why it is as it is.

    """

    language: str
    kind: str
    catches: list[str]
    spares: list[str]
    shape: Shape = "line"
    parts: list[str] = []
    where: Where = "any"
    regex: str = ""
    name: str = ""
    loose: bool = False
    note: str = ""


class Written(NamedTuple):
    """A rule and where it was written."""

    rule: Rule
    path: Path
    line: int


class Author:
    r"""Writes rules into one folder of packs, beside all that are there already.

    Args:
        folder: the folder; it may be empty, or not there yet.

    Raises:
        PackError: a pack in it is wrong.

    >>> draft = Draft(language="en", kind="share", catches=["Pass it on, 12 times"], spares=["Pass it on, he said."])
    >>> print(Author(Path("my-patterns")).make(draft).regex)
    (?i)Pass\s{1,3}it\s{1,3}on,\s{1,3}\d{1,4}\s{1,3}times

    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.packs = load_packs(*([folder] if any(path.name != FILE for path in folder.glob("*/*.toml")) else []))
        self._noise = Matcher(self.packs.noise)

    def matches(self, text: str) -> Iterator[Match]:
        """Give what the rules that are there, for noise or to keep, match in a block."""
        for matcher in (self._noise, Matcher(self.packs.keeps), Matcher(self._own_noise())):
            yield from matcher.match(text)

    def choose_spares(self, lines: Iterable[str], catches: Sequence[str], keeps: bool) -> list[str]:
        """Choose texts that a new rule shall spare, from those that stand beside what it catches; prose first.

        Args:
            lines: what stands beside it, the nearest first.
            catches: what it catches.
            keeps: whether it protects; else the lines that rules take are no fit.

        """
        known = [line for line in dict.fromkeys(lines) if any(map(str.isalpha, line))]
        free = [line for line in known if not any(line in text or text in line for text in catches)]
        if not keeps:
            free = [line for line in free if not any(True for _ in self.matches(line))]
        return sorted(free, key=lambda line: not is_prose(line))[:_MOST_SPARES]

    def _own_noise(self) -> list[Rule]:
        known = len(self._noise.rules)
        return list(self.packs.noise[known:])

    def make(self, draft: Draft) -> Rule:
        """Make a rule of a draft and put it to its examples, through the real engine.

        Args:
            draft: what is known of it.

        Raises:
            PackError: there is no regex that catches and spares what it shall, or it takes what another rule spares.

        """
        for texts, what in ((draft.catches, "catches"), (draft.spares, "spares")):
            if not texts:
                raise PackError(f"a rule needs at least one text that it {what}")
        if draft.kind not in (*RULE_KINDS, KEEP):
            known = ", ".join((*RULE_KINDS, KEEP))
            raise PackError(f"no filter applies rules of the kind {draft.kind!r}; known are {known}")
        wanted = draft.parts or draft.catches
        identifier = self._free_id(draft)
        refused = ""
        for pattern in [draft.regex] if draft.regex else derive_regexes(wanted, draft.shape, draft.loose):
            rule = _filled(draft, identifier, pattern)
            found = _first_mistake(rule)
            if not found:
                self._refuse_broad(rule)
                return rule
            refused = refused or found
        raise PackError(f"no regex for {wanted[0]!r} does what it should: the most general {refused}")

    def write(self, rule: Rule) -> Written:
        """Add a rule to the pack of its language and kind, behind all that stands there; make the pack if need be.

        Nothing is written before the loader has read the whole file with the rule in it.

        Args:
            rule: the rule, as `make` gave it.

        Raises:
            PackError: the pack is wrong with the rule.
            OSError: it cannot be written.

        """
        path = self.folder / rule.language / f"{rule.kind}.toml"
        before = path.read_bytes().decode() if path.exists() else ""
        end = "\r\n" if "\r\n" in before else "\n"
        gap = "" if not before else end if before.endswith("\n") else end * 2
        content = before + gap + to_toml(rule).replace("\n", end)
        parse_pack(content, path)
        with whole_file(path) as file:
            file.write(content.encode())
        self.packs = PackSet((*self.packs.rules, rule), self.packs.names, self.packs.sha256)
        return Written(rule, path, (before + gap).count("\n") + 1)

    def _free_id(self, draft: Draft) -> str:
        taken = {rule.id for rule in self.packs.rules}
        stem = f"{draft.language}.{draft.kind}.{draft.name or name_of((draft.parts or draft.catches)[0])}"
        if draft.name and stem in taken:
            raise PackError(f"there is a rule {stem!r} already; choose another name")
        return next(x for x in chain([stem], (f"{stem}-{number}" for number in count(2))) if x not in taken)

    def _refuse_broad(self, rule: Rule) -> None:
        """Refuse what `clean rules test` and `lint` would find in the pack afterwards."""
        for text in rule.spares:
            for match in self.matches(text):
                if clashes(match, rule):
                    raise PackError(f"{match.rule.id} takes {text!r}, which the new rule shall spare; leave it out")
        for found in lint_rule(rule, self.packs):
            raise PackError(f"{found.rule}: {found.message}")


def _filled(draft: Draft, identifier: str, pattern: str) -> Rule:
    longest = 2 * max(map(len, draft.catches))
    return Rule(
        id=identifier, kind=draft.kind, shape=draft.shape, regex=pattern, catches=draft.catches, spares=draft.spares,
        since=version("newsclean"), where=draft.where, note=draft.note,
        max_chars=_MAX_CHARS if draft.shape == "inline" else max(_MAX_CHARS, -(-longest // 100) * 100),
    )  # fmt: skip


def _first_mistake(rule: Rule) -> str:
    try:
        found = next(check_examples(PackSet((rule,), (), "")), None)
    except regex.error as error:
        return f"does not compile: {error}"
    return found.message if found else ""


def name_of(text: str) -> str:
    """Make the last part of an id of a text.

    >>> name_of("Most read: this week's ten"), name_of("もっと読む")
    ('most-read-this-week-s', 'xcfb53453')
    """
    words = _NOT_NAME.sub(" ", fold(text)).split()[:_NAME_WORDS]
    name = "-".join(words)[:_NAME_CHARS].strip("-")
    if name:
        return name
    return f"x{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]}"


def to_toml(rule: Rule) -> str:
    """Write a rule as it stands in a pack; what is as it is by default is left out.

    >>> rule = Rule(id="en.share.x", kind="share", shape="line", regex="Pass it on", catches=["Pass it on"],
    ...             spares=["He did."], since="1")
    >>> print(to_toml(rule), end="")
    [[rule]]
    id      = "en.share.x"
    kind    = "share"
    shape   = "line"
    regex   = '''Pass it on'''
    catches = [
        "Pass it on",
    ]
    spares  = [
        "He did.",
    ]
    since   = "1"

    """
    lines = ["[[rule]]"]
    for name in ("id", "kind", "shape", "where", "regex", "max_chars", "catches", "spares", "since", "note"):
        value = getattr(rule, name)
        if name in ("where", "max_chars", "note") and value == getattr(_PLAIN, name):
            continue
        lines.append(f"{name:7} = {_value(name, value)}")
    return "\n".join(lines) + "\n"


_PLAIN = Rule(id="", kind="", shape="line", catches=[], spares=[], since="")


def _value(name: str, value: str | int | Sequence[str]) -> str:
    if name == "regex" and isinstance(value, str) and "'''" not in value and not value.endswith("'"):
        return f"'''{value}'''"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, int):
        return str(value)
    return "[\n" + "".join(f"    {_string(text)},\n" for text in value) + "]"


def _string(text: str) -> str:
    """Write a string as TOML: as JSON does, but for the one control character that JSON leaves alone."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_examples(path: Path) -> list[str]:
    """Read texts of blocks from a file, one a line; blank lines do not count.

    Raises:
        PackError: it cannot be read, or is not UTF-8.

    """
    try:
        return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"{path}: cannot be read ({error}); it should hold texts in UTF-8, one a line") from error
