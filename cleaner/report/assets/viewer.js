"use strict";
/* The window in which one document is looked at. */

const viewer = {
  view: null,

  open(number) {
    const entry = textOf(number);
    if (!entry || viewer.view?.entry.number === number) return;
    card.hide();
    const view = (viewer.view = makeView(entry));
    const row = rowOf.get(number);
    byId("viewer-title").textContent = entry.metadata.title || entry.id;
    byId("viewer-title").dir = "auto";
    const verdict = byId("verdict");
    verdict.hidden = entry.verdict.status !== "review";
    verdict.textContent = `Flagged: ${entry.verdict.reason}`;
    viewer.drawMetadata(entry, row);
    viewer.drawLegend(entry);
    drawText(view, byId("text"));
    byId("lines").setAttribute("aria-pressed", "false");
    const { before, after } = neighbours(number);
    viewer.step("previous", before);
    viewer.step("next", after);
    const dialog = byId("viewer");
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    byId("viewer-title").focus();
  },

  step(id, number) {
    byId(id).disabled = number === undefined;
    byId(id).onclick = () => go(`document-${number}`);
  },

  drawMetadata({ id, metadata, facts: read }, row) {
    const from = (name) => read.filter(([field]) => field === name).map(([, , rule]) => rule);
    const pairs = Object.entries(metadata).map(([name, value]) => {
      if (!value) return [name, el("span", { class: "quiet" }, "not found")];
      const rules = [...new Set(from(name))].join(", ");
      return [name, el("span", {}, name === "url" ? address(value) : el("bdi", {}, value), rules ? el("span", { class: "quiet" }, ` read by ${rules}`) : "")];
    });
    facts(byId("metadata"), [["id", id], ...pairs, ["removed", `${percent.format(row.share)} of ${whole.format(row.chars)} characters, in ${whole.format(row.edits)} edits`]]);
  },

  drawLegend({ parts }) {
    const counts = new Map();
    for (const part of parts) {
      if (typeof part === "string") continue;
      const { kind } = overview.markers[part[0]];
      counts.set(kind, (counts.get(kind) || 0) + 1);
    }
    byId("legend").replaceChildren(
      ...[...counts].map(([kind, count]) => el("li", { class: `kind ${familyOf(kind)}` }, `${words(kind)} ${whole.format(count)}`)),
    );
    byId("legend").hidden = !counts.size;
  },

  split(on) {
    byId("text").className = on ? "text beside" : "text inline";
    byId("inline").setAttribute("aria-pressed", String(!on));
    byId("beside").setAttribute("aria-pressed", String(on));
    memory.set("view", on ? "beside" : "inline");
  },

  listen() {
    const dialog = byId("viewer");
    byId("metadata-box").open = matchMedia("(min-width: 48rem)").matches;
    byId("close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      if (dialog.open) return; // another document was opened meanwhile
      card.hide();
      viewer.view = null;
      if (location.hash.startsWith("#document-")) go("documents");
    });
    byId("card").addEventListener("mouseleave", card.leave);
    byId("card").addEventListener("toggle", (event) => event.newState === "closed" && card.forget());
    byId("card").addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      card.hide();
    });
    byId("inline").addEventListener("click", () => viewer.split(false));
    byId("beside").addEventListener("click", () => viewer.split(true));
    viewer.split(memory.get("view") === "beside");
    byId("lines").addEventListener("click", () => {
      const on = byId("lines").getAttribute("aria-pressed") !== "true";
      byId("lines").setAttribute("aria-pressed", String(on));
      byId("text").classList.toggle("marking", on);
      markLines(viewer.view, on);
      announce(on ? "Lines that stayed can be pressed now" : "");
    });
    let stretch = null;
    document.addEventListener("selectionchange", () => {
      if (!viewer.view || byId("card").contains(document.activeElement)) return;
      const found = selectedStretch(viewer.view);
      if (found || !byId("selected").matches(":focus, :active")) stretch = found;
      byId("selected").disabled = !stretch;
    });
    byId("selected").addEventListener("click", () => {
      if (!stretch) return;
      const { start, end, element } = stretch;
      card.show(element, keptCard(viewer.view, start, end, () => element.classList.add("marked")), true);
    });
  },
};
