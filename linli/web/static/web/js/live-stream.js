// The one stream of a page that listens: which topics changed, never what. <live-region> fetches what it shows anew.
// It is closed behind a hidden tab (a browser has few lines to one house) and opened again when the tab is looked at;
// whatever was missed, the server says "again" and the page comes back once. Only what rings stays open when hidden.

const HIDDEN_FOR = 20000;
const AWAY_FOR = 30000;
const SILENT_FOR = 45000; // the server says something every 15 s: after so long the line is dead
const words = JSON.parse(document.getElementById("page-words")?.textContent ?? "{}");
let source = null;
let drawnAt = document.documentElement.dataset.now;
let comeBack = 3000;
let failures = 0;
let isOut = false;
let hiding, away, watch, again;

function tell(name, detail = {}) {
  document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
}

function say(sentence) {
  const line = document.getElementById("live-away");
  if (!line) return;
  line.hidden = !sentence;
  if (!sentence) return;
  const link = Object.assign(document.createElement("a"), { href: "", textContent: words.refresh });
  line.replaceChildren(`${sentence} `, link);
}

function hear() {
  clearTimeout(watch);
  watch = setTimeout(lose, SILENT_FOR);
}

function close() {
  clearTimeout(watch);
  source?.close();
  source = null;
}

function lose() {
  close();
  away ??= setTimeout(say, AWAY_FOR, words.away);
  failures = Math.min(failures + 1, 5);
  clearTimeout(again);
  again = setTimeout(open, (1000 + Math.random() * comeBack) * failures);
}

function open() {
  if (source || isOut || document.hidden && !rings()) return;
  const topics = new Set([...document.querySelectorAll("[topics]")].flatMap(({ attributes: { topics: at, later } }) => `${at.value} ${later?.value ?? ""}`.trim().split(" ")));
  if (!topics.size) return;
  const query = new URLSearchParams([...topics].map((each) => ["t", each]));
  query.set("doing", document.querySelector("[data-doing]")?.dataset.doing ?? "");
  query.set("at", drawnAt);
  drawnAt = ""; // from now on nobody knows what was missed, and the page comes back once
  source = new EventSource(`/live/?${query}`);
  source.onerror = lose;
  source.addEventListener("beat", (event) => {
    hear();
    comeBack = Math.max(3000, Number(event.data));
    failures = 0;
    clearTimeout(away);
    away = undefined;
    say("");
  });
  source.addEventListener("changed", (event) => {
    const [topic, spread] = event.data.split(" ");
    tell("changed", { topic, spread: Number(spread) });
  });
  source.addEventListener("again", (event) => tell("again", { spread: Number(event.data) }));
  source.addEventListener("end", (event) => {
    isOut = event.data === "out";
    if (isOut) say(words.out);
    if (isOut) close();
    else lose();
  });
  hear();
}

function rings() {
  return document.querySelector("[data-rings]") !== null;
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (!document.hidden) open();
  else if (!rings()) hiding = setTimeout(close, HIDDEN_FOR);
});
addEventListener("pagehide", close);
addEventListener("pageshow", (event) => event.persisted && open());
if (document.documentElement.dataset.reader) open();
