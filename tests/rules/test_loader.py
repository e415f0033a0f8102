"""A wrong pack is refused with file, line, rule and remedy: one fixture for each way to get it wrong."""

from pathlib import Path

import pytest

from cleaner.errors import PackError
from cleaner.rules.loader import load_pack, load_packs, own_packs, place_of

GOOD = """[[rule]]
id      = "en.ad_label.plug"
kind    = "ad_label"
shape   = "line"
regex   = '''(?i)plugged content'''
catches = ["Plugged content"]
spares  = ["The plugged content of the drain was removed."]
since   = "0.1.0"
"""

TERMS = GOOD.replace("line", "terms").replace(
    "regex   = '''(?i)plugged content'''", 'terms = ["plugged", "content"]\nleast = 1'
)

MISTAKES = {
    "unknown key": (
        GOOD.replace("regex  ", "regx   "),
        r":5: rule 'en.ad_label.plug': unknown key 'regx'; did you mean 'regex'",
    ),
    "no catches": (GOOD.replace('["Plugged content"]', "[]"), r":6: .* needs at least one text that it catches"),
    "no spares key": (GOOD.replace("spares", "#spares"), r":1: .* missing required field `spares`"),
    "empty spares": (GOOD.replace('["The plugged content of the drain was removed."]', "[]"), r":7: .* spares"),
    "regex does not compile": (GOOD.replace("plugged content'''", "(plugged'''"), r":5: .* does not compile"),
    "regex matches nothing": (GOOD.replace("plugged content'''", "(?:plugged)?'''"), r":5: .* matches nothing at all"),
    "no literal": (GOOD.replace("plugged content'''", r"[a-z]{3,9}'''"), r":5: .* no literal"),
    "id of another file": (GOOD.replace("en.ad_label.plug", "en.share.plug"), r":2: .* must begin with 'en.ad_label.'"),
    "malformed id": (GOOD.replace("en.ad_label.plug", "en.ad_label.Plug Me"), r":2: .* must read"),
    "kind of another file": (GOOD.replace('kind    = "ad_label"', 'kind    = "ad"'), r":3: .* kind 'ad'"),
    "unknown shape": (
        GOOD.replace('"line"', '"row"'),
        r":4: .* shape: 'row' is none of its values; known are inline, line, .*terms$",
    ),
    "mistyped shape": (
        GOOD.replace('"line"', '"lines"'),
        r":4: .* shape: 'lines' is none of its values; did you mean 'line'\? it takes line, prefix, .*terms$",
    ),
    "shape of a wrong type": (GOOD.replace('"line"', "3"), r":4: .* shape: must be a string, not 3; it takes line, .*"),
    "wrong type": (
        GOOD.replace('["Plugged content"]', '"Plugged content"'),
        r":6: .* catches: must be a list, not 'Plugged content'",
    ),
    "wrong type in a list": (GOOD.replace('["Plugged content"]', "[1]"), r":6: .* catches: must be a string, not 1;"),
    "terms beside a regex": (
        GOOD + 'terms = ["a"]',
        r":9: .* shape 'line' takes no terms beside its regex; only shape 'terms' has them",
    ),
    "no room": (GOOD + "max_chars = 0", r":9: .* 'max_chars' must be at least 1, not 0"),
    "no terms at all": (GOOD + "least = 0", r":9: .* 'least' must be at least 1, not 0"),
    "no version": (GOOD.replace('"0.1.0"', '" "'), r":8: .* needs the version since when it is there"),
    "no regex where the next rule has one": (
        f"{GOOD.replace('regex', '#regex').replace('plug', 'first')}\n[[ rule ]] # second\n{GOOD[9:]}",
        r":1: rule 'en.ad_label.first': needs a regex",
    ),
    "terms with regex": (GOOD.replace('"line"', '"terms"'), r": .* shape 'terms' takes a list of terms"),
    "exception that does not compile": (
        TERMS + "unless = '(told'",
        r":10: .* the regex of 'unless' does not compile: missing \)",
    ),
    "exception with an unknown shorthand": (TERMS + "unless = '%tolled%'", r":10: .* there is no shorthand %tolled%"),
    "exception beside a regex": (GOOD + "unless = 'told'", r":9: .* only shape 'terms' takes 'unless'"),
    "no regex": (GOOD.replace("regex", "#regex"), r": .* needs a regex"),
    "not TOML": ("[[rule]\nid = 1", r"is not valid TOML: .*line 1"),
    "no rules": ("title = 'my rules'", r"has the key 'title'"),
    "empty file": ("", r"holds no rule"),
}


def write(folder: Path, text: str, name: str = "en/ad_label.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_good_pack_loads(tmp_path: Path) -> None:
    """The fixture that every mistake is made in is itself right."""
    (rule,) = load_pack(write(tmp_path, GOOD))
    assert rule.language == "en"
    assert rule.whole


@pytest.mark.parametrize("mistake", MISTAKES)
def test_wrong_pack_is_refused(tmp_path: Path, mistake: str) -> None:
    text, message = MISTAKES[mistake]
    path = write(tmp_path, text)
    with pytest.raises(PackError, match=message) as error:
        load_pack(path)
    assert str(path) in str(error.value)


@pytest.mark.parametrize("sign", ["\u2028", "\x85"])
def test_line_is_that_of_an_editor(sign: str, tmp_path: Path) -> None:
    """What only Python takes for the end of a line is a character of a string."""
    second = GOOD.replace("plug", "plug-too").replace("[[rule]]", f"# {sign}\n[[rule]]")
    first = GOOD.replace("Plugged content", f"Plugged content{sign}")
    with pytest.raises(PackError, match=r":14: rule 'en\.ad_label\.plug-too': unknown key"):
        load_pack(write(tmp_path, first + second.replace("regex  ", "regx   ")))
    rule = load_pack(write(tmp_path, first + second))[1]
    assert place_of(rule, tmp_path)[1] == 11


def test_shorthand_of_the_folder_or_of_ours_is_spelled_out(tmp_path: Path) -> None:
    """A user's rule takes the user's names and those of our packs of the language; a name stays a name."""
    write(tmp_path, "plugged = '(?:plugged|sponsored)'", "en/shorthands.toml")
    path = write(tmp_path, GOOD.replace("(?i)plugged content", "(?i)(?!%told%)%plugged% content by %name%"))
    (rule,) = load_pack(path)
    assert "(?:plugged|sponsored) content by %name%" in rule.regex
    assert "according to" in rule.regex
    assert [rule.id for rule in load_packs(tmp_path).rules if rule.id == "en.ad_label.plug"]


@pytest.mark.parametrize("kind", ["teaser", "boilerplate", "nonsense"])
def test_pack_of_a_kind_that_no_filter_applies_is_refused(tmp_path: Path, kind: str) -> None:
    """Its rules would never fire, whatever their own examples say."""
    path = write(tmp_path, GOOD.replace("ad_label", kind), f"en/{kind}.toml")
    with pytest.raises(PackError, match=f":3: .* no filter applies rules of the kind '{kind}'"):
        load_pack(path)


def test_unknown_shorthand_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("plugged content", "%pluged% content"))
    with pytest.raises(PackError, match=r":5: .* no shorthand %pluged%; known are .*%date%, .*%told%"):
        load_pack(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("plugged = '('", "shorthand 'plugged' is no regex"),
        ("plugged = 3", "shorthand 'plugged' is no regex"),
        ("name = 'x'", "'name' is no name for a shorthand"),
        ("'Plug Me' = 'x'", "'Plug Me' is no name for a shorthand"),
        ("plugged =", "cannot be read as TOML"),
    ],
)
def test_wrong_shorthands_are_refused(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, text, "en/shorthands.toml")
    with pytest.raises(PackError, match=message):
        load_pack(write(tmp_path, GOOD))


def test_duplicate_id_is_refused(tmp_path: Path) -> None:
    """Two rules of one id: both files are named."""
    write(tmp_path / "a", GOOD)
    write(tmp_path / "b", GOOD)
    with pytest.raises(PackError, match="has the id of one in"):
        load_packs(tmp_path / "a", tmp_path / "b")


def test_folder_without_packs_is_refused(tmp_path: Path) -> None:
    """A folder that does not exist, or holds nothing of the right name, is no silent nothing."""
    with pytest.raises(PackError, match="no such folder"):
        load_packs(tmp_path / "none")
    with pytest.raises(PackError, match="holds no rule pack"):
        load_packs(tmp_path)


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    path.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(PackError, match="save it as UTF-8"):
        load_pack(path)


def test_own_packs_cover_the_languages() -> None:
    """The languages from the start, each with the kinds that every news site has."""
    folder = own_packs()
    for language in ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr", "ar", "zh", "ja"):
        kinds = {path.stem for path in (folder / language).glob("*.toml")}
        assert {"ad_label", "newsletter", "related", "legal", "share", "caption", "date_header", "paywall"} <= kinds, (
            language
        )
    assert (folder / "mul").is_dir()


def test_packs_are_named_shortly(tmp_path: Path) -> None:
    """Every record carries the names: ours, which the version and the hash tell apart, have one between them."""
    write(tmp_path, GOOD)
    assert load_packs().names == ("newsclean",)
    assert load_packs(tmp_path).names == ("newsclean", "en/ad_label")
    assert load_packs(tmp_path).sha256 != load_packs().sha256


def test_rules_can_be_left_out() -> None:
    """By id, or by the beginning of ids."""
    packs = load_packs()
    rule = packs.rules[0]
    assert rule not in packs.without([rule.id]).rules
    assert not [r for r in packs.without(["en.*"]).rules if r.language == "en"]
    assert packs.without([rule.id]).sha256 != packs.sha256
