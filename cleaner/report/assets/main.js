"use strict";
/* Which view is shown, in which colours. */

const VIEWS = ["overview", "documents", "rules", "marks", "run"];

/** Go to a view or to a document; the browser's back button leads back. */
function go(name) {
  location.hash = name;
}

function route() {
  const name = location.hash.slice(1);
  const number = name.startsWith("document-") ? Number(name.slice(9)) : NaN;
  const chosen = Number.isNaN(number) ? (VIEWS.includes(name) ? name : "overview") : "documents";
  for (const view of VIEWS) {
    byId(`view-${view}`).hidden = view !== chosen;
    const link = document.querySelector(`nav a[href="#${view}"]`);
    if (view === chosen) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (withText.has(number)) viewer.open(number);
  else if (byId("viewer").open) byId("viewer").close();
}

function colours(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  byId("theme").value = theme;
  memory.set("theme", theme);
}

/** Show what is shown first as soon as there is something to show it with; texts come last in the file. */
function begin() {
  const theme = memory.get("theme");
  colours(["light", "dark"].includes(theme) ? theme : "");
  drawOverview();
  drawDocuments();
  drawRules();
  drawRun();
  loadMarks();
  viewer.listen();
  byId("export").addEventListener("click", exportMarks);
  byId("theme").addEventListener("change", () => {
    colours(byId("theme").value);
    paintCharts();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paintCharts);
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector("main > section:not([hidden]) h1").focus();
  });
  addEventListener("hashchange", route);
  addEventListener("hashchange", () => {
    if (VIEWS.includes(location.hash.slice(1))) scrollTo(0, 0);
  });
  if (!location.hash.startsWith("#document-")) route();
  document.addEventListener("DOMContentLoaded", route);
}

begin();
