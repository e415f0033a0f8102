"""Which literals a regex cannot do without."""

import pytest

from cleaner.rules.literals import required_literals


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
