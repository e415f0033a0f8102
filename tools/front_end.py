"""Fetch the front-end parts of the report again, as `cleaner/report/assets/vendor/parts.toml` names them.

    python tools/front_end.py            fetch them, and write hashes and licence texts
    python tools/front_end.py --check    say whether what is here is what the packages hold

To take a newer version of a part, change its version in `parts.toml` and run it. It needs npm.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

VENDOR = Path(__file__).parent.parent / "cleaner" / "report" / "assets" / "vendor"
HEAD = """\
# Parts of others that the report's page is made with. `python tools/front_end.py` writes sha256 and text.
"""
_SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=\S+\s*$")


def fetch(part: dict[str, str], folder: Path) -> tuple[bytes, str]:
    """Give a part's file without the link to its source map, and the text of its licence."""
    command = ["npm", "pack", "--silent", f"{part['package']}@{part['version']}"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603  # as listed
    name = done.stdout.split()[-1]
    with tarfile.open(folder / name) as archive:
        names = archive.getnames()
        licence = next(name for name in names if re.fullmatch(r"package/LICEN[SC]E(\.md|\.txt)?", name))
        found = archive.extractfile(f"package/{part['path']}"), archive.extractfile(licence)
        file, text = (member.read() for member in found if member)
    return _SOURCE_MAP.sub(b"\n", file), text.decode().strip()


def render(parts: list[dict[str, str]]) -> str:
    """Write the list of the parts."""
    keys = ("package", "version", "licence", "path", "file", "sha256")
    blocks = [
        "\n".join(["[[part]]", *(f'{key} = "{part[key]}"' for key in keys), f"text = '''\n{part['text']}\n'''", ""])
        for part in parts
    ]
    return "\n".join([HEAD, *blocks])


def main() -> None:
    """Fetch, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    listing = VENDOR / "parts.toml"
    parts = tomllib.loads(listing.read_text(encoding="utf-8"))["part"]
    stale = []
    with TemporaryDirectory() as folder:
        for part in parts:
            content, part["text"] = fetch(part, Path(folder))
            part["sha256"] = hashlib.sha256(content).hexdigest()
            target = VENDOR / part["file"]
            if check and (not target.exists() or target.read_bytes() != content):
                stale.append(part["file"])
            elif not check:
                target.write_bytes(content)
    if not check:
        listing.write_text(render(parts), encoding="utf-8")
    sys.exit(f"not as published: {', '.join(stale)}" if stale else 0)


if __name__ == "__main__":
    main()
