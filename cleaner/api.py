"""The library: `clean` for one source, `Cleaner` for many with one configuration."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from cleaner import chain
from cleaner.article import Article, Edit, Fact, Field, Provenance, Verdict
from cleaner.config import Config, options_of, to_config
from cleaner.document import Memo, Page
from cleaner.errors import ConfigError, InputError
from cleaner.filters import Filter
from cleaner.guard import judge
from cleaner.reading.decode import InputText, read_text
from cleaner.reading.html import PageText, declares_html, looks_like_html, read_html
from cleaner.rules import Matcher, PackSet, load_packs
from cleaner.settings.files import read_config
from cleaner.settings.validation import convert
from cleaner.text import dates
from cleaner.text.language import detect
from cleaner.text.prose import sha256

InputKind = Literal["auto", "text", "html"]


class Cleaner:
    """A chain with its rules and configuration, made once and used for any number of documents.

    Args:
        filters: what runs, in order: ids of installed filters, or callables of your own; the configured chain if left
            out.
        packs: folders of further rule packs.
        config: a `Config`, the path of a `cleaner.toml`, or the dict that one holds.

    Raises:
        ConfigError: the configuration names something unknown or wrong, or two filters have one name.
        PackError: a rule pack is wrong.

    >>> cleaner = Cleaner(filters=["repeats", "whitespace"])
    >>> cleaner.clean("Advertisement").text
    'Advertisement'

    """

    def __init__(
        self,
        filters: Iterable[str | Filter] | None = None,
        packs: Iterable[Path | str] = (),
        config: Config | Mapping[str, Any] | Path | str | None = None,
    ):
        for name, value in (("filters", filters), ("packs", packs)):
            if isinstance(value, str | Path):
                raise ConfigError(f"must be a list, not {value!r}; put it in brackets", name)
        settings = _checked(config)
        chosen = None if filters is None else tuple(filters)
        own = {_name(f): f for f in chosen or () if not isinstance(f, str)}
        self.config = settings = settings if chosen is None else _with_filters(settings, chosen, own)
        self._filters: list[tuple[str, Filter]] = settings.build(own)
        for folder in settings.rules.packs:
            if not Path(folder).is_dir():
                raise ConfigError(f"{folder}: no such folder of rule packs (<language>/<kind>.toml)", "rules.packs")
        self._folders = tuple(Path(p) for p in (*settings.rules.packs, *packs))
        self.packs: PackSet = load_packs(*self._folders).without(settings.rules.disable)

    def __getstate__(self) -> dict[str, Any]:
        made_anew = ("matcher", "keeps", "_config_json")
        return {name: value for name, value in vars(self).items() if name not in made_anew}

    @cached_property
    def matcher(self) -> Matcher:
        """The compiled rules that know noise."""
        return _own_matcher() if self.packs is load_packs() else Matcher(self.packs.noise)

    @cached_property
    def keeps(self) -> Matcher:
        """The compiled rules that protect text."""
        return Matcher(self.packs.keeps)

    @property
    def filters(self) -> list[tuple[str, Filter]]:
        """The filters that run, with their ids, in order."""
        return list(self._filters)

    def clean(
        self,
        source: str | bytes,
        kind: InputKind = "auto",
        url: str | None = None,
        watch: chain.Watch | None = None,
        charset: str | None = None,
    ) -> Article:
        """Clean one document.

        Args:
            source: text, or HTML, or the bytes of either.
            kind: what it is; `auto` looks at it.
            url: where it came from; kept in the article.
            watch: called after every filter, see `cleaner.chain.run`.
            charset: what the server said of the bytes: `iso-8859-2`, or all of its Content-Type,
                `text/html; charset=iso-8859-2`; it counts where they are no UTF-8.

        Raises:
            ConfigError: there is no such kind.
            InputError: what is no text: other bytes, None; an address or a charset that is none.

        """
        _check(source, kind, url, charset)
        read = read_text(source, charset)
        memo: Memo = {}
        address = None if url is None else str.__str__(url)
        found = self._read_page(read.text, kind, address, memo)
        if found is None:
            outcome = chain.run(read.text, self._filters, self.matcher, None, watch, self.keeps, memo)
            return self._article(read, Page(url=address), outcome)
        read = read._replace(text=found.text, reader={**read.reader, **found.reader})
        outcome = chain.run(read.text, self._filters, self.matcher, found.page, watch, self.keeps, memo)
        return self._article(read, found.page, outcome)

    def _read_page(self, text: str, kind: InputKind, url: str | None, memo: Memo) -> PageText | None:
        """Read a text as a page; None where it is none, or only looks like one."""
        if kind == "text" or (kind == "auto" and not looks_like_html(text)):
            return None
        found = read_html(text, self.matcher, self.config.html, url, self.keeps, memo)
        is_page = kind == "html" or found.text.strip() or declares_html(text)
        return found if is_page else None

    def clean_many(self, sources: Iterable[str | bytes], kind: InputKind = "auto") -> Iterator[Article]:
        """Clean documents one after another, each as if it were alone.

        Raises:
            InputError: the sources are a single text.

        """
        if isinstance(sources, str | bytes):
            raise InputError("is one text, not many; put it in a list, or give it to clean()")
        return (self.clean(source, kind) for source in sources)

    def _article(self, read: InputText, page: Page, outcome: chain.Outcome) -> Article:
        verdict = judge(read.text, outcome.text, outcome.edits, self.config.guard, settled=outcome.settled)
        text, edits = _guarded(read.text, outcome, verdict)
        language = detect(text) or page.language or detect(read.text)
        title, date, byline, source = _metadata(page, outcome, language or "en")
        return Article(
            text=text,
            title=title,
            date=date,
            byline=byline,
            source=source,
            language=language,
            url=page.url,
            edits=list(edits),
            provenance=Provenance(
                package="newsclean",
                version=_package_version(),
                input_sha256=read.sha256,
                output_sha256=sha256(text),
                encoding=read.encoding,
                reader=read.reader,
                chain=[name for name, _ in self._filters],
                config=msgspec.json.decode(self._config_json),  # each article its own
                packs=list(self.packs.names),
                packs_sha256=self.packs.sha256,
                rounds=outcome.rounds,
                counts=_count(edits, lambda edit: 1),
                removed_chars=_count(edits, lambda edit: edit.chars),
                facts=list(outcome.facts),
                verdict=verdict,
                spared=list(outcome.spared),
            ),
        )

    @cached_property
    def _config_json(self) -> bytes:
        return msgspec.json.encode(self.config)


def _check(source: object, kind: str, url: object, charset: object) -> None:
    """Refuse arguments that `Cleaner.clean` does not take."""
    if kind not in get_args(InputKind):
        raise ConfigError(f"there is no kind {kind!r}; known are {', '.join(get_args(InputKind))}")
    if not isinstance(source, str | bytes | bytearray | memoryview):
        raise InputError(f"is no text but {type(source).__name__}; give str or bytes")
    for name, what, value in (("url", "an address", url), ("charset", "a charset", charset)):
        if not isinstance(value, str | None):
            raise InputError(f"has {what} that is no text but {type(value).__name__}; give {name}=str or None")


def _checked(config: Config | Mapping[str, Any] | Path | str | None) -> Config:
    """Look at every value, also of a `Config` that code has made: msgspec checks only what it reads."""
    if isinstance(config, Config):
        return convert(msgspec.to_builtins(config), Config)
    if not isinstance(config, Mapping | str | Path | None):
        raise ConfigError(f"must be a Config, a table or the path of a file, not {config!r}", "config")
    return read_config(Path(config)) if isinstance(config, str | Path) else to_config(config or {})


def _with_filters(settings: Config, filters: Sequence[str | Filter], own: Mapping[str, Filter]) -> Config:
    """Put a chain into a configuration, with the options of filters made in code: the record must tell them."""
    chosen = tuple(f if isinstance(f, str) else _name(f) for f in filters)
    if doubles := sorted(name for name, times in Counter(chosen).items() if times > 1):
        raise ConfigError(f"{doubles[0]!r} is there twice; give each filter a `name` of its own", "filters")
    options = {name: options_of(name, f) for name, f in own.items() if isinstance(f, msgspec.Struct)}
    return msgspec.structs.replace(settings.with_chain(chosen), filters=settings.filters | options)


def _name(apply: Any) -> str:
    if isinstance(apply, type):
        raise ConfigError(f"{apply.__name__} is a class; give an instance of it, {apply.__name__}()", "filters")
    if not callable(apply):
        raise ConfigError(f"{apply!r} is no filter; give an id, or what takes a Document and yields edits", "filters")
    return str(getattr(apply, "name", None) or getattr(apply, "__name__", None) or type(apply).__name__)


def _guarded(original: str, outcome: chain.Outcome, verdict: Verdict) -> tuple[str, Sequence[Edit]]:
    if verdict.status == "ok" or verdict.action == "keep":
        return outcome.text, outcome.edits
    if verdict.action == "pass":
        return original, ()
    assert verdict.action == "drop"
    whole = Edit(
        start=0, end=len(original), action="delete", filter="guard", rule="guard.drop", kind="boilerplate",
        reason=verdict.reason, removed=original,
    )  # fmt: skip
    return "", (whole,) if original else ()


def _count(edits: Iterable[Edit], of: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for edit in edits:
        counts[edit.kind] = counts.get(edit.kind, 0) + of(edit)
    return dict(sorted(counts.items()))


def _metadata(
    page: Page, outcome: chain.Outcome, language: str
) -> tuple[str | None, dt.date | None, str | None, str | None]:
    told = (page.date, _fact(outcome.facts, "date"))
    days = (dates.read(date, [language, "en"]) for date in told if date)
    return (
        page.title or _fact(outcome.facts, "title"),
        next(filter(None, days), None),
        page.byline or _fact(outcome.facts, "byline"),
        _fact(outcome.facts, "source") or page.source,
    )


def _fact(facts: Sequence[Fact], field: Field) -> str | None:
    """Choose the surest fact; among equals the one found first, which is the one that stands first."""
    found = [fact for fact in facts if fact.field == field]
    return max(found, key=lambda fact: fact.score).value if found else None


@cache
def _package_version() -> str:
    return version("newsclean")


@cache
def _own_matcher() -> Matcher:
    """Make the matcher of the package's rules once in a process: it takes a third of a second and holds no state."""
    return Matcher(load_packs().noise)


@cache
def default_cleaner() -> Cleaner:
    """Make the cleaner of the default chain once in a process, for all who are given none."""
    return Cleaner()


def clean(source: str | bytes, kind: InputKind = "auto", url: str | None = None, charset: str | None = None) -> Article:
    """Clean one document with the default chain.

    Args:
        source: text, or HTML, or the bytes of either.
        kind: what it is; `auto` looks at it.
        url: where it came from; kept in the article.
        charset: what the server said of the bytes, see `Cleaner.clean`.

    Raises:
        InputError: bytes that are no text.

    >>> clean("The ferry sails again, the harbour board said.\\n\\nAdvertisement").text
    'The ferry sails again, the harbour board said.'

    """
    return default_cleaner().clean(source, kind, url, charset=charset)
