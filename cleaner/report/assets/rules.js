"use strict";
/* The rules that fired, most first, and those that never did. */

let firedTable;
let neverTable;

function drawRules() {
  const all = overview.all.chars_in;
  const count = (id, title, narrow) => ({ id, title, value: (rule) => rule[id], number: true, narrow, cell: (rule) => whole.format(rule[id]) });
  const text = (id, title) => ({ id, title, value: (rule) => rule[id], narrow: true, cell: (rule) => rule[id] });
  firedTable = makeTable(byId("fired-table"), {
    label: "Rules that fired",
    things: "rules",
    rows: overview.markers,
    sorting: [{ id: "edits", desc: true }],
    columns: [
      { id: "rule", title: "Rule", value: (rule) => rule.rule, cell: firedCell },
      { id: "kind", title: "Kind", value: (rule) => rule.kind, cell: (rule) => el("span", { class: `kind ${familyOf(rule.kind)}` }, words(rule.kind)) },
      count("edits", "Edits"),
      count("documents", "Documents", true),
      count("removed", "Characters", true),
      { id: "share", title: "Share of all text", value: (rule) => rule.removed, number: true, narrow: true, cell: (rule) => percent.format(ratio(rule.removed, all)) },
      text("filter", "Filter"),
    ],
  });
  neverTable = makeTable(byId("never-table"), {
    label: "Rules that never fired",
    things: "rules",
    rows: overview.never,
    sorting: [{ id: "rule", desc: false }],
    columns: [
      { id: "rule", title: "Rule", value: (rule) => rule.rule, cell: (rule) => el("code", {}, rule.rule) },
      { id: "kind", title: "Kind", value: (rule) => rule.kind, cell: (rule) => words(rule.kind) },
      text("shape", "Shape"),
      { id: "catches", title: "Would catch", value: (rule) => rule.catches, narrow: true, cell: (rule) => el("bdi", {}, shorten(rule.catches, 80)) },
    ],
  });
  const form = byId("rule-filters").elements;
  const names = (key) => [...new Set([...overview.markers, ...overview.never].map((rule) => rule[key]))].filter(Boolean).sort().map((name) => [name, words(name)]);
  choices(form.kind, "any", names("kind"));
  choices(form.language, "of this run", [["*", "any"], ...names("language")]);
  byId("rule-filters").addEventListener("input", later(filterRules, 120));
  byId("rule-filters").addEventListener("submit", (event) => event.preventDefault());
  filterRules();
}

function firedCell(rule) {
  const open = el("button", { type: "button", class: "link", click: () => showDocuments({ rule: rule.rule, filter: rule.filter }) }, el("code", {}, rule.rule));
  return el("div", { class: "name" }, open, rule.catches ? el("small", { class: "quiet" }, "catches: ", el("bdi", {}, shorten(rule.catches, 80))) : "");
}

function filterRules() {
  const { search, kind, language } = byId("rule-filters").elements;
  const text = search.value.trim().toLowerCase();
  const here = new Set([...overview.languageNames, "mul", ""]);
  const accepts = (rule) =>
    (!kind.value || rule.kind === kind.value) &&
    (language.value === "*" || (language.value ? rule.language === language.value : here.has(rule.language))) &&
    (!text || `${rule.rule}\n${rule.kind}\n${rule.catches}`.toLowerCase().includes(text));
  firedTable.filter(accepts);
  neverTable.filter(accepts);
}
