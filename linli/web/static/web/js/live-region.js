// <live-region id topics="cases" src?> is a piece of the page that is fetched anew when one of its topics changed.
// Only what differs is touched: the focus, what is typed, what is unfolded and where one has scrolled to stay.
// calm="10": at most once in so many seconds. later="on": topics that bring it back, too, but only every few seconds.
// due="2026-…": the moment at which it is something else without anybody doing anything.
// says="…": told politely after a change; says-new="新来 {n} 件" after new rows.

const AT_MOST_EVERY = 300;
const LATER_AT_MOST_EVERY = 5000;
const AT_DUE = 5000; // over so many milliseconds pages come at a moment they all know
const LONGEST_WAIT = 86400000;
const SAY_AT_MOST_EVERY = 5000;
const rounds = new Map(); // address → the fetching of it
let saidAt = 0;

class Round {
  constructor(address) {
    Object.assign(this, { address, names: new Set(), last: 0, due: 0, timer: null, failures: 0 });
  }

  ask(region, spread, every = AT_MOST_EVERY) {
    this.names.add(region.id);
    const calm = Math.max(every, 1000 * Number(region.getAttribute("calm") ?? 0));
    const due = Math.max(Date.now() + Math.random() * spread, this.last + calm);
    if (this.timer && this.due <= due) return; // what can wait does not hold up what cannot
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => this.fetch(), due - Date.now());
  }

  async fetch() {
    const names = [...this.names];
    this.names.clear();
    this.due = 0; // whoever asks meanwhile waits for the answer
    try {
      const answer = await fetch(this.address, { headers: { "Live-Pieces": names.join(",") }, cache: "no-store" });
      if (answer.status >= 500) throw new Error(answer.statusText);
      this.failures = 0;
      if (answer.ok && !answer.redirected) this.hand(names, await answer.text());
    } catch {
      this.failures += 1;
      if (this.failures < 6) names.forEach((each) => this.names.add(each));
    }
    this.last = Date.now();
    this.timer = null;
    if (this.names.size) this.timer = setTimeout(() => this.fetch(), AT_MOST_EVERY + 1500 * this.failures);
  }

  hand(names, text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const name of names) {
      const fresh = page.getElementById(name);
      if (fresh) document.getElementById(name)?.take(document.importNode(fresh, true));
    }
  }
}

function fetchAnew(region, spread, every) {
  const address = region.getAttribute("src") ?? `${location.pathname}${location.search}`;
  if (!rounds.has(address)) rounds.set(address, new Round(address));
  rounds.get(address).ask(region, spread, every);
}

function ask(topic, spread) {
  for (const region of document.querySelectorAll("live-region[topics]")) {
    const atOnce = !topic || region.getAttribute("topics").split(" ").includes(topic);
    if (!atOnce && !region.getAttribute("later")?.split(" ").includes(topic)) continue;
    fetchAnew(region, spread, atOnce ? AT_MOST_EVERY : LATER_AT_MOST_EVERY);
  }
}

document.addEventListener("live:changed", ({ detail }) => ask(detail.topic, detail.spread));
document.addEventListener("live:again", ({ detail }) => ask("", detail.spread));

customElements.define("live-region", class extends HTMLElement {
  connectedCallback() {
    this.wait();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  wait() {
    clearTimeout(this.timer);
    if (!this.hasAttribute("due")) return;
    const left = Date.parse(this.getAttribute("due")) - Date.now();
    if (left < LONGEST_WAIT) this.timer = setTimeout(fetchAnew, Math.max(left, 0) + 1000, this, AT_DUE);
  }

  take(fresh) {
    if (this.isEqualNode(fresh)) return;
    const before = this.rows();
    const held = document.activeElement;
    this.dispatchEvent(new CustomEvent("live:take", { bubbles: true, detail: { fresh } }));
    this.wait();
    if (this.contains(held) && held !== document.activeElement) held.focus({ preventScroll: true });
    window.htmx?.process(this);
    const added = [...this.rows()].filter((each) => !before.has(each)).length;
    this.say(added);
    if (added && this.hasAttribute("says-new")) document.dispatchEvent(new CustomEvent("live:new", { detail: { added } }));
  }

  rows() {
    return new Set([...this.querySelectorAll("[data-row]")].map((each) => each.dataset.row));
  }

  say(added) {
    const sentence = added && this.hasAttribute("says-new") ? this.getAttribute("says-new").replace("{n}", added) : this.getAttribute("says");
    const line = document.getElementById("live-said");
    if (!sentence || !line || Date.now() - saidAt < SAY_AT_MOST_EVERY) return;
    saidAt = Date.now();
    line.textContent = sentence;
    setTimeout(() => { if (line.textContent === sentence) line.textContent = ""; }, SAY_AT_MOST_EVERY);
  }
});
