"""Runs what README and docs show: every block of code, in the order of its page, in a folder of the page's own.

A block may carry the name of a file, as in ```` ```toml title="my-rules/en/share.toml" ````: it is written there, for the
blocks after it. A block that cannot run says why in a comment before it, as Sybil reads it: `<!--- skip: next "why" -->`,
or `<!--- skip: next if(missing("ray"), reason="why") -->`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest import SkipTest

import pytest
from engine_data import quiet
from sybil import Document, Example, Region, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import SkipParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

from cleaner.config import to_config
from cleaner.rules import load_packs
from cleaner.rules.check import check_examples
from cleaner.rules.loader import load_pack
from cleaner.rules.shorthands import FILE, read_shorthands

ROOT = Path(__file__).parent.parent
DOCUMENTS = [p for p in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if "```" in p.read_text("utf-8")]
SAMPLES = {"README.md": "page/examples/articles", "docs/tutorial.md": "newsclean/examples/articles"}
"""Where the sample articles lie of pages that copy them first: one is read in a checkout, one beside it."""
_INFO = re.compile(r'(?P<language>\w*)(?: title="(?P<path>[^"]+)")?[^\n]*\n')


def _python(example: Example) -> None:
    _save(example)
    PythonEvaluator()(example)


def _bash(example: Example) -> None:
    _save(example)
    _shell(f"set -euo pipefail\n{example.parsed}")


def _console(example: Example) -> None:
    """Run what stands behind every `$`, and compare what it prints with the lines below; `...` stands for anything."""
    for call in re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)[1:]:
        command, _, expected = call.partition("\n")
        found = _shell(command, check=False)
        if expected.strip():
            same = OutputChecker().check_output(expected.strip(), found.strip(), ELLIPSIS | NORMALIZE_WHITESPACE)
            assert same, f"`{command}` should print\n{expected}\nbut printed\n{found}"


def _toml(example: Example) -> None:
    path = _save(example)
    data = tomllib.loads(example.parsed)
    if "rule" in data:
        _pack(path or _write(_pack_path(data["rule"][0]), example.parsed))
    elif path and path.name == FILE:
        read_shorthands(path)
    elif "project" not in data:
        to_config(data).build({})


def _pack_path(rule: dict[str, Any]) -> Path:
    return Path("packs", rule["id"].split(".")[0], f"{rule['kind']}.toml")


def _pack(path: Path) -> None:
    """Load the rules beside those of the package, and put them to their examples."""
    new = [rule.id for rule in load_pack(path)]
    assert not list(check_examples(load_packs(path.parent.parent), new))


def _json(example: Example) -> None:
    _save(example)
    json.loads(example.parsed)


def _text(example: Example) -> None:
    """Save what is there to be read only, where the page names a file."""
    _save(example)


def _save(example: Example) -> Path | None:
    path = example.region.lexemes["path"]
    return _write(Path(path), example.parsed) if path else None


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _shell(command: str, check: bool = True) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command], env={**os.environ, "PATH": path, "COLUMNS": "110", "NO_COLOR": "1"}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert not check or done.returncode == 0, f"ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


RUN = {"python": _python, "bash": _bash, "console": _console, "toml": _toml, "json": _json, "text": _text}


def _blocks(document: Document) -> Iterator[Region]:
    for found in RawFencedCodeBlockLexer(_INFO)(document):
        language = found.lexemes["language"]
        assert language in RUN, f"a block in {language!r}; known are {', '.join(RUN)}"
        yield Region(found.start, found.end, found.lexemes["source"], RUN[language], found.lexemes)


PAGES = Sybil([_blocks, SkipParser()], path=str(ROOT))


def is_missing(package: str) -> bool:
    """Is the package not installed, or what it cannot run without?"""
    return find_spec(package) is None or (package == "pyspark" and shutil.which("java") is None)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).with_suffix("").as_posix())
@pytest.mark.filterwarnings("ignore")  # engines warn of themselves
def test_the_blocks_of_a_page_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In order, in the folder that the page speaks of; what is skipped is printed with the reason."""
    for name, value in quiet(tmp_path / "engines").items():
        monkeypatch.setenv(name, value)
    home = tmp_path / "page"
    home.mkdir()
    shutil.copytree(
        ROOT / "examples/articles", tmp_path / SAMPLES.get(path.relative_to(ROOT).as_posix(), "page/articles")
    )
    monkeypatch.chdir(home)
    monkeypatch.syspath_prepend(home)
    document = PAGES.parse(path)
    document.namespace.update(__name__="__main__", missing=is_missing)
    for example in document.examples():
        try:
            example.evaluate()
        except SkipTest as reason:
            print(f"{path.name}:{example.line} is not run: {reason}")
        except Exception as error:
            error.add_note(f"in the block at {path}:{example.line}")
            raise


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).with_suffix("").as_posix())
def test_a_block_that_is_not_run_says_why(path: Path) -> None:
    for line in re.findall(r"^<!--+ *skip.*$", path.read_text(encoding="utf-8"), re.MULTILINE):
        assert re.fullmatch(
            r'<!--- skip: (?:(?:next|start) (?:"[^"]{15,}"|if\(missing\("\w+"\), reason="[^"]{15,}"\))|end) -->', line
        ), line
