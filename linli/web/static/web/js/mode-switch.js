// <mode-switch> turns 长者模式 on and off without a page load. Without it the form inside does the same.

customElements.define("mode-switch", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.turn(document.documentElement.dataset.mode !== "elder");
    });
  }

  turn(elder) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `mode=${elder ? "elder" : "standard"}; path=/; max-age=31536000; samesite=lax${secure}`;
    if (elder) document.documentElement.dataset.mode = "elder";
    else delete document.documentElement.dataset.mode;
    for (const button of document.querySelectorAll("mode-switch button")) {
      button.setAttribute("aria-pressed", elder);
      button.value = elder ? "standard" : "elder";
    }
  }
});
