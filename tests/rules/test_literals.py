"""Which literals a regex cannot do without."""

import pytest

from cleaner.rules.literals import required_literals
from cleaner.rules.needs import derive
from cleaner.rules.schema import Rule


@pytest.mark.parametrize(
    ("regex", "expected"),
    [
        ("(?i)Most Read", {"most read"}),
        ("(?i)sign up (?:to|for) .{0,60}newsletter", {"sign up to ", "sign up for "}),
        ("(?:Foto|Bild): .{0,80}", {"foto: ", "bild: "}),
        ("(?:ab|cd)+ tail", {" tail"}),
        (r"\d+ comments?", {" comment"}),
        ("(?P<source>Reuters|AFP)", {"reuters", "afp"}),
        (r"\p{L}+ (?:stra[sß]e|platz)", {" strase", " strasse", " platz"}),
        ("记者.{1,8}报道", {"记者"}),
        (r"© \d{4}", {"© "}),
        ("(?:a|b).*", set()),
        (r"%date% from %time%", {" from "}),
        ("(?:x|y){0,3}(?:maybe)?", set()),
    ],
)
def test_required_literals(regex: str, expected: set[str]) -> None:
    assert required_literals(regex) == expected


@pytest.mark.parametrize(
    ("regex", "also", "cased"),
    [
        (r"\p{L}+ \((?:TT|AFP)\) .{1,9}", [[" (AFP) ", " (TT) "]], True),
        (r"(?i)\p{L}+ \((?:TT|AFP)\) .{1,9}", [[" (afp) ", " (tt) "]], False),
        (r"\p{L}+ (?i:\((?:TT|AFP)\) ).{1,9}", [[" (afp) ", " (tt) "]], False),
    ],
)
def test_case_counts_where_the_regex_heeds_it(regex: str, also: list[list[str]], cased: bool) -> None:
    """A rule for the agency TT is not tried on every line with an `attack` in it."""
    rule = Rule(
        id="en.wire_credit.x", kind="wire_credit", shape="prefix", regex=regex, keywords=["t"],
        catches=[], spares=[], since="",
    )  # fmt: skip
    assert [(one.also, one.cased) for one in derive(rule)] == [(also, cased)]
