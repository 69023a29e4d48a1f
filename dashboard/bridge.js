// Carries messages between the page and the map document in the iframe titled `data.frame`.
// Page to map: which incidents to show, which is opened, the time window, the area, light or dark.
// Map to page: the incident a reader opened, the time window they dragged, the area they drew.
const DRAG_MS = 250; // a dragged brush settles before Python hears of it
const PICK_MS = 30; // and so does a popup that replaces another
const links = new WeakMap();

class Link {
  constructor() {
    this.forget();
    this.timers = {};
    this.hear = this.hear.bind(this);
    window.addEventListener("message", this.hear);
  }

  // A map just loaded: it shows all dates, and no popup is open.
  forget() {
    this.told = { period: "null" }; // what it was told last, so that a rerun that changes nothing sends nothing
    this.opened = null; // the incident whose popup is open
  }

  window() {
    return document.querySelector(`iframe[title="${this.data.frame}"]`)?.contentWindow;
  }

  update(data, setTriggerValue) {
    this.data = data;
    this.trigger = setTriggerValue;
    this.send();
  }

  send() {
    const { shown, of, filters, selected, evidence, period, area, theme } = this.data.view;
    if (this.changed("shown", [shown, of, filters])) this.post({ type: "demarc:show", mask: shown, of, filters });
    if (this.changed("evidence", evidence) && evidence) this.post({ type: "demarc:evidence", data: evidence });
    if (this.changed("period", period)) this.post({ type: "demarc:time", from: period?.[0] ?? null, to: period?.[1] ?? null });
    if (this.changed("area", area)) this.post({ type: "demarc:area", polygons: area });
    if (this.changed("theme", theme)) this.post({ type: "demarc:theme", theme });
    if (this.changed("selected", selected) && selected !== this.opened) this.post({ type: "demarc:select", id: selected });
  }

  changed(name, value) {
    const text = JSON.stringify(value);
    if (this.told[name] === text) return false;
    this.told[name] = text;
    return true;
  }

  post(message) {
    this.window()?.postMessage(message, "*");
  }

  // Any page may post messages; only the map's own window is heard.
  hear(event) {
    if (!event.data || event.source !== this.window()) return;
    const { type, id, from, to } = event.data;
    if (type === "demarc:ready") {
      this.forget();
      this.send();
    }
    if (type === "demarc:select") {
      this.opened = id;
      this.settle("picked", PICK_MS, () => this.opened && this.opened !== this.data.view.selected && this.opened);
    }
    if (type === "demarc:area") this.trigger("area", event.data.polygons ?? "none");
    if (type === "demarc:time") {
      const period = from ? [from, to] : null;
      this.told.period = JSON.stringify(period);
      this.settle("period", DRAG_MS, () => JSON.stringify(period) !== JSON.stringify(this.data.view.period) && (period ?? "all"));
    }
  }

  settle(name, pause, value) {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(() => {
      const settled = value();
      if (settled) this.trigger(name, settled);
    }, pause);
  }

  close() {
    window.removeEventListener("message", this.hear);
    Object.values(this.timers).forEach(clearTimeout);
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
