// Ctrl+Enter (⌘+Enter) sends the form the focus is in, as its main button would.
// data-key="n" answers to Alt+N, data-key="F2" to F2. Letters alone stay letters: people dictate and type.

function asWritten(event) {
  if (/^F\d+$/.test(event.key)) return event.key;
  return event.altKey ? event.code.replace(/^(Key|Digit)/, "").toLowerCase() : "";
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat || event.defaultPrevented) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[data-kind=main]:not([type=button], :disabled)"));
    return;
  }
  const key = asWritten(event);
  if (!key || event.ctrlKey || event.metaKey) return;
  const found = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key && each.checkVisibility());
  if (!found) return;
  event.preventDefault();
  if (found.matches("a, button, summary")) found.click();
  else found.focus();
});
