// The buttons of the demo's panel; those that carry a line belong to the chat (chat.js).

const panel = document.getElementById("demo");
const status = panel.querySelector("[role=status]");
const select = panel.querySelector("select");
const ask = document.getElementById("demo-ask");
const wide = matchMedia("(min-width: 1000px)");

function told(text, bad) {
  status.textContent = text;
  status.toggleAttribute("data-bad", bad);
  status.scrollIntoView({ block: "nearest" });
}

function asked() {
  return new URLSearchParams({ system: select.value, language: document.documentElement.lang });
}

async function act(button) {
  button.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch(`/demo/${button.dataset.do}?${asked()}`, { method: "POST" });
    told(answer.ok ? await answer.text() : panel.dataset.failed, !answer.ok);
  } catch {
    told(panel.dataset.failed, true);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

panel.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.dataset.do && !button.hasAttribute("aria-disabled")) act(button);
  // On a small screen what was said is to be seen.
  if (button.dataset.line && !wide.matches) panel.open = false;
});
select.addEventListener("change", () => (ask.dataset.line = select.selectedOptions[0].dataset.ask));
panel.open = wide.matches;
wide.addEventListener("change", () => (panel.open = wide.matches));
