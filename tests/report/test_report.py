"""What the page of a run holds, how large it becomes, and what of a run never stands in it as markup."""

import hashlib
import json
import re
import tomllib
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from report_runs import ARTICLES, BODY, hostile_run, sound_run

from cleaner import Cleaner
from cleaner.batch import Options, run
from cleaner.cli import main
from cleaner.errors import InputError
from cleaner.report import MIN_BYTES, write_report
from cleaner.report.collect import Collected
from cleaner.report.entries import encode_json, text
from cleaner.report.keep import Choice, Merit
from cleaner.report.totals import Totals, marker_of
from cleaner.runs.results import Results

ASSETS = Path(__file__).parent.parent.parent / "cleaner" / "report" / "assets"
BLOCK = re.compile(rb'<script type="application/json" id="([a-z0-9-]+)">(.*?)</script>', re.DOTALL)


def blocks(page: Path) -> dict[str, Any]:
    return {name.decode(): json.loads(data) for name, data in BLOCK.findall(page.read_bytes())}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def page(out: Path) -> Path:
    target = out.parent / "report.html"
    write_report(out, target)
    return target


def test_sums_are_those_of_the_manifest(out: Path, page: Path) -> None:
    summary = json.loads((out / "manifest.json").read_bytes())["summary"]
    overview = blocks(page)["overview"]
    assert {kind: tally["edits"] for kind, tally in overview["kinds"].items()} == summary["edits"]
    assert {kind: tally["removed"] for kind, tally in overview["kinds"].items()} == summary["removed_chars"]
    by_rule: dict[str, int] = {}
    for marker in overview["markers"]:
        by_rule[marker["rule"]] = by_rule.get(marker["rule"], 0) + marker["edits"]
    assert by_rule == summary["rule_edits"]
    assert overview["all"]["chars_in"] == summary["chars_in"]
    assert overview["all"]["removed"] == summary["chars_in"] - summary["chars_out"]
    assert sum(overview["shares"]) == overview["all"]["documents"] == summary["cleaned"]


def test_texts_give_the_originals_back(page: Path) -> None:
    found = blocks(page)
    originals = {
        entry["id"]: "".join(part if isinstance(part, str) else part[2] for part in entry["parts"])
        for name, entry in found.items() if name.startswith("text-")
    }  # fmt: skip
    assert originals == ARTICLES


def test_rules_that_never_fired_are_all_others(page: Path, cleaner: Cleaner) -> None:
    overview = blocks(page)["overview"]
    never = {rule["rule"] for rule in overview["never"]}
    fired = {marker["rule"] for marker in overview["markers"]}
    assert never == {rule.id for rule in cleaner.packs.rules} - fired
    assert "en.ad_label.label" in fired
    assert overview["notes"] == []


def test_other_rules_than_those_of_the_run_are_said(out: Path, tmp_path: Path) -> None:
    for name in ("ferry.txt", "ferry.json"):
        (tmp_path / name).write_bytes((out / name).read_bytes())
    manifest = json.loads((out / "manifest.json").read_bytes())
    manifest["settings"]["packs_sha256"] = "0" * 64
    manifest["settings"]["config"]["rules"]["packs"] = ["gone"]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    write_report(tmp_path, tmp_path / "report.html")
    gone, other = blocks(tmp_path / "report.html")["overview"]["notes"]
    assert "gone" in gone
    assert "--packs" in other


def test_same_run_gives_the_same_bytes(out: Path, page: Path, tmp_path: Path) -> None:
    write_report(out, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_policy_names_every_script_and_style_and_nothing_else(page: Path) -> None:
    content = page.read_bytes()
    policy = re.search(rb'http-equiv="Content-Security-Policy" content="([^"]*)"', content)
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].decode().split("; "))
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>".encode(), content, re.DOTALL)
        hashes = [f"'sha256-{b64encode(hashlib.sha256(body).digest()).decode()}'" for body in bodies]
        assert rules[rule].split(" ") == hashes
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in policy[1].decode()
    tags = set(re.findall(rb"<script\b[^>]*>", BLOCK.sub(b"", content)))
    assert tags == {b"<script>"}


def test_no_text_of_a_run_stands_in_the_page_as_markup(tmp_path: Path) -> None:
    """Of a hostile run the page has the same elements as of a sound one."""
    payload = "</script><!--<script><img src=x onerror=alert(1)>&amp;\u2028\u2029"
    write_report(hostile_run(tmp_path, [payload, "b", "c"]), tmp_path / "report.html")
    content = (tmp_path / "report.html").read_bytes()
    assert b"<img" not in content
    for _, data in BLOCK.findall(content):
        assert not set(b"<>&") & set(data)
        assert "\u2028".encode() not in data
    assert payload in blocks(tmp_path / "report.html")["text-0"]["parts"][0]


@given(st.text())
def test_json_in_the_page_comes_back_and_cannot_end_its_element(value: str) -> None:
    data = encode_json([value])
    assert json.loads(data) == [value]
    assert not set(b"<>&") & set(data)


def test_long_text_is_cut_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(f"{n}. {BODY}" for n in range(1000)) + "\n\nAdvertisement")
    run(Cleaner(filters=["patterns", "whitespace"]), [tmp_path / "a.txt"], tmp_path / "out")
    (article,) = Results(tmp_path / "out").articles()
    entry = json.loads(text(article, 0, {marker_of(edit): 0 for edit in article.edits}))
    shown = "".join(part if isinstance(part, str) else part[2] for part in entry["parts"])
    assert article.restore().startswith(shown)
    assert 0 < len(shown) <= 60_000
    assert len(shown) + entry["left_out"] == len(article.restore())


def test_large_run_keeps_its_limit_and_the_flagged_first(tmp_path: Path) -> None:
    """Sums are of all documents; rows and texts of as many as fit, the flagged and rare ones among them."""
    rows = [{"id": f"n-{n}", "text": f"{n} {'ferry ' * 200}. {BODY}"} for n in range(3000)]
    rows[1500] = {"id": "bad", "text": "Advertisement\n\n" * 20}
    rows[2000] = {"id": "rare", "text": f"{BODY}\n\nREAD MORE: Islanders count the cost of a summer"}
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    cleaner = Cleaner(filters=["patterns", "popular"])
    run(cleaner, [tmp_path / "a.jsonl"], tmp_path / "out.jsonl", Options(form="jsonl"))
    totals = write_report(tmp_path / "out.jsonl", tmp_path / "report.html", MIN_BYTES)
    assert totals.all.documents == 3000
    assert (tmp_path / "report.html").stat().st_size <= MIN_BYTES
    found = blocks(tmp_path / "report.html")
    texts = {entry["id"] for name, entry in found.items() if name.startswith("text-")}
    assert {"bad", "rare"} <= texts
    assert 100 < len(texts) < 3000
    assert sorted(found["overview"]["texts"]) == sorted(
        int(name.removeprefix("text-")) for name in found if name.startswith("text-")
    )


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans(), st.floats(0, 1), st.booleans()), max_size=60))
def test_choice_never_exceeds_its_limit_and_takes_all_that_fits(documents: list[Any]) -> None:
    choice = Choice(300)
    for number, (size, flagged, share, example) in enumerate(documents):
        choice.offer(number, bytes(size), Merit(flagged, share, example))
        assert choice.size == sum(len(item.data) for item in choice.items()) <= 300
    if sum(size for size, *_ in documents) <= 300:
        assert len(choice.items()) == len(documents)


def test_names_without_end_share_one_sum(cleaner: Cleaner) -> None:
    """Sources that are all different do not fill the memory."""
    totals = Totals()
    article = cleaner.clean("The ferry sails again.")
    for number in range(5010):
        totals.add(replace(article, source=f"s{number}"))
    assert len(totals.sources) == 5001
    assert totals.sources["(others)"].documents == 10


def test_memory_does_not_hold_what_the_page_does_not(tmp_path: Path) -> None:
    """What is collected is as large as its limit allows, however many documents there are."""
    rows = [{"id": f"n-{n}", "text": f"{n} {BODY}"} for n in range(2000)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    run(Cleaner(filters=["whitespace"]), [tmp_path / "a.jsonl"], tmp_path / "out.jsonl", Options(form="jsonl"))
    found = Collected(Results(tmp_path / "out.jsonl"), 100_000)
    assert found.rows.size + found.texts.size <= 100_000
    assert len(found.rows.items()) > 500


def test_command_writes_the_page_and_says_its_size(out: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["report", str(out), "-o", str(tmp_path / "r.html")])
    assert result.exit_code == 0, result.output
    assert re.search(r"4 documents, 1 flagged → .*r\.html \(\d\.\d MB\)", result.output)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none"], "no such file or folder"),
        (["."], "manifest.json is missing"),
        ([".", "--max-size", "1M"], "at least 4M"),
    ],
)
def test_command_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["report", *arguments])
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert not (tmp_path / "report.html").exists()


def test_page_that_cannot_be_written_is_said(out: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(main, ["report", str(out), "-o", str(tmp_path / "file" / "r.html")])
    assert result.exit_code == 1
    assert "cannot be written" in result.output


@pytest.mark.parametrize("name", ["ferry.txt", "ferry.json", "manifest.json", "failures.jsonl", "linked.html"])
def test_page_never_takes_the_place_of_a_file_of_its_run(tmp_path: Path, name: str) -> None:
    """What the run removed could not be brought back any more; a link to such a file is the file."""
    out = sound_run(tmp_path)
    (out / "linked.html").hardlink_to(out / "ferry.txt")
    before = (out / name).read_bytes()
    result = CliRunner().invoke(main, ["report", str(out), "-o", str(out / name)])
    assert result.exit_code == 2
    assert "is a file of the run" in " ".join(result.output.split())
    assert (out / name).read_bytes() == before


def test_page_never_takes_the_place_of_a_file_of_articles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    run(Cleaner(filters=[]), [tmp_path / "a.txt"], tmp_path / "t1.jsonl")
    for name in ("t1.jsonl", "t1.manifest.json"):
        with pytest.raises(InputError, match="is a file of the run"):
            write_report(tmp_path / "t1.jsonl", tmp_path / name)


def test_page_may_lie_beside_the_articles_and_be_written_anew(tmp_path: Path) -> None:
    out = sound_run(tmp_path)
    for _ in range(2):
        write_report(str(out), str(out / "report.html"))
    assert (out / "report.html").read_bytes().startswith(b"<!doctype html>")


def test_parts_of_others_are_as_published_with_their_licences() -> None:
    """`python tools/front_end.py` wrote them; nobody changed one by hand."""
    parts = tomllib.loads((ASSETS / "vendor" / "parts.toml").read_text())["part"]
    files = {path.name for path in (ASSETS / "vendor").iterdir()} - {"parts.toml"}
    assert {part["file"] for part in parts} == files
    for part in parts:
        assert hashlib.sha256((ASSETS / "vendor" / part["file"]).read_bytes()).hexdigest() == part["sha256"]
        assert "Copyright" in part["text"]
        assert part["licence"] in ("MIT", "BSD-3-Clause", "ISC", "Apache-2.0")


@pytest.mark.parametrize("path", sorted(ASSETS.rglob("*.*")), ids=lambda path: path.name)
def test_assets_cannot_end_the_element_they_stand_in_nor_fetch(path: Path) -> None:
    content = path.read_text().lower()
    if path.suffix in (".js", ".css"):
        assert "</script" not in content
        assert "</style" not in content
        assert "<!--" not in content
        assert "sourcemappingurl" not in content
    if path.parent == ASSETS:
        assert not re.search(r"innerhtml|outerhtml|insertadjacenthtml|document\.write|\beval\(|new function", content)
