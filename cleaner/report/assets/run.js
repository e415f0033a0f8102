"use strict";
/* How the run was done: its settings, what failed, and what this page is made with. */

function drawRun() {
  const { settings, summary } = overview;
  facts(byId("run-facts"), [
    ["newsclean", settings.version],
    ["filters", (settings.chain || []).join(" → ")],
    ["written as", settings.form],
    ["documents", `${whole.format(summary.documents)}: ${whole.format(summary.cleaned)} cleaned, ${whole.format(summary.dropped)} dropped, ${whole.format(summary.failed)} failed`],
    ["rules", el("code", {}, settings.packs_sha256 || "")],
    ["settings", el("code", {}, overview.run)],
  ]);
  byId("notes").replaceChildren(...overview.notes.map((note) => el("p", { class: "notice" }, note)));
  byId("settings").textContent = JSON.stringify(settings, null, 2);
  const listed = overview.failures.length;
  const total = Math.max(listed, summary.failed + summary.dropped);
  byId("failures").replaceChildren(
    listed < total ? el("p", { class: "quiet" }, `${whole.format(listed)} of ${whole.format(total)} are listed.`) : "",
    listed ? el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "Failures" }, plainTable(["Input", "Error", "Reason"], overview.failures.map((cells) => cells.map((cell) => el("bdi", {}, cell))))) : el("p", { class: "quiet" }, "None."),
  );
  byId("parts").replaceChildren(
    ...overview.parts.map((part) => el("details", {}, el("summary", {}, `${part.package} ${part.version}, ${part.licence}`), el("pre", {}, part.text))),
  );
}
