"use strict";
/* Making elements. Text becomes text, never markup; an address becomes a link only if it is one of the web. */

/** Make an element: functions among the attributes listen to events, `undefined` and `false` leave one out. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

const byId = (id) => document.getElementById(id);

/** An address as a link if a browser may follow it safely, else as text. */
function address(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) return el("bdi", {}, text);
  return el("a", { href: url.href, rel: "noopener noreferrer nofollow", target: "_blank" }, text);
}

/** A list of names with their values. */
function facts(list, pairs) {
  list.replaceChildren(
    ...pairs.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value instanceof Node ? value : el("bdi", {}, String(value)))]),
  );
}

/** The choices of a select: the first stands for all. */
function choices(select, all, options) {
  select.replaceChildren(
    el("option", { value: "" }, all),
    ...options.map(([value, label]) => el("option", { value }, shorten(label, 40))),
  );
}

/** A bar that is as long as a share. */
function bar(share) {
  const fill = el("span", { class: "fill" });
  fill.style.width = `${(100 * share).toFixed(1)}%`;
  return el("span", { class: "bar", "aria-hidden": "true" }, fill);
}

/** Tell those who do not see it. */
function announce(text) {
  byId("live").textContent = text;
}

/** Wait until nobody types any more. */
function later(action, milliseconds) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
}

/** What the reader chose before; some browsers keep nothing for pages from the disk. */
const memory = {
  get(key) {
    try {
      return localStorage.getItem(`newsclean ${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`newsclean ${key}`, value);
    } catch {
      /* then it is gone with the page */
    }
  },
};
