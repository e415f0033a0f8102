"""newsclean: takes the noise out of news text and proves what it took.

>>> from cleaner import clean
>>> clean("Advertisement\\n\\nThe ferry sails again, the harbour board said.").text
'The ferry sails again, the harbour board said.'
"""

from cleaner.api import Cleaner, clean
from cleaner.article import Article, Edit, Fact, Provenance, Verdict
from cleaner.config import Config
from cleaner.document import Document, Page
from cleaner.errors import CleanerError, ConfigError, InputError, PackError
from cleaner.filters import Filter
from cleaner.settings.files import read_config
from cleaner.text.blocks import Block

__all__ = [
    "Article",
    "Block",
    "Cleaner",
    "CleanerError",
    "Config",
    "ConfigError",
    "Document",
    "Edit",
    "Fact",
    "Filter",
    "InputError",
    "PackError",
    "Page",
    "Provenance",
    "Verdict",
    "clean",
    "read_config",
]
