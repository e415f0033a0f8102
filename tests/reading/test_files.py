"""Which files a run reads, and what they are called in its output."""

import os
from pathlib import Path

import pytest

from cleaner import InputError
from cleaner.reading.documents import read_records
from cleaner.reading.files import Source, find_sources, inputs_of
from cleaner.reading.records import Fields, Record


def names(*inputs: Path, output: Path | None = None) -> list[str]:
    return [source.name.as_posix() for source in find_sources(inputs, output)]


def touch(folder: Path, *files: str) -> Path:
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


@pytest.mark.parametrize(
    ("name", "form", "compression"),
    [
        ("a.txt", "text", ""), ("a.HTM.GZ", "html", ".gz"), ("a.jsonl.zst", "jsonl", ".zst"), ("a.warc.gz", "warc", ".gz"),
        ("a.ndjson", "jsonl", ""), ("a.gz", "text", ".gz"), ("a", "text", ""), ("a.json.txt", "text", ""),
    ],
)  # fmt: skip
def test_format_is_told_from_the_name(name: str, form: str, compression: str) -> None:
    source = Source(Path(name), Path(name))
    assert (source.format, source.compression) == (form, compression)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("a.csv", "make it .jsonl"), ("a.tsv.gz", "make it .jsonl"), ("feed.RSS", "write its articles"),
     ("a.docx", "extract its text"), ("a.tar.gz", "unpack it")],
)  # fmt: skip
def test_named_file_that_is_no_text_is_refused_with_a_remedy(name: str, remedy: str, tmp_path: Path) -> None:
    touch(tmp_path, name)
    with pytest.raises(InputError, match=rf"{name}: \.\w+ is not read; {remedy}"):
        names(tmp_path / name)


def test_named_file_of_another_ending_is_read_as_text(tmp_path: Path) -> None:
    touch(tmp_path, "a.md", "LICENSE")
    assert names(tmp_path / "a.md", tmp_path / "LICENSE") == ["a.md", "LICENSE"]


def test_folders_are_searched_in_a_fixed_order(tmp_path: Path) -> None:
    touch(tmp_path, "b.txt", "a.html", "c/b.parquet", "c/a.json.gz", "B.txt", "notes.pdf", "x.tar.gz")
    assert names(tmp_path) == ["B.txt", "a.html", "b.txt", "c/a.json.gz", "c/b.parquet"]


def test_records_of_an_earlier_run_are_no_input(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt", "a.json", "b.html.txt", "b.html.json", "c.json", "manifest.json", "failures.jsonl",
          "news.manifest.json", "news.failures.jsonl", ".newsclean/run/0.jsonl")  # fmt: skip
    assert names(tmp_path) == ["a.txt", "b.html.txt", "c.json"]


def test_whole_paths_are_chosen_from_as_the_names_of_one_folder_are() -> None:
    """As engines give them: a text has its metadata in its own folder only."""
    paths = ["s3://in/a.txt", "s3://in/a.json", "s3://in/b/a.json", "s3://in/b/manifest.json", "s3://in/_SUCCESS"]
    assert inputs_of(paths) == ["s3://in/a.txt", "s3://in/b/a.json"]


def test_file_that_is_only_named_like_a_record_is_an_input(tmp_path: Path) -> None:
    touch(tmp_path, "my-manifest.json", "site_failures.jsonl")
    assert names(tmp_path) == ["my-manifest.json", "site_failures.jsonl"]


def test_folder_given_twice_is_refused(tmp_path: Path) -> None:
    touch(tmp_path, "news/a.txt")
    with pytest.raises(InputError, match="news is given twice; once is enough"):
        names(tmp_path / "news", tmp_path / "news")


def test_file_given_twice_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However its path is written, and also by the folder it lies in."""
    touch(tmp_path, "in/a.txt")
    monkeypatch.chdir(tmp_path)
    for second in (Path("in/a.txt"), tmp_path / "in/a.txt", Path("in/../in/a.txt"), Path("in")):
        with pytest.raises(InputError, match=r"in/a\.txt is given twice; once is enough"):
            names(Path("in/a.txt"), second)


def test_output_is_no_input(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt", "out/a.txt", "news.jsonl", "old.jsonl")
    assert names(tmp_path, output=tmp_path / "out") == ["a.txt", "news.jsonl", "old.jsonl"]
    assert names(tmp_path, output=tmp_path / "news.jsonl") == ["a.txt", "old.jsonl", "out/a.txt"]


def test_several_folders_keep_their_names(tmp_path: Path) -> None:
    touch(tmp_path, "x/news/a.txt", "y/old/a.txt", "y/news/a.txt")
    assert names(tmp_path / "x/news", tmp_path / "y/old") == ["news/a.txt", "old/a.txt"]
    with pytest.raises(InputError, match="would both be written to news; clean them in two runs"):
        names(tmp_path / "x/news", tmp_path / "y/news")


@pytest.mark.parametrize("files", [("a.html", "a.html.txt"), ("b/a.json.gz", "b/a.json.gz.txt")])
def test_two_files_for_one_place_are_refused(files: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="would both be written to"):
        names(touch(tmp_path, *files))


def test_file_beside_a_folder_with_the_same_name_in_it_is_refused(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt", "in/a.txt")
    with pytest.raises(InputError, match=r"would both be written to a\.txt"):
        names(tmp_path / "in", tmp_path / "a.txt")


def test_input_whose_name_is_too_long_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"x{300}\.txt: cannot be read \(File name too long\); check the name"):
        names(tmp_path / f"{300 * 'x'}.txt")


def test_input_in_a_folder_that_may_not_be_entered_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may enter everything, so that the refusal is made up."""
    touch(tmp_path, "locked/a.txt")
    look = os.stat

    def refuse(path: object, **named: object) -> object:
        if Path(str(path)).parent.name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return look(path, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "stat", refuse)
    with pytest.raises(
        InputError, match=r"locked/a\.txt: cannot be read \(Permission denied\); check the name and the"
    ):
        names(tmp_path / "locked" / "a.txt")


@pytest.mark.parametrize("name", ["none.txt", "a.txt/b.txt", "dangling.txt"])
def test_input_that_is_not_there_is_named(name: str, tmp_path: Path) -> None:
    touch(tmp_path, "a.txt")
    (tmp_path / "dangling.txt").symlink_to("nowhere")
    with pytest.raises(InputError, match=rf"{name}: no such file or folder"):
        names(tmp_path / name)


def test_folder_that_may_not_be_searched_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may search everything, so that the refusal is made up."""
    touch(tmp_path, "a/x.txt", "b/x.txt", "c/x.txt")
    search = os.scandir

    def refuse(path: object) -> object:
        if str(path).endswith(("a", "c")):
            raise PermissionError(13, "Permission denied", str(path))
        return search(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refuse)
    assert names(tmp_path) == ["a", "b/x.txt", "c"]
    found = read_records(find_sources([tmp_path]), Fields())
    errors = [item.error for item in found if isinstance(item, Record) and item.error]
    assert errors == ["is a folder that cannot be searched; check the permissions"] * 2
