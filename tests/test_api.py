"""The library as its users call it."""

import datetime as dt
import json
import pickle
import re
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest
from samples import page

from cleaner import (
    Article,
    Cleaner,
    Config,
    ConfigError,
    Document,
    Edit,
    Fact,
    InputError,
    PackError,
    clean,
    read_config,
)
from cleaner.config import GuardConfig, HtmlConfig
from cleaner.rules import load_packs

NOISY = (
    "date 2024-10-24 The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening.\n\n"
    "Advertisement\n\n"
    "It had been out of service since a fire in the engine room in August, when two of the crew were hurt."
)


def test_article_tells_all() -> None:
    article = clean(NOISY)
    assert article.date == dt.date(2024, 10, 24)
    assert article.removed == ["date 2024-10-24 ", "Advertisement\n\n"]
    assert article.language == "en"
    record = article.provenance
    assert record.counts == {"ad_label": 1, "date_header": 1}
    assert record.removed_chars == {"ad_label": 15, "date_header": 16}
    assert len(record.input_sha256) == len(record.output_sha256) == len(record.packs_sha256) == 64
    assert record.chain == list(Config().chain)
    assert record.version
    assert record.verdict.status == "ok"


def test_article_survives_json() -> None:
    article = clean(NOISY)
    assert json.loads(article.to_json())["text"] == article.text
    assert Article.from_dict(json.loads(article.to_json())) == article


def test_many_are_cleaned_each_as_if_alone() -> None:
    cleaner = Cleaner()
    sources = [NOISY, page(), NOISY.encode(), "", NOISY]
    alone = [Cleaner().clean(source) for source in sources]
    assert list(cleaner.clean_many(sources)) == alone


def test_cleaner_can_be_sent_to_another_process() -> None:
    """A pickled cleaner does the same, before and after it has been used."""
    cleaner = Cleaner()
    fresh = pickle.loads(pickle.dumps(cleaner))
    article = cleaner.clean(NOISY)
    assert fresh.clean(NOISY) == pickle.loads(pickle.dumps(cleaner)).clean(NOISY) == article


def test_cleaners_of_the_same_rules_share_them() -> None:
    """What a worker process has loaded, every cleaner sent to it uses; rules of one's own travel with it."""
    cleaner = Cleaner()
    assert cleaner.clean(NOISY).edits
    sent = pickle.dumps(cleaner)
    assert len(sent) < 10_000
    assert pickle.loads(sent).matcher is cleaner.matcher
    other = pickle.loads(pickle.dumps(Cleaner(config={"rules": {"disable": ["en.share.*"]}})))
    assert other.matcher is not cleaner.matcher
    assert not any(rule.id.startswith("en.share.") for rule in other.matcher.rules)


def test_undecodable_bytes_of_a_page_are_told() -> None:
    """The reader's record says how many bytes could not be read, of a page as of a text."""
    page = "<html><body><p>Größe über alles, sagte die Behörde.</p></body></html>".encode() + b"\xff"
    assert clean(page).provenance.reader["undecodable"] == 1


def test_bytes_tell_their_encoding() -> None:
    article = clean(NOISY.encode("utf-16"))
    assert article.provenance.encoding == "utf-16"
    assert article.restore().removeprefix("\ufeff") == NOISY


def test_own_filter_takes_part() -> None:
    """Any callable that yields edits is a filter; its name stands in the record."""

    def shouting(document: Document) -> Iterable[Edit]:
        for block in document.blocks:
            if block.text.isupper():
                yield document.edit(block, filter="shouting", rule="shouting.upper", kind="boilerplate")

    article = Cleaner(filters=["encoding", shouting]).clean("BUY NOW\n\nThe ferry sails &amp; sails.", "text")
    assert article.text == "The ferry sails & sails."
    assert article.provenance.chain == ["encoding", "shouting"]


@pytest.mark.parametrize(
    ("value", "day"),
    [("Oct 24, 2024", dt.date(2024, 10, 24)), ("2024-10-24T23:30:00Z", dt.date(2024, 10, 24)), ("tomorrow", None)],
)
def test_date_of_an_own_filter_is_read_as_a_whole(value: str, day: dt.date | None) -> None:
    def dating(document: Document) -> Iterable[Fact]:
        yield Fact(field="date", value=value, start=0, end=1, filter="dating", rule="dating")

    assert Cleaner(filters=[dating]).clean(NOISY).date == day


def own_pack(folder: Path) -> Path:
    pack = folder / "en" / "ad_label.toml"
    pack.parent.mkdir(parents=True)
    pack.write_text(
        "[[rule]]\nid = 'en.ad_label.plug'\nkind = 'ad_label'\nshape = 'line'\nregex = '''(?i)plugged content'''\n"
        "catches = ['Plugged content']\nspares = ['The plugged content of the drain was removed.']\nsince = '0.1.0'\n"
    )
    return folder


def test_own_pack_takes_part(tmp_path: Path) -> None:
    own_pack(tmp_path)
    assert Cleaner(packs=[tmp_path]).clean("Plugged Content\n\nThe ferry sails.", "text").text == "The ferry sails."
    with pytest.raises(PackError):
        Cleaner(packs=[tmp_path / "none"])


def test_pack_that_is_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the configuration and on the command line, by one path or by two."""
    own_pack(tmp_path / "packs")
    monkeypatch.chdir(tmp_path)
    named_twice = Cleaner(packs=[tmp_path / "packs"], config={"rules": {"packs": ["packs"]}})
    assert named_twice.packs == Cleaner(packs=["packs"]).packs


def test_pickle_of_rules_holds_what_differs_from_ours_and_needs_no_folder(tmp_path: Path) -> None:
    folder = own_pack(tmp_path / "packs")
    cleaner = Cleaner(packs=[folder], config={"rules": {"disable": ["en.share.*"]}})
    pickled = pickle.dumps(cleaner)
    folder.rename(tmp_path / "elsewhere")
    assert len(pickled) < 50_000
    assert pickle.loads(pickled).packs == cleaner.packs


def test_pickle_of_a_cleaner_is_the_same_after_it_was_used() -> None:
    cleaner = Cleaner()
    before = pickle.dumps(cleaner)
    cleaner.clean(NOISY)
    assert pickle.dumps(cleaner) == before


def test_rule_can_be_disabled() -> None:
    labels = [rule.id for rule in load_packs().rules if rule.kind == "ad_label"]
    kept = Cleaner(config={"rules": {"disable": labels}}).clean(NOISY)
    assert "Advertisement" in kept.text


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            {"filters": {"teaser": {"treshold": 1}}},
            "filters.teaser.treshold: unknown key; did you mean 'filters.teaser.threshold'",
        ),
        ({"chain": ["encodings"]}, "no filter 'encodings'; did you mean 'encoding'"),
        ({"without": ["teasers"]}, "did you mean 'teaser'"),
        ({"gaurd": {}}, "gaurd.*did you mean 'guard'"),
        ({"guard": {"action": "delete"}}, "guard.action: 'delete' is none of its values; known are drop, keep, pass"),
    ],
)
def test_wrong_configuration_is_refused(config: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Cleaner(config=config)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (Config(guard=GuardConfig(action="droop")), "guard.action: 'droop' is none of its values"),  # type: ignore[arg-type]
        (Config(html=HtmlConfig(reader="line")), "html.reader: 'line' is none of its values"),  # type: ignore[arg-type]
    ],
)
def test_configuration_made_in_code_is_looked_at_too(config: Config, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Cleaner(config=config)


def test_configuration_may_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text('chain = ["whitespace"]')
    assert Cleaner(config=tmp_path / "cleaner.toml").config.names() == ["whitespace"]
    assert Cleaner(config=str(tmp_path / "cleaner.toml")).config.names() == ["whitespace"]


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(ConfigError, match="there is no kind 'HTML'; known are auto, text, html"):
        clean(NOISY, "HTML")  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="packs: must be a list, not '/tmp/x'"):
        Cleaner(packs="/tmp/x")
    with pytest.raises(ConfigError, match="filters: must be a list, not 'repeats'"):
        Cleaner(filters="repeats")
    with pytest.raises(ConfigError, match=r"config: must be a Config, a table or the path of a file, not \[1\]"):
        Cleaner(config=[1])  # type: ignore[arg-type]
    with pytest.raises(InputError, match="has an address that is no text but int; give url=str or None"):
        clean(NOISY, url=5)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="has a charset that is no text but int; give charset=str or None"):
        clean(NOISY, charset=5)  # type: ignore[arg-type]


@pytest.mark.parametrize(("start", "end"), [(5, 2), (-3, 2), (0, 10**6)])
def test_edit_that_is_nowhere_is_a_mistake_of_its_filter(start: int, end: int) -> None:
    def backwards(_: Document) -> list[Edit]:
        return [Edit(start=start, end=end, action="replace", filter="backwards", rule="x", kind="site")]

    with pytest.raises(ValueError, match=f"or backwards: {start}, {end}") as caught:
        Cleaner(filters=[backwards]).clean(NOISY)
    assert "in the filter 'backwards'" in caught.value.__notes__


@pytest.mark.parametrize("source", [None, 1.5, ["text"]])
def test_what_is_no_text_is_refused_by_its_name(source: object) -> None:
    """As a column with gaps gives it."""
    with pytest.raises(InputError, match=f"is no text but {type(source).__name__}; give str or bytes"):
        clean(source)  # type: ignore[arg-type]


class Element(str):
    """As the strings that Beautiful Soup, lxml and NumPy give."""


def test_strings_of_other_libraries_become_plain_ones() -> None:
    article = clean(Element("The ferry sails."), url=Element("https://example.org"))
    assert {type(article.text), type(article.url)} == {str}
    assert json.loads(article.to_json())["text"] == "The ferry sails."


def test_one_text_is_not_taken_for_many() -> None:
    for source in ("The ferry sails.", b"The ferry sails."):
        with pytest.raises(InputError, match="is one text, not many; put it in a list"):
            Cleaner().clean_many(source)  # type: ignore[arg-type]


def test_filters_and_packs_may_come_from_a_generator(tmp_path: Path) -> None:
    folders = (folder for folder in [own_pack(tmp_path)])
    cleaner = Cleaner(filters=(name for name in ["patterns", "whitespace"]), packs=folders)
    assert [name for name, _ in cleaner.filters] == cleaner.config.names() == ["patterns", "whitespace"]
    assert cleaner.clean("Plugged Content\n\nThe ferry sails.", "text").text == "The ferry sails."


def test_places_may_be_paths_or_strings(tmp_path: Path) -> None:
    own_pack(tmp_path / "mine")
    (tmp_path / "cleaner.toml").write_text("without = ['teaser']")
    assert load_packs(str(tmp_path / "mine")).sha256 == load_packs(tmp_path / "mine").sha256
    assert read_config(str(tmp_path / "cleaner.toml")) == read_config(tmp_path / "cleaner.toml")


def test_what_is_no_filter_is_refused_before_it_runs() -> None:
    with pytest.raises(ConfigError, match=r"filters: Cutting is a class; give an instance of it, Cutting\(\)"):
        Cleaner(filters=[Cutting])  # type: ignore[list-item]
    with pytest.raises(ConfigError, match="filters: 3 is no filter; give an id"):
        Cleaner(filters=[3])  # type: ignore[list-item]


def test_bytes_may_come_as_any_buffer() -> None:
    for source in (bytearray(NOISY.encode()), memoryview(NOISY.encode())):
        assert clean(source).text == clean(NOISY.encode()).text  # type: ignore[arg-type]


def test_two_filters_of_one_name_are_refused() -> None:
    with pytest.raises(ConfigError, match="filters: '<lambda>' is there twice"):
        Cleaner(filters=[lambda document: (), lambda document: ()])


class Cutting(msgspec.Struct, frozen=True):
    """A filter of a user's, with an option."""

    name: ClassVar[str] = "cutting"
    word: str = "ferry"

    def __call__(self, document: Document) -> Iterable[Edit]:
        return ()


class Looking(msgspec.Struct, frozen=True):
    """A filter of a user's, with an option that no JSON can hold."""

    name: ClassVar[str] = "looking"
    words: tuple[str, ...] = ()
    place: object = re.compile("quay")

    def __call__(self, document: Document) -> Iterable[Edit]:
        return ()


def test_option_that_cannot_stand_in_the_record_is_named() -> None:
    with pytest.raises(ConfigError, match=r"filters\.looking\.place: cannot stand in the record .*Pattern.*; give it"):
        Cleaner(filters=[Looking()])


def test_each_article_has_a_record_of_its_own() -> None:
    """Whoever changes that of one changes no other."""
    cleaner = Cleaner(config={"rules": {"disable": ["en.share.*"]}})
    cleaner.clean(NOISY).provenance.config["rules"]["disable"].clear()
    assert cleaner.clean(NOISY).provenance.config["rules"]["disable"] == ["en.share.*"]


def test_options_of_a_filter_made_in_code_stand_in_the_record() -> None:
    """What was done can be done again, and a resumed run sees that it is another one."""
    assert Cleaner(filters=[Cutting("quay")]).clean(NOISY).provenance.config["filters"] == {"cutting": {"word": "quay"}}


def test_text_in_which_filters_always_find_something_is_flagged() -> None:
    def restless(document: Document) -> Iterable[Edit]:
        yield Edit(
            start=0, end=1, action="replace", filter="restless", rule="restless.x", kind="boilerplate",
            replacement="ab"[document.text[0] == "a"],
        )  # fmt: skip

    verdict = Cleaner(filters=[restless]).clean("a quay", "text").provenance.verdict
    assert (verdict.status, "still find something" in verdict.reason) == ("review", True)


class TestGuard:
    """An article that would lose too much is flagged; what happens then is configured."""

    TEXT = "Advertisement\n\n" + "© 2024 Karsholm Post. All rights reserved.\n\n" * 8 + "A short rest."

    def cleaned(self, action: str) -> Article:
        return Cleaner(config={"guard": {"action": action, "max_removed": 0.5}}).clean(self.TEXT, "text")

    def test_keep(self) -> None:
        article = self.cleaned("keep")
        assert article.text == "A short rest."
        assert article.provenance.verdict.status == "review"
        assert "of the text would go" in article.provenance.verdict.reason

    def test_pass(self) -> None:
        article = self.cleaned("pass")
        assert article.text == self.TEXT == article.restore()
        assert not article.edits
        assert article.provenance.verdict.status == "review"

    def test_drop(self) -> None:
        article = self.cleaned("drop")
        assert article.text == ""
        assert article.restore() == self.TEXT

    def test_language_of_a_text_of_which_nothing_is_left_is_told(self) -> None:
        def take(document: Document) -> Iterable[Edit]:
            yield Edit(
                start=0, end=len(document.text), action="delete", filter="take", rule="take.x", kind="boilerplate"
            )

        german = "Die Fähre nach Karsholm fährt ab Montag wieder, sagte der Hafenmeister, und die Werft ist zufrieden."
        article = Cleaner(filters=[take]).clean(german, "text")
        assert (article.text, article.language) == ("", "de")

    def test_all_of_it(self) -> None:
        verdict = clean("Advertisement").provenance.verdict
        assert verdict.status == "review"
        assert verdict.reason == "nothing is left of the text"

    def test_little_loss_is_fine(self) -> None:
        assert clean(NOISY).provenance.verdict.status == "ok"
