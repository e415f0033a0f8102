"""From the content of a configuration file to typed settings; what is wrong is said with its key and a remedy."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any, TypeVar, get_args, get_origin

import msgspec

from cleaner.errors import ConfigError, nearest

T = TypeVar("T", bound=msgspec.Struct)

_EXPECTED = re.compile(r"Expected `(?P<kind>\w+)`(?P<bound> [<>]=? \S+)?(?:, got `(?P<got>\w+)`)?")
_KINDS = {
    "float": "a number", "int": "a whole number", "str": "a string", "bool": "true or false", "array": "a list",
    "object": "a table",
}  # fmt: skip
_BOUNDS = {">=": "at least", "<=": "at most", ">": "above", "<": "below"}


def convert(data: Any, cls: type[T], prefix: str = "") -> T:
    """Turn what TOML or JSON holds into a struct.

    Args:
        data: a table.
        cls: a struct that forbids unknown fields.
        prefix: the dotted key of the table, as messages shall name it.

    Raises:
        ConfigError: a key is unknown, or its value is of a wrong type or out of range.

    >>> from cleaner.config import GuardConfig
    >>> convert({"action": "drpo"}, GuardConfig, "guard")
    Traceback (most recent call last):
    cleaner.errors.ConfigError: guard.action: 'drpo' is none of its values; did you mean 'drop'?

    """
    for key, value in leaves(data) if isinstance(data, Mapping) else ():
        if isinstance(value, float) and not isfinite(value):
            raise ConfigError(f"must be a finite number, not {value}", _dotted(prefix, key))
    try:
        return msgspec.convert(data, cls)
    except msgspec.ValidationError as error:
        raise said(str(error), data, cls, prefix) from error


def leaves(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Give every value of nested tables with its dotted key; an empty table is a value.

    >>> list(leaves({"guard": {"action": "drop"}, "html": {}}))
    [('guard.action', 'drop'), ('html', {})]
    """
    for name, value in data.items():
        key = _dotted(prefix, name)
        if isinstance(value, Mapping) and value:
            yield from leaves(value, key)
        else:
            yield key, value


def known_keys(cls: type[msgspec.Struct], prefix: str = "") -> Iterator[str]:
    """Name every key of a struct, dotted, with those of the structs in it and the options of all installed filters.

    >>> from cleaner.config import Config
    >>> "guard.max_removed" in known_keys(Config), "filters.teaser.threshold" in known_keys(Config)
    (True, True)
    """
    from cleaner.filters import available, load  # which read rules, and those are validated here

    for field in msgspec.structs.fields(cls):
        key = _dotted(prefix, field.name)
        yield key
        if is_struct(field.type):
            yield from known_keys(field.type, key)
        elif key == "filters":
            for name in sorted(available()):
                yield f"{key}.{name}"
                if is_struct(options := load(name)):
                    yield from known_keys(options, f"{key}.{name}")


def is_struct(of: Any) -> bool:
    """Tell whether something is the type of a struct: its options are its fields."""
    return isinstance(of, type) and issubclass(of, msgspec.Struct)


def _dotted(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name


def said(message: str, data: Any, cls: type[msgspec.Struct], prefix: str = "") -> ConfigError:
    """Say a mistake that msgspec found in the words of the configuration.

    Args:
        message: what msgspec said.
        data: the table that it read.
        cls: the struct that it read it into.
        prefix: the dotted key of the table.

    >>> from cleaner.config import GuardConfig
    >>> str(said("Expected `int`, got `str` - at `$.min_chars`", {"min_chars": "many"}, GuardConfig))
    "min_chars: must be a whole number, not 'many'"

    """
    what, _, place = message.partition(" - at `$")
    steps = re.findall(r"[^.\[\]`]+", place)
    key = ".".join((*filter(None, [prefix]), *(step for step in steps if not step.isdigit())))
    if "unknown field" in what:
        name = what.split("`")[1]
        owner = _type_at(cls, steps)
        return ConfigError(f"unknown key; {_nearest_key(name, key, owner)}", _dotted(key, name))
    value = _value_at(data, steps)
    if what.startswith("Invalid enum value"):
        hint = nearest(str(value), get_args(_type_at(cls, steps)))
        return ConfigError(f"{value!r} is none of its values; {hint}", key)
    if found := _EXPECTED.match(what):
        kind = _KINDS.get(found["kind"], found["kind"])
        sign, _, bound = (found["bound"] or "").strip().partition(" ")
        limit = f" of {_BOUNDS[sign]} {bound.removesuffix('.0')}" if sign else ""
        return ConfigError(f"must be {kind}{limit}, not {value!r}", key)
    return ConfigError(what, key)


def _nearest_key(name: str, table: str, owner: Any) -> str:
    """Name the key that was meant: one of the same table, or one that stands in another."""
    from cleaner.config import Settable

    own = [field.name for field in msgspec.structs.fields(owner)] if is_struct(owner) else []
    if near := difflib.get_close_matches(name, own, 1):
        return f"did you mean {_dotted(table, near[0])!r}?"
    elsewhere = {key.rpartition(".")[2]: key for key in known_keys(Settable)}
    if near := difflib.get_close_matches(name, elsewhere, 1, cutoff=0.8):
        return f"did you mean {elsewhere[near[0]]!r}?"
    return nearest(name, own)


def _type_at(cls: Any, steps: Sequence[str]) -> Any:
    for step in steps:
        if is_struct(cls):
            cls = {field.name: field.type for field in msgspec.structs.fields(cls)}.get(step)
        elif get_origin(cls) in (list, tuple):
            cls = get_args(cls)[0]
    return cls


def _value_at(data: Any, steps: Sequence[str]) -> Any:
    for step in steps:
        data = data[int(step)] if isinstance(data, list | tuple) else data[step]
    return data
