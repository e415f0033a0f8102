"""A run cut into shards, one input file each: what a scheduler maps over, does again after a failure, and merges.

A shard is `cleaner.batch.run` over one file into one file. Tried again it goes on where it was stopped, and one that is
complete is not done again, so a retry neither loses nor doubles a document. What goes from one task to the next is
small: places and counts, never texts.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict

import msgspec

from cleaner.api import Cleaner
from cleaner.batch import Options, Summary, run
from cleaner.config import Config
from cleaner.errors import CleanerError, InputError
from cleaner.reading.files import find_sources
from cleaner.settings.files import read_config
from cleaner.writing.atomic import whole_file
from cleaner.writing.forms import encode_pretty, file_name
from cleaner.writing.outputs import Layout, form_of

ShardForm = Literal["jsonl", "parquet"]

_NAME_BYTES = 255
"""The longest name that the usual file systems take."""


class RatesError(CleanerError):
    """More documents failed, or were flagged, than is allowed; the message has the numbers and where to look."""


class Shard(TypedDict):
    """One piece of work: the file that is read, the file that is written, and the folder that both are called from."""

    source: str
    output: str
    root: NotRequired[str]
    """Where the whole input lies: identities of articles begin below it, as in a run over all of it at once."""


class Counts(TypedDict):
    """What became of a shard: places and numbers, fit for a scheduler's store."""

    source: str
    output: str
    manifest: str
    failures: str
    documents: int
    cleaned: int
    flagged: int
    failed: int
    removed_chars: int


def list_shards(source: Path | str, output: Path | str, form: ShardForm = "jsonl") -> list[Shard]:
    """Make a shard of every file.

    Args:
        source: a file, or a folder that is searched to the bottom, in a fixed order.
        output: the folder of the whole run; the shards' files come into `articles/` in it.
        form: what a shard writes.

    Returns:
        The shards, as plain dicts.

    Raises:
        InputError: there is no such folder, or no file in it that can be read; or a name is empty.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.jsonl").write_text('{"text": "The ferry sails."}')
    >>> [shard["output"] for shard in list_shards(folder, "out")]
    ['out/articles/a.jsonl']

    """
    if "" in (source, output):
        raise InputError("source and output must not be empty; give '.' for this folder")
    found = find_sources([Path(source)], Path(output))
    root = str(source) if Path(source).is_dir() else str(Path(source).parent)
    shards = [Shard(source=str(x.path), output=_target(Path(output), x.name, form), root=root) for x in found]
    if not shards:
        raise InputError(f"{source}: found no .txt, .html, .json, .jsonl, .parquet or .warc file")
    _refuse_same(shards)
    return shards


def clean_file(
    shard: Shard,
    cleaner: Cleaner | Config | Path | str | None = None,
    options: Options | None = None,
    max_failed: float | None = None,
) -> Counts:
    """Clean one shard.

    Args:
        shard: what is read and what is written.
        cleaner: what cleans, or its configuration, or the path of a `cleaner.toml`; the default chain if left out.
        options: how it is done. A run that was stopped is always gone on with.
        max_failed: the share of documents that may fail.

    Returns:
        The place of the manifest, and the counts.

    Raises:
        RatesError: a larger share failed; the output is written all the same.
        CleanerError: see `cleaner.batch.run`.

    """
    how = msgspec.structs.replace(options or Options(), resume=True, root=shard.get("root", ""))
    target = Path(shard["output"])
    summary = run(_cleaner(cleaner), [Path(shard["source"])], target, how)
    counts = _counts(summary, shard["source"], target, _layout(target))
    check_rates(counts, max_failed)
    return counts


def counts_of(shard: Shard) -> Counts:
    """Read the counts of a shard that is complete from its manifest.

    Args:
        shard: what was read and written.

    Raises:
        InputError: it is not complete.

    """
    target = Path(shard["output"])
    layout = _layout(target)
    summary = msgspec.convert(_manifest(layout.manifest)["summary"], Summary)
    return _counts(summary, shard["source"], target, layout)


def merge(counts: Iterable[Counts], output: Path | str) -> Counts:
    """Merge the manifests of shards into `manifest.json`, with their sums and where each of them lies.

    Args:
        counts: what `clean_file` gave for each shard.
        output: the folder of the whole run.

    Returns:
        The counts of the whole, for `check_rates`, and the place of the manifest.

    Raises:
        InputError: a shard is incomplete, or was cleaned with other settings than the rest.

    """
    folder = Path(output)
    total = Summary()
    settings: Any = None
    shards: list[dict[str, Any]] = []
    for each in sorted(counts, key=lambda shard: shard["output"]):
        manifest = _manifest(Path(each["manifest"]))
        if not Path(each["output"]).exists():
            raise InputError(f"{each['output']} is missing, though the shard was complete; clean it again")
        if settings is not None and manifest["settings"] != settings:
            raise InputError(f"{each['manifest']} was made with other settings than the shards before; clean all again")
        settings = manifest["settings"]
        total.merge(msgspec.convert(manifest["summary"], Summary))
        shards.append({"manifest": _relative(each["manifest"], folder), "inputs": manifest["inputs"],
                       "outputs": manifest["outputs"]})  # fmt: skip
    layout = Layout(folder, "jsonl")
    record = {"settings": settings, "summary": msgspec.to_builtins(total, order="sorted"), "shards": shards}
    with whole_file(layout.manifest) as file:
        file.write(encode_pretty(record))
    merged = _counts(total, str(folder), folder, layout)
    merged["failures"] = ""
    return merged


def check_rates(counts: Counts, max_failed: float | None = None, max_flagged: float | None = None) -> None:
    """Refuse a result in which too much failed.

    Args:
        counts: of a shard or of the whole.
        max_failed: the share of documents that may fail; nothing is checked without it.
        max_flagged: the share that the guard may flag.

    Raises:
        RatesError: a larger share did.

    """
    for name, number, limit in (("failed", counts["failed"], max_failed), ("flagged", counts["flagged"], max_flagged)):
        if limit is not None and number > limit * counts["documents"]:
            raise RatesError(
                f"{number} of {counts['documents']} documents of {counts['source']} {name}, more than the "
                f"{limit:.1%} allowed; {counts['failures'] or counts['manifest']} says why"
            )


def _refuse_same(shards: Iterable[Shard]) -> None:
    """Refuse shards of which one would overwrite another.

    Raises:
        InputError: two have the same output.

    """
    seen: dict[str, str] = {}
    for shard in shards:
        if shard["output"] in seen:
            raise InputError(
                f"{shard['source']} and {seen[shard['output']]} would both be written to {shard['output']}; rename one"
            )
        seen[shard["output"]] = shard["source"]


def _target(output: Path, name: Path, form: ShardForm) -> str:
    """Place the output of a shard; its name is cut where one of the files beside it would have too long a name."""
    target = output / "articles" / file_name(name, form)
    layout = Layout(target, form)
    places = (target, layout.manifest, layout.failures, layout.work)
    over = max(len(os.fsencode(place.name)) for place in places) - _NAME_BYTES
    return (target.with_name(_cut(target.stem, over) + target.suffix) if over > 0 else target).as_posix()


def _cut(stem: str, over: int) -> str:
    """Take bytes off the end of a name, and put a hash of the whole there, so that two names stay two.

    >>> _cut("the-ferry-to-karsholm-sails-again", 5)
    'the-ferry-t-cc3de90fc4c47428'
    """
    data = os.fsencode(stem)
    mark = f"-{hashlib.sha256(data).hexdigest()[:16]}"
    return data[: len(data) - over - len(mark)].decode("utf-8", "ignore") + mark


def _layout(target: Path) -> Layout:
    return Layout(target, form_of(target))


def _cleaner(given: Cleaner | Config | Path | str | None) -> Cleaner:
    if isinstance(given, Path | str):
        given = read_config(Path(given))
    return given if isinstance(given, Cleaner) else Cleaner(config=given)


def _counts(summary: Summary, source: str, output: Path, layout: Layout) -> Counts:
    return Counts(
        source=source, output=output.as_posix(), manifest=layout.manifest.as_posix(),
        failures=layout.failures.as_posix() if layout.failures.exists() else "",
        documents=summary.documents, cleaned=summary.cleaned, flagged=summary.flagged, failed=summary.failed,
        removed_chars=sum(summary.removed_chars.values()),
    )  # fmt: skip


def _manifest(path: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(f"{path}: the shard is not complete ({error}); clean it again") from error
    return record


def _relative(path: str, folder: Path) -> str:
    found = Path(path)
    return found.relative_to(folder).as_posix() if found.is_relative_to(folder) else path


def as_table(counts: Sequence[Counts]) -> list[dict[str, Any]]:
    """Show shards as rows for people.

    >>> as_table([])
    []
    """
    names = ("documents", "cleaned", "flagged", "failed", "removed_chars")
    return [{"shard": Path(each["source"]).name, **{name: each[name] for name in names}} for each in counts]  # type: ignore[literal-required]
