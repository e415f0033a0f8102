"""What the shapes of rules do in a document: lines, sections, tails, prefixes, suffixes, and where each may stand."""

from pathlib import Path

import pytest

from cleaner import Cleaner

BODY = [
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long meeting.",
    "It had been out of service since a fire in the engine room in August, when two members of the crew were hurt.",
    "The board has found the money for a second ship, which is to be built at the Norrby yard by next spring.",
]
LIST = ["- Nickel market estimated to exceed all hopes", "- Japan well intervention to grow by a third"]
HEADLINES = [
    "Airline strike grounds hundreds of flights",
    "Pumpkin soup in twenty minutes",
    "Striker out for the season",
]


def clean(*lines: str, separator: str = "\n\n") -> str:
    return Cleaner().clean(separator.join(lines), "text").text


@pytest.mark.parametrize("separator", ["\n", "\n\n"])
@pytest.mark.parametrize("entries", [LIST, HEADLINES], ids=["bullets", "headlines"])
def test_list_in_the_middle_ends_where_the_body_begins_again(entries: list[str], separator: str) -> None:
    text = clean(*BODY[:2], "Most popular stories", *entries, BODY[2], separator=separator)
    assert text == separator.join(BODY)


def test_list_at_the_end_goes_to_the_end() -> None:
    assert clean(*BODY, "You may also like", *HEADLINES) == "\n\n".join(BODY)


def test_subheading_after_a_list_stays() -> None:
    """The last line above the body is its subheading when the body takes up its words."""
    body = [BODY[0], BODY[1], "A second ship from Norrby", BODY[2]]
    assert clean(BODY[0], BODY[1], "Most popular stories", *HEADLINES, *body[2:]) == "\n\n".join(body)


@pytest.mark.parametrize(
    "statement",
    [
        "“I have never seen anything like it.”",
        "«Tuvimos suerte.»",
        "„Das darf uns nicht passieren.“",
        "हम फिर से जाएंगे।",
        "And then? Nothing!",
    ],
)
def test_list_ends_at_a_statement(statement: str) -> None:
    """A headline may ask or call, and quote; a sentence with its stop, however short and quoted, is the body's."""
    text = clean(*BODY[:2], "Most popular stories", *HEADLINES, statement, BODY[2])
    assert text == "\n\n".join([*BODY[:2], statement, BODY[2]])


@pytest.mark.parametrize("headline", ["Is the ferry safe?", "“We want our ferry back”", "Never again!"])
def test_list_goes_on_at_a_headline_that_asks_calls_or_quotes(headline: str) -> None:
    text = clean(*BODY[:2], "Most popular stories", HEADLINES[0], headline, HEADLINES[1], BODY[2])
    assert text == "\n\n".join(BODY)


def test_what_introduces_bullets_is_no_entry_of_a_list() -> None:
    """With its colon it belongs to them, however short it is."""
    bullets = ("The list of ferries:", "- Karsholm, from Monday", "- Norrby, from Tuesday")
    assert clean(*BODY, "Related articles", *HEADLINES, *bullets, BODY[0][:-1] + " once more.").count("- ") == 2


def test_two_headings_in_a_row_both_go() -> None:
    assert clean(*BODY, "Most popular stories", "Market Research", *LIST) == "\n\n".join(BODY)


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Islanders count the cost",
        "ALSO READ | Airline strike grounds flights",
        "Read also: Pumpkin soup for all",
    ],
)
def test_single_read_more_line_goes(line: str) -> None:
    assert clean(BODY[0], line, *BODY[1:]) == "\n\n".join(BODY)


def test_list_of_the_article_stays() -> None:
    """A list under a heading of the article's own is no list of other articles."""
    text = "\n\n".join([BODY[0], "What the board decided", *LIST, BODY[1]])
    assert clean(text) == text


@pytest.mark.parametrize(
    "notice",
    [
        "Disclaimer: The information in this article is provided as is, without warranty of any kind.",
        "© 2024 Karsholm Post. All rights reserved.",
        "This story has not been edited by our staff and is auto-generated from a syndicated feed.",
        "This material may not be published, broadcast, rewritten or redistributed without permission.",
    ],
)
def test_legal_notice_goes_alone(notice: str) -> None:
    assert clean(*BODY, notice) == "\n\n".join(BODY)


def test_legal_notice_glued_to_the_last_paragraph_goes() -> None:
    glued = f"{BODY[2]} (This story has not been edited by our staff and is auto-generated from a syndicated feed.)"
    assert clean(*BODY[:2], glued) == "\n\n".join(BODY)


def test_disclaimer_with_its_heading_goes() -> None:
    text = "We do not accept any responsibility for the accuracy or reliability of the information contained in this article."
    assert clean(*BODY, "Legal Disclaimer:", text) == "\n\n".join(BODY)


PACK = """
[[rule]]
id = "en.{kind}.test"
kind = "{kind}"
shape = "{shape}"
where = "{where}"
until = "{until}"
regex = '''{regex}'''
catches = ["Zorbl line"]
spares = ["A zorbl stays."]
since = "0.1.0"
"""


def with_rule(
    folder: Path,
    regex: str,
    *lines: str,
    shape: str = "line",
    where: str = "any",
    until: str = "body",
    kind: str = "comments",
) -> list[str]:
    path = folder / "en" / f"{kind}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(PACK.format(regex=regex, shape=shape, where=where, until=until, kind=kind))
    return Cleaner(filters=["patterns", "header"], packs=[folder]).clean("\n".join(lines), "text").text.split("\n")


def test_head_and_foot(tmp_path: Path) -> None:
    """A rule for the head does not reach below the first body paragraph, one for the foot not above the last."""
    lines = ["Zorbl line", BODY[0], "Zorbl line", BODY[1], "Zorbl line"]
    assert with_rule(tmp_path, "Zorbl line", *lines, where="head") == lines[1:]
    assert with_rule(tmp_path, "Zorbl line", *lines, where="foot") == lines[:-1]
    assert with_rule(tmp_path, "Zorbl line", *lines) == BODY[:2]


def test_prefix_suffix_and_inline_take_their_spaces(tmp_path: Path) -> None:
    line = f"Zorbl line {BODY[0]} Zorbl line"
    assert with_rule(tmp_path, "Zorbl line", line, shape="prefix") == [f"{BODY[0]} Zorbl line"]
    assert with_rule(tmp_path, "Zorbl line", line, shape="suffix") == [f"Zorbl line {BODY[0]}"]
    assert with_rule(tmp_path, "Zorbl line", "One Zorbl line two Zorbl line three.", shape="inline") == [
        "One two three."
    ]


def test_section_until_next_takes_one_block(tmp_path: Path) -> None:
    lines = [BODY[0], "Zorbl line", BODY[1], BODY[2]]
    assert with_rule(tmp_path, "Zorbl line", *lines, shape="section", until="next") == [BODY[0], BODY[2]]
    assert with_rule(tmp_path, "Zorbl line", *lines, shape="section", until="none") == BODY


def test_tail_never_takes_the_body(tmp_path: Path) -> None:
    lines = [*BODY[:2], "Zorbl line", "Grumbl", "Frumbl", "Brumbl"]
    assert with_rule(tmp_path, "Zorbl line", *lines, shape="tail") == BODY[:2]
    assert with_rule(tmp_path, "Zorbl line", *lines, BODY[2], shape="tail") == [
        *BODY[:2],
        *lines[3:],
        BODY[2],
    ]


def test_block_longer_than_the_rule_allows_is_not_looked_at(tmp_path: Path) -> None:
    line = "Zorbl line" + " x" * 200
    assert with_rule(tmp_path, "Zorbl line(?: x){1,300}", line, BODY[0]) == [line, BODY[0]]


COMMENT = (
    "I have sailed with this ferry for thirty years, and I have never seen the pier in such a state as it was in March."
)


def test_thread_goes_with_all_comments_in_it() -> None:
    """The comments are running text as the body is; what stands between them gives them away."""
    comments = [
        line for name in ("Ada Norvell", "harbourcat", "Jon Maar") for line in (f"{name} says:", COMMENT, "Reply")
    ]
    text = "\n\n".join([*BODY, "Leave a comment", *comments])
    assert Cleaner().clean(text, "text").text == "\n\n".join(BODY)


@pytest.mark.parametrize(
    "lines",
    [
        ["Ada Norvell says:", COMMENT, "Jon Maar says:", COMMENT],
        ["Ada Norvell says:", *BODY * 8, "Jon Maar says:", *BODY * 8, "Inga Solberg says:", *BODY * 8],
    ],
    ids=["two lines", "far from one another"],
)
def test_few_or_scattered_lines_make_no_thread(lines: list[str]) -> None:
    """An article may put who speaks on a line of its own."""
    article = Cleaner(filters=["patterns"]).clean("\n\n".join([*BODY, *lines]), "text")
    assert article.text.count(COMMENT) == lines.count(COMMENT)
    assert article.text.count(BODY[0]) == 1 + lines.count(BODY[0])


def test_thread_above_the_body_takes_nothing_else() -> None:
    text = "\n\n".join(["Ada says:", "Jon says:", "hilda says:", *BODY])
    assert Cleaner(filters=["patterns"]).clean(text, "text").text == "\n\n".join(BODY)
