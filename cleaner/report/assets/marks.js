"use strict";
/* "Looks wrong": what the reader marked, kept in the browser until it is exported as JSON. */

const MARK_CONTEXT = 200;
const MARK_FIELDS = ["document", "wrong", "filter", "rule", "kind", "language", "text", "before", "after", "note"];
const marks = new Map();

function loadMarks() {
  try {
    for (const [key, mark] of JSON.parse(memory.get(`marks ${overview.run}`) || "[]")) marks.set(key, mark);
  } catch {
    marks.clear();
  }
  drawMarks();
}

function setMark(key, mark) {
  if (mark) marks.set(key, mark);
  else marks.delete(key);
  memory.set(`marks ${overview.run}`, JSON.stringify([...marks]));
  drawMarks();
}

/** A mark on something that was removed and should have stayed. */
function removedMark(view, part, note) {
  const [place, , text] = view.entry.parts[part];
  const { filter, rule, kind } = overview.markers[place];
  const start = view.starts[part];
  return { ...markOf(view, start, start + text.length), wrong: "removed", filter, rule, kind, text, note };
}

/** A mark on noise that was left in. */
function keptMark(view, start, end, kind, note) {
  return { ...markOf(view, start, end), wrong: "kept", filter: "", rule: "", kind, text: keptBetween(view, start, end), note };
}

function markOf(view, start, end) {
  return {
    document: view.entry.id,
    language: view.entry.metadata.language,
    before: Array.from(view.original.slice(0, start)).slice(-MARK_CONTEXT).join(""),
    after: Array.from(view.original.slice(end, end + 2 * MARK_CONTEXT)).slice(0, MARK_CONTEXT).join(""),
  };
}

/** What stayed of a stretch of the original. */
function keptBetween({ entry, starts }, start, end) {
  return entry.parts
    .map((part, place) => (typeof part === "string" ? part.slice(Math.max(0, start - starts[place]), Math.max(0, end - starts[place])) : ""))
    .join("");
}

/** The file that `clean rules new --from` reads. */
function marksFile() {
  const list = [...marks.values()].map((mark) => Object.fromEntries(MARK_FIELDS.map((name) => [name, mark[name]])));
  return JSON.stringify({ format: "newsclean-marks", version: 1, run: overview.run, marks: list }, null, 2);
}

function exportMarks() {
  const url = URL.createObjectURL(new Blob([marksFile()], { type: "application/json" }));
  el("a", { href: url, download: "marks.json" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  announce(`${marks.size} marks exported`);
}

function drawMarks() {
  byId("mark-count").textContent = marks.size;
  byId("export").disabled = !marks.size;
  byId("mark-list").replaceChildren(
    marks.size ? el("ul", { class: "marks" }, ...[...marks].map(([key, mark]) => markItem(key, mark))) : el("p", { class: "quiet" }, "Nothing is marked yet."),
  );
}

function markItem(key, mark) {
  const note = el("input", {
    value: mark.note,
    placeholder: "Why? (optional)",
    "aria-label": `Note on: ${shorten(mark.text.trim(), 40)}`,
    change: () => {
      setMark(key, { ...mark, note: note.value });
    },
  });
  return el("li", {},
    el("p", {}, el("strong", {}, mark.wrong === "removed" ? "Should have stayed" : "Should have gone"), " ",
      el("span", { class: `kind ${familyOf(mark.kind)}` }, words(mark.kind)), " ", el("code", {}, mark.rule)),
    el("blockquote", { dir: "auto" }, shorten(mark.text.trim(), 300)),
    el("p", { class: "quiet" }, "in ", el("bdi", {}, shorten(mark.document, 100))),
    el("div", { class: "row" }, note, el("button", { type: "button", class: "secondary outline", click: () => setMark(key, null) }, "Remove the mark")));
}
