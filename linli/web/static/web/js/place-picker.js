// <place-picker> around the picture of a community and two fields of degrees: press where a door stands, drag the ring,
// or move it with the arrow keys. The fields are the truth; the picture shows them. data-west and data-north are the
// degrees of the picture's corner, data-across and data-down the metres of a degree there.
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

customElements.define("place-picker", class extends HTMLElement {
  connectedCallback() {
    this.svg = this.querySelector(".map svg");
    this.lon = this.querySelector("[name=lon]");
    this.lat = this.querySelector("[name=lat]");
    this.ring = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    Object.entries({ r: 8, tabindex: 0, role: "button", "aria-label": this.dataset.name }).forEach(([name, value]) => this.ring.setAttribute(name, value));
    this.svg.querySelector(".map-draft").append(this.ring);
    this.svg.setAttribute("role", "group"); // the ring can be reached
    for (const field of [this.lon, this.lat]) field.addEventListener("input", () => this.draw());
    this.svg.addEventListener("pointerdown", (event) => this.begin(event));
    this.svg.addEventListener("pointermove", (event) => { if (this.isHeld) this.put(this.at(event)); });
    for (const end of ["pointerup", "pointercancel"]) this.svg.addEventListener(end, () => { this.isHeld = false; });
    this.ring.addEventListener("keydown", (event) => this.press(event));
    this.draw();
  }

  // Metres on the picture of what the fields say; the middle while they say nothing.
  get place() {
    const { west, north, across, down } = this.dataset;
    const { width, height } = this.svg.viewBox.baseVal;
    if (!this.lon.value || !this.lat.value) return [width / 2, height / 2];
    return [(this.lon.value - west) * across, (north - this.lat.value) * down];
  }

  draw() {
    const [x, y] = this.place;
    this.ring.setAttribute("cx", x);
    this.ring.setAttribute("cy", y);
  }

  put([x, y]) {
    const { west, north, across, down } = this.dataset;
    this.lon.value = (Number(west) + x / across).toFixed(8);
    this.lat.value = (north - y / down).toFixed(8);
    this.draw();
  }

  at(event) {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return [x, y];
  }

  begin(event) {
    if (!event.isPrimary || event.button) return;
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    this.isHeld = true;
    this.put(this.at(event));
    this.ring.focus({ preventScroll: true });
  }

  press(event) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    this.put(this.place.map((value, axis) => value + step[axis] * (event.shiftKey ? 1 : 8)));
  }
});
