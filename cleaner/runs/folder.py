"""The output of a run while it grows: locked, resumable, and complete only at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import msgspec
from filelock import FileLock, Timeout

from cleaner.errors import ConfigError, InputError
from cleaner.reading.documents import Begin, End
from cleaner.reading.records import Record
from cleaner.runs.state import Manifest, State, chained, read_back, refuse_changes
from cleaner.runs.worker import Packed, Reply
from cleaner.writing.atomic import whole_file
from cleaner.writing.forms import encode_line
from cleaner.writing.outputs import Layout, complete, file_hash, tree_records, write_tree

Item = Begin | Record | End

_CLAIMS = 20


class RunFolder:
    """What one run writes to; used as a context, it is locked against other runs.

    In its work folder lie the settings the run began with, its state, and a part for each file of lines. After every
    batch the parts are written, then the state that says how long they are: what a killed run wrote behind that is cut
    off when it goes on. At the end the parts become files, and the work folder goes.

    Args:
        layout: the places of the files.
        settings: all that decides about the output.
        resume: go on with a run that was stopped.

    Raises:
        ConfigError: another run is writing here, or settings changed since the run that is resumed.
        InputError: what is left of the run that is resumed is damaged.

    """

    def __init__(self, layout: Layout, settings: dict[str, Any], resume: bool = False):
        self._layout = layout
        self._settings = settings
        self._resume = resume
        self._work = layout.work
        self._lock = FileLock(layout.work / "lock", timeout=0)
        self._parts: list[IO[bytes]] = []
        self.state = State()
        self.already_complete = False

    def __enter__(self) -> Self:
        try:
            self._claim()
        except Timeout as error:
            raise ConfigError(f"another run is writing to {self._layout.folder}; wait for its end") from error
        try:
            self._open()
        except BaseException:
            self._lock.release()
            raise
        return self

    def _claim(self) -> None:
        """Lock the work folder; another run that ends beside it may remove the folder around it meanwhile."""
        for left in reversed(range(_CLAIMS)):
            try:
                self._work.mkdir(parents=True, exist_ok=True)
                self._lock.acquire()
            except FileNotFoundError:
                if not left:
                    raise
            else:
                return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._close_parts()
        self._lock.release()

    @property
    def _part_paths(self) -> list[Path]:
        return [self._work / f"{number}.part" for number in range(len(self._layout.finals) + 1)]

    @property
    def again(self) -> str:
        """How to begin anew, as messages say it; schedulers, which always go on, can only remove what is remembered."""
        settings = self._work / "settings.json"
        return f"start again without --resume, or remove {settings if settings.exists() else self._layout.manifest}"

    def _open(self) -> None:
        settings = self._work / "settings.json"
        if self._resume and settings.exists():
            refuse_changes(read_back(settings, dict, self.again), self._settings, self._layout.folder, self.again)
            self._restore()
        elif not (self._resume and self._layout.manifest.exists() and self._recall()):
            self._begin(settings)
        if not self.state.complete:
            self._parts = [path.open("ab") for path in self._part_paths]

    def _begin(self, settings: Path) -> None:
        settings.unlink(missing_ok=True)
        for path in self._part_paths:
            path.write_bytes(b"")
        self._layout.manifest.unlink(missing_ok=True)
        self.state.sizes = [0] * len(self._part_paths)
        self.state.write(self._work / "state.json")
        with whole_file(settings, settings.with_suffix(".part")) as file:
            file.write(encode_line(self._settings))

    def _restore(self) -> None:
        self.state = read_back(self._work / "state.json", State, self.again)
        if self.state.complete:
            return
        for path, size in zip(self._part_paths, self.state.sizes, strict=True):
            if not path.exists() or path.stat().st_size < size:
                raise InputError(f"{path} is shorter than it was; the run cannot go on: {self.again}")
            with path.open("r+b") as file:
                file.truncate(size)

    def _recall(self) -> bool:
        """Find that the run was complete already; no run is that of which a file is gone."""
        manifest = read_back(self._layout.manifest, Manifest, self.again)
        refuse_changes(manifest.settings, self._settings, self._layout.folder, self.again)
        if not self._is_whole(manifest):
            return False
        self.state.summary, self.state.inputs = manifest.summary, manifest.inputs
        self.state.complete = self.already_complete = True
        self._discard()
        return True

    def _is_whole(self, manifest: Manifest) -> bool:
        """Find that nothing is gone; of a tree with too many files to list them, the articles are counted."""
        said, listed, layout = manifest.summary, manifest.outputs.listed, self._layout
        files = [*layout.finals, *(layout.folder / name for name in listed or ())]
        if said.failed or said.dropped:
            files.append(layout.failures)
        if not all(path.exists() for path in files):
            return False
        if layout.form != "tree" or listed is not None:
            return True
        return sum(1 for _ in tree_records(layout.folder)) >= said.documents - said.failed - said.dropped

    def commit(self, items: Sequence[Item], reply: Reply) -> None:
        """Write what became of a batch, and remember that it is done.

        Raises:
            OSError: it cannot be written; all that was committed before stays good.

        """
        results = iter(reply.packed)
        for item in items:
            if isinstance(item, Begin):
                self.state.current = item.fingerprint
            elif isinstance(item, End):
                self._end(item)
            else:
                self.state.records += 1
                self._write(item, next(results))
        self.state.summary.merge(reply.summary)
        for number, part in enumerate(self._parts):
            part.flush()
            self.state.sizes[number] = part.tell()
        self.state.write(self._work / "state.json")

    def _end(self, end: End) -> None:
        self.state.listing = chained(self.state.listing, self.state.current)
        self.state.current = ""
        self.state.sources += 1
        self.state.records = 0
        self.state.inputs.add(end.name, end.size, end.sha256)

    def _write(self, record: Record, packed: Packed) -> None:
        if packed.failure:
            self._parts[-1].write(encode_line(packed.failure))
        elif self._layout.form == "tree":
            for name, content in write_tree(self._layout.folder, record.name, packed.parts, self._work / "scratch"):
                self.state.outputs.add(name, len(content), hashlib.sha256(content).hexdigest())
        else:
            for part, line in zip(self._parts, packed.parts, strict=False):
                part.write(line)

    def finish(self) -> None:
        """Make the files of the parts, write the manifest, and leave nothing else behind."""
        if self.already_complete:
            return
        if not self.state.complete:
            self._close_parts()
            self.state.complete = True
            self.state.write(self._work / "state.json")
        finals = [*self._layout.finals, self._layout.failures]
        for part, final in zip(self._part_paths, finals, strict=True):
            if part.exists() and (part.stat().st_size or final != self._layout.failures):
                complete(part, final, self._layout.form if final != self._layout.failures else "jsonl")
            elif part.exists():
                final.unlink(missing_ok=True)
        for final in finals:
            if final.exists():
                self.state.outputs.add(final.relative_to(self._layout.folder).as_posix(), *file_hash(final))
        self._write_manifest()
        self._discard()

    def _write_manifest(self) -> None:
        summary = msgspec.to_builtins(self.state.summary, order="sorted")
        record = {
            "settings": self._settings,
            "summary": summary,
            "inputs": self.state.inputs,
            "outputs": self.state.outputs,
        }
        with whole_file(self._layout.manifest, self._work / "scratch") as file:
            file.write(msgspec.json.format(encode_line(record), indent=2) + b"\n")

    def _discard(self) -> None:
        """Remove the work folder.

        The settings go first: with them, a run is taken for one that goes on, which it could not without what is gone;
        without them it is the manifest that counts. The lock goes last, so that no other run begins in what is being
        removed.
        """
        order = {"settings.json": 0, "lock": 2}
        files = sorted(self._work.iterdir(), key=lambda path: order.get(path.name, 1))
        with suppress(OSError):
            for path in files:
                path.unlink()
            self._work.rmdir()
            self._work.parent.rmdir()

    def _close_parts(self) -> None:
        for part in self._parts:
            part.close()
        self._parts = []
