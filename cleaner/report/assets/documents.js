"use strict";
/* The table of documents, with search and filters. */

let documentTable;

function drawDocuments() {
  const total = overview.all.documents;
  const parts = [`The sums are of all ${whole.format(total)} documents.`];
  parts.push(rows.length < total ? `The table lists ${whole.format(rows.length)} of them.` : "The table lists all of them.");
  parts.push(
    withText.size < total
      ? `The texts of ${whole.format(withText.size)} are in this page; a title that is a link opens one. Chosen were those flagged, those that lost most, examples of every rule, and a random sample.`
      : "The texts of all are in this page.",
  );
  byId("scope").textContent = parts.join(" ");

  documentTable = makeTable(byId("document-table"), {
    label: "Documents",
    things: "documents",
    rows,
    sorting: [{ id: "flagged", desc: true }, { id: "share", desc: true }],
    columns: [
      { id: "name", title: "Document", value: (row) => row.title || row.id, cell: nameCell },
      { id: "flagged", title: "Status", value: (row) => row.flagged, flag: true, cell: (row) => (row.flagged ? el("span", { class: "flag" }, "flagged") : el("span", { class: "quiet" }, "ok")) },
      { id: "share", title: "Removed", value: (row) => row.share, number: true, cell: (row) => el("span", { class: "share" }, bar(row.share), percent.format(row.share)) },
      { id: "edits", title: "Edits", value: (row) => row.edits, number: true, narrow: true, cell: (row) => whole.format(row.edits) },
      { id: "chars", title: "Characters", value: (row) => row.chars, number: true, narrow: true, cell: (row) => whole.format(row.chars) },
      { id: "language", title: "Language", value: (row) => row.language, narrow: true, cell: (row) => row.language },
      { id: "source", title: "Source", value: (row) => row.source, narrow: true, cell: (row) => el("bdi", {}, shorten(row.source, 40)) },
    ],
  });
  fillFilters();
}

function nameCell(row) {
  const name = el("bdi", {}, row.title || row.id);
  return el("div", { class: "name" },
    withText.has(row.number) ? el("a", { href: `#document-${row.number}` }, name) : name,
    row.title ? el("small", { class: "quiet" }, el("bdi", {}, row.id)) : "");
}

const filterForm = () => byId("filters").elements;

function fillFilters() {
  const form = filterForm();
  choices(form.status, "all", [["flagged", `flagged (${whole.format(overview.all.flagged)})`], ["touched", "something removed"], ["untouched", "nothing removed"], ["text", "text in this page"]]);
  const counted = (sums) => Object.entries(sums).sort(([, a], [, b]) => b.documents - a.documents).map(([name, sum]) => [name, `${name} (${whole.format(sum.documents)})`]);
  choices(form.kind, "any", counted(overview.kinds));
  choices(form.language, "any", counted(overview.languages));
  choices(form.filter, "any", counted(overview.filters));
  byId("source-names").replaceChildren(...Object.keys(overview.sources).slice(0, 1000).map((value) => el("option", { value })));
  byId("rule-names").replaceChildren(...Object.keys(rulesByName()).sort().map((value) => el("option", { value })));
  const soon = later(applyFilters, 120);
  byId("filters").addEventListener("input", soon);
  byId("filters").addEventListener("reset", () => setTimeout(applyFilters));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
}

function applyFilters() {
  documentTable.filter(wanted(filterForm()));
}

/** What a document must fulfil to be listed. */
function wanted(form) {
  const text = form.search.value.trim().toLowerCase();
  const source = form.source.value.trim().toLowerCase();
  const rule = form.rule.value.trim().toLowerCase();
  const hit = new Set();
  overview.markers.forEach((marker, place) => {
    const fits = (!form.kind.value || marker.kind === form.kind.value) && (!form.filter.value || marker.filter === form.filter.value);
    if (fits && (!rule || marker.rule.toLowerCase().includes(rule))) hit.add(place);
  });
  const tests = [];
  if (form.kind.value || form.filter.value || rule) tests.push((row) => row.markers.some((place) => hit.has(place)));
  if (form.language.value) tests.push((row) => row.language === form.language.value);
  if (source) tests.push((row) => row.source.toLowerCase().includes(source));
  if (text) tests.push((row) => (row.haystack ??= `${row.title}\n${row.id}\n${row.source}`.toLowerCase()).includes(text));
  const status = { flagged: (row) => row.flagged, touched: (row) => row.edits, untouched: (row) => !row.edits, text: (row) => withText.has(row.number) };
  if (form.status.value) tests.push(status[form.status.value]);
  return (row) => tests.every((test) => test(row));
}

/** Go to the documents that fit, as a chart or a rule asks for. */
function showDocuments(filters) {
  byId("filters").reset();
  for (const [name, value] of Object.entries(filters)) filterForm()[name].value = value;
  go("documents");
  applyFilters();
}

/** The documents before and after one in the order of the table, of those whose text is here. */
function neighbours(number) {
  const order = documentTable.sorted().filter((row) => withText.has(row.number));
  const at = order.findIndex((row) => row.number === number);
  return { before: at > 0 ? order[at - 1].number : undefined, after: at >= 0 ? order[at + 1]?.number : order[0]?.number };
}
