// Legend and layer control in one: each row names a layer, shows its symbol and its count, and switches it.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const el = (...a) => Demarc.el(...a);
  const NOT_FACTS = ["planned", "hypothetical", "denied"];

  const note = () => el("p", { class: "dm-note", role: "status", hidden: "" });
  const notes = () => ({ flowNote: note(), reachNote: note(), crowdNote: note() });

  Demarc.Panel = class {
    // state: { types: Set of shown type indexes, on: Set of shown layers }; `onchange(name)` after each switch.
    constructor(root, model, state, options, onchange) {
      Object.assign(this, { root, model, state, options, onchange, counts: new Map(), ...notes() });
      this._build();
    }

    setModel(model) {
      this.model = model;
      this._build();
    }

    // Counts of what the time window holds: facts by type index, the others by modality (Demarc.choose).
    update(inTime) {
      for (const [key, node] of this.counts) node.textContent = Demarc.number(inTime.get(key) || 0);
    }

    // What the map leaves out, where its layer is switched: whether close symbols are grouped although each was asked
    // for, how many flows and how many reaches are not drawn.
    say({ crowded, flows, reaches }) {
      const { notes } = Demarc.words;
      for (const [node, text] of [[this.crowdNote, crowded && notes.crowded], [this.flowNote, flows && notes.moreFlows(flows)], [this.reachNote, reaches && notes.moreReaches(reaches)]]) {
        node.hidden = !text;
        if (text && node.textContent !== text) node.textContent = text;
      }
    }

    _build() {
      const { groups, layers, notes } = Demarc.words;
      this.counts.clear();
      const { types: present } = this.model.census;
      const other = new Set([...this.model.census.modalities, ...this.model.beside.map((i) => i.modality)]);
      const types = [...present].sort((a, b) => a - b);
      const zones = this.options.zones.length;
      this.root.replaceChildren(
        this._group(groups.facts, ...types.map((n) => this._type(n)), types.length > 2 && this._all(types), types.length && this._notes(notes)),
        this._group(groups.movements, this._layer("arcs", this._arrow()), this._widths(), this.flowNote),
        this._group(groups.doubt, this._layer("reach", this._swatch("dm-swatch-reach")), this.reachNote, this._layer("countries", this._swatch("dm-swatch-reach"))),
        this._group(groups.others, ...NOT_FACTS.filter((m) => other.has(m)).map((m) => this._modality(m))),
        this._group(groups.zones, zones ? this._layer("zones", this._swatch("dm-swatch-zone")) : null, this.options.area && this._area()),
        this._group(groups.ground, this._layer("clusters"), this.crowdNote, this._layer("heat"), this._layer("labels"), this._layer("grid"), this.options.online ? this._layer("online") : null, this._theme(), this._picture()));
    }

    _group(title, ...rows) {
      const kept = rows.filter(Boolean);
      return kept.length ? el("fieldset", {}, el("legend", {}, title), ...kept) : "";
    }

    _switch(name, checked, change, symbol, title, count) {
      const box = el("input", { type: "checkbox", "data-layer": name, onchange: () => change(box.checked) });
      box.checked = checked;
      return el("label", { class: "dm-switch" }, box, symbol, el("span", { class: "dm-switch-name" }, title), count);
    }

    _count(key) {
      const node = el("span", { class: "dm-count" });
      this.counts.set(key, node);
      return node;
    }

    _toggle(set, key, name) {
      return (on) => { if (on) set.add(key); else set.delete(key); this.onchange(name); };
    }

    _type(n) {
      const type = this.model.types[n];
      const row = this._switch(type.code, this.state.types.has(n), this._toggle(this.state.types, n, "types"), Demarc.symbol(type, { size: 20 }), type.name, this._count(n));
      row.dataset.type = type.code;
      return row;
    }

    _all(types) {
      const { allOn, allOff } = Demarc.words.notes;
      const set = (on) => () => { types.forEach((n) => this.state.types[on ? "add" : "delete"](n)); this.onchange("types"); this._build(); this.onchange("built"); };
      return el("div", { class: "dm-all" }, el("button", { type: "button", onclick: set(true) }, allOn), el("button", { type: "button", onclick: set(false) }, allOff));
    }

    _notes(notes) {
      const type = { colour: "var(--muted)", shape: "square" };
      return el("div", { class: "dm-notes" },
        el("p", {}, Demarc.symbol(type, { size: 18, claimed: true }), notes.claimed),
        el("p", {}, Demarc.symbol(type, { size: 22, vague: true }), notes.vague));
    }

    _modality(modality) {
      const type = { colour: "var(--muted)", shape: "square" };
      const row = this._switch(modality, this.state.on.has(modality), this._toggle(this.state.on, modality, modality), Demarc.symbol(type, { size: 20, hollow: true }), Demarc.words.layers[modality], this._count(modality));
      row.title = Demarc.words.modalityHelp[modality];
      return row;
    }

    _layer(name, symbol = null) {
      return this._switch(name, this.state.on.has(name), this._toggle(this.state.on, name, name), symbol, Demarc.words.layers[name], null);
    }

    _area() {
      return el("p", { class: "dm-note dm-area-note" }, this._swatch("dm-swatch-area"), Demarc.words.notes.area);
    }

    _swatch(name) {
      return el("span", { class: `dm-swatch ${name}`, "aria-hidden": "true" });
    }

    _arrow() {
      const svg = Demarc.svg("svg", { viewBox: "0 0 28 16", width: 24, height: 14, class: "dm-arrow", "aria-hidden": "true" });
      svg.append(Demarc.svg("path", { d: "M1 13Q9 4 19 5.4L18.6 2L27 7.4L17.4 12L18 8.8Q9 7.6 1.6 14Z" }));
      return svg;
    }

    _widths() {
      const { width, unknownWidth } = Demarc.words.notes;
      const bar = (strength, text) => {
        const line = el("i");
        line.style.height = `${Demarc.flowWidth(strength)}px`;
        return el("span", {}, line, text);
      };
      return el("p", { class: "dm-widths" }, `${width} `, bar(null, unknownWidth), ...[100, 1000, 10000].map((n) => bar(n, Demarc.number(n))));
    }

    _picture() {
      return el("button", { type: "button", class: "dm-tool dm-picture", onclick: () => this.onchange("picture") }, Demarc.words.picture.save);
    }

    _theme() {
      const { theme } = Demarc.words;
      const picker = el("select", { onchange: () => { this.state.theme = picker.value; this.onchange("theme"); } }, ...["auto", "light", "dark"].map((name) => el("option", { value: name }, theme[name])));
      picker.value = this.state.theme;
      return el("label", { class: "dm-theme" }, `${theme.label} `, picker);
    }
  };
})();
