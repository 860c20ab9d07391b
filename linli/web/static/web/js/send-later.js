// <send-later about="…" page="…"> around a form keeps what is written on this phone: while it is typed (where it is
// about something), and without a network until it has arrived. It is sent with the form's own key, so that twice is
// once, and with the seconds it waited. It leaves the phone when it has arrived, and when its writer has signed out.

const UNSENT = "unsent:", TYPED = "typed:", RETRY = 30000, PATIENCE = 20000, LATER = [403, 408, 429];
const reader = document.documentElement.dataset.reader ?? "";
const words = JSON.parse(document.getElementById("page-words")?.textContent ?? "{}");
const kept = (...prefixes) => Object.keys(localStorage).filter((key) => prefixes.some((each) => key.startsWith(each)));
const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null");
const send = (key) => (navigator.locks ? navigator.locks.request(key, () => sent(key)) : sent(key)); // tab after tab

// Where it went is said in JSON, and only when it was taken. `null`: no network, or signed out; then it waits.
async function sent(key) {
  const draft = read(key), token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  if (!draft) return undefined; // another tab was quicker
  const fields = [...draft.fields, ["waited", Math.max(0, Math.round((Date.now() - draft.at) / 1000))]];
  try {
    const body = new URLSearchParams(fields), signal = AbortSignal.timeout?.(PATIENCE);
    const answer = await fetch(draft.action, { method: "POST", body, signal, headers: { Accept: "application/json", "X-CSRFToken": token } });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
      const { url } = await answer.json();
      localStorage.removeItem(key);
      return url;
    }
    return answer.redirected || answer.status >= 500 || LATER.includes(answer.status) ? null : "";
  } catch {
    return null;
  }
}

// One line for each draft: what it says last replaces what it said before.
function notice(key, tone, text, url, place = document.querySelector("main")) {
  const make = (tag, more) => Object.assign(document.createElement(tag), more);
  let line = [...document.querySelectorAll("[data-draft]")].find((each) => each.dataset.draft === key);
  if (!line) place?.prepend(line = make("p", { className: "notice", role: "status" }));
  Object.assign(line.dataset, { draft: key, tone });
  line.replaceChildren(make("span", { textContent: text }), ...(url ? [make("a", { href: url, textContent: words.open })] : []));
}

// What waits is sent from whatever page is open. What was not taken goes back into its form, to be looked at.
let flushing = null;
const flush = () => (flushing ??= all(kept(UNSENT)).finally(() => (flushing = null)));
async function all(keys) {
  for (const key of keys) {
    const draft = read(key), url = await send(key);
    if (url !== "") notice(key, ...(url === null ? ["amber", words.kept] : ["jade", words.arrived]), url);
    if (url !== "") continue;
    if (draft.about) localStorage.setItem(TYPED + draft.about, JSON.stringify({ reader, fields: draft.fields }));
    localStorage.removeItem(key);
    notice(key, "amber", words.not_taken, draft.page);
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
  if (!kept(UNSENT).length || confirm(words.unsent)) kept(UNSENT, TYPED).forEach((key) => localStorage.removeItem(key));
  else for (const stop of ["preventDefault", "stopPropagation"]) event[stop]();
}, true);

customElements.define("send-later", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.about = this.getAttribute("about") ?? "";
    this.form.addEventListener("submit", (event) => this.submitted(event));
    if (!this.about) return;
    const typed = read(TYPED + this.about);
    if (typed && [...this.form.querySelectorAll("textarea")].every((each) => !each.value)) this.restore(typed.fields);
    this.form.addEventListener("input", () => localStorage.setItem(TYPED + this.about, JSON.stringify({ reader, fields: this.fields() })));
  }

  fields(submitter) {
    return [...new FormData(this.form, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken");
  }

  restore(fields) {
    for (const [name, value] of fields) if (name !== "key" && this.form.elements[name]) this.form.elements[name].value = value;
    notice(TYPED + this.about, "indigo", words.restored);
  }

  async submitted(event) {
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    event.submitter?.setAttribute("aria-disabled", "true");
    const id = this.form.elements.key.value, key = UNSENT + id, fields = this.fields(event.submitter);
    localStorage.setItem(key, JSON.stringify({ reader, at: Date.now(), about: this.about, page: this.getAttribute("page"), action: this.form.action, fields }));
    localStorage.removeItem(TYPED + this.about);
    const url = await send(key);
    if (url) return location.assign(url);
    if (url === "") return localStorage.removeItem(key), this.form.submit(); // the page itself says what to mend
    notice(key, url === null ? "amber" : "jade", url === null ? words.kept : words.arrived, "", this);
    for (const form of document.querySelectorAll("send-later form")) form.hidden ||= form.elements.key.value === id;
  }
});
