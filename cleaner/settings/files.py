"""Find and read configuration files, and tell of every setting where it came from.

A configuration stands in a `cleaner.toml`, or in the table `[tool.newsclean]` of a `pyproject.toml`. The library reads
none by itself; the command looks for one in the current folder.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from cleaner.config import Config, merge, to_config
from cleaner.errors import ConfigError
from cleaner.settings.named_files import inside, readers
from cleaner.settings.presets import PRESETS, PresetName
from cleaner.settings.validation import leaves

OWN_NAME = "cleaner.toml"
SHARED_NAME = "pyproject.toml"
_LINE = re.compile(r".*\n|.+\Z")  # `splitlines` also splits where TOML does not
_TABLE = ("tool", "newsclean")
_PACKS = ("rules", "packs")


class Settings(NamedTuple):
    """A configuration and how it came about.

    `origins` says for every dotted key that was set where that was: `cleaner.toml:3`, `preset strict`, or the name of
    an option of the command line.
    """

    config: Config
    preset: PresetName
    path: Path | None
    origins: dict[str, str]


class _File(NamedTuple):
    path: Path
    table: tuple[str, ...]
    text: str
    data: dict[str, Any]

    def place(self, key: str) -> str:
        """Name the file and the line of a dotted key; of one that is not there itself, of the table around it."""
        lines = key_lines(self.text)
        place = ".".join((*self.table, key))
        while place and place not in lines:
            place = place.rpartition(".")[0]
        return f"{self.path}:{lines[place]}" if place else str(self.path)


def find_config(folder: Path) -> Path | None:
    """Find the configuration of a folder: its `cleaner.toml`, else its `pyproject.toml` with `[tool.newsclean]`.

    Folders above are not looked at, so that what a command does is told by the folder that it is run in.

    Raises:
        ConfigError: a `pyproject.toml` that speaks of newsclean is no TOML.

    """
    if (own := folder / OWN_NAME).is_file():
        return own
    shared = folder / SHARED_NAME
    if not shared.is_file() or b"newsclean" not in shared.read_bytes():
        return None
    return shared if isinstance(inside(_parse(shared)[1], _TABLE), Mapping) else None


def read_config(path: Path | str) -> Config:
    """Read a `cleaner.toml`, or the table `[tool.newsclean]` of a `pyproject.toml`.

    Paths in it are relative to the file.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or sets something unknown or to a wrong value; the message
            names file, line, key and the nearest valid one.

    """
    return resolve(Path(path)).config


def resolve(
    path: Path | None = None,
    preset: PresetName | None = None,
    chain: Sequence[str] | None = None,
    without: Sequence[str] = (),
) -> Settings:
    """Put together what a file and the command line set: defaults, below a preset, below the file, below the options.

    Args:
        path: the file, or None for no file.
        preset: the preset, instead of the one that the file names.
        chain: the filters to run, instead of the file's; one that the file leaves out runs, too.
        without: filters to leave out beside those of the file.

    Raises:
        ConfigError: as `read_config`.

    """
    file = _read(path) if path else None
    data: dict[str, Any] = file.data if file else {}
    try:
        config = to_config(data, preset)
        config.check_names()
    except ConfigError as error:
        if file is None or not error.key:
            raise
        table = "".join(f"{step}." for step in file.table)
        raise ConfigError(f"{file.place(error.key)}: {table}{error}") from error
    chosen: PresetName = preset or data.get("preset", "articles")
    origins = {key: f"preset {chosen}" for key, _ in leaves(PRESETS[chosen].settings)}
    origins |= {key: file.place(key) for key, _ in leaves(data)} if file else {}
    if preset:
        origins["preset"] = "--preset"
    if chain is not None:
        config, origins["chain"] = config.with_chain(chain), "--filters"
    if without:
        config = replace(config, without=(*config.without, *without))
        origins["without"] = " and ".join(filter(None, [origins.get("without"), "--without"]))
    return Settings(config, chosen, path, origins)


def _read(path: Path) -> _File:
    text, data = _parse(path)
    table = _TABLE if path.name == SHARED_NAME else ()
    found = inside(data, table)
    if not isinstance(found, Mapping):
        raise ConfigError(f"{path}: has no table [{'.'.join(table)}]; add it, or put the settings into a {OWN_NAME}")
    return _File(path, table, text, anchored(found, path.parent))


def _parse(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error


def anchored(data: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Make the paths in a configuration relative to a folder; what is no path is left for the validation."""
    result = dict(data)
    filters = inside(data, ("filters",))
    for steps in (_PACKS, *readers(filters if isinstance(filters, Mapping) else ())):
        given = inside(data, steps)
        if isinstance(given, list):
            moved: Any = [str(folder / x) if isinstance(x, str) else x for x in given]
        elif isinstance(given, str) and given:
            moved = str(folder / given)
        else:
            continue
        for step in reversed(steps):
            moved = {step: moved}
        result = merge(result, moved)
    return result


@lru_cache(maxsize=4)
def key_lines(text: str) -> dict[str, int]:
    """Find the line, from 1, on which each key and table of a TOML document is set first.

    tomllib keeps no positions, but it knows where a statement ends: lines are added until they parse.

    >>> key_lines("[guard]\\n\\naction = 'drop'")
    {'guard': 1, 'guard.action': 3}
    """
    lines: dict[str, int] = {}
    header = ""
    for first, statement in _statements(text):
        for key, _ in leaves(tomllib.loads(header + statement)):
            steps = key.split(".")
            for size in range(1, len(steps) + 1):
                lines.setdefault(".".join(steps[:size]), first)
        if statement.lstrip().startswith("["):
            header = statement
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    collected = ""
    first = 1
    for number, line in enumerate(_LINE.findall(text), 1):
        first = first if collected else number
        collected += line
        try:
            tomllib.loads(collected)
        except tomllib.TOMLDecodeError:
            continue
        yield first, collected
        collected = ""
