"""Where other engines call the cleaner: each module schedules, and `cleaner.runs.records` does the work.

`arrow` is columns in, columns out, and everything that knows Arrow can use it; `shards` is one file of a run, safe to
do again. An engine is imported by its own module only; who lacks it is told what to install.
"""
