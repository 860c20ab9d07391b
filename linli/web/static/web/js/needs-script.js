// <needs-script hidden> shows what only works with scripts.

customElements.define("needs-script", class extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
  }
});
