"""The report in a real Chromium: it shows, filters, marks, exports, and nothing in an article runs."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import REMEDY, chromium, lacks
from report_runs import ARTICLES, BODY, hostile_run, sound_run, tree_with_names

from cleaner.report import write_report

pytestmark = pytest.mark.skipif(lacks(), reason=REMEDY)

RUN = "window.pwned=1"
PAYLOADS = [
    # elements that run scripts
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</SCRIPT ><sCrIpT>{RUN}</sCrIpT>",
    f"<!--<script>--><script>{RUN}</script>",
    f"<!--</script><script>{RUN}</script>-->",
    f"]]><script>{RUN}</script>",
    f"<script src=\"data:text/javascript,{RUN}\"></script>",
    f"<script type=module>{RUN}</script>",
    f"<svg><script>{RUN}</script></svg>",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={RUN}></style></mglyph></math>",
    # handlers in attributes
    f"<img src=x onerror={RUN}>",
    "<img src=x onerror=&#119;indow.pwned=1>",
    f"<svg onload={RUN}>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}><summary>x</summary></details>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<marquee onstart={RUN}>x</marquee>",
    f"<div style=animation-name:x onanimationstart={RUN}>x</div>",
    f"<button popovertarget=card onclick={RUN}>x</button>",
    f"\" onmouseover=\"{RUN}\" autofocus onfocus=\"{RUN}\" x=\"",
    f"' onfocus='{RUN}' autofocus tabindex=0 '",
    f"`onclick={RUN}`",
    # addresses
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}//https://news.test",
    f" \tjava\nscript:{RUN}",
    f"data:text/html,<script>parent.{RUN}</script>",
    f"<a href=\"javascript:{RUN}\" autofocus>x</a>",
    f"<iframe srcdoc=\"<script>parent.{RUN}</script>\"></iframe>",
    f"<object data=\"javascript:{RUN}\"></object>",
    f"<meta http-equiv=refresh content=\"0;url=javascript:{RUN}\">",
    f"<base href=\"javascript:{RUN}//\">",
    "https://evil.test/?q=<img src=https://evil.test/x>",
    # style sheets
    f"</style><script>{RUN}</script><style>",
    "<style>@import 'https://evil.test/x.css'; * {{ background: url(https://evil.test/x) }}</style>",
    "<link rel=stylesheet href=https://evil.test/x.css>",
    "x\" style=\"background:url(https://evil.test/x)\"",
    # ends of JSON and of script strings
    f"\"}}</script><script>{RUN}</script>",
    f"\\\"}};{RUN};//",
    f"\\u003c/script\\u003e\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"\u2028{RUN}\u2029//",
    f"');{RUN};('",
    f"${{{RUN}}}",
    # templates
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    "{{texts}}{{policy}}{{scripts}}",
    f"{{% raw %}}<script>{RUN}</script>",
    f"<template><script>{RUN}</script></template>",
    # names that mean something to JavaScript
    "__proto__",
    "constructor",
    "hasOwnProperty",
    # text that turns or hides text
    f"\u202e<script>{RUN}</script>\u202c\u0000\ufeff",
]  # fmt: skip


class Watched:
    """A tab that remembers whatever must not happen."""

    def __init__(self, tab: Any):
        self.tab = tab
        self.wrong: list[str] = []
        tab.on("console", lambda message: self.wrong.append(f"console {message.type}: {message.text}"))
        tab.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        tab.on("dialog", lambda dialog: (self.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        tab.on("popup", lambda _: self.wrong.append("a window was opened"))
        tab.on("request", self._request)
        tab.add_init_script(
            "addEventListener('securitypolicyviolation', (event) => console.error('policy', event.violatedDirective))"
        )

    def _request(self, request: Any) -> None:
        if not request.url.startswith("file:") or not request.is_navigation_request():
            self.wrong.append(f"request: {request.url}")

    def view(self, name: str) -> Any:
        self.tab.evaluate("name => { location.hash = name }", name)
        return self.tab


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    write_report(sound_run(folder), folder / "report.html")
    return folder / "report.html"


@pytest.fixture
def watched(browser: Any, page_file: Path) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    found = Watched(context.new_page())
    found.tab.goto(page_file.as_uri())
    yield found
    context.close()
    assert not found.wrong


def names(tab: Any) -> list[str]:
    return [text.split("\n")[-1] for text in tab.locator("#document-table tbody th").all_inner_texts()]


def open_document(watched: Watched, name: str) -> Any:
    tab = watched.view("documents")
    tab.locator("#document-table tbody tr", has_text=name).locator("a").click()
    tab.locator("#viewer[open]").wait_for()
    return tab


def exported(tab: Any) -> dict[str, Any]:
    with tab.expect_download() as download:
        tab.locator("#export").click()
    assert download.value.suggested_filename == "marks.json"
    found: dict[str, Any] = json.loads(Path(download.value.path()).read_bytes())
    return found


def test_overview_has_the_sums_and_a_chart_for_each(watched: Watched) -> None:
    tiles = watched.tab.locator("#tiles").inner_text()
    assert re.search(r"Documents\s+5\s", tiles)
    assert re.search(r"Flagged\s+1\s", tiles)
    assert re.search(r"Failed\s+1\s", tiles)
    titles = watched.tab.locator("figure h2").all_inner_texts()
    assert titles == ["Documents by the share removed", "By kind", "By filter", "By rule", "By language", "By source"]
    drawn = watched.tab.evaluate(
        "[...document.querySelectorAll('canvas')].map((c) => c.getContext('2d').getImageData(0, 0, c.width, c.height)"
        ".data.some(Boolean))"
    )
    assert drawn == [True] * 6


def test_flagged_documents_come_first_then_those_that_lost_most(watched: Watched) -> None:
    tab = watched.view("documents")
    assert names(tab)[0] == "bad.txt"
    assert names(tab)[-1] == "clean.txt"
    assert "The sums are of all 4 documents. The table lists all of them." in tab.locator("#scope").inner_text()


def test_search_and_filters_narrow_the_table(watched: Watched) -> None:
    tab = watched.view("documents")
    tab.locator("#filters [name=search]").fill("MOJIBAKE")
    tab.locator("#document-table .count-line", has_text="1 of 4 documents").wait_for()
    assert names(tab) == ["deep/mojibake.txt"]
    tab.locator("#filters [type=reset]").click()
    tab.locator("#filters [name=kind]").select_option("date_header")
    tab.locator("#document-table .count-line", has_text="1 of 4 documents").wait_for()
    assert names(tab) == ["ferry.txt"]
    tab.locator("#filters [type=reset]").click()
    tab.locator("#filters [name=rule]").fill("encoding.mojibake")
    tab.locator("#document-table .count-line", has_text="1 of 4 documents").wait_for()
    tab.locator("#filters [type=reset]").click()
    tab.locator("#filters [name=status]").select_option("untouched")
    tab.locator("#document-table .count-line", has_text="1 of 4 documents").wait_for()
    assert names(tab) == ["clean.txt"]


def test_a_head_of_the_table_sorts_by_keyboard_and_says_so(watched: Watched) -> None:
    tab = watched.view("documents")
    head = tab.locator("#document-table th", has_text="Document")
    head.locator("button").press("Enter")
    tab.locator("#document-table th[aria-sort=ascending]").wait_for()
    assert names(tab) == sorted(names(tab))
    head.locator("button").press("Enter")
    tab.locator("#document-table th[aria-sort=descending]").wait_for()
    assert names(tab) == sorted(names(tab), reverse=True)


def test_a_sum_leads_to_its_documents(watched: Watched) -> None:
    tab = watched.view("overview")
    figure = tab.locator("figure", has=tab.locator("h2", has_text="By kind"))
    figure.locator("summary").click()
    figure.locator("button", has_text="date_header").click()
    tab.locator("#document-table .count-line", has_text="1 of 4 documents").wait_for()
    assert names(tab) == ["ferry.txt"]


def test_keyboard_reaches_what_was_removed_its_rule_and_the_way_back(watched: Watched) -> None:
    tab = open_document(watched, "ferry.txt")
    assert tab.evaluate("document.activeElement.id") == "viewer-title"
    for _ in range(20):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.matches('del')"):
            break
    assert "date header" in tab.evaluate("document.activeElement.textContent")
    card = tab.locator("#card")
    card.wait_for()
    assert "header" in card.inner_text()
    assert "Reason" in card.inner_text()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.textContent") == "Looks wrong: should have stayed"
    tab.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert tab.evaluate("document.activeElement.matches('del')")
    assert tab.locator("#viewer").is_visible()
    tab.keyboard.press("Escape")
    tab.locator("#viewer").wait_for(state="hidden")
    tab.wait_for_url("**#documents")


def test_hover_shows_the_rule_and_leaving_hides_it(watched: Watched) -> None:
    tab = open_document(watched, "ferry.txt")
    tab.locator("#text del", has_text="Advertisement").hover()
    tab.locator("#card", has_text="en.ad_label.label").wait_for()
    tab.mouse.move(1200, 100)
    tab.locator("#card").wait_for(state="hidden")


def test_side_by_side_shows_what_was_and_what_is_left(watched: Watched) -> None:
    tab = open_document(watched, "deep/mojibake.txt")
    tab.locator("#beside").click()
    left = tab.locator("#text .after").all_inner_texts()
    assert left[0] == "The mayor’s office said 👩‍🚀 so."
    assert "Advertisement" not in "".join(left)
    assert "Advertisement" in "".join(tab.locator("#text .before").all_inner_texts())
    assert "â€™" in tab.locator("#text .before del").first.inner_text()


def test_metadata_stands_with_what_read_it(watched: Watched) -> None:
    tab = open_document(watched, "ferry.txt")
    assert re.search(r"date\s+2024-10-24 read by \S*date_header", tab.locator("#metadata").inner_text())


def test_flagged_document_says_why(watched: Watched) -> None:
    tab = open_document(watched, "bad.txt")
    assert tab.locator("#verdict").inner_text() == "Flagged: nothing is left of the text"


def test_marks_are_exported_in_their_format(watched: Watched) -> None:
    """One of each sort: removed text that should have stayed, and noise that stayed."""
    tab = open_document(watched, "ferry.txt")
    tab.locator("#text del", has_text="Advertisement").click()
    tab.locator("#card input").fill("it is a headline")
    tab.locator("#card button").click()
    tab.locator("#lines").click()
    line = tab.locator("#text .kept[role=button]", has_text="out of service")
    line.focus()
    line.press("Enter")
    tab.locator("#card select").select_option("teaser")
    tab.locator("#card button").click()
    tab.locator("#close").click()
    found = exported(watched.view("marks"))
    run = watched.tab.evaluate("overview.run")
    assert re.fullmatch("[0-9a-f]{64}", run)
    assert {key: found[key] for key in found if key != "marks"} == {
        "format": "newsclean-marks", "version": 1, "run": run,
    }  # fmt: skip
    removed, kept = found["marks"]
    original = ARTICLES["ferry.txt"]
    assert list(removed) == [
        "document",
        "wrong",
        "filter",
        "rule",
        "kind",
        "language",
        "text",
        "before",
        "after",
        "note",
    ]
    at = original.index(removed["text"])
    assert removed == {
        "document": "ferry.txt", "wrong": "removed", "filter": "patterns", "rule": "en.ad_label.label",
        "kind": "ad_label", "language": "en", "text": removed["text"], "before": original[max(0, at - 200) : at],
        "after": original[at + len(removed["text"]) :][:200], "note": "it is a headline",
    }  # fmt: skip
    assert removed["text"].strip() == "Advertisement"
    second = BODY.split("\n\n")[1]
    at = original.index(second)
    assert kept == {
        "document": "ferry.txt", "wrong": "kept", "filter": "", "rule": "", "kind": "teaser", "language": "en",
        "text": second, "before": original[max(0, at - 200) : at], "after": original[at + len(second) :][:200], "note": "",
    }  # fmt: skip


def test_selected_text_is_marked_without_what_was_removed(watched: Watched) -> None:
    """The context is counted in characters, of which an emoji is never half taken."""
    tab = open_document(watched, "deep/mojibake.txt")
    tab.evaluate(
        """() => {
          const [first, second] = viewer.view.kept.map((piece) => piece.text);
          getSelection().setBaseAndExtent(first, 4, second, 8);
        }"""
    )
    tab.locator("#selected").click()
    tab.locator("#card select").select_option("caption")
    tab.locator("#card button").click()
    tab.locator("#close").click()
    (mark,) = exported(watched.view("marks"))["marks"]
    assert mark["text"] == "mayors office"
    assert mark["before"] == "The "
    assert mark["after"].startswith(" said 👩‍🚀 so.")
    assert len(mark["after"]) == 200


def test_mark_can_be_taken_back_and_outlives_the_page(watched: Watched) -> None:
    tab = open_document(watched, "ferry.txt")
    edit = tab.locator("#text del", has_text="Advertisement")
    edit.press("Enter")
    tab.keyboard.press("Enter")
    tab.locator("#mark-count", has_text="1").wait_for()
    tab.reload()
    tab.locator("#mark-count", has_text="1").wait_for()
    edit.press("Enter")
    tab.locator("#card button", has_text="Take the mark back").click()
    assert tab.locator("#mark-count").inner_text() == "0"


def test_rules_that_fired_and_those_that_never_did(watched: Watched) -> None:
    tab = watched.view("rules")
    fired = tab.locator("#fired-table tbody th").all_inner_texts()
    assert "en.ad_label.label" in fired[0]
    tab.locator("#rule-filters [name=search]").fill("en.newsletter.")
    tab.locator("#fired-table .count-line", has_text="0 of").wait_for()
    assert all(name.startswith("en.newsletter.") for name in tab.locator("#never-table tbody th").all_inner_texts())
    assert tab.locator("#never-table tbody th").count() > 1


def test_failures_and_settings_are_shown(watched: Watched) -> None:
    tab = watched.view("run")
    assert "broken.json" in tab.locator("#failures").inner_text()
    assert '"packs_sha256"' in tab.locator("#settings").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_in_both_themes(watched: Watched, theme: str) -> None:
    """The colours follow the switch: text and page differ by at least 7 to 1."""
    tab = watched.view("overview")
    tab.locator("#theme").select_option(theme)
    rgb = tab.evaluate("['color', 'backgroundColor'].map((name) => getComputedStyle(document.body)[name])")
    ink, page = (luminance(colour) for colour in rgb)
    assert (page > ink) is (theme == "light")
    assert (max(ink, page) + 0.05) / (min(ink, page) + 0.05) > 7


def luminance(colour: str) -> float:
    parts = [int(n) / 255 for n in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_nothing_is_wider_than_a_phone(watched: Watched) -> None:
    watched.tab.set_viewport_size({"width": 390, "height": 844})
    for view in ("overview", "documents", "rules", "marks", "run"):
        assert watched.view(view).evaluate("document.documentElement.scrollWidth") <= 390, view
    tab = open_document(watched, "ferry.txt")
    assert tab.evaluate("document.querySelector('#viewer').scrollWidth") <= 390


@pytest.fixture(scope="module")
def hostile(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("hostile")
    write_report(hostile_run(folder, PAYLOADS), folder / "report.html")
    found = Watched(browser.new_page())
    found.tab.goto((folder / "report.html").as_uri())
    found.elements = found.tab.evaluate("document.scripts.length")  # type: ignore[attr-defined]
    yield found
    found.tab.close()


def assert_harmless(watched: Watched) -> None:
    assert watched.tab.evaluate("window.pwned") is None
    foreign = (
        "img, iframe, object, embed, svg, math, video, audio, template, marquee, base, link, form form, main style"
    )
    assert watched.tab.locator(foreign).count() == 0
    handlers = (
        "[...document.querySelectorAll('*')].flatMap((e) => [...e.attributes]).filter((a) => a.name.startsWith('on'))"
    )
    assert watched.tab.evaluate(f"{handlers}.length") == 0
    assert watched.tab.evaluate("[...document.links].every((a) => ['http:', 'https:', 'file:'].includes(a.protocol))")
    assert watched.tab.evaluate("document.scripts.length") == watched.elements  # type: ignore[attr-defined]
    assert watched.wrong == []


def test_there_are_at_least_thirty_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 30


@pytest.mark.parametrize("number", range(len(PAYLOADS)), ids=[repr(payload) for payload in PAYLOADS])
def test_payload_is_shown_and_does_not_run(hostile: Watched, number: int) -> None:
    """As text, title, byline, source, language, address, id, rule, filter, kind, reason, verdict and fact."""
    tab = hostile.view(f"document-{number}")
    tab.locator("#viewer[open]").wait_for()
    shown = PAYLOADS[number].replace("\r", "\n")
    assert shown in tab.locator("#viewer-title").evaluate("(e) => e.textContent")
    flat = shown.replace("\n", "")
    assert f"Removed {flat} removed." in tab.locator("#text").evaluate("(e) => e.textContent")
    for edit in tab.locator("#text del[role=button]").all():
        edit.dispatch_event("mouseenter")
        edit.press("Enter")
        assert shown in tab.locator("#card").evaluate("(e) => e.textContent")
        tab.locator("#card button").click()
    tab.locator("#beside").click()
    tab.locator("#close").click()
    tab.wait_for_url("**#documents")
    assert_harmless(hostile)


@pytest.mark.parametrize("view", ["overview", "documents", "rules", "marks", "run"])
def test_payloads_do_not_run_in_any_view(hostile: Watched, view: str) -> None:
    """Sums, charts, tables, filters, marks, failures and settings hold all payloads."""
    tab = hostile.view(view)
    for summary in tab.locator(f"#view-{view} summary").all():
        summary.click()
    if view in ("documents", "rules"):
        tab.locator(f"#view-{view} .pager select").first.select_option("250")
        tab.locator(f"#view-{view} [name=search]").fill("window.pwned")
        tab.wait_for_timeout(300)
    assert PAYLOADS[10] in tab.locator(f"#view-{view}").evaluate("(e) => e.textContent")
    assert_harmless(hostile)


def test_file_names_do_not_run(browser: Any, tmp_path: Path) -> None:
    """All payloads, without what no file name can hold."""
    usable = sorted({re.sub("[/\0\n]", "", payload) for payload in PAYLOADS})
    write_report(tree_with_names(tmp_path, usable), tmp_path / "report.html")
    found = Watched(browser.new_page())
    found.tab.goto((tmp_path / "report.html").as_uri())
    found.elements = found.tab.evaluate("document.scripts.length")  # type: ignore[attr-defined]
    found.view("documents").locator("#document-table select").select_option("250")
    found.tab.locator("#document-table tbody tr").nth(len(usable) - 1).wait_for()
    shown = found.tab.locator("#document-table").evaluate("(e) => e.textContent")
    assert [name for name in usable if name not in shown] == []
    assert_harmless(found)
    found.tab.close()


def test_policy_refuses_scripts_of_others(watched: Watched) -> None:
    """Even where a script of ours were fooled, no markup could be made, no handler set, nothing fetched."""
    failed: list[tuple[str, str]] = []
    watched.tab.on("requestfailed", lambda request: failed.append((request.url, request.failure)))
    refused = watched.tab.evaluate(
        """async () => {
          const attempts = [
            () => { document.body.innerHTML = '<b>x</b>'; },
            () => document.body.setAttribute('onclick', 'window.pwned=1'),
            () => { document.body.append(Object.assign(document.createElement('script'), { text: 'window.pwned=1' })); },
            () => fetch('https://evil.test/fetched'),
            () => Object.assign(new Image(), { src: 'https://evil.test/image' }).decode(),
          ];
          const outcomes = await Promise.allSettled(attempts.map(async (attempt) => attempt()));
          Object.assign(document.createElement('a'), { href: 'javascript:window.pwned=1' }).click();
          return outcomes.map((outcome) => outcome.status);
        }"""
    )
    assert refused == ["rejected"] * 5
    assert watched.tab.evaluate("window.pwned") is None
    assert {reason for url, reason in failed} <= {"csp"}
    attempted = {line.removeprefix("request: ") for line in watched.wrong if line.startswith("request: ")}
    assert attempted <= {url for url, _ in failed}
    watched.wrong.clear()
