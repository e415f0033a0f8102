"""Read rule packs and refuse what is wrong in them, naming file, line, rule and remedy."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec
import rtoml

from cleaner.errors import ConfigError, PackError
from cleaner.rules.mistakes import mistakes
from cleaner.rules.schema import Rule
from cleaner.rules.shorthands import FILE, Shorthands, read_shorthands
from cleaner.settings.validation import said

_INSIDE_WHEEL = Path(__file__).parent.parent / "patterns"
_IN_CHECKOUT = Path(__file__).parent.parent.parent / "patterns"
_OWN_NAME = "newsclean"
_KEYS = Rule.__struct_fields__
_PATTERNS = ("regex", "unless")
_CHOICES = {x.name: get_args(x.type) for x in msgspec.structs.fields(Rule) if get_origin(x.type) is Literal}
_BEGIN = re.compile(r"\s*\[\[\s*rule\s*\]\]\s*(?:#.*)?")


@dataclass(frozen=True)
class PackSet:
    """All rules of a chain, in the order of their ids, with what identifies them in a provenance record."""

    rules: tuple[Rule, ...]
    names: tuple[str, ...]
    """`newsclean` for all packs that come with the package, hundreds of them, and each further one, as `en/share`."""
    sha256: str
    """Of all rules: one that is changed or left out gives another."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Send what differs from the package's own rules: they are everywhere, but a folder may not be."""
        if self is _own():
            return load_packs, ()
        own, mine = ({rule.id: rule for rule in rules} for rules in (_own().rules, self.rules))
        gone = tuple(name for name in own if mine.get(name) is not own[name])
        return _differing, (tuple(mine[name] for name in mine if own.get(name) is not mine[name]), gone, self.names)

    @property
    def noise(self) -> tuple[Rule, ...]:
        """The rules that say what noise looks like."""
        return tuple(rule for rule in self.rules if not rule.keeps)

    @property
    def keeps(self) -> tuple[Rule, ...]:
        """The rules that protect text."""
        return tuple(rule for rule in self.rules if rule.keeps)

    def without(self, ids: Iterable[str]) -> PackSet:
        """Leave rules out; an id that ends in `*` names all that begin so.

        Raises:
            ConfigError: an id names no rule.

        """
        exact = set(ids)
        if not exact:
            return self
        known = {rule.id for rule in self.rules}
        for name in sorted(exact):
            if name not in known and not (name.endswith("*") and any(x.startswith(name[:-1]) for x in known)):
                near = difflib.get_close_matches(name, known, 1)
                hint = f"did you mean {near[0]!r}?" if near else "`clean rules list` shows all"
                raise ConfigError(f"there is no rule {name!r}; {hint}", "rules.disable")
        starts = tuple(x[:-1] for x in exact if x.endswith("*"))
        kept = tuple(r for r in self.rules if r.id not in exact and not r.id.startswith(starts or ("\0",)))
        return PackSet(kept, self.names, _hash(kept))


def own_packs() -> Path:
    """Tell where the rules that come with the package lie."""
    return _INSIDE_WHEEL if _INSIDE_WHEEL.is_dir() else _IN_CHECKOUT


def load_packs(*folders: Path | str, check_own: str = "") -> PackSet:
    """Read the rules that come with the package, and those of further folders.

    Args:
        folders: each laid out like `patterns/`: `<language>/<kind>.toml`.
        check_own: which of the package's own packs to check, too, such as `fi/*`, or `*` for all; none by default:
            their tests have done it, and it takes seconds.

    Raises:
        PackError: a pack is wrong; the message says where and what to do.

    """
    if not folders and not check_own:
        return _own()
    own = _load_folder(own_packs(), check_own) if check_own else _own_rules()
    return _set_of(own, [Path(folder) for folder in folders])


@cache
def _own() -> PackSet:
    return _set_of(_own_rules())


def _differing(further: tuple[Rule, ...], gone: tuple[str, ...], names: tuple[str, ...]) -> PackSet:
    kept = (rule for rule in _own().rules if rule.id not in gone)
    ordered = tuple(sorted((*kept, *further), key=lambda rule: rule.id))
    return PackSet(ordered, names, _hash(ordered))


def _set_of(own: dict[str, tuple[Rule, Path]], folders: Sequence[Path] = ()) -> PackSet:
    rules = dict(own)
    further: set[str] = set()
    for folder in {folder.resolve(): folder for folder in folders}.values():  # each once
        for identifier, (rule, path) in _load_folder(folder, "*").items():
            if identifier in rules:
                raise PackError(
                    f"{path}: rule {identifier!r} has the id of one in {rules[identifier][1]}; rename one of them"
                )
            rules[identifier] = (rule, path)
            further.add(f"{path.parent.name}/{path.stem}")
    ordered = tuple(rules[identifier][0] for identifier in sorted(rules))
    return PackSet(ordered, (_OWN_NAME, *sorted(further)), _hash(ordered))


def place_of(rule: Rule, *folders: Path) -> tuple[Path, int]:
    """Find the file and the line in which a rule begins.

    Args:
        rule: the rule.
        folders: the folders of packs that were loaded beside the package's own.

    Raises:
        PackError: none of the folders holds it.

    >>> path, line = place_of(load_packs().rules[0])
    >>> line > 0, path.suffix
    (True, '.toml')

    """
    begins = re.compile(rf"\s*id\s*=\s*([\"']){re.escape(rule.id)}\1")
    for folder in (own_packs(), *folders):
        path = folder / rule.language / f"{rule.kind}.toml"
        for line, content in enumerate(path.read_text(encoding="utf-8").split("\n") if path.exists() else (), 1):
            if begins.match(content):
                return path, line
    raise PackError(f"{rule.id}: stands in none of {', '.join(map(str, (own_packs(), *folders)))}")


@cache
def _own_rules() -> dict[str, tuple[Rule, Path]]:
    return _load_folder(own_packs(), check="")


def _load_folder(folder: Path, check: str) -> dict[str, tuple[Rule, Path]]:
    rules: dict[str, tuple[Rule, Path]] = {}
    for path in _pack_files(folder):
        for rule in load_pack(path, fnmatchcase(f"{path.parent.name}/{path.stem}", check)):
            if rule.id in rules:
                raise PackError(
                    f"{path}: rule {rule.id!r} has the id of one in {rules[rule.id][1]}; rename one of them"
                )
            rules[rule.id] = (rule, path)
    return rules


def _hash(rules: Sequence[Rule]) -> str:
    return hashlib.sha256(msgspec.json.encode(rules)).hexdigest()


def _pack_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise PackError(f"{folder}: no such folder of rule packs; it should hold <language>/<kind>.toml")
    found = sorted(path for path in folder.glob("*/*.toml") if path.name != FILE)
    if not found:
        raise PackError(f"{folder}: holds no rule pack; packs are named <language>/<kind>.toml")
    return found


def load_pack(path: Path, check: bool = True) -> list[Rule]:
    """Read one pack.

    Args:
        path: the file.
        check: compile every regex and look for mistakes beyond wrong keys and types.

    Raises:
        PackError: the file cannot be read, is no TOML, or holds a wrong rule.

    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PackError(f"{path}: cannot be read ({error.strerror}); check the name and the permissions") from error
    except UnicodeDecodeError as error:
        raise PackError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    return parse_pack(text, path, check)


def parse_pack(text: str, path: Path, check: bool = True) -> list[Rule]:
    """Read the content of a pack as if it stood in its place; arguments and errors are those of `load_pack`."""
    try:
        data = rtoml.loads(text)
    except rtoml.TomlParsingError as error:
        raise PackError(f"{path}: is not valid TOML: {error}") from error
    stray = sorted(set(data) - {"rule"})
    if stray or not isinstance(data.get("rule"), list) or not all(isinstance(raw, dict) for raw in data["rule"]):
        what = f"has the key {stray[0]!r}" if stray else "holds no rule"
        raise PackError(f"{path}: {what}; a pack is a list of [[rule]] tables and nothing else")
    rules: list[Rule] = []
    shorthands = _shorthands(path.parent, check)
    for number, raw in enumerate(data["rule"]):
        place = _Place(path, number, raw.get("id"), text)
        rule = _rule(raw, place, shorthands)
        for message, key in mistakes(rule, path) if check else ():
            raise place.error(message, key)
        rules.append(rule)
    return rules


def _shorthands(folder: Path, check: bool) -> Shorthands:
    """Read the shorthands of a language: ours, and those beside a user's rules."""
    if folder.parent == own_packs():
        return _own_shorthands(folder.name, check)
    return _own_shorthands(folder.name, False).extended(read_shorthands(folder / FILE, check))


@cache
def _own_shorthands(language: str, check: bool) -> Shorthands:
    return Shorthands(read_shorthands(own_packs() / language / FILE, check))


@dataclass(frozen=True)
class _Place:
    path: Path
    number: int
    """How many rules stand above it."""
    rule: Any
    text: str

    def error(self, message: str, key: str | None = None) -> PackError:
        # `splitlines` also splits at characters that may stand in a string of TOML
        lines = self.text.split("\n")
        begins = [n for n, line in enumerate(lines, 1) if _BEGIN.fullmatch(line)]
        line = first = begins[self.number] if self.number < len(begins) else 1
        last = begins[self.number + 1] - 1 if self.number + 1 < len(begins) else len(lines)
        if key:
            for number, content in enumerate(lines[first:last], first + 1):
                if re.match(rf"\s*{re.escape(key)}\s*=", content):
                    line = number
                    break
        return PackError(f"{self.path}:{line}: rule {self.rule!r}: {message}")


def _rule(raw: dict[str, Any], place: _Place, shorthands: Shorthands) -> Rule:
    for key in raw:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(_KEYS)}"
            raise place.error(f"unknown key {key!r}; {hint}", key)
    for key in _PATTERNS:
        if isinstance(raw.get(key), str):
            raw[key], unknown = shorthands.spell_out(raw[key])
            if unknown:
                raise place.error(f"there is no shorthand {unknown}; known are {', '.join(shorthands.known)}", key)
    try:
        return msgspec.convert(raw, Rule)
    except msgspec.ValidationError as error:
        mistake = said(str(error), raw, Rule)
        raise place.error(_with_remedy(mistake), mistake.key) from error


def _with_remedy(mistake: ConfigError) -> str:
    """Add to a wrong value which ones there are, unless the message lists them already."""
    text, values = str(mistake), _CHOICES.get(mistake.key)
    if values and ", ".join(sorted(values)) in text:
        return text
    remedy = f"it takes {', '.join(values)}" if values else "see docs/rules.md for the keys and their values"
    return f"{text}{'' if text.endswith('?') else ';'} {remedy}"
