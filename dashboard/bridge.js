// Carries messages between the page and the map document in the iframe titled `data.frame`.
// Page to map: which incidents to show, which is opened, the time window, the area, light or dark.
// Map to page: the incident a reader opened, the time window they dragged, the area they drew.
const DRAG_MS = 250; // a dragged brush settles before Python hears of it
const PICK_MS = 30; // and so does a popup that replaces another
const ANSWER_MS = 10000; // how long a reader's last act is waited for to come back
const links = new WeakMap();

class Link {
  constructor() {
    this.forget();
    this.timers = {};
    this.said = {}; // what Python was told, by name
    this.acts = {}; // by name: what the reader did on the map last, when, and whether Python needs to hear of it
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

  update(data, setStateValue) {
    this.data = data;
    this.say = setStateValue;
    this.send();
  }

  send() {
    const { shown, of, filters, selected, evidence, period, area, theme } = this.data.view;
    if (this.changed("shown", [shown, of, filters])) this.post({ type: "demarc:show", mask: shown, of, filters });
    if (this.changed("evidence", evidence) && evidence) this.post({ type: "demarc:evidence", data: evidence });
    if (!this.ahead("period") && this.changed("period", period)) this.post({ type: "demarc:time", from: period?.[0] ?? null, to: period?.[1] ?? null });
    if (!this.ahead("area") && this.changed("area", area)) this.post({ type: "demarc:area", polygons: area });
    if (this.changed("theme", theme)) this.post({ type: "demarc:theme", theme });
    if (!this.ahead("picked") && this.changed("selected", selected) && selected !== this.opened) this.post({ type: "demarc:select", id: selected });
  }

  // Whether the reader acted on the map after what this run of the page knows: a late run must not undo it.
  ahead(name) {
    const act = this.acts[name];
    const answered = !act || act.silent || (this.data.view.heard[name] ?? 0) >= act.number;
    return !answered && Date.now() - act.at < ANSWER_MS;
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
    if (type === "demarc:area") this.settle("area", 0, () => event.data.polygons ?? "none");
    if (type === "demarc:time") {
      const period = from ? [from, to] : null;
      this.told.period = JSON.stringify(period);
      this.settle("period", DRAG_MS, () => JSON.stringify(period) !== JSON.stringify(this.data.view.period) && (period ?? "all"));
    }
  }

  settle(name, pause, value) {
    // Numbered by the clock, so that a page left and come back to goes on counting.
    const act = { number: Math.max(Date.now(), (this.acts[name]?.number ?? 0) + 1), at: Date.now(), silent: false };
    this.acts[name] = act;
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(() => {
      const settled = value();
      if (!settled) { act.silent = true; return; }
      this.said[name] = { value: settled, number: act.number };
      this.say("acts", { ...this.said }); // all of them: of two runs asked for at once, Streamlit does the later one
    }, pause);
  }

  close() {
    window.removeEventListener("message", this.hear);
    Object.values(this.timers).forEach(clearTimeout);
  }
}

export default function ({ data, parentElement, setStateValue }) {
  if (!links.has(parentElement)) links.set(parentElement, new Link());
  const link = links.get(parentElement);
  link.update(data, setStateValue);
  return () => {
    link.close();
    links.delete(parentElement);
  };
}
