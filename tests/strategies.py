"""Texts for the property tests: anything at all, and texts built of the lines that real articles and noise are made of."""

import textwrap
from pathlib import Path

from hypothesis import strategies as st

from cleaner.corpus import read_samples
from cleaner.rules import load_packs

CORPUS = Path(__file__).parent.parent / "corpus"
SAMPLES = list(read_samples(CORPUS))
CLEAN = [sample for sample in SAMPLES if sample.is_clean]
NOISY = [sample for sample in SAMPLES if not sample.is_clean]

_BODY_LINES = sorted({line for sample in SAMPLES for line in sample.gold.split("\n") if line})
_NOISE_LINES = sorted(
    {line for s in NOISY for x in s.noise for line in s.raw[x.start : x.end].split("\n") if line}
    | {text for rule in load_packs().rules for text in rule.catches}
)
_DAMAGE = [
    "Ã©",
    "â€™",
    "&amp;",
    "&lt;b&gt;",
    "\xa0",
    "\r\n",
    "\r",
    "\u200b",
    "\ufeff",
    "\x00",
    "\x85",
    "ï¿½",
    "\ud800",
    "Ã ",
    "ðŸ˜€",
]

any_text = st.text(st.characters(), max_size=200)
lines = st.one_of(
    st.sampled_from(_BODY_LINES),
    st.sampled_from(_NOISE_LINES),
    st.sampled_from(_DAMAGE),
    st.text(max_size=40),
    st.sampled_from(["", "", "-", "  ", "date 2024-10-24 ", "1-0", "More"]),
)
separators = st.sampled_from(["\n", "\n\n", "\n\n\n\n", " ", "", "\r\n"])


@st.composite
def article_like(draw: st.DrawFn) -> str:
    """Lines of bodies and of noise, in any order, with any separators."""
    parts = draw(st.lists(st.tuples(lines, separators), max_size=14))
    return "".join(line + separator for line, separator in parts)


@st.composite
def damaged_samples(draw: st.DrawFn) -> str:
    """A raw article of the corpus with a few lines taken out, doubled, or put elsewhere."""
    rows = draw(st.sampled_from(SAMPLES)).raw.split("\n")
    for _ in range(draw(st.integers(0, 4))):
        at, to = draw(st.integers(0, len(rows) - 1)), draw(st.integers(0, len(rows) - 1))
        action = draw(st.sampled_from(["double", "move", "cut"]))
        row = rows[at]
        if action != "double" and len(rows) > 1:
            del rows[at]
        if action != "cut":
            rows.insert(to, row)
    return "\n".join(rows)


@st.composite
def wrapped_samples(draw: st.DrawFn) -> str:
    """A raw article of the corpus, broken into lines of a fixed width."""
    raw, width = draw(st.sampled_from(SAMPLES)).raw, draw(st.integers(40, 140))
    return "\n".join(textwrap.fill(line, width, break_long_words=False) for line in raw.split("\n"))


texts = st.one_of(any_text, article_like(), damaged_samples(), wrapped_samples())
