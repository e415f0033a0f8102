"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO


@contextmanager
def whole_file(path: Path, scratch: Path | None = None, to_disk: bool = True) -> Iterator[IO[bytes]]:
    """Open a file for writing that takes its name only once it is complete.

    Args:
        path: where it shall stand; folders above it are made.
        scratch: where it stands until then, on the same disk; a name beside it if left out.
        to_disk: wait until it is on the disk, so that not even a loss of power leaves less than the whole.

    Raises:
        OSError: the disk is full, or the place may not be written; nothing is left behind.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = scratch or path.with_name(f".newsclean-{token_hex(8)}.part")
    try:
        with part.open("wb" if scratch else "xb") as file:
            yield file
            file.flush()
            if to_disk:
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
