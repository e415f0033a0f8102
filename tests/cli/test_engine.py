"""`--engine` where the engine is missing, or cannot do what is asked."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner.cli import main


@pytest.mark.parametrize(("engine", "module"), [("ray", "ray"), ("spark", "pyspark")])
def test_a_missing_engine_says_how_to_install_it(
    engine: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command, word for word."""
    monkeypatch.setitem(sys.modules, module, None)
    result = CliRunner().invoke(main, [str(tmp_path), "-o", str(tmp_path / "out"), "--engine", engine])
    assert result.exit_code == 2
    assert f'pip install "newsclean[{engine}]"' in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["a", "b"], "give one folder"),
        (["-"], "give one folder"),
        (["a", "--resume"], "--resume is for"),
        (["a", "--workers", "2"], "--workers is for"),
        (["a", "--timeout", "30"], "--timeout is for"),
        (["a", "--show-removed"], "--show-removed is for"),
        (["a", "--input-format", "jsonl"], "--input-format is for"),
    ],
)
def test_what_a_cluster_cannot_do_is_refused(arguments: list[str], reason: str, tmp_path: Path) -> None:
    """Before anything is started."""
    result = CliRunner().invoke(main, [*arguments, "-o", str(tmp_path / "out"), "--engine", "ray"])
    assert (result.exit_code, reason in result.output) == (2, True)


@pytest.mark.parametrize("name", ["airflow", "datatrove", "prefect"])
def test_a_missing_scheduler_says_how_to_install_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An adapter is not imported without its engine, and says why."""
    from importlib import import_module

    from cleaner import InputError

    for known in (name, *(module for module in sys.modules if module.startswith(f"{name}."))):
        monkeypatch.setitem(sys.modules, known, None)
    monkeypatch.delitem(sys.modules, f"cleaner.adapters.{name}", raising=False)
    with pytest.raises(InputError, match=rf'pip install "newsclean\[{name}\]"'):
        import_module(f"cleaner.adapters.{name}")
