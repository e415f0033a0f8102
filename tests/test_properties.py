"""The promises of the package, each as a property of every text.

`HYPOTHESIS_PROFILE=thorough pytest tests/test_properties.py` tries each on 10,000 examples.
"""

import pickle
from concurrent.futures import ThreadPoolExecutor
from html import escape

from hypothesis import assume, example, given
from hypothesis import strategies as st
from samples import BODY
from strategies import CLEAN, any_text, separators, texts

from cleaner import Article, Cleaner
from cleaner.chain import MAX_ROUNDS
from cleaner.rules import load_packs

TAGS = [
    "<p>",
    "</p>",
    "<body>",
    "<head>\n",
    "<html>",
    "</div></div>",
    "He wrote <b>so</b> and <i>so</i>.",
    "<!-- x -->",
]
ONE = Cleaner()
COPY = Cleaner(config=pickle.loads(pickle.dumps(ONE.config)))


@given(texts)
@example("")
@example("\n\n")
@example("\ud800")
def test_reversible(text: str) -> None:
    """What comes out and what was taken give the input again, exactly, also after a trip through JSON."""
    article = ONE.clean(text, "text")
    assert article.restore() == text
    assert Article.from_dict(article.to_dict()).restore() == text


@given(texts)
def test_explained(text: str) -> None:
    """Every edit names filter, rule, kind and score, lies within the original, and none overlaps another."""
    before = 0
    for edit in ONE.clean(text, "text").edits:
        assert before <= edit.start < edit.end <= len(text)
        assert edit.removed == text[edit.start : edit.end]
        assert edit.removed != edit.replacement
        assert edit.rule
        assert edit.kind
        assert edit.filter in ONE.config.names()
        assert 0 < edit.score <= 1
        before = edit.end


@given(texts)
def test_idempotent(text: str) -> None:
    """A clean text is clean: cleaning it again changes nothing."""
    once = ONE.clean(text, "text")
    assert once.provenance.rounds < MAX_ROUNDS
    again = ONE.clean(once.text, "text")
    assert again.text == once.text
    assert not again.edits


@given(texts)
def test_idempotent_from_a_page(text: str) -> None:
    """What comes out of a page is clean, too, for who no longer has the page."""
    head, *paragraphs = (escape(line) for line in text.split("\n") if line.strip()) if text.strip() else [""]
    page = f"<title>{head}</title><h1>{head}</h1><ul><li>News<li>Sport</ul>" + "".join(f"<p>{x}" for x in paragraphs)
    once = ONE.clean(page, "html")
    assert ONE.clean(once.text, "text").text == once.text


@given(st.lists(st.one_of(st.text(max_size=9), st.sampled_from(TAGS)), max_size=8), separators)
def test_text_that_shows_tags_is_text(parts: list[str], separator: str) -> None:
    """An article whose paragraphs without a tag outweigh its lines with tags is no page; looked at or told, it is the same."""
    shown = separator.join(parts)
    assume(len(shown) < len(BODY))
    text = f"{BODY}\n\n{shown}"
    assert ONE.clean(text).to_dict() == ONE.clean(text, "text").to_dict()


@given(texts, texts)
def test_deterministic(text: str, other: str) -> None:
    """What was cleaned before, and by which copy of the cleaner, changes nothing."""
    first = ONE.clean(text, "text").to_dict()
    ONE.clean(other, "text")
    assert ONE.clean(text, "text").to_dict() == first
    assert COPY.clean(text, "text").to_dict() == first


@given(texts)
def test_watching_changes_nothing(text: str) -> None:
    """Asking for the explanation never changes the answer."""
    seen: list[str] = []
    watched = ONE.clean(text, "text", watch=lambda name, document, edits: seen.append(name))
    assert watched == ONE.clean(text, "text")
    assert seen[: len(ONE.config.names())] == ONE.config.names()


@given(st.binary(max_size=300))
def test_bytes_end_in_an_article_or_a_clear_error(data: bytes) -> None:
    """Any bytes are cleaned, reversibly as to their decoded text, or refused as binary."""
    from cleaner import InputError
    from cleaner.reading.decode import decode

    try:
        text = decode(data).text
    except InputError as error:
        assert any(what in str(error) for what in ("binary", "is a PDF"))
    else:
        assert ONE.clean(data, "text").restore() == text


@given(st.sampled_from(CLEAN))
def test_no_noise_no_change(sample) -> None:
    """A clean article passes untouched."""
    article = ONE.clean(sample.raw, "text")
    assert article.text == sample.raw
    assert not article.edits


@given(any_text)
def test_text_without_filters_passes(text: str) -> None:
    """An empty chain changes nothing."""
    assert Cleaner(filters=[]).clean(text, "text").text == text


@st.composite
def clean_with_noise(draw: st.DrawFn) -> tuple[str, str]:
    """A body that the chain leaves alone, and the same body with noise put between its paragraphs."""
    body = draw(st.sampled_from(BODIES))
    paragraphs = body.split("\n\n")
    noisy: list[str] = []
    for paragraph in paragraphs:
        noisy += [paragraph, *draw(st.lists(st.sampled_from(NOISE), max_size=2))]
    if draw(st.booleans()):
        noisy.append(draw(st.sampled_from(sorted(LONG[body]))))
    if draw(st.booleans()):
        at = draw(st.integers(1, len(noisy) - 1))
        noisy[at - 1] += draw(st.sampled_from(["\u200b", "\x00", "\ufeff", "\u00ad"]))
    return body, "\n\n".join(noisy)


NOISE = sorted(
    text
    for rule in load_packs().rules
    if rule.shape == "line"
    and rule.where == "any"
    and rule.kind in ("ad_label", "newsletter", "copyright", "share", "paywall")
    for text in rule.catches
)
BODIES = [s.raw for s in CLEAN if len(s.raw.split("\n\n")) >= 4]
LONG = {
    body: [p for p in body.split("\n\n") if 150 <= len(p) <= 1000 and p.endswith(".") and "\n" not in p] or [NOISE[0]]
    for body in BODIES
}


@given(clean_with_noise())
def test_noise_put_into_a_clean_article_comes_out_again(case: tuple[str, str]) -> None:
    """Ad labels, calls, notices, copied paragraphs and invisible characters leave no trace and take nothing along."""
    body, noisy = case
    assert ONE.clean(noisy, "text").text == body


def test_threads_share_a_cleaner(cleaner: Cleaner) -> None:
    """Each document comes out as if it were alone."""
    texts = [
        f"{'The harbour board said so on Friday evening. ' * 30}\n\nAdvertisement\n\nPier {n} stays shut."
        for n in range(24)
    ]
    alone = [cleaner.clean(text, "text").to_dict() for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert [
            article.to_dict() for article in pool.map(lambda text: Cleaner.clean(cleaner, text, "text"), texts)
        ] == alone
