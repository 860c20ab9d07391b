// When a piece of a page could not be fetched or sent, or a passkey was not given, say so at the top.
// The form stays as it was.

const words = JSON.parse(document.getElementById("page-words")?.textContent ?? "{}");

function say(sentence) {
  const line = document.createElement("div");
  line.className = "notice";
  line.dataset.tone = "amber";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  const notices = document.getElementById("notices");
  notices.replaceChildren(line);
  notices.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:sendError", () => say(words.offline));
document.addEventListener("htmx:timeout", () => say(words.offline));
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  say(words.passkey);
});
