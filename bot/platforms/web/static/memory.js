// What this browser remembers by itself: lines that are not acknowledged, and when a line was first seen.
// Nothing that was typed hidden ever comes here.

const UNSENT = `gradebell:unsent:${location.pathname}${location.search}`;
const TIMES = "gradebell:times";
const MOST_TIMES = 300;

function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key)) ?? [];
  } catch {
    return [];
  }
}

function write(storage, key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still chats.
  }
}

/** Frames of this tab that the bot has not acknowledged, in the order of sending. */
export const unsent = {
  all: () => read(sessionStorage, UNSENT),
  put: (entries) => write(sessionStorage, UNSENT, entries),
};

const times = new Map(read(localStorage, TIMES));

/** When the line was first seen in this browser; undefined for one that came before. */
export function timeOf(id) {
  return times.get(id);
}

export function seen(id, at = Date.now()) {
  if (times.has(id)) return times.get(id);
  times.set(id, at);
  write(localStorage, TIMES, [...times].slice(-MOST_TIMES));
  return at;
}

export function forgetAll() {
  times.clear();
  for (const storage of [() => sessionStorage, () => localStorage]) {
    try {
      storage().clear();
    } catch {
      // Nothing was kept.
    }
  }
}
