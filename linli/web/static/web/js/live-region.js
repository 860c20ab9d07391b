// <live-region id topics="cases" src?> is a piece of the page that is fetched anew when one of its topics changed.
// Only what differs is touched: the focus, what is typed, what is unfolded and where one has scrolled to stay.
// live-fetch.js does the fetching. later="on": topics that bring it back, too, but only every few seconds.
// due="2026-…": the moment at which it is something else without anybody doing anything.
// says="…": told politely after a change; says-new="新来 {n} 件" after new rows.

const LATER_AT_MOST_EVERY = 5000;
const AT_DUE = 5000; // over so many milliseconds pages come at a moment they all know
const LONGEST_WAIT = 86400000;
const SAY_AT_MOST_EVERY = 5000;
let saidAt = 0;

function want(region, spread, every) {
  region.dispatchEvent(new CustomEvent("live:wanted", { bubbles: true, detail: { spread, every } }));
}

function ask(topic, spread) {
  for (const region of document.querySelectorAll("live-region[topics]")) {
    const atOnce = !topic || region.getAttribute("topics").split(" ").includes(topic);
    if (!atOnce && !region.getAttribute("later")?.split(" ").includes(topic)) continue;
    want(region, spread, atOnce ? undefined : LATER_AT_MOST_EVERY);
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
    if (left < LONGEST_WAIT) this.timer = setTimeout(want, Math.max(left, 0) + 1000, this, AT_DUE);
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
