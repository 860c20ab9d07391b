// <file-picker> around a file input sends each chosen file at once, piece by piece (the tus protocol), and goes on where
// a bad line broke off. Without it the input goes with its form. A form sent too early waits for its files.
const PIECE = 256 * 1024;
const WAITS = [1, 2, 4, 8, 15, 30, 30]; // seconds before the same piece is tried again
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const print = (file) => `upload:${document.documentElement.dataset.reader}:${file.name}:${file.size}:${file.lastModified}`;
async function ask(method, url, headers, body) {
  const ours = { "Tus-Resumable": "1.0.0", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value };
  const answer = await fetch(url, { method, body, redirect: "manual", headers: { ...ours, ...headers } });
  const gone = answer.type === "opaqueredirect" || answer.status === 403;
  if (gone || answer.status >= 500) throw Object.assign(new Error(), { gone });
  return answer;
}

customElements.define("file-picker", class extends HTMLElement {
  connectedCallback() {
    [this.list, this.going] = [this.querySelector(".file-lines"), new Set()];
    const camera = this.querySelector("[data-camera]");
    if (!this.dataset.to) return camera.remove();
    camera.addEventListener("click", () => camera.nextElementSibling.click());
    this.addEventListener("change", ({ target }) => {
      [...(target.files ?? [])].forEach((file) => this.begin(file));
      if (target.files) target.value = "";
    });
    this.closest("form")?.addEventListener("submit", (event) => {
      if (!this.going.size) return;
      event.preventDefault();
      this.held = { form: event.target, button: event.submitter };
    });
  }

  begin(file) {
    const line = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const job = { file, line, url: sessionStorage.getItem(print(file)) };
    line.querySelector(".file-name").textContent = file.name;
    line.addEventListener("click", ({ target }) => this[target.dataset.do]?.(job));
    this.list.append(line);
    this.retry(job);
  }

  show({ line, sent = 0, file }, state, words, again = false) {
    const percent = Math.floor((100 * sent) / Math.max(file.size, 1));
    line.dataset.state = state;
    line.querySelector("progress").value = percent;
    line.querySelector("small").textContent = words.replace("{n}", percent);
    line.querySelector("[data-do=retry]").hidden = !again;
  }

  async retry(job) {
    this.going.add(job);
    for (let failed = 0; !job.stopped; ) {
      try {
        const refusal = await this.pieces(job, () => { failed = 0; });
        if (!job.stopped) refusal ? this.show(job, "failed", refusal) : this.finish(job);
        break;
      } catch (why) {
        const over = why.gone ? "gone" : failed >= WAITS.length ? "failed" : "";
        this.show(job, over ? "failed" : "waiting", this.dataset[over || "waiting"], over);
        if (over) break;
        await new Promise((done) => setTimeout(done, 1000 * WAITS[failed++]));
      }
    }
    this.going.delete(job);
    if (this.going.size || !this.held) return;
    if (!this.list.querySelector("[data-state=failed]")) this.held.form.requestSubmit(this.held.button);
    this.held = null;
  }

  // Sends what is missing; returns why it is not taken, or nothing when all of it has arrived.
  async pieces(job, arrived) {
    const { file } = job;
    let answer = job.url && (await ask("HEAD", job.url, {}));
    if (!answer?.ok) {
      const about = `filename ${base64(file.name)},for ${base64(this.dataset.for ?? "")}`;
      answer = await ask("POST", this.dataset.to, { "Upload-Length": file.size, "Upload-Metadata": about });
      if (!answer.ok) return answer.text();
      sessionStorage.setItem(print(file), (job.url = answer.headers.get("Location")));
    }
    for (job.sent = Number(answer.headers.get("Upload-Offset")); job.sent < file.size && !job.stopped; arrived()) {
      this.show(job, "sending", this.dataset.sending);
      const headers = { "Upload-Offset": job.sent, "Content-Type": "application/offset+octet-stream" };
      answer = await ask("PATCH", job.url, headers, file.slice(job.sent, job.sent + PIECE));
      if (!answer.ok && answer.status !== 409) return sessionStorage.removeItem(print(file)), answer.text();
      job.sent = Number(answer.headers.get("Upload-Offset"));
    }
  }

  finish(job) {
    job.line.insertAdjacentHTML("beforeend", `<input type="hidden" name="uploaded" value="${job.url.split("/").at(-2)}">`);
    sessionStorage.removeItem(print(job.file));
    this.show(job, "done", this.dataset.done);
  }

  cancel(job) {
    job.stopped = true;
    if (job.url) ask("DELETE", job.url, {}).catch(() => {});
    sessionStorage.removeItem(print(job.file));
    job.line.remove();
  }
});
