// When a piece of a page could not be fetched or sent, say so at the top; the form stays as it was.

const words = JSON.parse(document.getElementById("page-words")?.textContent ?? "{}");

function say() {
  const line = document.createElement("div");
  line.className = "notice";
  line.dataset.tone = "amber";
  line.setAttribute("role", "alert");
  line.textContent = words.offline;
  const notices = document.getElementById("notices");
  notices.replaceChildren(line);
  notices.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:sendError", say);
document.addEventListener("htmx:timeout", say);
