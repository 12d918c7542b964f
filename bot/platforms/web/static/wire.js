// The socket: opens, comes back by itself, and keeps each line until the bot has acknowledged it.

import { unsent } from "./memory.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
const ACK_MS = 10_000;
const LEFT = 4001;

export class Wire {
  /** `on` hears frame(frame), sent(id), stuck(id), sending(id), replayed(), language(tag) and state("online" | "offline" | "left"). */
  constructor(on) {
    this.on = on;
    this.url = new URL("/chat", location);
    this.url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.url.search = new URLSearchParams([...roomOf(location), ["marks", "1"]]);
    this.waiting = new Map(unsent.all().map((entry) => [entry.frame.id, { ...entry, timer: 0 }]));
    this.tries = 0;
    this.left = false;
    addEventListener("online", () => this.now());
    addEventListener("offline", () => this.on.state("offline"));
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
  }

  /** Lines of an earlier life of this tab, to be shown as being sent. */
  get unacknowledged() {
    return [...this.waiting.values()];
  }

  connect() {
    clearTimeout(this.retry);
    this.ready = false;
    this.socket?.close();
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onmessage = ({ data }) => socket === this.socket && this.take(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.socket && this.lost(code);
  }

  /** Try at once instead of waiting for the next turn. */
  now() {
    if (!this.left && this.down) this.connect();
  }

  get down() {
    return (this.socket?.readyState ?? WebSocket.CLOSED) > WebSocket.OPEN;
  }

  /** `shown` is what the person's bubble says; a secret is kept in this tab's memory only. */
  send(frame, shown, secret = false) {
    this.waiting.set(frame.id, { frame, shown, secret, timer: 0 });
    this.save();
    if (this.ready) this.transmit(frame.id);
    else if (this.down) this.on.stuck(frame.id);
    this.now();
  }

  again(id) {
    if (this.ready) this.transmit(id);
    this.now();
  }

  transmit(id) {
    const entry = this.waiting.get(id);
    this.socket.send(JSON.stringify(entry.frame));
    this.on.sending(id);
    this.watch(entry);
  }

  /** No acknowledgement means a dead line, however open it seems: a phone that slept, a changed network. */
  watch(entry) {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => {
      if (this.socket.bufferedAmount > 0) this.watch(entry);
      else this.drop();
    }, ACK_MS);
  }

  drop() {
    const socket = this.socket;
    this.socket = null;
    socket.close();
    this.lost(0);
  }

  take(frame) {
    if ("ack" in frame) {
      clearTimeout(this.waiting.get(frame.ack)?.timer);
      this.waiting.delete(frame.ack);
      this.save();
      this.on.sent(frame.ack);
      this.settle();
    } else if (frame.replayed) {
      this.ready = true;
      this.on.replayed();
      for (const id of this.waiting.keys()) this.transmit(id);
      this.settle();
    } else if (frame.language) {
      this.on.language(frame.language);
    } else {
      this.on.frame(frame, !this.ready);
    }
  }

  /** A bot that opens sockets but stores nothing is not back yet. */
  settle() {
    if (this.waiting.size > 0) return;
    this.tries = 0;
    this.on.state("online");
  }

  async lost(code) {
    const { socket, ready: opened } = this;
    this.ready = false;
    for (const [id, entry] of this.waiting) {
      clearTimeout(entry.timer);
      this.on.stuck(id);
    }
    if (code === LEFT || (!opened && (await this.refused()))) {
      this.left = true;
      this.waiting.clear();
      this.on.state("left");
      return;
    }
    this.on.state("offline");
    if (socket !== this.socket) return; // somebody was too impatient to wait for the answer
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.tries++);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connect(), wait * (0.5 + Math.random() / 2));
  }

  /** A socket doesn't tell why it was refused; the same address without an upgrade does. */
  async refused() {
    try {
      return (await fetch(this.url.pathname)).status === 401;
    } catch {
      return false;
    }
  }

  save() {
    const entries = [...this.waiting.values()].filter(({ frame, secret }) => !secret && !frame.upload);
    unsent.put(entries.map(({ frame, shown }) => ({ frame, shown })));
  }
}

function roomOf({ pathname, search }) {
  return pathname === "/room" ? [["room", new URLSearchParams(search).get("name")]] : [];
}

/** Unguessable, and made without what only https pages may use. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
