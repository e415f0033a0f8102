"""What the commands share: options of the chain, the cleaner they make, errors as messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from msgspec.structs import replace

from cleaner.api import Cleaner
from cleaner.config import Config, read_config
from cleaner.errors import CleanerError

F = TypeVar("F", bound=Callable[..., Any])

_CONTROL = {code: 0x2400 + code for code in range(32) if code not in (9, 10)} | {0x7F: 0x2421}


def chain_options(command: F) -> F:
    """Add the options that choose filters, rules and configuration."""
    options = (
        click.option("--config", "config_path", type=click.Path(path_type=Path), help="A cleaner.toml."),
        click.option("--filters", help="Run only these filters, in this order (comma-separated)."),
        click.option("--without", help="Leave these filters out (comma-separated)."),
        click.option(
            "--packs",
            multiple=True,
            type=click.Path(path_type=Path),
            help="A folder of further rule packs; repeatable.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def make_cleaner(config_path: Path | None, filters: str | None, without: str | None, packs: Sequence[Path]) -> Cleaner:
    """Make the cleaner that the options ask for.

    Raises:
        click.UsageError: the configuration or a pack is wrong.

    """
    try:
        config = read_config(config_path) if config_path else Config()
        if filters:
            config = replace(config, chain=_names(filters))
        if without:
            config = replace(config, without=(*config.without, *_names(without)))
        return Cleaner(packs=packs, config=config)
    except CleanerError as error:
        raise click.UsageError(str(error)) from error


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def printable(text: str) -> str:
    """Make text safe for a terminal: control characters become visible signs, lone surrogates replacement characters.

    >>> printable("a\\x1b[31mb")
    'a␛[31mb'
    """
    return text.translate(_CONTROL).encode("utf-8", "replace").decode("utf-8")
