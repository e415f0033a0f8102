"""What a run on a cluster needs before it starts: a place to write to."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from cleaner import Cleaner, ConfigError, InputError
from cleaner.adapters.parts import clean_part, finish, make_job
from cleaner.batch import Fields, Options
from cleaner.runs.results import Results

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'newsclean[arrow]'")
pq = pytest.importorskip("pyarrow.parquet")

LISTING = b"""<?xml version="1.0"?>
<ListBucketResult><Name>news</Name><Prefix>out/</Prefix><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys>
<IsTruncated>false</IsTruncated><Contents><Key>out/manifest.json</Key><Size>2</Size>
<LastModified>2026-11-20T10:00:00.000Z</LastModified></Contents></ListBucketResult>"""


class Store(BaseHTTPRequestHandler):
    """An object store with the bucket `news`, which holds `out/manifest.json` and no more."""

    def do_GET(self) -> None:
        found = self.path.startswith("/news?") and "prefix=out" in self.path
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(LISTING) if found else 0))
        self.end_headers()
        self.wfile.write(LISTING if found else b"")

    def log_message(self, format: str, *given: object) -> None:
        pass


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a store, as part of a URL."""
    for name, value in {"ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "EC2_METADATA_DISABLED": "true"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    with ThreadingHTTPServer(("127.0.0.1", 0), Store) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"region=eu-north-1&scheme=http&endpoint_override=127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_url_that_cannot_be_written_to_is_refused() -> None:
    """Before anything runs, with the URL."""
    with pytest.raises(ConfigError, match=r"ftp://news/out: cannot be written to .*give a folder, or a URL"):
        make_job(None, "in", "ftp://news/out")


@pytest.mark.parametrize("scheme", ["s3", "s3a", "s3n"])
def test_a_bucket_is_the_same_in_the_spelling_of_every_engine(scheme: str, store: str) -> None:
    """What it holds is found, so that nothing in it is overwritten."""
    with pytest.raises(ConfigError, match="is not empty"):
        make_job(None, "in", f"{scheme}://news/out?{store}")


def test_wrong_field_is_refused_before_a_task_starts(tmp_path: Path) -> None:
    options = Options(fields=Fields(kind="htm"))  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match=r"fields\.kind: 'htm' is none of its values"):
        make_job(None, str(tmp_path), str(tmp_path / "out"), options)


def test_two_files_of_one_name_are_refused_at_the_end(tmp_path: Path) -> None:
    """`b.txt` and `b.txt.jsonl` are written to the same place; a run that lost one of them must not look complete."""
    for name, content in (("b.txt", b"The ferry sails."), ("b.txt.jsonl", b'{"text": "The ferry sails."}')):
        (tmp_path / name).write_bytes(content)
    job = make_job(Cleaner(filters=["whitespace"]), str(tmp_path), str(tmp_path / "out"))
    parts = [clean_part(job, str(tmp_path / name), (tmp_path / name).read_bytes()) for name in ("b.txt", "b.txt.jsonl")]
    with pytest.raises(InputError, match=r"two files were written to articles/b\.txt\.jsonl"):
        finish(job, parts)


def test_every_part_has_a_list_of_failures_of_its_own(tmp_path: Path) -> None:
    """Even where two inputs differ by their endings only."""
    pq.write_table(pa.table({"text": [None]}), tmp_path / "a.parquet")
    (tmp_path / "a.jsonl").write_text("no JSON")
    job = make_job(Cleaner(filters=["whitespace"]), str(tmp_path), str(tmp_path / "out"), Options(form="parquet"))
    files = [tmp_path / "a.jsonl", tmp_path / "a.parquet"]
    summary = finish(job, [clean_part(job, str(file), file.read_bytes()) for file in files])
    listed = [failure.input for failure in Results(tmp_path / "out").failures()]
    assert (summary.failed, len(listed)) == (2, 2)


def test_parts_are_named_below_a_folder_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "real" / "2024").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    file = tmp_path / "real" / "2024" / "a.jsonl"
    file.write_text('{"text": "The ferry sails."}')
    job = make_job(Cleaner(filters=["whitespace"]), str(tmp_path / "link"), str(tmp_path / "out"))
    assert json.loads(clean_part(job, str(file), file.read_bytes()))["part"] == "2024/a.jsonl"


def test_manifest_says_with_which_settings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sails.")
    cleaner = Cleaner(config={"rules": {"disable": ["en.share.*"]}})
    job = make_job(cleaner, str(tmp_path / "a.txt"), str(tmp_path / "out"))
    finish(job, [clean_part(job, str(tmp_path / "a.txt"), b"The ferry sails.")])
    settings = json.loads((tmp_path / "out" / "manifest.json").read_bytes())["settings"]
    assert settings["config"]["rules"]["disable"] == ["en.share.*"]
