// data-key="n" answers to N outside of text fields, unless the person switched single letters off, and to Alt+N always;
// data-key="F2" to F2. A link is followed; a button is only reached, so that nothing is done by a slip: Enter presses it.
// j and k go from row to row (data-row), ? shows all keys of the page. Ctrl+Enter (⌘+Enter) sends the form one is in.

const single = document.documentElement.dataset.keys !== "off" && Boolean(document.documentElement.dataset.reader);
const overview = document.getElementById("keys");

function isWriting(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
}

function asWritten(event) {
  if (/^F\d+$/.test(event.key)) return event.key;
  if (event.altKey) return event.code.replace(/^(Key|Digit)/, "").toLowerCase();
  return single && event.key.length === 1 && !isWriting(event.target) ? event.key : "";
}

function send(event) {
  const form = event.target.closest("form");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button[data-kind=main]:not([type=button], :disabled)"));
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((each) => each.checkVisibility());
  const here = rows.findIndex((each) => each.contains(document.activeElement));
  const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by];
  next?.querySelector("a[href]")?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function show() {
  const list = overview.querySelector("dl");
  list.querySelectorAll("[data-of-page]").forEach((each) => each.remove());
  const ofPage = [...document.querySelectorAll("[data-key]")].filter((each) => !overview.contains(each) && each.checkVisibility());
  const taken = new Set(ofPage.map((each) => each.dataset.key));
  for (const each of list.querySelectorAll("[data-key]")) each.closest("div").hidden = taken.has(each.dataset.key); // here it means something else
  for (const each of ofPage) {
    const line = document.createElement("div");
    line.dataset.ofPage = "";
    const key = Object.assign(document.createElement("kbd"), { textContent: each.dataset.key });
    const [name, what] = [document.createElement("dt"), document.createElement("dd")];
    name.append(key);
    what.textContent = each.labels?.[0]?.firstChild?.textContent.trim() || each.textContent.trim();
    line.append(name, what);
    list.append(line);
  }
  overview.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat && !/^[jk]$/.test(event.key) || event.defaultPrevented) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    send(event);
    return;
  }
  const key = asWritten(event);
  if (!key || event.ctrlKey || event.metaKey || overview?.open) return;
  const all = [...document.querySelectorAll("[data-key]")].filter((each) => each.dataset.key === key);
  const found = all.find((each) => each.checkVisibility()) ?? all.find((each) => overview?.contains(each));
  if (found) {
    event.preventDefault();
    if (found.matches("a, summary")) found.click();
    else found.focus();
  } else if (key === "?" && overview) {
    event.preventDefault();
    show();
  } else if (!event.altKey && (key === "j" || key === "k")) {
    event.preventDefault();
    step(key === "j" ? 1 : -1);
  }
});
