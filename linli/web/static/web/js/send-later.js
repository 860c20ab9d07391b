// <send-later about="…"> around a form keeps what is written on this phone: while it is typed, and, where there is no
// network, until it has arrived. It is sent with the form's own key, so that arriving twice is arriving once. It belongs
// to who wrote it, and is gone from the phone when it has arrived, when somebody else signs in, and on signing out.

const UNSENT = "unsent:", TYPED = "typed:", RETRY = 30000;
const reader = document.documentElement.dataset.reader ?? "";
const words = JSON.parse(document.getElementById("page-words")?.textContent ?? "{}");
const kept = (...prefixes) => Object.keys(localStorage).filter((key) => prefixes.some((each) => key.startsWith(each)));
const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null");

// Where it went is said in JSON, and only when it was taken. `null`: no network, or signed out; then it waits.
async function send(key) {
  const draft = read(key), token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  let answer;
  try {
    answer = await fetch(draft.action, { method: "POST", body: new URLSearchParams(draft.fields), headers: { Accept: "application/json", "X-CSRFToken": token } });
  } catch {
    return null;
  }
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
    localStorage.removeItem(key);
    return (await answer.json()).url;
  }
  return answer.redirected || answer.status >= 500 || answer.status === 403 ? null : "";
}

function notice(tone, text, url) {
  const line = document.createElement("p");
  line.className = "notice";
  line.dataset.tone = tone;
  line.setAttribute("role", "status");
  line.append(url ? Object.assign(document.createElement("a"), { href: url, textContent: text }) : text);
  document.querySelector("main")?.prepend(line);
}

// What waits is sent from whatever page is open. What was not taken goes back into its form, to be looked at.
async function flush() {
  for (const key of kept(UNSENT)) {
    const draft = read(key), url = await send(key);
    if (url) notice("jade", words.arrived);
    if (url !== "") continue;
    localStorage.setItem(TYPED + draft.about, JSON.stringify({ reader, fields: draft.fields }));
    localStorage.removeItem(key);
    notice("amber", words.not_taken, draft.page);
  }
}

if (reader) {
  kept(UNSENT, TYPED).filter((key) => read(key)?.reader !== reader).forEach((key) => localStorage.removeItem(key));
  if (kept(UNSENT).length) flush();
  addEventListener("online", flush);
  setInterval(() => kept(UNSENT).length && navigator.onLine && flush(), RETRY);
}
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-forgets-drafts]")) return;
  if (kept(UNSENT).length && !confirm(words.unsent)) event.preventDefault();
  else kept(UNSENT, TYPED).forEach((key) => localStorage.removeItem(key));
}, true);

customElements.define("send-later", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.about = this.getAttribute("about") ?? "";
    const typed = read(TYPED + this.about);
    const empty = [...this.form.elements].every((each) => each.type !== "textarea" || !each.value);
    if (typed && empty) this.restore(typed.fields);
    this.form.addEventListener("input", () => localStorage.setItem(TYPED + this.about, JSON.stringify({ reader, fields: this.fields() })));
    this.form.addEventListener("submit", (event) => this.submitted(event));
  }

  fields(submitter) {
    return [...new FormData(this.form, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken");
  }

  restore(fields) {
    for (const [name, value] of fields) if (name !== "key") for (const each of [this.form.elements[name]].flat()) if (each) each.value = value;
    notice("indigo", words.restored);
  }

  async submitted(event) {
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    const key = UNSENT + this.form.elements.key.value, page = `${location.pathname}?to=${this.about}`;
    localStorage.setItem(key, JSON.stringify({ reader, about: this.about, page, action: this.form.action, fields: this.fields(event.submitter) }));
    localStorage.removeItem(TYPED + this.about);
    const url = await send(key);
    if (url) return location.assign(url);
    if (url === "") { // not right yet: the page itself says what to mend
      localStorage.removeItem(key);
      return this.form.submit();
    }
    this.form.hidden = true;
    notice("amber", words.kept);
  }
});
