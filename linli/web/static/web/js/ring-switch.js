// <ring-switch hidden> turns a short tone on and off for this person in this browser. It sounds when new rows came into a
// <live-region says-new>; where a page offers it and it is on, the stream stays open behind a hidden tab.

const name = `rings:${document.documentElement.dataset.reader ?? ""}`;
const title = document.title;
let player = null;

function sound() {
  player ??= new AudioContext();
  player.resume();
  for (const [pitch, after] of [[880, 0], [660, 0.18]]) {
    const [tone, volume, at] = [player.createOscillator(), player.createGain(), player.currentTime + after];
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.16);
    tone.connect(volume).connect(player.destination);
    tone.start(at);
    tone.stop(at + 0.17);
  }
}

customElements.define("ring-switch", class extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    const [turn, listen] = this.querySelectorAll("button");
    const draw = () => {
      const on = localStorage.getItem(name) === "on";
      turn.setAttribute("aria-pressed", on);
      this.toggleAttribute("data-rings", on);
    };
    turn.addEventListener("click", () => {
      localStorage.setItem(name, localStorage.getItem(name) === "on" ? "off" : "on");
      draw();
    });
    listen.addEventListener("click", sound);
    draw();
  }
});

document.addEventListener("live:new", ({ detail }) => {
  if (!document.querySelector("ring-switch[data-rings]")) return;
  sound();
  if (document.hidden) document.title = `(${detail.added}) ${title}`;
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.title = title;
});
