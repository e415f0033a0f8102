"""Tell where a text has the address of each link behind its words, in brackets.

resiliparse writes `words (address)`, html-to-text `words [address]`, mail programs `words <address>`. So does an author
now and then; only who writes out every link has that many, most of them of one site.
"""

from __future__ import annotations

from collections import Counter

import regex

_LEAST = 6
_LINES = 6  # that a text may have for each
_RELATIVE_COUNTS = 3  # as many: an author gives no address without its site
_OF_ONE_SITE = 0.5
_CHARACTERS = r"(?: [^\s()<>\[\]] | \( [^\s()<>\[\]]*+ \) )++"
_ABSOLUTE = rf"(?: (?:https?:)?//(?P<host> [^\s/()<>\[\]?\#]++ ) (?:{_CHARACTERS})? | (?:mailto|tel): {_CHARACTERS} )"
_RELATIVE = rf"(?: (?P<path>/) \w {_CHARACTERS} | \#[a-z]{_CHARACTERS} )"
_IN_BRACKETS = regex.compile(
    rf"""(?i) (?<! [\]\w] ) (?:
        \( (?: {_ABSOLUTE} | {_RELATIVE} ) \)
      | \[ (?: {_ABSOLUTE} | {_RELATIVE} ) \]
      | < {_ABSOLUTE} >
    )""",
    regex.VERBOSE,
)


def behind_words(text: str) -> list[tuple[int, int]]:
    """Give the half-open positions, in code points, of all addresses with their brackets, if every link has its own.

    >>> line = "The [Harbour](x) board (https://kust.example/board) met.\\n"
    >>> behind_words(line * 6)[0]
    (23, 51)
    >>> behind_words(line)
    []
    """
    if "(" not in text and "://" not in text:
        return []
    found = list(_IN_BRACKETS.finditer(text))
    sites = Counter(match["host"].casefold() for match in found if match["host"])
    relative = sum(bool(match["path"]) for match in found)
    lines = sum(map(bool, map(str.strip, text.split("\n"))))
    are_many = len(found) + (_RELATIVE_COUNTS - 1) * relative >= max(_LEAST, lines / _LINES)
    are_of_one_site = relative + max(sites.values(), default=0) >= _OF_ONE_SITE * len(found)
    return [match.span() for match in found] if are_many and are_of_one_site else []
