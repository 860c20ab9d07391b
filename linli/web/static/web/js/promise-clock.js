// <promise-clock live> counts down what the server drew: arc, state, icon and words of each ring that has a due moment.
// Rings with more than a day left are said in days by the server and stay as they are.
// A row of the queue, or whatever says data-follows="clock", takes on the state of its clock.

const DAY = 86400000;
const WARN_BELOW = 0.3;
const ICONS = { running: "clock", warning: "alert", broken: "cross" };
const WORST_FIRST = ["broken", "warning", "running", "paused", "kept"];
const words = JSON.parse(document.getElementById("page-words")?.textContent ?? "{}").clock ?? {};
const clocks = new Set();

// What the device's clock must be corrected by. A page from the browser's cache brings an old moment: it is not used.
function correction() {
  const load = performance.getEntriesByType("navigation")[0];
  const said = Date.parse(document.documentElement.dataset.now);
  if (load?.transferSize > 0 && said) {
    const offset = Math.round(said - (performance.timeOrigin + load.responseStart));
    sessionStorage.setItem("clock-offset", offset);
    return offset;
  }
  return Number(sessionStorage.getItem("clock-offset")) || 0;
}

const offset = correction();

function fill(pattern, parts) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
}

function spell(milliseconds, short) {
  const all = Math.floor(milliseconds / 1000);
  if (all < 60 && !short) return fill(words.seconds, { seconds: all });
  const seconds = String(all % 60).padStart(2, "0");
  const minutes = Math.floor(all / 60);
  if (minutes < 60) return short ? `${minutes}:${seconds}` : fill(words.minutes, { minutes, seconds });
  return fill(words.hours, { hours: Math.floor(minutes / 60), minutes: String(minutes % 60).padStart(2, "0") });
}

customElements.define("promise-clock", class extends HTMLElement {
  connectedCallback() {
    if (!this.hasAttribute("live")) return;
    clocks.add(this);
    this.tick();
  }

  disconnectedCallback() {
    clocks.delete(this);
  }

  tick() {
    const now = Date.now() + offset;
    let nearest = null;
    for (const ring of this.querySelectorAll("[data-due]")) {
      const due = Date.parse(ring.dataset.due);
      const left = due - now;
      if (Math.abs(left) > DAY) continue;
      this.draw(ring, left, left / (due - Date.parse(ring.dataset.made)));
      if (left >= 0) nearest ??= { left, promise: ring.dataset.promise };
    }
    this.face(nearest);
    const row = this.closest("[data-follows=clock], .queue tr[data-state]");
    if (row) row.dataset.state = this.worst();
  }

  draw(ring, left, share) {
    const warned = ring.dataset.state === "warning";
    const state = left < 0 ? "broken" : warned || share < WARN_BELOW ? "warning" : "running";
    const dial = this.querySelector(`g[data-promise="${ring.dataset.promise}"]`);
    ring.dataset.state = dial.dataset.state = state;
    dial.querySelector(".bar").setAttribute("stroke-dasharray", `${Math.max(share, 0) * 100} 100`);
    const icon = ring.querySelector("use");
    icon.setAttribute("href", icon.getAttribute("href").replace(/#.*/, `#icon-${ICONS[state]}`));
    const span = spell(Math.abs(left), this.dataset.size === "small");
    ring.querySelector("dd span").textContent = fill(left < 0 ? words.late : words.left, { span });
  }

  face(nearest) {
    const [figure, what] = this.querySelectorAll("svg text");
    if (!figure) return;
    const shown = nearest !== null && nearest.left < 3600000;
    figure.textContent = shown ? spell(nearest.left, true) : "";
    if (what) what.textContent = shown ? words[nearest.promise] : "";
  }

  worst() {
    const states = [...this.querySelectorAll("dl > [data-state]")].map((ring) => ring.dataset.state);
    return WORST_FIRST.find((state) => states.includes(state)) ?? "waived";
  }
});

setInterval(() => {
  if (!document.hidden) clocks.forEach((clock) => clock.tick());
}, 1000);
document.addEventListener("visibilitychange", () => clocks.forEach((clock) => clock.tick()));
