"use strict";
/* What the page was given: sums, rows of documents, and the texts of some. Everything here is data of strangers. */

const parseBlock = (id) => JSON.parse(document.getElementById(id).textContent);

const overview = parseBlock("overview");

const COLUMNS = ["number", "id", "title", "source", "language", "chars", "share", "edits", "flagged", "markers"];
const rows = parseBlock("rows").map((values) => Object.fromEntries(COLUMNS.map((name, place) => [name, values[place]])));
for (const row of rows) {
  row.source = overview.sourceNames[row.source];
  row.language = overview.languageNames[row.language];
}
const rowOf = new Map(rows.map((row) => [row.number, row]));
const withText = new Set(overview.texts);

/** The text of a document with every edit, parsed only when it is looked at; null until the browser has read so far. */
const textOf = (number) => (document.getElementById(`text-${number}`) ? parseBlock(`text-${number}`) : null);

/** Kinds that belong together share a colour. */
const FAMILIES = {
  advert: ["ad_label", "newsletter", "app_promo", "paywall"],
  links: ["related", "teaser", "navigation", "tags", "share", "comments", "site"],
  credit: ["byline", "author_bio", "wire_credit", "dateline_credit", "copyright", "contact", "caption"],
  header: ["date_header", "title", "timestamp"],
  legal: ["legal", "template"],
  repeat: ["repeat", "boilerplate"],
  repair: ["encoding", "whitespace"],
};
const familyOf = (kind) => Object.keys(FAMILIES).find((name) => FAMILIES[name].includes(kind)) || "other";

const whole = new Intl.NumberFormat("en");
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });
const ratio = (part, of) => (of ? Math.max(0, part / of) : 0);
const shorten = (text, limit) => (text.length > limit ? `${Array.from(text).slice(0, limit - 1).join("")}…` : text);
const words = (name) => name.replaceAll("_", " ");
