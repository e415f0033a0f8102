"use strict";
/* The card beside a piece of text: what took it and why, and the way to say that this is wrong. */

const card = {
  anchor: null,
  pinned: false,
  timer: 0,
  closing: false,

  show(anchor, content, pinned = false) {
    clearTimeout(card.timer);
    if (card.closing || (card.pinned && !pinned)) return;
    const box = byId("card");
    box.replaceChildren(...content);
    card.anchor = anchor;
    card.pinned = pinned;
    if (!box.matches(":popover-open")) box.showPopover();
    card.place();
    if (pinned) box.querySelector("button, input, select")?.focus();
  },

  async place() {
    const { computePosition, flip, inline, offset, shift } = FloatingUIDOM;
    const box = byId("card");
    const { x, y } = await computePosition(card.anchor, box, {
      strategy: "fixed",
      placement: "bottom-start",
      middleware: [inline(), offset(6), flip(), shift({ padding: 8 })],
    });
    box.style.left = `${x}px`;
    box.style.top = `${y}px`;
  },

  /** Hide it soon, unless the pointer or the focus goes into it, or it was pinned. */
  leave() {
    clearTimeout(card.timer);
    card.timer = setTimeout(() => {
      const box = byId("card");
      if (!card.pinned && !box.matches(":hover") && !box.contains(document.activeElement)) card.hide();
    }, 250);
  },

  hide() {
    clearTimeout(card.timer);
    const box = byId("card");
    const back = box.contains(document.activeElement) ? card.anchor : null;
    card.closing = true; // the focus that comes back shall not show it again
    if (box.matches(":popover-open")) box.hidePopover();
    back?.focus();
    card.closing = false;
    card.forget();
  },

  forget() {
    card.anchor = null;
    card.pinned = false;
  },
};

/** What the card says of an edit. */
function editCard(view, part, element) {
  const [place, action, removed, replacement, score, reason] = view.entry.parts[part];
  const { filter, rule, kind } = overview.markers[place];
  const did = { delete: "Removed", extract: "Moved into the metadata", replace: "Repaired" }[action] || action;
  const list = el("dl", { class: "facts" });
  facts(list, [
    ["Rule", el("code", {}, rule)],
    ["Filter", el("code", {}, filter)],
    ["Reason", reason || "none given"],
    ["Score", score],
    ...(action === "replace" ? [["Before → after", `${visible(removed)} → ${visible(replacement) || "nothing"}`]] : []),
  ]);
  const key = `${view.entry.number}:${part}`;
  const marked = marks.has(key);
  const note = el("input", { placeholder: "Why? (optional)", "aria-label": "Note", value: marks.get(key)?.note || "", hidden: marked });
  const toggle = () => {
    setMark(key, marked ? null : removedMark(view, part, note.value));
    element.classList.toggle("marked", !marked);
    announce(marked ? "Mark removed" : "Marked: should have stayed");
    card.hide();
  };
  return [
    el("p", { class: "card-title" }, `${did}: `, el("span", { class: `kind ${familyOf(kind)}` }, words(kind))),
    list,
    el("div", { class: "row" }, el("button", { type: "button", click: toggle }, marked ? "Take the mark back" : "Looks wrong: should have stayed"), note),
  ];
}

/** The form on the card for noise that stayed. */
function keptCard(view, start, end, done) {
  const kind = el("select", { "aria-label": "Kind of noise" }, ...overview.knownKinds.map((name) => el("option", { value: name, selected: name === "boilerplate" }, words(name))));
  const note = el("input", { placeholder: "Why? (optional)", "aria-label": "Note" });
  const save = () => {
    setMark(`${view.entry.number}:${start}-${end}`, keptMark(view, start, end, kind.value, note.value));
    announce("Marked: should have gone");
    card.hide();
    done();
  };
  return [
    el("p", { class: "card-title" }, "This is noise of the kind"),
    el("div", { class: "row" }, kind, note, el("button", { type: "button", click: save }, "Mark it")),
    el("blockquote", { dir: "auto" }, shorten(keptBetween(view, start, end).trim(), 160)),
  ];
}
