"""Runs over many documents: the shard that is cleaned, the processes that do it, and what lets a run go on."""
