"""What a run on a cluster needs before it starts: a place to write to."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from cleaner import ConfigError
from cleaner.adapters.parts import make_job

pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'newsclean[arrow]'")

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
