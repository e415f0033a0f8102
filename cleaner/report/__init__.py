"""The report of a run: one page that opens from the disk and shows what was removed, why, and by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cleaner.report.collect import Collected
from cleaner.report.page import assets_size, write_page
from cleaner.report.totals import Totals
from cleaner.runs.results import Results

__all__ = ["MAX_BYTES", "MIN_BYTES", "Totals", "write_report"]

MAX_BYTES = 18_000_000
"""How large a page may become if nothing else is said."""
MIN_BYTES = 4_000_000
"""The smallest limit on a page: its scripts, the sums and the rules take a good part of that."""
_SUMS_BYTES = 2_500_000


def write_report(
    run: Path | str, output: Path | str, max_bytes: int = MAX_BYTES, packs: Sequence[Path | str] = ()
) -> Totals:
    """Write the report of a run.

    The sums are of all documents, however many; the table and the texts of as many as fit, the flagged and the most
    changed first, then examples of every rule and a sample. The same run gives the same bytes.

    Args:
        run: what the run was given as OUT.
        output: the page to write.
        max_bytes: how large it may become; at least `MIN_BYTES`.
        packs: folders of rule packs that were given to the run besides its configuration.

    Returns:
        The sums.

    Raises:
        InputError: there is no finished run, or a file of it is damaged; or the page would be written over one.
        PackError: a rule pack is wrong.
        OSError: the page cannot be written.
        ValueError: the limit is too small.

    >>> from tempfile import TemporaryDirectory
    >>> from cleaner import Cleaner, batch
    >>> with TemporaryDirectory() as folder:
    ...     source, out, page = (Path(folder, name) for name in ("a.txt", "out", "report.html"))
    ...     _ = source.write_text("The ferry sails.\\n\\nAdvertisement")
    ...     _ = batch.run(Cleaner(), [source], out)
    ...     totals = write_report(out, page)
    ...     totals.all.removed, page.read_bytes()[:15]
    (15, b'<!doctype html>')

    """
    if max_bytes < MIN_BYTES:
        raise ValueError(f"a report needs room for {MIN_BYTES:,} bytes")
    results, page = Results(run), Path(output)
    results.refuse(page)
    found = Collected(results, max_bytes - assets_size() - _SUMS_BYTES, [Path(folder) for folder in packs])
    write_page(found, page)
    return found.totals
