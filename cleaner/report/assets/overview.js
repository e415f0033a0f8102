"use strict";
/* Sums and charts: Chart.js draws, and every chart has its numbers as a table, from which one gets to the documents. */

const CHART_ROWS = 12;
const LISTED_ROWS = 200;
const charts = [];

function drawOverview() {
  drawTiles();
  byId("charts").replaceChildren(
    sharesFigure(),
    sumsFigure("By kind", "kind", overview.kinds, (name) => `--${familyOf(name)}-line`),
    sumsFigure("By filter", "filter", overview.filters),
    sumsFigure("By rule", "rule", rulesByName()),
    sumsFigure("By language", "language", overview.languages),
    sumsFigure("By source", "source", overview.sources),
  );
  paintCharts();
}

function drawTiles() {
  const { all, summary } = overview;
  const tiles = [
    ["Documents", whole.format(summary.documents), `clean already: ${whole.format(overview.untouched)}`],
    ["Removed", percent.format(ratio(all.removed, all.chars_in)), `of ${whole.format(all.chars_in)} characters`],
    ["Edits", whole.format(all.edits), `by ${whole.format(Object.keys(rulesByName()).length)} rules`],
    ["Flagged", whole.format(all.flagged), "by the guard, for a look"],
    ["Failed", whole.format(summary.failed), `${whole.format(summary.dropped)} dropped`],
  ];
  byId("tiles").replaceChildren(
    ...tiles.map(([name, value, more]) => el("div", {}, el("dt", {}, name), el("dd", { class: "value" }, value), el("dd", { class: "quiet" }, more))),
  );
}

/** Sums by rule, whatever filter ran it. */
function rulesByName() {
  const found = Object.create(null);
  for (const marker of overview.markers) {
    const sum = (found[marker.rule] ??= { documents: 0, flagged: 0, edits: 0, chars_in: 0, removed: 0 });
    for (const name of Object.keys(sum)) sum[name] += marker[name];
  }
  return found;
}

function sharesFigure() {
  const steps = overview.shares.map((count, step) => [`${5 * step} to ${5 * step + 5} %`, count]);
  return figure({
    title: "Documents by the share removed",
    more: "How many documents lost how much of their text.",
    labels: steps.map(([name]) => name),
    values: overview.shares,
    upright: true,
    table: plainTable(["Removed", "Documents"], steps.map(([name, count]) => [name, whole.format(count)])),
  });
}

function sumsFigure(title, what, sums, colour = () => "--bar") {
  const ordered = Object.entries(sums).sort(([a, one], [b, two]) => two.removed - one.removed || (a < b ? -1 : 1));
  const shown = ordered.filter(([, sum]) => sum.removed > 0).slice(0, CHART_ROWS);
  const byText = what === "language" || what === "source";
  const listed = ordered.slice(0, LISTED_ROWS).map(([name, sum]) => [
    el("button", { type: "button", class: "link", click: () => showDocuments({ [what]: name }) }, el("bdi", {}, name)),
    whole.format(sum.documents),
    whole.format(sum.edits),
    whole.format(sum.removed),
    percent.format(ratio(sum.removed, byText ? sum.chars_in : overview.all.chars_in)),
  ]);
  const left = ordered.length - listed.length;
  return figure({
    title,
    more: `Characters removed${ordered.length > shown.length ? `; the ${shown.length} largest of ${whole.format(ordered.length)}` : ""}.`,
    labels: shown.map(([name]) => shorten(name, 30)),
    values: shown.map(([, sum]) => sum.removed),
    colours: shown.map(([name]) => colour(name)),
    open: (place) => showDocuments({ [what]: shown[place][0] }),
    table: plainTable([words(what), "Documents", "Edits", "Characters", byText ? "Share of its text" : "Share of all text"], listed),
    left: left > 0 ? `${whole.format(left)} more are not listed.` : "",
  });
}

function figure({ title, more, labels, values, colours, upright, open, table, left }) {
  const canvas = el("canvas", { role: "img", "aria-label": `Chart: ${title}. Its numbers are in the table below.` });
  const box = el("div", { class: upright ? "canvas upright" : "canvas" }, canvas);
  if (!upright) box.style.height = `${Math.max(3, labels.length * 1.6 + 1.5)}rem`;
  charts.push({ canvas, labels, values, colours, upright, open });
  return el("figure", {},
    el("figcaption", {}, el("h2", {}, title), el("p", { class: "quiet" }, more)),
    values.length ? box : el("p", { class: "quiet" }, "Nothing."),
    el("details", {}, el("summary", {}, `Numbers: ${title.toLowerCase()}`), el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": title }, table), left ? el("p", { class: "quiet" }, left) : ""));
}

function plainTable(titles, lines) {
  return el("table", {},
    el("thead", {}, el("tr", {}, ...titles.map((title, place) => el("th", { scope: "col", class: place ? "number" : undefined }, title)))),
    el("tbody", {}, ...lines.map((cells) => el("tr", {}, ...cells.map((cell, place) => el(place ? "td" : "th", { class: place ? "number" : undefined, scope: place ? undefined : "row" }, cell))))));
}

/** A colour of the style sheet as the canvas takes it, in the theme that is on. */
function colourOf(name) {
  const probe = document.body.appendChild(el("span"));
  probe.style.color = `var(${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Draw the charts, or draw them again in other colours. */
function paintCharts() {
  const ink = colourOf("--quiet");
  const grid = colourOf("--grid");
  for (const chart of charts) {
    if (!chart.values.length) continue;
    chart.drawn?.destroy();
    const values = { ticks: { color: ink, precision: 0, maxTicksLimit: 6 }, grid: { color: grid }, border: { display: false } };
    const names = { ticks: { color: ink, autoSkip: Boolean(chart.upright), maxRotation: 0 }, grid: { display: false } };
    chart.drawn = new Chart(chart.canvas, {
      type: "bar",
      data: {
        labels: chart.labels,
        datasets: [{ data: chart.values, backgroundColor: (chart.colours || ["--bar"]).map(colourOf), borderRadius: 3, maxBarThickness: 18 }],
      },
      options: {
        indexAxis: chart.upright ? "x" : "y",
        animation: false,
        maintainAspectRatio: false,
        onClick: (_, hits) => hits.length && chart.open?.(hits[0].index),
        onHover: (event, hits) => {
          event.native.target.style.cursor = chart.open && hits.length ? "pointer" : "default";
        },
        scales: chart.upright ? { x: names, y: values } : { y: names, x: values },
        plugins: { legend: { display: false } },
      },
    });
  }
}
