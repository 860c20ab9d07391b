// Fetches pieces of a page anew: whatever a live-region wants ("live:wanted"), in as few rounds as there are addresses.
// calm="10" on a region: at most once in so many seconds.

const AT_MOST_EVERY = 300;
const rounds = new Map(); // address → the fetching of it

class Round {
  constructor(address) {
    Object.assign(this, { address, names: new Set(), last: 0, due: 0, timer: null, failures: 0 });
  }

  ask(region, { spread, every = AT_MOST_EVERY }) {
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

document.addEventListener("live:wanted", ({ target, detail }) => {
  const address = target.getAttribute("src") ?? `${location.pathname}${location.search}`;
  if (!rounds.has(address)) rounds.set(address, new Round(address));
  rounds.get(address).ask(target, detail);
});
