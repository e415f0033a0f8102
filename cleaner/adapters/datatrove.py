"""Steps of a datatrove pipeline: one that cleans, and one that drops what the guard flagged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from cleaner.adapters.rows import VERDICTS, row_of
from cleaner.api import Cleaner, default_cleaner
from cleaner.errors import ConfigError, nearest
from cleaner.extras import needs
from cleaner.reading.records import Fields, Record
from cleaner.runs.records import clean_records

with needs("datatrove", "the datatrove adapter"):
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.filters.base_filter import BaseFilter


class NewsCleaner(PipelineStep):
    """Clean `Document.text`, and leave the evidence in its metadata.

    Every document goes on: one that fails keeps its text and has the verdict `failed`, one that the guard drops has
    `dropped`. `VerdictFilter` behind it takes them out, and its `exclusion_writer` can keep them.

    Args:
        cleaner: what cleans; the default chain if left out. It is sent to the processes that datatrove starts.
        key: the field of the metadata with the evidence: `title`, `date`, `byline`, `source`, `language`,
            `removed_chars`, `verdict` and `provenance`, which is JSON and holds the edits.
        kind: what the texts are: `text`, `html`, or `auto`, which looks.
        url: the field of the metadata with the address; it helps where the text is HTML.

    >>> from datatrove.data import Document
    >>> document = Document(text="The ferry sails again.\\n\\nAdvertisement", id="1")
    >>> [(cleaned.text, cleaned.metadata["newsclean"]["verdict"]) for cleaned in NewsCleaner().run([document])]
    [('The ferry sails again.', 'ok')]

    """

    name = "newsclean"
    type = "FORMAT"

    def __init__(
        self, cleaner: Cleaner | None = None, key: str = "newsclean", kind: str = "auto", url: str = "url"
    ):  # fmt: skip
        super().__init__()
        self._cleaner = cleaner or default_cleaner()
        self._key = key
        self._fields = Fields(kind=kind)  # type: ignore[arg-type]
        self._url = url

    def run(self, data: Iterable[Any], rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Clean documents one by one.

        Args:
            data: the documents of this rank.
            rank: which share this is.
            world_size: of how many.

        Yields:
            The same documents, changed in place, in the same order.

        """
        for document in data or ():
            with self.track_time():
                self._clean(document)
            if isinstance(document.text, str):
                self.update_doc_stats(document)
            yield document

    def _clean(self, document: Any) -> None:
        url = document.metadata.get(self._url)
        name = str(document.id)
        if isinstance(document.text, str):
            record = Record(source=name, name=name, id=name, data=document.text, form=self._fields.kind,
                            url=url if isinstance(url, str) else None)  # fmt: skip
        else:
            record = Record(source=name, name=name, error=f"holds no text but {type(document.text).__name__}")
        (result,) = clean_records(self._cleaner, [record], self._fields)
        row = row_of(result)
        text = row.pop("clean_text", None)
        day = row.get("date")
        document.metadata[self._key] = {**row, "date": day and day.isoformat()} if "date" in row else row
        if text is not None:
            document.text = text
        self.stat_update("total", row["verdict"])
        self.stat_update("removed_chars", value=row.get("removed_chars", 0), unit="doc")


class VerdictFilter(BaseFilter):
    """Drop the documents that `NewsCleaner` flagged.

    Args:
        keep: the verdicts that go on; the others are counted as `dropped_<verdict>`.
        key: the field of the metadata with the evidence.
        exclusion_writer: a datatrove writer for what is dropped.

    Raises:
        ConfigError: `keep` is no list, or names no verdict.

    >>> from datatrove.data import Document
    >>> documents = [Document(text="The ferry sails again.", id="1"), Document(text="Advertisement", id="2")]
    >>> [document.id for document in VerdictFilter().run(NewsCleaner().run(documents))]
    ['1']

    """

    name = "newsclean verdict"

    def __init__(self, keep: Collection[str] = ("ok",), key: str = "newsclean", exclusion_writer: Any = None):
        super().__init__(exclusion_writer)
        if isinstance(keep, str):
            raise ConfigError(f"must be a list, not {keep!r}; put it in brackets", "keep")
        for verdict in keep:
            if verdict not in VERDICTS:
                raise ConfigError(f"there is no verdict {verdict!r}; {nearest(verdict, VERDICTS)}", "keep")
        self._keep = frozenset(keep)
        self._key = key

    def filter(self, doc: Any) -> bool | tuple[bool, str]:
        """Tell whether a document goes on, in the manner of datatrove.

        Args:
            doc: a document that `NewsCleaner` has cleaned.

        Returns:
            True, or False with the verdict.

        Raises:
            KeyError: it was not cleaned.

        """
        verdict = doc.metadata[self._key]["verdict"]
        return True if verdict in self._keep else (False, verdict)
