"""Markdown's links come down to their words, its images go, and what only looks like a link stays."""

import re
import time
from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, Document
from cleaner.filters.links import LinksFilter

LINKS = Cleaner(filters=["links"])


def cleaned(text: str, **options: bool) -> str:
    cleaner = Cleaner(filters=["links"], config={"filters": {"links": options}}) if options else LINKS
    article = cleaner.clean(text, "text")
    assert article.restore() == text
    return article.text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("See [the [old] law](https://kust.example/law 'The law') now.", "See the [old] law now."),
        ("Call [us](tel:+1\\(800\\) 555-0100), [write](mailto:a@kust.example).", "Call us, write."),
        ("The [ferry](/news/ferry) and [the quay](quay.html#map).", "The ferry and the quay."),
        ("An [island](https://wiki.example/Norvell_(island)).", "An island."),
        ("A [name](<https://kust.example/two words>).", "A name."),
        ("[Share](https://kust.example/?t=Ferry sails again (soon)&x=1)", "Share"),
        ("Costs rose to 5[1](#note-1).", "Costs rose to 5[1]."),
        ("请看[渡轮](https://kust.example/f)。", "请看渡轮。"),
        ("[Ferries\nsail](https://kust.example/\n) again.", "Ferries\nsail again."),
        ("[\n\n### Ferry\n\nIt sails.\n](/news/1)", "\n\n### Ferry\n\nIt sails.\n"),
    ],
)
def test_words_of_a_link_stay(text: str, wanted: str) -> None:
    assert cleaned(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("One.\n\n![A ferry](a.jpg)\n\nTwo.", "One.\n\nTwo."),
        ("One.\n\n[![A ferry](a.jpg)](https://kust.example/photo)\n\nTwo.", "One.\n\nTwo."),
        ("- [![](a.svg)](https://x.example)\n- Two.", "- Two."),
        ("One ![icon](i.png) two.", "One two."),
        ("[__](https://x.example/share) One.", "One."),
    ],
)
def test_image_and_link_without_words_go_whole(text: str, wanted: str) -> None:
    assert cleaned(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "stock[3](plums/2) is a call.",
        "[sic](he says)",
        "Write `[words](https://kust.example)` for a link.",
        "```\n[words](https://kust.example)\n```",
        r"\[no link\](https://kust.example)",
        "[open\n\nanother paragraph](https://kust.example)",
        "[never closed](https://kust.example",
        "[Editor's note: the ferry sails.] (See https://kust.example)",
    ],
)
def test_what_is_no_link_stays(text: str) -> None:
    assert cleaned(text) == text


def test_each_half_can_be_left_out() -> None:
    text = "The [ferry](/f) sails. ![Ferry](f.jpg)"
    assert cleaned(text, images=False) == "The ferry sails. ![Ferry](f.jpg)"
    assert cleaned(text, targets=False) == "The [ferry](/f) sails."


def test_rules_see_the_words_of_a_link() -> None:
    body = "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening."
    page = f"[Skip to content](#content)\n\n{body}\n\n[Share on Facebook](https://share.example/?u=x)"
    assert Cleaner().clean(page, "text").text.strip() == body


def test_loss_of_addresses_is_no_reason_for_a_review() -> None:
    links = " ".join(f"[ferry](https://kust.example/a/very/long/address/{number})" for number in range(40))
    article = Cleaner().clean(f"The harbour board names forty: {links}.", "text")
    assert "kust.example" not in article.text
    assert article.provenance.verdict.status == "ok"


@given(
    st.lists(
        st.sampled_from(
            ["[", "![", "](", "](/x)", "]", "(", ")", "<", ">", "`", "```", '"', "\\", "\n", "\n\n", "/x", "a"]
        ),
        max_size=120,
    )
)
def test_no_brackets_break_it(parts: list[str]) -> None:
    text = "".join(parts)
    article = Cleaner(filters=["links"]).clean(text, "text")
    assert article.restore() == text
    assert Cleaner(filters=["links"]).clean(article.text, "text").text == article.text


def test_links_within_links_cost_what_they_are_long() -> None:
    """Nobody nests more than a few; what is deeper is not looked at again and again."""

    def seconds(depth: int) -> float:
        document = Document("[" * depth + "abc" + "](/x)" * depth)
        start = time.process_time()
        list(LinksFilter()(document))
        return time.process_time() - start

    assert min(seconds(8_000) for _ in range(3)) < 12 * min(seconds(2_000) for _ in range(3)) + 0.05


STORY = (
    "The ferry to [Karsholm](https://kust.example/news/2026/a-very-long-address-that-goes-on/karsholm) sails again from"
    " Monday, the harbour board said on Friday evening after a meeting of [all of its nine"
    " members](https://kust.example/news/2026/who-sits-on-the-board) in the old town hall, of which no word came out."
)
PLANS = (
    "At the meeting the plans for the next ten years, and among them all the mid- and long-term ones, were said to have been"
    " drawn up by a certainly well-known engineer, who had served the board since the first of its ferries was built."
)
ENTRY = "  * [An entry of a list, which html2text never breaks, however wide it may become](https://kust.example/a)"
WRAPPED = "\n\n".join([fill(STORY, 76, break_long_words=False), ENTRY, fill(PLANS, 76, break_long_words=False)])


def test_lines_broken_at_a_width_that_counted_the_addresses_are_made_whole() -> None:
    assert len(re.findall(r"(?:mid|well|address)-\n", WRAPPED)) == 3
    whole = "\n\n".join(re.sub(r"\[(.*?)\]\(.*?\)", r"\1", paragraph) for paragraph in (STORY, ENTRY, PLANS))
    assert cleaned(WRAPPED) == whole


def test_lines_stay_broken_where_no_link_is_written_out() -> None:
    text = fill(PLANS, 76)
    assert cleaned(text) == text


@pytest.mark.parametrize(
    "link",
    [
        "[share](http://share.example/?t=The ferry sails\nagain&s=Friday)",
        "![](data:image/svg+xml,%3csvg width='12'\nstroke='red'/%3e)share",
        "[share](/news/the-ferry-\nsails)",
    ],
)
def test_an_address_goes_with_the_breaks_inside_it(link: str) -> None:
    assert cleaned(f"One {link} two.") == "One share two."


ADDRESSED = ["Home (/home)", "By A. Holm (https://kust.example/holm)", "It sails (https://kust.example/f).", "The end."]


@pytest.mark.parametrize("brackets", ["()", "[]", "<>"])
def test_addresses_behind_the_words_of_every_link_go(brackets: str) -> None:
    opening, closing = brackets
    lines = [f"Word {number} {opening}https://kust.example/{number}{closing}, said." for number in range(6)]
    assert cleaned("\n".join(lines)) == "\n".join(f"Word {number}, said." for number in range(6))


def test_an_address_without_its_site_counts_as_three() -> None:
    assert cleaned("\n".join(ADDRESSED)) == "\n".join(ADDRESSED)
    more = [*ADDRESSED, "(/news/more)"]
    assert cleaned("\n".join(more)) == "Home\nBy A. Holm\nIt sails.\nThe end."


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"The report of {site} (https://{site}.example/report) names it." for site in "abcdefgh"),
        "\n".join(f"The report of {page} (https://kust.example/{page}) names it." for page in "abcde"),
        "\n".join(["It sails."] * 60 + ["See it (https://kust.example/a)."] * 6),
        "\n".join(f"Note {number} (#note) and f(/x) in C." for number in range(3)),
    ],
    ids=["many sites", "five", "few for the length", "no addresses"],
)
def test_addresses_that_an_author_gives_stay(text: str) -> None:
    assert cleaned(text) == text
