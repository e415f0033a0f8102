"use strict";
/* The text of a document, line by line: as it was with what was removed, and beside it what is left. */

/** Signs for what cannot be seen. */
function visible(text) {
  if (/[^\s\p{C}]/u.test(text)) return text;
  const sign = { "\n": "⏎", " ": "·", "\t": "→", "\u00a0": "⍽" };
  return Array.from(text, (char) => sign[char] || ` U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")} `).join("");
}

/** A document made ready to be shown: its original, and where in it each part starts. */
function makeView(entry) {
  const starts = [];
  let original = "";
  for (const part of entry.parts) {
    starts.push(original.length);
    original += typeof part === "string" ? part : part[2];
  }
  return { entry, starts, original, kept: [], edits: [] };
}

/**
 * Cut the parts into the lines of the original.
 *
 * Each line has pieces {part, text, start, first} of what was and of what is left; of an edit over several lines the
 * first piece with something to see stands for all.
 */
function linesOf({ entry, starts }) {
  const lines = [{ before: [], after: [] }];
  const last = () => lines[lines.length - 1];
  entry.parts.forEach((part, place) => {
    const edit = typeof part !== "string";
    const text = edit ? part[2] : part;
    if (edit && visible(text) !== text) {
      last().before.push({ part: place, text: visible(text), start: starts[place], first: true });
      if (part[3]) last().after.push({ text: part[3] });
      for (let n = text.split("\n").length; n > 1; n--) lines.push({ before: [], after: [] });
      return;
    }
    let start = starts[place];
    let first = edit;
    text.split("\n").forEach((chunk, number) => {
      if (number) lines.push({ before: [], after: [] });
      if (chunk) {
        const piece = { part: place, text: chunk, start, first: first && Boolean(chunk.trim()) };
        last().before.push(piece);
        if (!edit) last().after.push(piece);
        if (piece.first && part[3]) last().after.push({ text: part[3] });
        if (piece.first) first = false;
      }
      start += chunk.length + 1;
    });
  });
  return lines;
}

/** Put a document's text on the screen. */
function drawText(view, host) {
  view.kept = [];
  view.edits = [];
  host.replaceChildren(
    el("div", { class: "line heads", "aria-hidden": "true" }, el("div", {}, "Before"), el("div", {}, "After")),
    ...linesOf(view).map(({ before, after }) => {
      const gone = before.length && !after.length;
      const same = before.every((piece) => typeof view.entry.parts[piece.part] === "string");
      return el("div", { class: before.length ? (same ? "line same" : "line") : "line blank" },
        el("div", { class: "before", dir: "auto" }, ...before.flatMap((piece) => pieceOf(view, piece))),
        el("div", { class: gone ? "after gone" : "after", dir: "auto" }, ...after.map((piece) => keptPiece(view, piece))));
    }),
    view.entry.left_out ? el("p", { class: "notice" }, `The text goes on for ${whole.format(view.entry.left_out)} characters that are not in this page.`) : "",
  );
}

function pieceOf(view, piece) {
  const edit = view.entry.parts[piece.part];
  if (typeof edit === "string") return [keptPiece(view, piece, true)];
  const { kind } = overview.markers[edit[0]];
  const look = `edit ${familyOf(kind)} ${edit[1]}`;
  if (!piece.first) return [el("del", { class: look }, piece.text)];
  return [editPiece(view, piece, edit, look), ...(edit[3] ? [el("ins", {}, edit[3])] : [])];
}

/** The piece of an edit that takes the focus and shows the card. */
function editPiece(view, piece, [place, action], look) {
  const { rule, kind } = overview.markers[place];
  const marked = marks.has(`${view.entry.number}:${piece.part}`);
  const said = `${action === "replace" ? "repaired" : "removed"}, ${words(kind)}, ${rule}: `;
  const element = el("del", { class: `${look}${marked ? " marked" : ""}`, role: "button", tabindex: "0", "aria-haspopup": "dialog", "data-kind": words(kind), "data-rule": rule },
    el("span", { class: "hidden-text" }, said), piece.text);
  const show = (pinned) => card.show(element, editCard(view, piece.part, element), pinned);
  const listen = (name, action) => element.addEventListener(name, action);
  listen("mouseenter", () => show(false));
  listen("focus", () => show(false));
  listen("mouseleave", card.leave);
  listen("blur", card.leave);
  listen("click", () => show(true));
  listen("keydown", (event) => pressed(event) && show(true));
  view.edits.push(element);
  return element;
}

/** A piece that stayed. Where it can be marked, `view.kept` knows its place. */
function keptPiece(view, piece, main = false) {
  const text = document.createTextNode(piece.text);
  const element = el("span", { class: "kept" }, text);
  if (piece.start === undefined) return el("ins", {}, text);
  const end = piece.start + piece.text.length;
  view.kept.push({ text, start: piece.start, end, element, main });
  const mark = () => view.marking && card.show(element, keptCard(view, piece.start, end, () => element.classList.add("marked")), true);
  element.addEventListener("click", mark);
  element.addEventListener("keydown", (event) => view.marking && pressed(event) && mark());
  return element;
}

/** Whether a key presses what has the focus. */
function pressed(event) {
  if (event.key !== "Enter" && event.key !== " ") return false;
  event.preventDefault();
  return true;
}

/** Let every line that stayed be pressed, or not. */
function markLines(view, on) {
  view.marking = on;
  for (const { element, main } of view.kept.filter((piece) => piece.main && piece.text.data.trim())) {
    if (on && main) {
      element.setAttribute("role", "button");
      element.setAttribute("tabindex", "0");
    } else {
      element.removeAttribute("role");
      element.removeAttribute("tabindex");
    }
  }
}

/** The stretch of the original that is selected, if there is something in it that stayed. */
function selectedStretch(view) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const hit = view.kept.filter(({ text }) => text.isConnected && range.intersectsNode(text));
  if (!hit.length) return null;
  const inside = ({ text, start }, node, offset, otherwise) => (node === text ? start + offset : otherwise);
  const start = Math.min(...hit.map((piece) => inside(piece, range.startContainer, range.startOffset, piece.start)));
  const end = Math.max(...hit.map((piece) => inside(piece, range.endContainer, range.endOffset, piece.end)));
  return end > start && keptBetween(view, start, end).trim() ? { start, end, element: hit[0].element } : null;
}
