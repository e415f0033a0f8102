"""A run: every input ends in the output or in the list of failures."""

import json
from pathlib import Path

import pytest
from samples import BODY, page

from cleaner import Cleaner, Document
from cleaner.batch import Fields, Options, run, survey
from cleaner.errors import ConfigError, InputError
from cleaner.runs.records import clean_records
from cleaner.writing.atomic import whole_file


def test_filter_that_fails_on_one_document_does_not_stop_the_run(tmp_path: Path) -> None:
    def touchy(document: Document) -> list[object]:
        if "bad" in document.text:
            raise RuntimeError("cannot stand it")
        return []

    for name, text in (("a", "good"), ("b", "bad"), ("c", "good again")):
        (tmp_path / f"{name}.txt").write_text(text)
    summary = run(Cleaner(filters=[touchy]), [tmp_path], tmp_path / "out")
    assert (summary.documents, summary.cleaned, summary.failed) == (3, 2, 1)
    failure = json.loads((tmp_path / "out" / "failures.jsonl").read_text())
    assert failure["error"] == "RuntimeError"
    assert failure["reason"] == "cannot stand it; in the filter 'touchy'"
    assert (tmp_path / "out" / "c.txt").exists()
    with pytest.raises(ConfigError, match="cannot be sent to worker processes"):
        run(Cleaner(filters=[touchy]), [tmp_path], tmp_path / "out", Options(workers=1))


def test_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("before")

    def interrupted() -> None:
        with whole_file(tmp_path / "x") as file:
            file.write(b"half of")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (tmp_path / "x").read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize(("given", "out"), [("a.txt", "."), ("n.jsonl", "n.jsonl"), (".", ".")])
def test_input_that_would_be_written_over_is_refused(given: str, out: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sails.\n\nAdvertisement")
    (tmp_path / "n.jsonl").write_text('{"text": "The ferry sails."}')
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    if given == ".":
        before.pop("n.jsonl")
        (tmp_path / "n.jsonl").unlink()
    with pytest.raises(InputError, match="would be written over by its own run; give another OUT with -o"):
        run(Cleaner(filters=["whitespace"]), [tmp_path / given], tmp_path / out)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_run_without_anything_to_clean_is_refused(tmp_path: Path) -> None:
    """No inputs, or a folder that holds none, may be a mistake; nothing is written."""
    (tmp_path / "in").mkdir()
    inputs: list[list[Path]] = [[], [tmp_path / "in"]]
    for nothing in inputs:
        with pytest.raises(InputError, match=r"found no \.txt, .* in the inputs"):
            run(Cleaner(), nothing, tmp_path / "out")
        with pytest.raises(InputError, match=r"found no \.txt, .* in the inputs"):
            survey(nothing, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_page_in_a_text_file_is_read_as_a_page(tmp_path: Path) -> None:
    """As `clean explain` and standard input read it."""
    (tmp_path / "a.txt").write_text(page())
    run(Cleaner(), [tmp_path / "a.txt"], tmp_path / "out")
    assert (tmp_path / "out" / "a.txt").read_text().split("\n") == BODY.split("\n\n")


def test_missing_weights_end_a_run_before_it_begins(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sails.")
    with pytest.raises(ConfigError, match=r"nope\.npz: there is no such file"):
        run(Cleaner(config={"html": {"weights": "nope.npz"}}), [tmp_path / "a.txt"], tmp_path / "out")


@pytest.mark.parametrize("name", ["out.json", "out.txt", "out.ndjson", "out.csv", "OUT.JSONL", "out.jsonl.bz2"])
def test_folder_with_the_name_of_a_file_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sails.")
    with pytest.raises(ConfigError, match="would be a folder; give one without an ending"):
        run(Cleaner(filters=[]), [tmp_path / "a.txt"], tmp_path / name)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(form="csv"), "options.form: 'csv' is none of its values; known are annotations, dolma"),
        (Options(stdin="csv"), "options.stdin: 'csv' is none of its values; known are html, json"),
        (Options(workers="4"), "options.workers: must be a whole number, not '4'"),  # type: ignore[arg-type]
        (Options(timeout=-5), "options.timeout: must be a number of above 0, not -5"),
        (Options(max_bytes=0), "options.max_bytes: must be a whole number of at least 1, not 0"),
        ({"workers": 1}, r"options: must be Options\(workers=..., timeout=...\), not \{'workers': 1\}"),  # type: ignore[list-item]
        (Options(fields={"text": "body"}), r"fields: must be Fields\(text=..., id=...\)"),  # type: ignore[arg-type]
        (Options(fields=Fields(kind="htm")), "fields.kind: 'htm' is none of its values; did you mean 'html'"),  # type: ignore[arg-type]
    ],
)
def test_wrong_option_ends_a_run_before_it_begins(options: Options, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    with pytest.raises(ConfigError, match=message):
        run(Cleaner(), tmp_path / "a.txt", tmp_path / "out", options)
    assert not (tmp_path / "out").exists()


def test_what_is_no_cleaner_is_refused_before_the_first_document(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cleaner: must be a Cleaner, not \{'preset': 'strict'\}; make one with"):
        clean_records({"preset": "strict"}, [])  # type: ignore[arg-type]


def test_inputs_may_be_one_path_or_any_number_of_paths_and_strings(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(BODY)
    out = tmp_path / "out"
    for inputs in (folder, str(folder), [str(folder)], folder.glob("*.txt")):
        assert run(Cleaner(), inputs, str(out)).documents == 1
        assert survey(folder, str(out)) == (1, len(BODY))
