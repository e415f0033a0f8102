"""One typed configuration, from code, a `cleaner.toml`, or the command line."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from cleaner.errors import ConfigError
from cleaner.filters import DEFAULT_CHAIN, available, load


class GuardConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When an article is flagged for review, and what happens to it then.

    `max_removed` is the share of the text's characters (0 to 1) that may go; `min_chars` is the size of text below
    which only the loss of all of it counts. `action`: `keep` the cleaned text, `drop` it, or `pass` the input through.
    """

    max_removed: float = 0.9
    min_chars: int = 200
    action: Literal["keep", "drop", "pass"] = "keep"


class RulesConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which rules are in: folders of further packs, and ids left out (`en.share.*` names all that begin so)."""

    packs: list[str] = []
    disable: list[str] = []


class HtmlConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the article of an HTML page is found.

    `reader`: `lines` weighs every line of the page, with what trafilatura keeps as one of the signs; `trafilatura`
    takes its text as it is. `threshold` is the score (in logits) above which a line is the article's; `weights`
    names another model's file.
    """

    reader: Literal["lines", "trafilatura"] = "lines"
    threshold: float = 0.0
    weights: str = ""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that can be set.

    `chain` holds the ids of the filters in order; `without` leaves some of them out; `filters` holds the options of
    single filters by id.

    >>> Config(without=["teaser"]).names()[-2:]
    ['caption', 'whitespace']
    """

    chain: tuple[str, ...] = DEFAULT_CHAIN
    without: tuple[str, ...] = ()
    filters: dict[str, dict[str, Any]] = {}
    rules: RulesConfig = RulesConfig()
    guard: GuardConfig = GuardConfig()
    html: HtmlConfig = HtmlConfig()

    def names(self) -> list[str]:
        """The ids of the filters that run, in order."""
        return [name for name in self.chain if name not in self.without]

    def build(self, own: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """Make the filters.

        Args:
            own: filters that are made already, by the name they have in `chain`.

        Raises:
            ConfigError: a filter is unknown, or one of its options is.

        """
        for name in (*self.chain, *self.without, *self.filters):
            if name not in available() and name not in own:
                raise ConfigError(f"there is no filter {name!r}; {_nearest(name, list(available()))}")
        return [(n, own[n] if n in own else _make(n, self.filters.get(n, {}))) for n in self.names()]


def _make(name: str, options: dict[str, Any]) -> Any:
    cls = load(name)
    if not (isinstance(cls, type) and issubclass(cls, msgspec.Struct)):
        return cls(**options) if isinstance(cls, type) or options else cls
    return _convert(options, cls, f"filters.{name}")


def _convert(data: Any, cls: type[Any], where: str) -> Any:
    try:
        return msgspec.convert(data, cls)
    except msgspec.ValidationError as error:
        message = str(error)
        unknown = message.split("`")[1] if "unknown field" in message else None
        hint = _nearest(unknown, list(cls.__struct_fields__)) if unknown else "see docs/configuration.md"
        raise ConfigError(f"{where}: {message}; {hint}") from error


def _nearest(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(known))}"


def read_config(path: Path) -> Config:
    """Read a `cleaner.toml`.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or sets something unknown; the message names the file.

    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    return to_config(data, str(path))


def to_config(data: dict[str, Any], where: str = "configuration") -> Config:
    """Turn the content of a `cleaner.toml` into a configuration.

    Raises:
        ConfigError: it sets something unknown, or to a wrong value.

    """
    config: Config = _convert(data, Config, where)
    return config
