// A form is sent once. A second click while the first is on its way is swallowed; coming back to the page frees it.
// htmx forms stop their own submit and are freed when the answer arrives.

const AGAIN_AFTER = 10000;

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[data-held]")) {
    button.removeAttribute("aria-disabled");
    delete button.dataset.held;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if (event.submitter) {
    event.submitter.setAttribute("aria-disabled", "true");
    event.submitter.dataset.held = "yes";
  }
  setTimeout(release, AGAIN_AFTER, form); // a download leaves the page where it is
});

addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
