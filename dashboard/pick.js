// Carries pins to the map document in the iframe titled `data.frame`, and the spot a reader clicks there back.
const links = new WeakMap();

class Link {
  constructor() {
    this.hear = this.hear.bind(this);
    window.addEventListener("message", this.hear);
  }

  window() {
    return document.querySelector(`iframe[title="${this.data.frame}"]`)?.contentWindow;
  }

  update(data, setTriggerValue) {
    this.data = data;
    this.find(data.find);
    this.trigger = setTriggerValue;
    this.send();
  }

  // The search box takes the focus when it was asked for once more, its text selected to be typed over.
  find({ label, times }) {
    const asked = this.found !== undefined && times > this.found;
    this.found = times;
    if (!asked) return;
    const box = document.querySelector(`input[aria-label="${label}"]`);
    box?.focus();
    box?.select();
  }

  send() {
    const { pins, theme } = this.data;
    this.window()?.postMessage({ type: "demarc:theme", theme }, "*");
    const text = JSON.stringify(pins);
    if (this.told === text) return; // the same pins again would take the view away from a reader who moved it
    this.told = text;
    this.window()?.postMessage({ type: "demarc:pins", pins }, "*");
  }

  // Any page may post messages; only the map's own window is heard.
  hear(event) {
    if (!event.data || event.source !== this.window()) return;
    const { type, lat, lon, id } = event.data;
    if (type === "demarc:ready") {
      this.told = null;
      this.send();
    }
    if (type === "demarc:point") this.trigger("point", { lat, lon, id });
  }

  close() {
    window.removeEventListener("message", this.hear);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!links.has(parentElement)) links.set(parentElement, new Link());
  const link = links.get(parentElement);
  link.update(data, setTriggerValue);
  return () => {
    link.close();
    links.delete(parentElement);
  };
}
