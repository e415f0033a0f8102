"""Files that appear whole, with the permissions that any new file has."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.writing.atomic import whole_file


@pytest.fixture
def group_only() -> Iterator[None]:
    """Let new files be read by their group, and by nobody else."""
    before = os.umask(0o027)
    yield
    os.umask(before)


def test_permissions_are_those_of_any_new_file(
    group_only: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the mask of the process, which all its threads share, is left alone meanwhile."""
    masks: list[int] = []
    with monkeypatch.context() as patched:
        patched.setattr(os, "umask", lambda mask: masks.append(mask) or 0o027)
        with whole_file(tmp_path / "a.txt") as file:
            file.write(b"The ferry sails.")
    assert ((tmp_path / "a.txt").stat().st_mode & 0o777, masks) == (0o640, [])
