// <draft-keeper> around a form keeps what is typed in this tab until it has been sent, for the person who typed it.
// Passwords, files and hidden inputs are never kept. A refused form (409 and its like) gets its words back.

const PREFIX = "draft:";
const reader = document.documentElement.dataset.reader ?? "";
const words = JSON.parse(document.getElementById("page-words")?.textContent ?? "{}");

function drafts() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
}

// A page that arrived after sending says how it went: an ordinary one means the words are safe with us. One that no
// longer knows who was writing does not: they were signed out meanwhile, and will want their words back.
function settle() {
  const arrived = performance.getEntriesByType("navigation")[0]?.type ?? "navigate";
  const keep = "refused" in document.documentElement.dataset || arrived !== "navigate";
  for (const key of drafts()) {
    const draft = JSON.parse(sessionStorage.getItem(key));
    const anothers = reader && draft.reader && draft.reader !== reader;
    const signedOut = draft.reader && !reader;
    if (anothers || (draft.sent && !keep && !signedOut)) sessionStorage.removeItem(key);
    else if (draft.sent) sessionStorage.setItem(key, JSON.stringify({ ...draft, sent: false }));
  }
}

settle();
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-forgets-drafts]")) drafts().forEach((key) => sessionStorage.removeItem(key));
});

customElements.define("draft-keeper", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form) return;
    this.key = `${PREFIX}${this.getAttribute("name") ?? new URL(this.form.action).pathname}`;
    this.restore();
    this.form.addEventListener("input", () => this.keep(false));
    this.form.addEventListener("change", () => this.keep(false));
    this.form.addEventListener("submit", () => this.keep(true));
    this.form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.elt === this.form && event.detail.successful) sessionStorage.removeItem(this.key);
    });
  }

  get controls() {
    return [...this.form.elements].filter(
      (each) => each.name && each.matches("input, textarea, select") && !each.matches("[type=password], [type=hidden], [type=file], [data-not-kept]"),
    );
  }

  keep(sent) {
    const values = this.controls.map((each) => [each.name, each.type === "checkbox" || each.type === "radio" ? each.checked : each.value]);
    sessionStorage.setItem(this.key, JSON.stringify({ reader, sent, values }));
  }

  restore() {
    const draft = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    const controls = this.controls;
    if (!draft || draft.reader !== reader || draft.values.length !== controls.length) return;
    let restored = false;
    draft.values.forEach(([name, value], at) => {
      const control = controls[at];
      if (control.name !== name) return;
      const property = typeof value === "boolean" ? "checked" : "value";
      if (control[property] === value || (property === "value" && control.defaultValue)) return;
      control[property] = value;
      restored = true;
    });
    if (restored) this.say();
  }

  say() {
    const line = document.createElement("p");
    line.className = "hint";
    line.setAttribute("role", "status");
    line.textContent = words.restored;
    this.prepend(line);
  }
});
