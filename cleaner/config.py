"""One typed configuration, from code, a file (`cleaner.settings.files`), or the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from cleaner.errors import ConfigError, nearest
from cleaner.filters import DEFAULT_CHAIN, available, load
from cleaner.settings.named_files import check_files, named_files
from cleaner.settings.presets import PRESETS, PresetName
from cleaner.settings.validation import convert, is_struct

Share = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0)]


class GuardConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When an article is flagged for review, and what happens to it then.

    `max_removed` is the share of the text's characters (0 to 1) that may go, `max_removed_within` the share that may go
    from within the article: by filters other than `boilerplate`, which takes what is around it on its page, and
    `repeats`. `min_chars` is the size of text below which only the loss of all of it counts. `action`: `keep` the
    cleaned text, `drop` it, or `pass` the input through.
    """

    max_removed: Share = 0.9
    max_removed_within: Share = 0.6
    min_chars: Count = 200
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

    def with_chain(self, names: Iterable[str]) -> Config:
        """Run just these filters: none that is asked for by name is left out.

        >>> Config(without=["teaser"]).with_chain(["teaser", "whitespace"]).names()
        ['teaser', 'whitespace']
        """
        chain = tuple(names)
        return msgspec.structs.replace(self, chain=chain, without=tuple(x for x in self.without if x not in chain))

    def names(self) -> list[str]:
        """The ids of the filters that run, in order."""
        return [name for name in self.chain if name not in self.without]

    def build(self, own: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """Make the filters.

        Args:
            own: filters that are made already, by the name they have in `chain`.

        Raises:
            ConfigError: a filter is unknown, or one of its options is, or a file that it names cannot be read.

        """
        self.check_names(own)
        check_files(self._named())
        return [(n, own[n] if n in own else _make(n, self.filters.get(n, {}))) for n in self.names()]

    def named_files(self) -> dict[str, str]:
        """Give the files that are named, by dotted key: their content decides about the output, too."""
        return {".".join(key): path for key, path in named_files(self._named()).items()}

    def _named(self) -> dict[str, Any]:
        return {"html": msgspec.structs.asdict(self.html), "filters": self.filters}

    def check_names(self, own: Collection[str] = ()) -> None:
        """Look whether every filter that is named exists, and stands in the chain once.

        Args:
            own: names that stand for filters of the caller's.

        Raises:
            ConfigError: one does not.

        """
        if twice := [name for name, times in Counter(self.chain).items() if times > 1]:
            raise ConfigError(f"{twice[0]!r} is there twice; once is enough: all run until none finds more", "chain")
        used = (("chain", self.chain), ("without", self.without), ("filters", self.filters))
        for key, names in used:
            for name in names:
                if name not in available() and name not in own:
                    where = f"{key}.{name}" if key == "filters" else key
                    raise ConfigError(f"there is no filter {name!r}; {nearest(name, available())}", where)


class Settable(Config, frozen=True, forbid_unknown_fields=True):
    """What a configuration file may hold: the configuration, and the preset whose settings it stands on."""

    preset: PresetName = "articles"


def _make(name: str, options: dict[str, Any]) -> Any:
    cls = load(name)
    if not is_struct(cls):
        try:
            return cls(**options) if isinstance(cls, type) or options else cls
        except TypeError as error:
            raise ConfigError(f"the filter does not take these options ({error})", f"filters.{name}") from error
    return convert(options, cls, f"filters.{name}")


def options_of(name: str, made: Any) -> dict[str, Any]:
    """Give the options of a filter that code has made, as they stand in the record of every article.

    Args:
        name: the filter's id.
        made: the filter, a struct.

    Raises:
        ConfigError: one is of a type that JSON cannot hold.

    """
    options: dict[str, Any] = {}
    for field, value in msgspec.structs.asdict(made).items():
        try:
            options[field] = msgspec.json.decode(msgspec.json.encode(value))
        except (TypeError, ValueError) as error:
            raise ConfigError(
                f"cannot stand in the record of an article ({error}); give it a value that JSON knows, or let it be no "
                "field of the struct",
                f"filters.{name}.{field}",
            ) from error
    return options


def _tables(value: Any) -> Iterable[tuple[str, Any]]:
    return value.items() if isinstance(value, Mapping) else ()


def to_config(data: Mapping[str, Any], preset: PresetName | None = None) -> Config:
    """Turn the content of a `cleaner.toml` into a configuration.

    Args:
        data: its tables; a `preset` among its keys names the settings that they stand on.
        preset: what is taken instead of the preset that the data names.

    Raises:
        ConfigError: it sets something unknown, or to a wrong value.

    >>> to_config({"preset": "strict", "filters": {"boilerplate": {"page": 0.75}}}).filters["boilerplate"]
    {'text': 'page', 'page': 0.75}

    """
    for name, options in _tables(data.get("filters")):
        if not isinstance(options, Mapping):
            raise ConfigError(f"must be a table of options, not {options!r}", f"filters.{name}")
        if name in available():
            _make(name, dict(options))
    given = convert(data, Settable)
    merged = merge(PRESETS[preset or given.preset].settings, data)
    return convert({key: value for key, value in merged.items() if key != "preset"}, Config)


def merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Put settings upon others: tables are joined, of any other value the upper one counts.

    >>> merge({"guard": {"min_chars": 1}, "without": ["teaser"]}, {"guard": {"action": "drop"}, "without": []})
    {'guard': {'min_chars': 1, 'action': 'drop'}, 'without': []}
    """
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = merge(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return result
