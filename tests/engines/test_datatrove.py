"""datatrove: the same as the local run, with the LocalPipelineExecutor and two tasks."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from engine_data import assert_equal, write_lines

pytest.importorskip("datatrove", reason="datatrove is not installed: pip install 'newsclean[datatrove]'")

pytestmark = pytest.mark.filterwarnings("ignore")


def written(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(folder.glob("*.gz")) for line in gzip.open(path, "rt")]


def test_a_pipeline_cleans_and_drops_what_is_flagged(
    rows: list[dict[str, Any]], local: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    """Every document is in the output or with the excluded ones, and is what the local run made of it."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleaner.adapters.datatrove import NewsCleaner, VerdictFilter

    whole = [row for row in rows if row["text"]]
    flagged = {"id": "flagged", "text": "Advertisement"}
    write_lines(tmp_path / "in/a.jsonl", whole[:200])
    write_lines(tmp_path / "in/b.jsonl", [*whole[200:], flagged])
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path / "in")),
            NewsCleaner(),
            VerdictFilter(exclusion_writer=JsonlWriter(str(tmp_path / "excluded"))),
            JsonlWriter(str(tmp_path / "out")),
        ],
        tasks=2, workers=1, logging_dir=str(tmp_path / "logs"),
    ).run()  # fmt: skip
    kept, excluded = written(tmp_path / "out"), written(tmp_path / "excluded")
    assert all(row["metadata"]["newsclean"]["verdict"] == "ok" for row in kept)
    assert "flagged" in [row["id"] for row in excluded]
    found = [
        {"id": row["id"], "clean_text": row.get("text", ""), **row["metadata"]["newsclean"]}
        for row in (*kept, *excluded)
        if row["id"] != "flagged"
    ]
    assert_equal(found, whole, local)
    stats = json.loads((tmp_path / "logs/stats.json").read_text())
    (mine,) = [step["stats"] for step in stats if "newsclean" in step["name"] and "verdict" not in step["name"]]
    assert mine["total"] == len(whole) + 1


def test_a_document_that_fails_goes_on_with_its_text() -> None:
    """The evidence says why; the filter takes it out."""
    from datatrove.data import Document

    from cleaner import Cleaner
    from cleaner.adapters.datatrove import NewsCleaner, VerdictFilter

    def broken(document: Any) -> Any:
        raise ValueError("no volcanoes")

    good, bad = Document(text="A volcano.", id="1"), Document(text=None, id="2")  # type: ignore[arg-type]
    cleaned = list(NewsCleaner(Cleaner(filters=[broken])).run([good, bad]))
    assert [document.text for document in cleaned] == ["A volcano.", None]
    assert "no volcanoes" in good.metadata["newsclean"]["provenance"]
    assert "holds no text but NoneType" in bad.metadata["newsclean"]["provenance"]
    assert list(VerdictFilter().run(cleaned)) == []
    assert len(list(VerdictFilter(keep=["ok", "failed"]).run(cleaned[:1]))) == 1


def test_a_kind_that_does_not_exist_stops_the_pipeline() -> None:
    from datatrove.data import Document

    from cleaner import ConfigError
    from cleaner.adapters.datatrove import NewsCleaner

    with pytest.raises(ConfigError, match=r"fields\.kind: 'htm' is none of its values"):
        next(NewsCleaner(kind="htm").run([Document(text="The ferry sails.", id="1")]))


@pytest.mark.parametrize(
    ("keep", "reason"), [("ok", "must be a list, not 'ok'"), (["OK"], "there is no verdict 'OK'; known are dropped,")]
)
def test_a_filter_by_what_is_no_list_of_verdicts_is_refused(keep: Any, reason: str) -> None:
    """It would drop every document."""
    from cleaner import ConfigError
    from cleaner.adapters.datatrove import VerdictFilter

    with pytest.raises(ConfigError, match=f"keep: {reason}"):
        VerdictFilter(keep=keep)
