"""Where worker processes come from: one that has the package loaded, from which each of them is forked."""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
from contextlib import suppress
from multiprocessing import forkserver, resource_tracker
from typing import Any


def context() -> Any:
    """Start workers from a process that has the package loaded and no threads; elsewhere, each from nothing."""
    if "forkserver" not in mp.get_all_start_methods():
        return mp.get_context("spawn")
    found = mp.get_context("forkserver")
    found.set_forkserver_preload(["cleaner.runs.worker", "cleaner.cli", "cleaner.runs.warm"])
    return found


def prepare() -> None:
    """Begin to load what workers need, while the caller does something else.

    Ctrl-C reaches all processes of a terminal. The one that workers are forked from does not hear it, because it would
    answer with a traceback of what it was loading.
    """
    if context().get_start_method() != "forkserver":
        return
    resource_tracker.ensure_running()  # it would make the signal heard again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def abandon() -> None:
    """End the process that workers are forked from at once; for a caller that ends, too.

    By itself it ends only when it has loaded everything, and a worker that it was asked for would miss its caller.
    """
    pid = getattr(forkserver._forkserver, "_forkserver_pid", None)
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
