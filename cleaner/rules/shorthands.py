"""What many rules of a language say alike has a name there, in `patterns/<language>/shorthands.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import regex
import rtoml

from cleaner.errors import PackError
from cleaner.rules.schema import SHORTHANDS

FILE = "shorthands.toml"
_USED = re.compile(r"(?<!%)%[a-z][a-z_]+%(?!%)")
_NAME = re.compile(r"[a-z][a-z_]+")


class Shorthands:
    """The shorthands of one language, by the name that stands in a regex as `%name%`.

    >>> Shorthands({"told": "(?:said|told)"}).spell_out("(?!.{0,99}%told%)%name% is a reporter")
    ('(?!.{0,99}(?:said|told))%name% is a reporter', None)
    """

    def __init__(self, by_name: Mapping[str, str]):
        self._by_name = {f"%{name}%": meaning for name, meaning in by_name.items()}

    def extended(self, by_name: Mapping[str, str]) -> Shorthands:
        """Add more; one of a known name takes its place."""
        return (
            Shorthands({name.strip("%"): x for name, x in self._by_name.items()} | dict(by_name)) if by_name else self
        )

    @property
    def known(self) -> list[str]:
        """What a regex of the language may use."""
        return sorted({*SHORTHANDS, *self._by_name})

    def spell_out(self, pattern: str) -> tuple[str, str | None]:
        """Put in what the shorthands of the language mean, and name the first that there is none of.

        Those that every language has stay: a regex is analysed before a name or a date in it is spelled out.
        """
        if not (used := _USED.findall(pattern)):
            return pattern, None
        unknown = (found for found in used if found not in SHORTHANDS and found not in self._by_name)
        return _USED.sub(lambda found: self._by_name.get(found.group(), found.group()), pattern), next(unknown, None)


def read_shorthands(path: Path, check: bool = True) -> dict[str, str]:
    """Read a file of shorthands; nothing where there is none.

    Args:
        path: the file.
        check: look for wrong names, and compile every regex.

    Raises:
        PackError: it cannot be read, or one is wrong.

    """
    try:
        data = rtoml.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, rtoml.TomlParsingError) as error:
        raise PackError(f"{path}: cannot be read as TOML: {error}") from error
    for name, meaning in data.items() if check else ():
        if not _NAME.fullmatch(name) or f"%{name}%" in SHORTHANDS:
            raise PackError(
                f"{path}: {name!r} is no name for a shorthand; take lower-case letters and _, not a known one"
            )
        try:
            regex.compile(meaning)
        except (TypeError, regex.error) as error:
            raise PackError(f"{path}: shorthand {name!r} is no regex: {error}") from error
    return data
