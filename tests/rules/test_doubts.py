"""What stands around a line may say that it is the article's, although a rule matches it."""

import time

import pytest

from cleaner import Cleaner, Document
from cleaner.rules import load_packs
from cleaner.rules.doubts import doubt
from cleaner.rules.findings import findings
from cleaner.rules.matcher import Matcher

LEAD = "The harbour board has read every word of the letter that the islanders sent, it said on Friday evening."
END = "A second hearing is to follow in the spring, and the ferry company has promised to send its chairman there."


def body(*lines: str) -> str:
    return "\n\n".join((LEAD, *lines, END))


def test_the_dates_of_a_chronology_stay(cleaner: Cleaner) -> None:
    """Three dates above sentences order the text; none of them is when it was published."""
    text = (
        "Timeline of the arson case\nMarch 2, 2019\nFire at the mill kills three.\nMarch 5, 2019\nPolice arrest a guard.\n"
        "June 11, 2020\nThe trial begins.\nJuly 3, 2020\nThe guard walks free."
    )
    article = cleaner.clean(text, "text")
    assert [line for line in text.split("\n") if line[-4:].isdigit()] == [
        line for line in article.text.split("\n") if line[-4:].isdigit()
    ]


def test_the_times_of_a_live_blog_stay(cleaner: Cleaner) -> None:
    """So do times of day."""
    entries = [
        f"{hour:02}:15\nThe water at gauge {hour} stands {hour} centimetres below the wall." for hour in range(8, 20)
    ]
    text = body(*entries)
    assert cleaner.clean(text, "text").text == text


@pytest.mark.parametrize("above", ["Here is the programme for the main ring.", "In the main ring:"])
def test_the_times_of_a_programme_stay(cleaner: Cleaner, above: str) -> None:
    """What stands below each is no sentence, but what stands above the first introduces them all."""
    text = body(
        above, "9:00", "Heavy horses", "10:30", "Sheepdog trials", "12:00", "Grand parade of the island's bands"
    )
    assert cleaner.clean(text, "text").text == text


def test_the_times_of_a_programme_of_several_days_stay(cleaner: Cleaner) -> None:
    """Nothing introduces them, but each day they are later and later; the day above the first stays with them."""
    text = (
        f"{END}\nMaritime days\n4 октября, пятница\n10:00\nOpening, with the band of the yard\nMarket square\n14:00\nRegatta\n"
        f"5 октября, суббота\n11:00\nShort films\nCorn Hall\n13:30\nSheepdog trials\n{LEAD}"
    )
    left = cleaner.clean(text, "text").text
    assert [
        time
        for time in ("октября, пятница", "10:00", "14:00", "октября, суббота", "11:00", "13:30")
        if time not in left
    ] == []


def test_the_times_of_a_ticker_go(cleaner: Cleaner) -> None:
    """Nothing introduces them, and what is latest stands first."""
    ticker = (
        "Latest",
        "12:00",
        "Rovers sign a goalkeeper",
        "10:30",
        "Rain ahead for the coast",
        "9:00",
        "Nickel rises again",
    )
    left = cleaner.clean("\n\n".join((LEAD, END, *ticker)), "text").text
    assert not any(time in left for time in ("9:00", "10:30", "12:00"))


@pytest.mark.parametrize(("others", "stays"), [(("- Grid view", "- Rulers"), True), (("- Menu", "- Log in"), False)])
def test_an_entry_of_a_list_stays_where_no_rule_knows_the_others(
    cleaner: Cleaner, others: tuple[str, str], stays: bool
) -> None:
    """The functions of a program, and the menu of a page."""
    text = body("The second release brings these.", others[0], "- Search", others[1])
    assert ("- Search" in cleaner.clean(text, "text").text) is stays


def test_headings_of_steps_stay_above_their_sentences(cleaner: Cleaner) -> None:
    """A blank line above each and none below; so does no button of a page."""
    steps = (
        "Download the app\nLook for “Bus” in the stores. It costs nothing.",
        "Log in\nAn address or a telephone number will do.",
        "Buy a ticket\nTap the line and the stop. It is valid for 90 minutes.",
        "Show it\nThe driver looks at the screen.",
    )
    assert cleaner.clean(text := body(*steps), "text").text == text
    assert "Log in" not in cleaner.clean(body(steps[1], *steps[2].split("\n")), "text").text


@pytest.mark.parametrize(
    ("word", "below"),
    [
        (
            "Newsletter",
            "The newsletter of the harbour, printed on blue paper, was what the islanders read at breakfast.",
        ),
        ("Reklama", "Na reklamie stary rybak zarabiał więcej niż na śledziach, choć nigdy się do tego nie przyznał."),
        (
            "Advertisement",
            "His first advertisement promised a ferry that would sail in any weather, and nobody believed it.",
        ),
    ],
)
def test_a_word_that_the_paragraph_below_takes_up_is_a_subheading(word: str, below: str, cleaner: Cleaner) -> None:
    """Unless it stands in capitals, as labels do, or again elsewhere."""
    assert word in cleaner.clean(body(word, below), "text").text
    assert word.upper() not in cleaner.clean(body(word.upper(), below), "text").text
    assert word not in cleaner.clean(body(word, below, word), "text").text.split("\n")
    assert word not in cleaner.clean(body(word), "text").text


def test_answers_of_an_interview_stay(cleaner: Cleaner) -> None:
    """They may say what a page says."""
    answer = "Write to us at post@ferry.example."
    questions = (
        "Who paid for the pier?",
        LEAD,
        "What do you tell the islanders?",
        answer,
        "Will it hold?",
        END,
    )
    assert answer in cleaner.clean(body(*questions), "text").text
    assert answer not in cleaner.clean(body(*questions[1:4]), "text").text


def test_words_that_a_sentence_below_each_explains_stay(cleaner: Cleaner) -> None:
    """The help of a program explains its buttons; one button between paragraphs is a page's."""
    text = body(
        "Search",
        "Finds words in all drawings.",
        "Rulers",
        "Show how long a plank is.",
        "Share",
        "Sends it to the yard.",
    )
    assert cleaner.clean(text, "text").text == text
    button = body("The board meets again on Monday.", "Log in", "Nobody objected to the ferry, or to its new name.")
    assert "Log in" not in cleaner.clean(button, "text").text


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Join the discussion about the letter of the islanders", True),
        ("Join the discussion about nickel and copper", False),
        ("WATCH: Islanders send a letter to the harbour board", False),
    ],
)
def test_a_first_line_stays_where_the_lead_takes_up_its_words(cleaner: Cleaner, line: str, stays: bool) -> None:
    article = cleaner.clean(f"{line}\n\n{body()}", "text")
    assert (line in (article.title, article.text.split("\n")[0])) is stays


@pytest.mark.parametrize("line", ["By Ada Holm", "Reporter"])
def test_a_line_in_a_list_stays(cleaner: Cleaner, line: str) -> None:
    """The lines around it, which no rule knows, will stay: a cast, a programme, a list of posts."""
    text = body("The Long Winter", "Corn Hall, until Sunday", line, "A Piano in a Tree", "Music from the yard")
    assert cleaner.clean(text, "text").text == text


@pytest.mark.parametrize("line", ["By Ada Holm, Scarsea Post", "Reporter", "Newsroom: desk@scarsea.example"])
def test_such_a_line_between_paragraphs_goes(cleaner: Cleaner, line: str) -> None:
    text = body(LEAD.replace("board", "council"), line, END.replace("second", "third"))
    assert line not in cleaner.clean(text, "text").text


@pytest.mark.parametrize(
    "line",
    ["He wrote on X:", "Trump wrote on Truth Social:", "Elon Marsk wrote:", "Mark Hill says:", "Ms Choi replied:"],
)
def test_what_introduces_a_quoted_post_stays(cleaner: Cleaner, line: str) -> None:
    text = body(line, "Some people have too much time on their hands.")
    assert cleaner.clean(text, "text").text == text


def test_heads_of_comments_go_where_several_stand(cleaner: Cleaner) -> None:
    text = "\n".join(
        (
            LEAD,
            END,
            LEAD.replace("board", "council"),
            "2 comments",
            "Jon Maar says:",
            "Good.",
            "Ada Holm says:",
            "Not so good.",
        )
    )
    left = cleaner.clean(text, "text").text
    assert "says:" not in left


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("He lives in Scarsea with his wife, Ann, and their three children.", True),
        ("Share on Facebook", False),
        ("Facebook", True),
        ("Deel", False),
    ],
)
def test_a_line_between_or_behind_paragraphs_that_may_be_theirs(cleaner: Cleaner, line: str, stays: bool) -> None:
    """Whom a pronoun means the paragraphs say; one word may be a subheading; a call to share is none."""
    assert (line in cleaner.clean(body(line), "text").text) is stays


@pytest.mark.parametrize(
    "line", ["O autor é jornalista e escreve sobre saúde para o Jornal da Serra.", "El autor es periodista."]
)
def test_an_article_is_no_pronoun_of_another_language(line: str) -> None:
    """ "O" is "he" in Turkish, "el" in Romanian."""
    matcher = Matcher(load_packs().rules)
    text = body(line)
    document = Document(text, matcher)
    (block,) = (block for block in document.blocks if block.text == line)
    bios = [match for match in document.matches[block.index] if match.rule.kind == "author_bio"]
    assert bios
    assert not any(doubt(document, block, match) for match in bios)


def test_the_times_above_the_headings_of_a_live_blog_stay(cleaner: Cleaner) -> None:
    """An entry may have a heading of its own."""
    text = body(
        "18:20",
        "Power cut",
        "Northern Grid says so.",
        "17:31",
        "Trains cancelled",
        "All of them are.",
        "16:58",
        "Hello.",
    )
    assert cleaner.clean(text, "text").text == text


def test_a_list_below_a_brief_goes_with_its_heading(cleaner: Cleaner) -> None:
    """Its sentences are too short for paragraphs."""
    brief = "A man was hurt near Lowick.\nHe was taken to hospital."
    items = "Park café closes after 40 years\nMan, 41, arrested after pub fight\nTen walks for a wet weekend"
    assert cleaner.clean(f"{brief}\nRelated articles\n{items}", "text").text == brief


def test_one_stamp_alone_goes(cleaner: Cleaner) -> None:
    """A time that stands once orders nothing."""
    assert "18:40" not in cleaner.clean(body("18:40"), "text").text


@pytest.mark.parametrize(
    "line",
    [
        "Maren Oll is a freelance journalist who covered the floods for Radio Ost for eleven years.",
        "She covers health for the Karsholm Herald.",
    ],
)
def test_a_person_of_the_story_is_no_author(cleaner: Cleaner, line: str) -> None:
    """Who is named in other paragraphs, or was named right above, is what the article is about."""
    above = "The letter was written by Maren Oll, whose brother runs the only hotel on the island, in a single night."
    text = body(above, line)
    assert cleaner.clean(text, "text").text == text


@pytest.mark.parametrize(("name", "stays"), [("Maren Oll", True), ("Jonas Tveit", False)])
def test_a_closing_line_about_a_person_of_the_story_is_no_bio(cleaner: Cleaner, name: str, stays: bool) -> None:
    """An article may end by saying who somebody is; the author's bio is about somebody whom the article does not name."""
    above = "The letter was written by Maren Oll, whose brother runs the only hotel on the island, in a single night."
    line = f"{name} is a freelance journalist who covered the floods for Radio Ost for eleven years."
    text = "\n\n".join((LEAD, above, END, line))
    assert (line in cleaner.clean(text, "text").text) == stays


def test_an_author_whom_nobody_names_goes(cleaner: Cleaner) -> None:
    """The same words about somebody else are the author's."""
    line = "Jonas Tveit is a freelance journalist who covered the floods for Radio Ost for eleven years."
    assert line not in cleaner.clean(body(line), "text").text


def test_a_piece_of_a_wrapped_sentence_stays(cleaner: Cleaner) -> None:
    """Where lines are broken in the middle of sentences, a piece may read like a line of a comments section."""
    text = (
        "The board had read every word of the letter that one of\nthem wrote.\nThe rest of it is to be read in March."
    )
    assert cleaner.clean(text, "text").text == text


def test_the_label_below_every_item_of_a_digest_takes_no_item(cleaner: Cleaner) -> None:
    """What stands again and again heads no list."""
    sentences = ("It is five crowns now.", "Her loaf was rye.", "Two have left.", "It runs at noon.")
    headlines = ("Bridge toll rises", "Baker wins prize", "Choir looks for tenors", "Bus comes back")
    items = (f"{headline}\n{sentence}\nRead more" for headline, sentence in zip(headlines, sentences, strict=True))
    cleaned = cleaner.clean("\n\n".join((LEAD, *items)), "text").text
    assert [headline for headline in headlines if headline not in cleaned] == []


def test_sentences_below_a_heading_are_no_list(cleaner: Cleaner) -> None:
    """Headlines have no full stop, so what has one is the body again."""
    text = body(
        "Don't miss", "The old mill is open until six.", "Bread is baked there on Saturdays.", "Children go free."
    )
    assert "The old mill is open until six." in cleaner.clean(text, "text").text


@pytest.mark.parametrize(
    "lines",
    [
        ("Ferry is late again", "- The first boat left at six with forty people on board, half as many as before."),
        ("Whoever takes the first boat in winter should bring, as the harbour board advises:", "- a coat", "- a lamp"),
    ],
    ids=["bullets that are sentences", "what introduces bullets"],
)
def test_bullets_below_a_list_without_bullets_are_the_body(cleaner: Cleaner, lines: tuple[str, ...]) -> None:
    """A list of related headlines is of one form; bullets in another are the article's."""
    cleaned = cleaner.clean(body("Don't miss", *lines), "text").text
    assert [line for line in lines[1:] if line not in cleaned] == []
    assert "Don't miss" not in cleaned


def test_a_headline_that_counts_thoughts_is_no_tail(cleaner: Cleaner) -> None:
    """A tail ends a body; what stands at the top of the text has none above it."""
    text = "Five thoughts on “The ferry”\nIt is too slow.\nIt is too old.\nIt is ours.\nWe want it back.\nSo there."
    assert cleaner.clean(text, "text").text.endswith("So there.")


@pytest.mark.parametrize(
    "lines",
    [
        (
            "ANCHOR: Any sign of the boat?",
            "REPORTER: None.",
            "ANCHOR: And the crew?",
            "REPORTER: Safe.",
            "SKIPPER: We swam.",
        ),
        ("Director: Kim Osei", "Writer: Jon Maar", "Camera: Ada Lind", "Producer: Tom Ray", "Photography: Anna Birk"),
        (
            "What: a walk",
            "Where: the quay",
            "Contact: Ida Berg, 01234 555010",
            "Email: ida@kust.example",
            "Bring: boots",
        ),
        ("Weight: 190 g", "Category: mid-range", "Memory: 8 GB", "Photos: RAW and JPEG", "Colour: grey"),
        ("重量：190克", "作者：不明", "颜色：灰色", "图片：JPEG"),
    ],
    ids=["transcript", "credits of a film", "event", "data sheet", "data sheet in Chinese"],
)
def test_labels_beside_labels_that_no_rule_knows_are_a_list(cleaner: Cleaner, lines: tuple[str, ...]) -> None:
    """One label may tell who wrote or took something; among others it is a speaker, or an entry of a list."""
    text = "\n\n".join((LEAD, "\n".join(lines), END))
    assert cleaner.clean(text, "text").text == text


def test_labels_of_the_head_that_rules_know_go(cleaner: Cleaner) -> None:
    """Date and author, each with a label, are no list."""
    text = f"Published: 12 March 2024\nBy: Ada Lindqvist\n\n{LEAD}\n\n{END}"
    assert cleaner.clean(text, "text").text == f"{LEAD}\n\n{END}"


PARTS = ("The novel was turned down by eleven publishers, and then it sold more copies than any other book of the autumn.",
         "The last chapter is too long, as the last chapters of long books are. But few books will stay with us like this one.")  # fmt: skip


@pytest.mark.parametrize("heading", ["The author", "Risk warning", "Die Autorin", "Об авторе", "Viktig information"])
def test_a_heading_within_the_article_takes_no_paragraph_along(cleaner: Cleaner, heading: str) -> None:
    """Two paragraphs above and two below what it heads: it is a subheading. At the end, or at the top, it is none."""
    bio = "Edda Varn worked as a nurse for thirty years before she wrote a line, and she still lives above the old chemist's."
    text = "\n\n".join((LEAD, END, heading, bio, *PARTS))
    assert cleaner.clean(text, "text").text == text
    assert bio not in cleaner.clean("\n\n".join((LEAD, END, *PARTS, heading, bio)), "text").text


def test_a_notice_at_the_top_goes_with_its_heading(cleaner: Cleaner) -> None:
    notice = "Some of the companies whose ferries we rank below pay us for it, which has no influence on the order in the list."
    assert cleaner.clean("\n\n".join(("Advertiser disclosure", notice, *PARTS, LEAD, END)), "text").text == "\n\n".join(
        (*PARTS, LEAD, END)
    )


@pytest.mark.parametrize(
    "heading", ["Weather", "Contact", "TikTok", "Terms and conditions", "Impressum", "Aviso legal"]
)
def test_one_word_between_two_paragraphs_is_a_subheading(cleaner: Cleaner, heading: str) -> None:
    """It names what the next paragraph is about; among other labels, or at the end, it is the page's."""
    text = body(heading)
    assert cleaner.clean(text, "text").text == text
    assert heading not in cleaner.clean(f"{body()}\n\n{heading}", "text").text


PARTS = [
    "The yard in Norrby has built ships since 1911, and its slipway is the longest on the coast of the province.",
    "The board of nine is elected every four years by the islanders, who may vote from the age of sixteen years.",
    "Its captain has sailed the sound for thirty years, and knows each rock in it by the name that fishermen gave it.",
    "The insurer has paid for the fire, but not for the months in which the ferry lay idle at the quay of Karsholm.",
]


def test_headings_that_part_the_whole_article_are_its_own(cleaner: Cleaner) -> None:
    """Where most paragraphs stand below such headings, the last one is no more an appendix than the first."""
    headings = ("About Norrby Yard Inc.", "About the Author", "Media Contact:", "About Karsholm Ltd.")
    parted = [line for pair in zip(headings, PARTS, strict=True) for line in pair]
    text = "\n\n".join((LEAD, *parted))
    assert cleaner.clean(text, "text").text == text


def test_a_heading_with_its_paragraph_behind_the_body_goes(cleaner: Cleaner) -> None:
    assert (
        cleaner.clean("\n\n".join((LEAD, END, "About Norrby Yard Inc.", PARTS[0])), "text").text == f"{LEAD}\n\n{END}"
    )


def test_a_heading_that_stands_twice_takes_no_paragraph(cleaner: Cleaner) -> None:
    """As a refrain of the article, or as the label of every item of a digest."""
    text = "\n\n".join((LEAD, END, *PARTS[:2], "About the author", PARTS[2], "About the author", PARTS[3]))
    assert all(part in cleaner.clean(text, "text").text for part in PARTS)


def test_a_tail_that_stands_often_costs_no_more_each_time(cleaner: Cleaner) -> None:
    """Each looked for the next paragraph by itself: 16,000 took eight seconds."""
    document = Document("\n".join([LEAD] + ["Leave a Reply"] * 16_000 + [END]), cleaner.matcher)
    start = time.process_time()
    list(findings(document, ("comments",), "patterns"))
    assert time.process_time() - start < 3


STEPS = (
    "Open the page of the harbour office.",
    "Download the app.",
    "Hold the passport under the camera of the phone.",
    "Enter your email address.",
    "Pay the fee with a card.",
    "Print the permit and keep it with you.",
)


def test_steps_of_instructions_stay(cleaner: Cleaner) -> None:
    """Sentences that tell the reader what to do, among others that no rule knows."""
    text = body(*STEPS)
    assert cleaner.clean(text, "text").text == text


@pytest.mark.parametrize("call", ["Download the app.", "Enter your email address."])
def test_the_same_sentence_among_paragraphs_goes(call: str, cleaner: Cleaner) -> None:
    """There it is no step of anything."""
    assert call not in cleaner.clean(body(call, END), "text").text


def test_calls_one_below_the_other_are_no_steps(cleaner: Cleaner) -> None:
    """They know one another: two unknown sentences have to stand near."""
    calls = ("Download our app now.", "Sign up for our newsletter.", "Follow us on Facebook.", "Log in to read on.")
    assert cleaner.clean(body(*calls), "text").text == body()


def test_concerts_with_their_dates_stay(cleaner: Cleaner) -> None:
    """Names with dates one below the other are a list, even where nothing stands above them."""
    text = (
        "Anna Berg, 12 May 2025\nJonas Lind, 14 May 2025\nMaria Costa, 2 June 2025\nPetra Novak, 5 June 2025\n\n"
        "Tickets for all four evenings are sold at the box office of the town hall from Monday, the organisers said."
    )
    assert cleaner.clean(text, "text").text == text


def test_line_that_breaks_off_in_a_sentence_stays_with_its_rest(cleaner: Cleaner) -> None:
    """A rule knows the first of two wrapped lines; cut alone, it would leave half a sentence."""
    wrapped = (
        "Sign up for a newsletter on gardening, and you will be offered one on\nslugs, one on sheds and one on grief."
    )
    text = f"{LEAD}\n\n{wrapped}\n\n{END}"
    assert cleaner.clean(text, "text").text == text
    assert (
        "Sign up"
        not in cleaner.clean(body("Sign up for a newsletter on gardening, and you will be offered one on"), "text").text
    )
