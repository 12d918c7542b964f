// The conversation on the screen: lines, their options, their states, and where the reader looks.

import { seen, timeOf } from "./memory.js";
import { clock, dayName, linked, make, words } from "./text.js";

const NEAR_END_PX = 80;

export class View {
  /** `on` hears press(option, label) and retry(id). */
  constructor(on) {
    this.on = on;
    this.scroll = document.getElementById("scroll");
    this.log = document.getElementById("log");
    this.newer = document.getElementById("newer");
    this.lines = new Map();
    this.stuck = true;
    this.scroll.addEventListener("scroll", () => this.look(), { passive: true });
    this.newer.addEventListener("click", () => this.toEnd());
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(this.scroll);
  }

  get empty() {
    return this.lines.size === 0;
  }

  has(id) {
    return this.lines.has(id);
  }

  /** The history is complete: from now on a screen reader reads what comes. */
  live() {
    this.log.removeAttribute("aria-live");
  }

  /** Show a frame under the id of the message that it is or replaces. */
  show(frame, { replayed = false, state = "" } = {}) {
    const id = frame.edits ?? frame.id;
    const old = this.lines.get(id);
    if (!replayed) this.look();
    const line = this.line(id, frame, replayed ? timeOf(id) : seen(id));
    if (old) {
      if (old.dataset.said === line.dataset.said) return;
      if (old.dataset.state) this.paint(line, old.dataset.state);
      old.replaceWith(line);
    } else {
      this.insert(line, replayed);
    }
    this.lines.set(id, line);
    if (frame.press) this.markChosen(line, frame.press);
    if (state) this.mark(id, state);
    this.arrived(Boolean(frame.mine) || replayed);
  }

  line(id, frame, at) {
    const kind = frame.mine ? "mine" : frame.from ? "other" : "bot";
    const who = frame.mine ? words.you_said : frame.from ? `${frame.from}：` : words.bot_said;
    const line = make("article", `message ${kind}`);
    line.dataset.id = id;
    line.dataset.said = JSON.stringify([frame.text, frame.options, frame.picture, frame.document]);
    if (frame.from) line.append(make("span", "from", { "aria-hidden": "true" }, frame.from));
    const meta = make("p", "meta");
    const bubble = make("div", "bubble", {}, make("span", "sr", {}, who), ...content(frame, () => this.arrived()));
    line.append(make("div", "row", {}, bubble, meta));
    if (at) {
      line.dataset.at = at;
      meta.append(make("time", "", { datetime: new Date(at).toISOString() }, clock(at)));
    }
    if (frame.options.length) line.append(this.options(frame.options));
    return line;
  }

  options(options) {
    const list = make("ul", "options");
    for (const { id, label } of options) {
      const button = make("button", "", { type: "button", "data-option": id }, label);
      button.addEventListener("click", ({ detail }) => {
        if (detail > 1) return; // the rest of a double click
        if (this.unanswered(list)) choose(button);
        this.on.press(id, label);
      });
      list.append(make("li", "", {}, button));
    }
    return list;
  }

  /** Whether the person has said nothing since: a press of anything older is sent, but chooses nothing. */
  unanswered(list) {
    const last = [...this.log.querySelectorAll(".mine")].pop();
    return !last || Boolean(last.compareDocumentPosition(list) & Node.DOCUMENT_POSITION_FOLLOWING);
  }

  /** What another tab, or this one before a reload, has pressed stays pressed. */
  markChosen(line, option) {
    for (let each = line.previousElementSibling; each; each = each.previousElementSibling) {
      if (each.classList.contains("mine")) return;
      const buttons = [...each.querySelectorAll(".options:not([data-done]) button")];
      const button = buttons.find(({ dataset }) => dataset.option === option);
      if (button) return choose(button);
    }
  }

  /** Lines that were missed come before those that still wait to be sent. */
  insert(line, replayed) {
    const waiting = replayed ? this.log.querySelector(".message[data-state]") : null;
    if (!waiting) this.separate(line);
    this.log.insertBefore(line, waiting);
  }

  separate(line) {
    const at = Number(line.dataset.at);
    if (!at) return;
    const before = [...this.log.querySelectorAll(".message[data-at]")].pop();
    const day = dayName(at);
    if (!before || dayName(Number(before.dataset.at)) !== day) this.log.append(make("p", "day", {}, day));
  }

  /** "sending", "failed", or "" for a line that has arrived. */
  mark(id, state) {
    const line = this.lines.get(id);
    if (line) this.paint(line, state);
  }

  paint(line, state) {
    if (state) line.dataset.state = state;
    else delete line.dataset.state;
    const meta = line.querySelector(".meta");
    meta.querySelectorAll(".state, .retry").forEach((each) => each.remove());
    if (state) meta.append(make("span", "state", {}, words[state]));
    if (state === "failed") {
      const retry = make("button", "retry", { type: "button" }, words.retry);
      retry.addEventListener("click", () => this.on.retry(line.dataset.id));
      meta.append(retry);
    }
  }

  look() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroll;
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (this.stuck) this.newer.hidden = true;
  }

  arrived(own = false) {
    if (this.stuck || own) this.toEnd();
    else this.newer.hidden = false;
  }

  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.stuck = true;
    this.newer.hidden = true;
  }

  clear() {
    this.lines.clear();
    this.log.replaceChildren();
  }
}

function choose(button) {
  const list = button.closest(".options");
  list.dataset.done = "";
  for (const each of list.querySelectorAll("button")) each.disabled = true;
  button.classList.add("chosen");
  button.append(make("span", "sr", {}, ` ${words.chosen}`));
}

function content(frame, loaded) {
  const parts = [];
  if (frame.picture) {
    const image = make("img", "", { src: frame.picture, alt: frame.alt ?? words.picture });
    image.addEventListener("load", loaded);
    const link = { href: frame.picture, target: "_blank", rel: "noopener" };
    parts.push(make("a", "picture", link, frame.size ? drawn(image, frame) : image));
  }
  if (frame.text) parts.push(make("p", "text", {}, ...(frame.mine || frame.from ? [frame.text] : linked(frame.text))));
  if (frame.document) {
    parts.push(make("a", "document", { href: frame.document.url, download: frame.document.name }, frame.document.name));
  }
  return parts;
}

/** By day and by night, in a size that is known before it has come. */
function drawn(image, frame) {
  [image.width, image.height] = frame.size;
  const night = { srcset: `${frame.picture}?dark`, media: "(prefers-color-scheme: dark)" };
  return make("picture", "drawn", {}, make("source", "", night), image);
}
