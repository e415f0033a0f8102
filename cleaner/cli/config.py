"""`clean config`: the configuration in effect, and its schema."""

from __future__ import annotations

import json
from pathlib import Path

import click
from msgspec.structs import replace

from cleaner.cli.common import chain_options, make_cleaner, make_settings
from cleaner.settings.effective import json_schema, to_dict, to_toml
from cleaner.settings.presets import PresetName


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def config() -> None:
    """Show the configuration that is in effect, and what can be set.

    Settings are read from --config, else from cleaner.toml or [tool.newsclean] in pyproject.toml in the current folder.
    """


@config.command()
@chain_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of TOML.")
def show(
    config_path: Path | None,
    preset: PresetName | None,
    filters: str | None,
    without: str | None,
    packs: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Print every setting, as a cleaner.toml, with where it was set.

    Options of the chain count as they would in a run. What is wrong is told, with its file, line and key.
    """
    settings = make_settings(config_path, filters, without, preset)
    make_cleaner(config_path, filters, without, packs, preset)  # tells what is wrong with the packs, too
    if packs:
        rules = replace(settings.config.rules, packs=[*settings.config.rules.packs, *map(str, packs)])
        origins = settings.origins | {"rules.packs": "--packs"}
        settings = settings._replace(config=replace(settings.config, rules=rules), origins=origins)
    click.echo(json.dumps(to_dict(settings), indent=2) if as_json else to_toml(settings), nl=as_json)


@config.command()
def schema() -> None:
    """Print the JSON schema of a cleaner.toml; editors complete and check by it."""
    click.echo(json.dumps(json_schema(), indent=2))
