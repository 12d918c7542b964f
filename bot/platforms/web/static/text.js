// Words, times and text as nodes of the document. Nothing here ever parses markup.

export const words = JSON.parse(document.getElementById("words").textContent);
const language = document.documentElement.lang;
const LINK = /https?:\/\/[^\s<>"'，。；：！？、（）【】「」『』“”]+/g;
const DAY_MS = 86_400_000;

/** An element with a class, attributes and children; strings become text. */
export function make(tag, kind, attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The text as nodes, with what begins with http:// or https:// as links. */
export function linked(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    // A full stop or a bracket after an address belongs to the sentence.
    const url = match[0].replace(/[.,;:!?)\]}]+$/, "");
    nodes.push(text.slice(end, match.index), link(url));
    end = match.index + url.length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

function link(url) {
  return make("a", "", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, url);
}

export function clock(at) {
  return new Date(at).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** The day as a person would call it. */
export function dayName(at, now = Date.now()) {
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  return new Date(at).toLocaleDateString(language, { month: "long", day: "numeric", weekday: "long" });
}

function midnight(at) {
  return new Date(at).setHours(0, 0, 0, 0);
}
