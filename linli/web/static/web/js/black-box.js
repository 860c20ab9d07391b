// <black-box> around a photo and rows of four numbers: drag a rectangle, or add one and move it with the arrow keys.
// The numbers are the truth; the rectangles on the photo are drawn from them.

customElements.define("black-box", class extends HTMLElement {
  connectedCallback() {
    this.svg = this.querySelector(".black-box svg");
    this.rows = [...this.querySelectorAll(".box-numbers")].map((row) => [...row.querySelectorAll("input")]);
    this.addEventListener("input", () => this.draw());
    this.querySelector("[data-do=add]").addEventListener("click", () => this.add());
    this.querySelector("[data-do=undo]").addEventListener("click", () => this.undo());
    this.svg.addEventListener("pointerdown", (event) => this.begin(event));
    this.svg.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) this.svg.addEventListener(end, () => this.end());
    this.draw();
  }

  get free() {
    return this.rows.find((row) => row.every((input) => input.value === ""));
  }

  write(row, numbers) {
    row.forEach((input, at) => { input.value = numbers ? String(Math.round(numbers[at] * 2) / 2) : ""; });
    this.draw();
  }

  draw() {
    const boxes = this.rows.map((row) => row.map((input) => input.valueAsNumber)).filter((row) => row.every((number) => number >= 0));
    this.svg.replaceChildren(...boxes.map(([x, y, width, height]) => {
      const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      Object.entries({ x, y, width, height }).forEach(([name, value]) => box.setAttribute(name, value));
      return box;
    }));
  }

  add() {
    const row = this.free;
    if (!row) return;
    this.querySelector("details").open = true;
    this.write(row, [40, 40, 20, 20]);
    row[0].focus();
  }

  undo() {
    const last = this.rows.findLast((row) => row.some((input) => input.value !== ""));
    if (last) this.write(last, null);
  }

  at(event) {
    const frame = this.svg.getBoundingClientRect();
    const within = (value) => Math.min(100, Math.max(0, value));
    return [within((100 * (event.clientX - frame.left)) / frame.width), within((100 * (event.clientY - frame.top)) / frame.height)];
  }

  begin(event) {
    if (!event.isPrimary || !this.free) return;
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    this.drawing = { row: this.free, from: this.at(event) };
  }

  drag(event) {
    if (!this.drawing) return;
    const { row, from } = this.drawing;
    const to = this.at(event);
    this.write(row, [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])]);
  }

  end() {
    const row = this.drawing?.row;
    this.drawing = null;
    if (row && !(row[2].valueAsNumber >= 1 && row[3].valueAsNumber >= 1)) this.write(row, null); // a tap is no rectangle
  }
});
