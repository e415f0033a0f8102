"""Worker processes under a supervisor: one that dies or hangs costs at most the document it had.

The standard pool of processes breaks as a whole when one of them is killed. Here each worker has one batch at a time
and marks the document it is at in shared memory, so that the supervisor knows which one to blame: a document that takes
too long fails; one at which a worker died is tried twice more, alone, and fails if those die, too.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from cleaner.errors import CleanerError, ConfigError
from cleaner.reading.records import Record
from cleaner.runs.processes import context, prepare
from cleaner.runs.records import Failure
from cleaner.runs.summary import Summary
from cleaner.runs.worker import Packed, Reply, Task, pickled, serve, work

_WINDOW = 8
_WINDOW_BYTES = 1 << 26
_TICK = 0.1
_MAX_VAIN_DEATHS = 5
_MAX_DEATHS = 3

Batch = Sequence[Record]


@dataclass
class _Job:
    """A batch, or what is left of it to do."""

    number: int
    places: list[int]
    records: list[Record]


@dataclass
class _Open:
    """A batch that is not complete yet."""

    packed: list[Packed | None]
    size: int
    summary: Summary = field(default_factory=Summary)
    deaths: dict[int, int] = field(default_factory=dict)

    def put(self, place: int, packed: Packed) -> None:
        self.packed[place] = packed

    def reply(self) -> Reply | None:
        done = [packed for packed in self.packed if packed is not None]
        return Reply(done, self.summary) if len(done) == len(self.packed) else None


class _Worker:
    """One process, its pipe, and what it is at."""

    def __init__(self, start: Any, task: bytes):
        self.mark = start.RawValue("q", -1)
        self.pipe, theirs = start.Pipe()
        self.process = start.Process(target=serve, args=(theirs, self.mark), daemon=True)
        self.process.start()
        theirs.close()
        try:
            self.pipe.send_bytes(task)
        except BaseException:
            self.end()
            raise
        self.job: _Job | None = None
        self.seen = -1
        self._since = 0.0

    def give(self, job: _Job) -> None:
        self.mark.value = self.seen = -1
        self.job = job
        self.pipe.send(job.records)

    def is_late(self, limit: float) -> bool:
        at = self.mark.value
        now = time.monotonic()
        if at != self.seen:
            self.seen, self._since = at, now
        return at >= 0 and now - self._since > limit

    def end(self) -> int | None:
        """Kill it, and give the code it ended with."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        code: int | None = self.process.exitcode
        self.process.close()
        return code


class Supervisor:
    """Worker processes that clean batches.

    Args:
        task: what is done with every record.
        workers: how many processes; with 0 the work is done in this one, without a limit on time.
        timeout: seconds that a document may take.

    Raises:
        ConfigError: a filter cannot be sent to another process, or the number of workers is negative.

    """

    def __init__(self, task: Task, workers: int, timeout: float):
        if workers < 0:
            raise ConfigError(f"must be 0, for this process alone, or more, not {workers}", "workers")
        self._task = task
        self._sent = pickled(task, "worker processes", ", or set workers to 0") if workers else b""
        self._count = workers
        self._timeout = timeout
        self._context = context() if workers else None
        self._workers: list[_Worker] = []
        self._todo: deque[_Job] = deque()
        self._open: dict[int, _Open] = {}
        self._vain = 0

    def ordered(self, batches: Iterable[Batch]) -> Generator[Reply]:
        """Clean batches and give what came out in their order, whichever is done first.

        No more than a few batches a worker, and a few dozen megabytes, are held at a time. Closing the generator ends
        the workers.

        Raises:
            CleanerError: workers end as soon as they start.
            ConfigError: a filter cannot be set up in them.

        """
        if not self._count:
            for batch in batches:
                yield work(self._task, batch)
            return
        prepare()
        try:
            yield from self._ordered(iter(batches))
        finally:
            for worker in self._workers:
                worker.end()
            self._workers.clear()

    def _ordered(self, batches: Iterator[Batch]) -> Iterator[Reply]:
        taken = given = 0
        exhausted = False
        while True:
            while not exhausted and not self._todo and self._has_room():
                batch = next(batches, None)
                if batch is None:
                    exhausted = True
                    break
                self._open[taken] = _Open([None] * len(batch), sum(len(record.data) for record in batch))
                if batch:
                    self._todo.append(_Job(taken, list(range(len(batch))), list(batch)))
                taken += 1
                if not self._idle():
                    break
                self._dispatch()
            self._dispatch()
            self._collect()
            while given in self._open and (reply := self._open[given].reply()):
                del self._open[given]
                given += 1
                yield reply
            if exhausted and given == taken:
                return

    def _has_room(self) -> bool:
        """Tell whether one more batch may be held: there are few of them, and not many bytes in them."""
        return len(self._open) < _WINDOW * self._count and sum(x.size for x in self._open.values()) < _WINDOW_BYTES

    def _idle(self) -> bool:
        return len(self._workers) < self._count or any(worker.job is None for worker in self._workers)

    def _dispatch(self) -> None:
        for worker in self._workers:
            if self._todo and worker.job is None:
                self._give(worker)
        while self._todo and len(self._workers) < self._count:
            try:
                self._workers.append(_Worker(self._context, self._sent))
            except (OSError, EOFError) as error:  # the process that workers are forked from was killed; it comes back
                self._in_vain(str(error))
                time.sleep(_TICK)
                return
            self._give(self._workers[-1])

    def _give(self, worker: _Worker) -> None:
        job = self._todo.popleft()
        try:
            worker.give(job)
        except OSError:  # it has died since its last batch; _collect finds the broken pipe
            worker.job = job

    def _collect(self) -> None:
        busy: dict[Connection, _Worker] = {worker.pipe: worker for worker in self._workers if worker.job}
        ready = wait(list(busy), 0 if self._todo and self._idle() else _TICK) if busy else []
        for pipe in ready:
            worker = busy[pipe]  # type: ignore[index]
            try:
                self._finish(worker, worker.pipe.recv())
            except (EOFError, OSError):
                self._bury(worker)
        for worker in list(self._workers):
            if worker.job and worker.pipe not in ready and worker.is_late(self._timeout) and not worker.pipe.poll():
                self._stop(worker)

    def _finish(self, worker: _Worker, reply: Reply | ConfigError) -> None:
        if isinstance(reply, ConfigError):
            raise reply
        job, worker.job = worker.job, None
        assert job is not None
        state = self._open[job.number]
        for place, packed in zip(job.places, reply.packed, strict=True):
            state.put(place, packed)
        state.summary.merge(reply.summary)
        self._vain = 0

    def _stop(self, worker: _Worker) -> None:
        """End a worker whose document takes too long: the one that was found late, whatever it is at by now."""
        at = worker.seen
        self._workers.remove(worker)
        worker.end()
        reason = f"took longer than {self._timeout:g} s; raise the limit with --timeout"
        self._fail(worker.job, at, "TimeoutError", reason)
        self._again(worker.job, at)

    def _bury(self, worker: _Worker) -> None:
        """Take up what a dead worker had."""
        at = worker.mark.value
        self._workers.remove(worker)
        code = worker.end()
        job = worker.job
        assert job is not None
        if at < 0:
            self._in_vain(_ending(code))
            self._todo.appendleft(job)
            return
        place = job.places[at]
        deaths = self._open[job.number].deaths
        deaths[place] = deaths.get(place, 0) + 1
        if deaths[place] < _MAX_DEATHS:
            self._todo.appendleft(_Job(job.number, [place], [job.records[at]]))
        else:
            reason = f"ended each worker process that had it ({_ending(code)}); it may need too much memory"
            self._fail(job, at, "WorkerDied", reason)
        self._again(job, at)

    def _in_vain(self, ending: str) -> None:
        self._vain += 1
        if self._vain > _MAX_VAIN_DEATHS:
            raise CleanerError(
                f"the worker processes end as soon as they start ({ending}); a script needs "
                '`if __name__ == "__main__":` around its run, or workers=0; if memory is short, lower --workers'
            )

    def _fail(self, job: _Job | None, at: int, error: str, reason: str) -> None:
        assert job is not None
        state = self._open[job.number]
        state.put(job.places[at], Packed(failure=Failure(job.records[at].source, error, reason)))
        state.summary.fail(error)

    def _again(self, job: _Job | None, without: int) -> None:
        assert job is not None
        rest = [x for x in range(len(job.places)) if x != without]
        if rest:
            self._todo.appendleft(_Job(job.number, [job.places[x] for x in rest], [job.records[x] for x in rest]))


def _ending(code: int | None) -> str:
    return f"signal {-code}" if code and code < 0 else f"exit code {code}"
