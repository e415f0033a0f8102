"""Show a configuration as it is in effect: as TOML to read and to read back, as JSON, and the schema of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import tomlkit
from tomlkit.items import Table

from cleaner.config import Config, Settable
from cleaner.filters import available, load
from cleaner.settings.files import Settings, anchored

_SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def to_toml(settings: Settings) -> str:
    """Write every setting as a `cleaner.toml` that gives the same configuration again, in whatever folder it is put.

    What is not a default says in a comment where it was set. The options of filters that nobody set stand as comments,
    with their defaults.

    >>> from cleaner.settings.files import resolve
    >>> print(to_toml(resolve(without=["teaser"])).splitlines()[4])
    without = ["teaser"] # --without
    """
    values = to_dict(settings)
    document = tomlkit.document()
    document.add(tomlkit.comment(f"read from {settings.path}" if settings.path else "no file was read"))
    document.add(tomlkit.comment(_said("preset", settings.preset, settings.origins.get("preset", "the default"))))
    document.add(tomlkit.nl())
    given = {key: value for key, value in values["config"].items() if not isinstance(value, dict)}
    _fill(document, "", given, {}, settings)
    for name, table in values["config"].items():
        if isinstance(table, dict) and name != "filters":
            document.add(name, _fill(tomlkit.table(), name, table, {}, settings))
    filters = tomlkit.table(is_super_table=True)
    for name, options in values["config"]["filters"].items():
        table = _fill(tomlkit.table(), f"filters.{name}", options, values["filters"].get(name, {}), settings)
        filters.add(name, table)
    if settings.config.filters:
        document.add("filters", filters)
    text = tomlkit.dumps(document)
    for name, options in values["filters"].items():
        if name not in settings.config.filters and options:
            lines = tomlkit.dumps({"filters": {name: options}}).splitlines()
            text += "\n" + "".join(f"# {line}\n" for line in lines)
    return text


def to_dict(settings: Settings) -> dict[str, Any]:
    """Give the configuration, the options of the filters that run with their defaults, and where things were set.

    >>> from cleaner.settings.files import resolve
    >>> found = to_dict(resolve(preset="pages"))
    >>> found["filters"]["boilerplate"]["page_lines"], found["filters"]["boilerplate"]["min_lines"]
    (10, 3)
    >>> found["origins"]["preset"], found["origins"]["filters.boilerplate.page_lines"]
    ('--preset', 'preset pages')
    """
    return {
        "preset": settings.preset,
        "file": str(settings.path) if settings.path else None,
        "config": anchored(msgspec.to_builtins(settings.config), Path.cwd()),
        "filters": {name: _options(settings.config, name) for name in settings.config.names()},
        "origins": settings.origins,
    }


def json_schema() -> dict[str, Any]:
    """Make the JSON schema of a `cleaner.toml`, with the options of the filters that are installed.

    >>> sorted(json_schema()["properties"])[:4]
    ['chain', 'filters', 'guard', 'html']
    """
    classes = {name: cls for name in sorted(available()) if isinstance(cls := load(name), type)}
    structs = {name: cls for name, cls in classes.items() if issubclass(cls, msgspec.Struct)}
    _, components = msgspec.json.schema_components((Settable, *structs.values()), ref_template="#/$defs/{name}")
    schema: dict[str, Any] = components.pop(Settable.__name__)
    schema["properties"]["filters"] |= {
        "properties": {name: {"$ref": f"#/$defs/{cls.__name__}"} for name, cls in structs.items()}
    }
    return {"$schema": _SCHEMA, **schema, "title": "newsclean", "$defs": components}


def _options(config: Config, name: str) -> dict[str, Any]:
    given = config.filters.get(name, {})
    cls = load(name)
    if not (isinstance(cls, type) and issubclass(cls, msgspec.Struct)):
        return given
    options: dict[str, Any] = msgspec.to_builtins(msgspec.convert(given, cls))
    return options


def _fill(table: Any, prefix: str, given: dict[str, Any], defaults: dict[str, Any], settings: Settings) -> Table:
    for key, value in given.items():
        item = tomlkit.item(value)
        if origin := settings.origins.get(f"{prefix}.{key}".lstrip(".")):
            item.comment(origin)
        table.add(key, item)
    for key, value in defaults.items():
        if key not in given:
            table.add(tomlkit.comment(f"{key} = {tomlkit.item(value).as_string()}"))
    filled: Table = table
    return filled


def _said(name: str, value: str, origin: str) -> str:
    return f"{name}: {value} ({origin})"
