// A tree of choices with counts: see choices.py, which gives `data` and hears the trigger `chosen`.
const FEW = 8; // lines shown before a reader asks for more; a search field appears beyond as many
const lists = new WeakMap();

const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
};
const idOf = ({ field, value }) => JSON.stringify([field, value]);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// A line from the row it was sent as, see Row in choices.py.
const lineOf = (fields) => ([field, value, label, count, colour = "", parts = []]) =>
  ({ field: fields[field], value, label: label || value, count, colour, parts: parts.map(lineOf(fields)) });

class List {
  constructor(root) {
    this.unfolded = new Set();
    this.all = false;
    this.head = el("summary");
    this.find = el("input", { type: "search", oninput: () => this.draw() });
    this.body = el("div", { class: "scroll" });
    this.help = el("p", { class: "help" });
    this.box = el("details", {}, this.head, this.help, this.find, this.body);
    root.append(this.box);
  }

  update(data, tell) {
    const first = !this.data;
    this.data = { ...data, choices: data.rows.map(lineOf(data.fields)) };
    this.tell = tell;
    this.chosen = new Set(data.chosen.map((pair) => JSON.stringify(pair)));
    if (first) {
      this.box.open = data.opened;
      for (const one of this.data.choices) if (one.parts.some((part) => this.chosen.has(idOf(part)))) this.unfolded.add(idOf(one));
    }
    this.draw();
  }

  draw() {
    const { label, choices, words, help } = this.data;
    const focused = this.body.getRootNode().activeElement?.dataset?.id;
    const count = el("span", { class: "chosen" }, this.chosen.size ? fill(words.chosen, { n: this.chosen.size }) : "");
    this.head.replaceChildren(label, " ", count);
    this.help.textContent = help;
    this.help.hidden = !help;
    const wanted = this.find.value.trim().toLocaleLowerCase();
    this.find.placeholder = fill(words.find, { label });
    this.find.setAttribute("aria-label", this.find.placeholder);
    this.find.hidden = choices.length + choices.reduce((sum, one) => sum + one.parts.length, 0) <= 2 * FEW && !wanted;
    const has = (one) => one.label.toLocaleLowerCase().includes(wanted);
    const found = wanted ? choices.filter((one) => has(one) || one.parts.some(has)) : choices;
    const chosen = (one) => this.chosen.has(idOf(one)) || one.parts.some((part) => this.chosen.has(idOf(part)));
    const shown = this.all || found.length <= FEW + 4 ? found : found.filter((one, n) => n < FEW || chosen(one));
    const list = el("ul", {}, ...shown.map((one) => this.line(one, wanted && !has(one) ? has : null)));
    const rest = found.length - shown.length;
    const more = el("button", { type: "button", class: "more", "data-id": "more", onclick: () => { this.all = !this.all; this.draw(); } },
      rest ? fill(words.more, { n: rest }) : words.fewer);
    this.body.replaceChildren(list, ...(rest || (this.all && found.length > FEW + 4) ? [more] : []));
    // Only what can take the focus may scroll, or a keyboard cannot.
    this.body.classList.toggle("scroll", found.length > 0);
    if (!found.length) this.body.append(wanted ? words.none : words.nothing);
    if (this.data.unlisted) this.body.append(el("p", { class: "help" }, fill(words.unlisted, { n: this.data.unlisted.toLocaleString("en") })));
    if (focused) [...this.body.querySelectorAll("[data-id]")].find((node) => node.dataset.id === focused)?.focus();
  }

  // One line and, where it is unfolded, its parts. `only` keeps the parts a search found.
  line(one, only) {
    const id = idOf(one);
    const parts = only ? one.parts.filter(only) : one.parts;
    const some = one.parts.some((part) => this.chosen.has(idOf(part)));
    const open = Boolean(parts.length && (only || this.unfolded.has(id)));
    const fold = el("button", {
      type: "button", class: "fold", "data-id": `fold ${id}`, "aria-expanded": String(open), "aria-label": fill(this.data.words.parts, { label: one.label }),
      onclick: () => { if (open) this.unfolded.delete(id); else this.unfolded.add(id); this.draw(); },
    });
    const row = el("div", { class: "row" }, one.parts.length ? fold : el("span", { class: "leaf" }), this.tick(one, { some, parent: null }));
    const under = open ? [el("ul", {}, ...parts.map((part) => el("li", {}, el("div", { class: "row" }, this.tick(part, { parent: one })))))] : [];
    return el("li", {}, row, ...under);
  }

  tick(one, { some, parent }) {
    const id = idOf(one);
    const within = Boolean(this.data.whole && parent && this.chosen.has(idOf(parent)));
    const box = el("input", { type: "checkbox", "data-id": id, onchange: () => this.toggle(one, parent) });
    box.checked = within || this.chosen.has(id);
    box.indeterminate = !box.checked && Boolean(some);
    const dot = one.colour ? [el("span", { class: "dot" })] : [];
    if (one.colour) dot[0].style.background = one.colour;
    const count = el("span", { class: "count" }, one.count.toLocaleString("en"));
    return el("label", { class: one.count ? "" : "none" }, box, ...dot, el("span", { class: "name" }, one.label), count);
  }

  toggle(one, parent) {
    const { chosen } = this;
    const id = idOf(one);
    const parts = (whole) => whole.parts.map(idOf);
    if (this.data.whole && parent && chosen.has(idOf(parent))) {
      chosen.delete(idOf(parent));
      for (const part of parts(parent)) if (part !== id) chosen.add(part);
    } else if (chosen.has(id)) chosen.delete(id);
    else chosen.add(id);
    if (this.data.whole && !parent) for (const part of parts(one)) chosen.delete(part);
    if (this.data.whole && parent && parts(parent).every((part) => chosen.has(part))) {
      for (const part of parts(parent)) chosen.delete(part);
      chosen.add(idOf(parent));
    }
    this.draw();
    this.tell("chosen", [...chosen].map((text) => JSON.parse(text)));
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!lists.has(parentElement)) lists.set(parentElement, new List(parentElement));
  lists.get(parentElement).update(data, setTriggerValue);
  return () => {
    lists.get(parentElement)?.box.remove();
    lists.delete(parentElement);
  };
}
