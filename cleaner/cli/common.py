"""What the commands share: options of the chain, the cleaner they make, errors as messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from cleaner.api import Cleaner
from cleaner.errors import CleanerError, ConfigError
from cleaner.settings import presets
from cleaner.settings.files import Settings, find_config, resolve
from cleaner.settings.presets import PresetName
from cleaner.text.prose import encodable

_PIPED_WIDTH = 200
F = TypeVar("F", bound=Callable[..., Any])

_CONTROL = {code: 0x2400 + code for code in range(32) if code not in (9, 10)} | {
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
}


def chain_options(command: F) -> F:
    """Add the options that choose filters, rules and configuration."""
    options = (
        click.option("--config", "config_path", type=click.Path(path_type=Path),
                     help="A cleaner.toml, or a pyproject.toml with [tool.newsclean]; left out, the one of the current "
                          "folder is read, if there is one."),
        click.option("--preset", type=click.Choice(presets.names()), help="The settings that all others stand on."),
        click.option("--filters", help="Run only these filters, in this order (comma-separated)."),
        click.option("--without", help="Leave these filters out (comma-separated)."),
        click.option(
            "--packs",
            multiple=True,
            type=click.Path(path_type=Path),
            help="A folder of further rule packs; repeatable.",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def make_settings(
    config_path: Path | None, filters: str | None, without: str | None, preset: PresetName | None
) -> Settings:
    """Put together the settings that the options and the configuration file ask for.

    Raises:
        click.UsageError: one of them is wrong.

    """
    if filters is not None and not _names(filters):
        raise click.UsageError("--filters must name one; is a variable unset?")
    try:
        path = config_path or find_config(Path())
        return resolve(path, preset, None if filters is None else _names(filters), _names(without or ""))
    except CleanerError as error:
        raise click.UsageError(str(error)) from error


def make_cleaner(
    config_path: Path | None,
    filters: str | None,
    without: str | None,
    packs: Sequence[Path],
    preset: PresetName | None = None,
) -> Cleaner:
    """Make the cleaner that the options and the configuration file ask for.

    Raises:
        click.UsageError: the configuration or a pack is wrong.

    """
    settings = make_settings(config_path, filters, without, preset)
    try:
        return Cleaner(packs=packs, config=settings.config)
    except CleanerError as error:
        raise click.UsageError(_with_origin(error, settings.origins)) from error


def _with_origin(error: CleanerError, origins: Mapping[str, str]) -> str:
    """Say where a wrong value was set; an option says with that which key is meant."""
    origin = origins.get(error.key, "") if isinstance(error, ConfigError) else ""
    if isinstance(error, ConfigError) and "--" in origin:
        return f"{origin}: {str(error).removeprefix(f'{error.key}: ')}"
    return f"{origin}: {error}" if origin else str(error)


def table_console() -> Console:
    """Make a console for tables with ids of rules; in a pipe or a file nobody sees where 80 columns end."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = _PIPED_WIDTH
    return console


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def printable(text: str) -> str:
    """Make text safe for a terminal: control characters become visible signs, lone surrogates replacement characters.

    >>> printable("a\\x1b[31mb")
    'a␛[31mb'
    """
    return encodable(text.translate(_CONTROL))
