// Carries messages between the page and the map document in the iframe titled `data.frame`.
// Page to map: which incidents to show, which is opened, the time window, light or dark.
// Map to page: the incident a reader opened, the time window they dragged.
const PAUSE_MS = 250; // a dragged brush and a popup that replaces another settle before Python hears of them
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
    this.reopening = false; // a popup just closed only to come back
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
    const { ids, selected, period, theme } = this.data.view;
    const open = this.opened;
    const redrawn = this.changed("ids", ids) && this.post({ type: "demarc:show", ids });
    // Showing other incidents closes the popup: the one that was open comes back if it is still among them.
    const reopen = Boolean(redrawn && selected && selected === open && ids.includes(selected));
    if (redrawn) this.reopening = reopen;
    if (this.changed("period", period)) this.post({ type: "demarc:time", from: period?.[0] ?? null, to: period?.[1] ?? null });
    if (this.changed("theme", theme)) this.post({ type: "demarc:theme", theme });
    const other = this.changed("selected", selected) && selected !== open;
    if (other || reopen) this.post({ type: "demarc:select", id: selected });
  }

  changed(name, value) {
    const text = JSON.stringify(value);
    if (this.told[name] === text) return false;
    this.told[name] = text;
    return true;
  }

  post(message) {
    this.window()?.postMessage(message, "*");
    return true;
  }

  // Any page may post messages; only the map's own window is heard.
  hear(event) {
    if (!event.data || event.source !== this.window()) return;
    const { type, id, from, to } = event.data;
    if (type === "demarc:ready") {
      this.forget();
      this.send();
    }
    if (type === "demarc:select" && !(this.reopening && id === null)) {
      this.opened = id;
      this.reopening = false;
      this.settle("picked", () => this.opened && this.opened !== this.data.view.selected && this.opened);
    }
    if (type === "demarc:time") {
      const period = from ? [from, to] : null;
      this.told.period = JSON.stringify(period);
      this.settle("period", () => JSON.stringify(period) !== JSON.stringify(this.data.view.period) && (period ?? "all"));
    }
  }

  settle(name, value) {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(() => {
      const settled = value();
      if (settled) this.trigger(name, settled);
    }, PAUSE_MS);
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
