// <zone-drawer> around the picture of a community and a field of points ("120,80 300,80 …", metres on the picture):
// press to add a point, drag to move it, or move it with the arrow keys. The field is the truth; the picture shows it.
const SVG = "http://www.w3.org/2000/svg";
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

customElements.define("zone-drawer", class extends HTMLElement {
  connectedCallback() {
    this.svg = this.querySelector(".map svg");
    this.draft = this.svg.querySelector(".map-draft");
    this.field = this.querySelector("[name=points]");
    this.svg.setAttribute("role", "group"); // its points can be reached one by one
    this.points = this.read();
    this.field.addEventListener("input", () => { this.points = this.read(); this.draw(); });
    this.addEventListener("click", ({ target }) => this[target.closest("[data-do]")?.dataset.do]?.());
    this.svg.addEventListener("pointerdown", (event) => this.begin(event));
    this.svg.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) this.svg.addEventListener(end, () => { this.held = null; });
    this.svg.addEventListener("keydown", (event) => this.press(event));
    this.draw();
  }

  read() {
    const pairs = this.field.value.trim().split(/\s+/).map((pair) => pair.split(",").map(Number));
    return pairs.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  }

  write() {
    this.field.value = this.points.map((point) => point.map(Math.round).join(",")).join(" ");
    this.draw();
  }

  draw() {
    const shape = document.createElementNS(SVG, "polygon");
    shape.setAttribute("points", this.points.join(" "));
    const focused = [...this.draft.querySelectorAll("circle")].indexOf(document.activeElement);
    const dots = this.points.map(([x, y], at) => {
      const dot = document.createElementNS(SVG, "circle");
      const said = this.dataset.point.replace("{n}", at + 1);
      Object.entries({ cx: x, cy: y, r: 7, tabindex: 0, role: "button", "aria-label": said }).forEach(([name, value]) => dot.setAttribute(name, value));
      return dot;
    });
    this.draft.replaceChildren(shape, ...dots);
    dots[focused]?.focus({ preventScroll: true });
  }

  focusOn(at) {
    this.draft.querySelectorAll("circle")[at]?.focus({ preventScroll: true });
  }

  // Where the pointer is, in the picture's own metres.
  at(event) {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return this.within([x, y]);
  }

  within([x, y]) {
    const { width, height } = this.svg.viewBox.baseVal;
    return [Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y))];
  }

  begin(event) {
    if (!event.isPrimary || event.button) return;
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    const dot = [...this.draft.querySelectorAll("circle")].indexOf(event.target);
    this.held = dot >= 0 ? dot : this.points.push(this.at(event)) - 1;
    this.write();
    this.focusOn(this.held);
  }

  drag(event) {
    if (this.held == null) return;
    this.points[this.held] = this.at(event);
    this.write();
  }

  press(event) {
    const at = [...this.draft.querySelectorAll("circle")].indexOf(event.target);
    if (at < 0) return;
    const step = STEPS[event.key];
    if (step) this.points[at] = this.within(this.points[at].map((value, axis) => value + step[axis] * (event.shiftKey ? 1 : 8)));
    else if (event.key === "Delete" || event.key === "Backspace") this.points.splice(at, 1);
    else return;
    event.preventDefault();
    this.write();
    this.focusOn(Math.min(at, this.points.length - 1));
  }

  add() {
    const { width, height } = this.svg.viewBox.baseVal;
    const last = this.points.at(-1);
    this.points.push(this.within(last ? last.map((value) => value + 24) : [width / 2, height / 2]));
    this.write();
    this.focusOn(this.points.length - 1);
  }

  undo() { this.points.pop(); this.write(); }

  clear() { this.points = []; this.write(); }
});
