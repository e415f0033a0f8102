"""What is installed only on request: whoever needs it and lacks it is told the command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cleaner.errors import InputError


@contextmanager
def needs(extra: str, what: str) -> Iterator[None]:
    """Wrap the imports of an optional dependency.

    Raises:
        InputError: it is not installed; the message is the command that installs it.

    >>> with needs("parquet", "Parquet"):
    ...     import no_such_module
    Traceback (most recent call last):
    ...
    cleaner.errors.InputError: Parquet needs more than is installed: pip install "newsclean[parquet]"

    """
    try:
        yield
    except ImportError as error:
        raise InputError(f'{what} needs more than is installed: pip install "newsclean[{extra}]"') from error
