// Puts the page together: what comes over the wire goes on the screen, what is typed goes over the wire.

import { Compose } from "./compose.js";
import { forgetAll } from "./memory.js";
import { make, words } from "./text.js";
import { View } from "./view.js";
import { Wire, newId } from "./wire.js";

const BIGGEST_FILE = 8 * 2 ** 20;
const TYPING_MS = 8_000;
const PATIENCE_MS = 1_500;
const HIDDEN = "••••";

const $$ = (id) => document.getElementById(id);
const view = new View({ press, retry: (id) => wire.again(id) });
const compose = new Compose((text, secret) => say({ text }, secret ? HIDDEN : text, secret));
const wire = new Wire({
  frame: take,
  sending: (id) => view.mark(id, "sending"),
  sent: (id) => view.mark(id, ""),
  stuck: (id) => view.mark(id, "failed"),
  replayed,
  language: speak,
  state: changed,
});
const title = document.title;
let question = ""; // the id of the message whose answer is typed hidden; a notification after it changes nothing
let unread = 0;
let typingEnds = 0;
let patience = 0;

function say(content, shown, secret = false) {
  const frame = { ...content, id: newId() };
  $$("welcome").hidden = true;
  problem("");
  view.show(own(frame.id, shown), { state: "sending" });
  question = "";
  compose.hide(false);
  wire.send(frame, shown, secret);
}

function own(id, text) {
  return { id, text, options: [], picture: null, document: null, edits: null, mine: true };
}

function press(option, label) {
  say({ press: option }, label);
  compose.focus();
}

const edits = new Set();

/** `replayed` until the history is complete. */
function take(frame, replayed) {
  if (frame.typing) return typing(true);
  if (frame.edits) {
    if (edits.has(frame.id)) return;
    edits.add(frame.id);
  }
  const id = frame.edits ?? frame.id;
  const known = view.has(id);
  if (known && !frame.edits && !replayed) return;
  if (!frame.mine && !frame.from) typing(false);
  view.show(frame, { replayed });
  $$("welcome").hidden = true;
  if (frame.mine) question = "";
  else if (frame.secret) question = id;
  else if (id === question) question = "";
  if (frame.mine && frame.text !== HIDDEN) compose.recent = frame.text;
  // While the history comes again, what is typed into the hidden box must not be lost.
  if (!replayed) compose.hide(question !== "");
  if (!replayed && !known && !frame.mine && document.hidden) document.title = `(${++unread}) ${title}`;
}

function typing(on) {
  clearTimeout(typingEnds);
  const status = $$("typing");
  if (!on) return status.replaceChildren();
  if (!status.hasChildNodes()) {
    const dots = make("span", "dots", { "aria-hidden": "true" }, make("i"), make("i"), make("i"));
    status.append(dots, make("span", "sr", {}, words.typing));
  }
  view.arrived();
  typingEnds = setTimeout(() => typing(false), TYPING_MS);
}

function changed(state) {
  if (state === "left") return left();
  if (state === "online") return online();
  typing(false);
  if (patience) return;
  // A short break is nobody's worry.
  patience = setTimeout(() => {
    named("connecting");
    const retry = make("button", "", { type: "button" }, words.retry_now);
    retry.addEventListener("click", () => wire.now());
    $$("offline").replaceChildren(make("span", "", {}, words.offline), retry);
  }, PATIENCE_MS);
}

function replayed() {
  $$("welcome").hidden = !view.empty;
  compose.hide(question !== "");
  view.live();
}

/** The page's own words are those of its language: loaded anew, unless something is just being typed. */
function speak(tag) {
  if (tag !== document.documentElement.lang && !compose.field.value) location.reload();
}

function online() {
  clearTimeout(patience);
  patience = 0;
  named("online");
  $$("offline").replaceChildren();
}

function named(state) {
  $$("state").dataset.state = state;
  $$("state").textContent = words[state];
}

function left() {
  clearTimeout(patience);
  forgetAll();
  view.clear();
  typing(false);
  for (const id of ["compose", "welcome", "menu", "state", "log", "typing"]) $$(id).hidden = true;
  for (const id of ["offline", "problem"]) $$(id).replaceChildren();
  $$("left").hidden = false;
  $$("restart").focus();
}

function problem(text) {
  $$("problem").textContent = text;
}

async function attach(file) {
  if (file.size > BIGGEST_FILE) return problem(words.too_big);
  const reader = new FileReader();
  reader.onload = () => say({ upload: { name: file.name, data: reader.result.split(",")[1] ?? "" } }, `📎 ${file.name}`);
  reader.onerror = () => problem(words.unreadable);
  reader.readAsDataURL(file);
}

async function leave() {
  $$("menu").open = false;
  const dialog = $$("leaving");
  dialog.returnValue = "stay";
  dialog.showModal();
  await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
  if (dialog.returnValue !== "leave") return $$("menu").querySelector("summary").focus();
  try {
    const answer = await fetch("/leave", { method: "POST" });
    if (!answer.ok && answer.status !== 401) throw new Error(answer.statusText);
    changed("left");
  } catch {
    problem(words.offline);
  }
}

for (const button of document.querySelectorAll("[data-line]")) {
  button.addEventListener("click", () => {
    $$("menu").open = false;
    say({ text: button.dataset.line }, button.dataset.line);
    compose.focus();
  });
}
document.addEventListener("click", (event) => $$("menu").contains(event.target) || ($$("menu").open = false));
$$("menu").addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  $$("menu").open = false;
  $$("menu").querySelector("summary").focus();
});
document.addEventListener("visibilitychange", () => {
  unread = 0;
  document.title = title;
});
$$("attach").addEventListener("click", () => $$("file").click());
$$("file").addEventListener("change", ({ target }) => {
  if (target.files[0]) attach(target.files[0]);
  target.value = "";
});
$$("leave").addEventListener("click", leave);
$$("restart").addEventListener("click", () => location.reload());

for (const { frame, shown } of wire.unacknowledged) view.show(own(frame.id, shown), { state: "sending" });
wire.connect();
compose.focus();
