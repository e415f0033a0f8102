"""The command `clean`."""

from __future__ import annotations

import difflib
import sys
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path

import click

from cleaner.cli.config import config
from cleaner.cli.diff import diff
from cleaner.cli.explain import explain
from cleaner.cli.report import report
from cleaner.cli.rules import rules
from cleaner.cli.run import run

_NEAR = 0.6  # a word of three letters, two of which changed places
_EPILOG = """
\b
Examples:
  clean articles/ -o out/                    clean every article below articles/
  clean page.html -o out/ --without teaser   leave one filter out
  clean a/ b/ -o news.jsonl --format jsonl   one line of JSON an article
  cat article.txt | clean -                  from standard input to standard output
  clean explain article.txt                  show what would be removed, and why
  clean report out/ -o report.html           a page that shows what was removed, and why
  clean rules list --language de             the rules that are in
  clean diff out-before/ out-after/          what changed between two runs, by rule
  clean config show                          every setting, and where it was set
"""


class _RunByDefault(click.Group):
    """A group whose first word may also be an input: then it is `clean run …`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h", "--version"):
            self._refuse_mistyped(args[0])
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def _refuse_mistyped(self, word: str) -> None:
        """Refuse what is no input but nearly a command, instead of asking where its output shall go."""
        near = difflib.get_close_matches(word, self.commands, 1, _NEAR)
        if near and word.isalpha() and not Path(word).exists():
            raise click.UsageError(f"there is no command, file or folder {word!r}. Did you mean {near[0]!r}?")


@click.group(
    cls=_RunByDefault,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    no_args_is_help=True,
    options_metavar="",
    subcommand_metavar="INPUT... -o OUT [OPTIONS] | COMMAND [ARGS]...",
)
@click.version_option(version("newsclean"), prog_name="newsclean")
def main() -> None:
    """Take the noise out of news text, and show what was taken.

    INPUT is a file, a folder, or - for standard input. `clean run --help` lists all options of a run. A file that has
    the name of a command is given as ./NAME.
    """
    for stream in (sys.stdout, sys.stderr):  # where they are not UTF-8, a sign that cannot be shown must end no run
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


main.add_command(run)
main.add_command(explain)
main.add_command(report)
main.add_command(diff)
main.add_command(config)
main.add_command(rules)
