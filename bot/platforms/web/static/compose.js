// Where a person types: keys, input methods, what was said before, and answers that are typed hidden.

export class Compose {
  /** `say(text, secret)` is called with what is to be sent. */
  constructor(say) {
    this.say = say;
    this.form = document.getElementById("compose");
    this.box = document.getElementById("box");
    this.hidden = document.getElementById("hidden");
    this.reveal = document.getElementById("reveal");
    this.recent = "";
    this.secret = false;
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.box.addEventListener("input", () => this.fit());
    for (const field of [this.box, this.hidden]) field.addEventListener("keydown", (event) => this.key(event));
    this.reveal.addEventListener("click", () => this.show(this.hidden.type === "password"));
  }

  get field() {
    return this.secret ? this.hidden : this.box;
  }

  /** Switch between the open box and the hidden one. */
  hide(secret) {
    if (secret === this.secret) return;
    const focused = document.activeElement === this.field;
    this.hidden.value = "";
    this.secret = secret;
    this.box.hidden = secret;
    this.hidden.hidden = this.reveal.hidden = !secret;
    this.show(false);
    this.fit();
    if (focused) this.field.focus();
  }

  show(open) {
    this.hidden.type = open ? "text" : "password";
    this.reveal.setAttribute("aria-pressed", String(open));
  }

  /** A keyboard's user goes on typing; on a phone the keyboard must not jump up by itself. */
  focus() {
    if (matchMedia("(pointer: fine)").matches) this.field.focus();
  }

  submit(event) {
    event.preventDefault();
    const { field, secret } = this;
    const text = field.value;
    if (!text.trim()) return;
    field.value = "";
    if (!secret) this.recent = text;
    this.fit();
    field.focus();
    this.say(text, secret);
  }

  key(event) {
    // The Enter that takes over a composition is not meant for us; 229 is what older Safaris say.
    if (event.isComposing || event.keyCode === 229) return;
    const { field } = this;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.form.requestSubmit();
    } else if (event.key === "Escape") {
      field.value = "";
      this.fit();
    } else if (event.key === "ArrowUp" && field === this.box && !field.value && this.recent) {
      event.preventDefault();
      field.value = this.recent;
      field.setSelectionRange(field.value.length, field.value.length);
      this.fit();
    }
  }

  /** As high as what is typed; the style sheet sets the most. */
  fit() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight}px`;
  }
}
