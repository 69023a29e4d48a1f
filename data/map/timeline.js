// Time: a histogram of dated incidents, a brush that filters, play, step and speed.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const el = (...a) => Demarc.el(...a);
  const DAY = 86400000;
  const HEIGHT = 56;
  const WIDEST = 44; // pixels of a bar where there are few
  const UNITS = ["day", "week", "month", "year"];
  const SPEEDS = [[1, 900], [2, 450], [4, 200]]; // times faster, milliseconds a step

  const utc = (day) => new Date(day * DAY);
  const toDay = (...parts) => Math.round(Date.UTC(...parts) / DAY);
  const floors = {
    day: (d) => d,
    week: (d) => d - ((utc(d).getUTCDay() + 6) % 7), // ISO weeks start on Monday
    month: (d) => toDay(utc(d).getUTCFullYear(), utc(d).getUTCMonth(), 1),
    year: (d) => toDay(utc(d).getUTCFullYear(), 0, 1),
  };
  const nexts = {
    day: (d) => d + 1,
    week: (d) => d + 7,
    month: (d) => toDay(utc(d).getUTCFullYear(), utc(d).getUTCMonth() + 1, 1),
    year: (d) => toDay(utc(d).getUTCFullYear() + 1, 0, 1),
  };

  // The finest unit that keeps the bars readable.
  const fitting = (days) => (days <= 92 ? "day" : days <= 2 * 366 ? "week" : days <= 30 * 366 ? "month" : "year");

  // The day from which bars are drawn, where a few early dates would press all others together; else the first day.
  Demarc.dense = function (days) {
    const sorted = Int32Array.from(days).sort();
    const [first, last] = [sorted[0], sorted[sorted.length - 1]];
    let start = first;
    if (last - first < 2 * 366) return start;
    for (let n = 1; n <= Math.max(1, Math.floor(sorted.length * 0.15)) && n < sorted.length; n++) {
      if (sorted[n] - sorted[n - 1] > Math.max(60, 0.4 * (last - start))) start = sorted[n];
    }
    return start;
  };

  // Days at which bars begin, and the end of the last. All before `dense` is one bar.
  Demarc.edges = function (first, dense, last, unit) {
    const start = floors[unit](dense);
    const edges = first < start ? [floors[unit](first), start] : [start];
    while (edges[edges.length - 1] <= last && edges.length < 4000) edges.push(nexts[unit](edges[edges.length - 1]));
    return edges;
  };

  // Bars: `sure` counts by type where the bar holds all days the incident may have had; `wide` spreads the others.
  Demarc.bars = function (incidents, edges, types) {
    const bars = Array.from({ length: edges.length - 1 }, () => ({ sure: new Float64Array(types), wide: 0 }));
    const at = (day) => {
      let [low, high] = [0, edges.length - 2];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (edges[middle] <= day) low = middle; else high = middle - 1;
      }
      return low;
    };
    for (const { date, typeIndex } of incidents) {
      const [first, last] = [at(date[0]), at(date[1])];
      if (first === last) bars[first].sure[typeIndex] += 1;
      else for (let n = first; n <= last; n++) bars[n].wide += 1 / (last - first + 1);
    }
    return bars;
  };

  Demarc.Timeline = class {
    constructor(root, model, onchange) {
      Object.assign(this, { root, onchange, timer: null, speed: 0 });
      this.words = Demarc.words.time;
      this._build();
      this.setModel(model);
      new ResizeObserver(() => this._draw()).observe(this.stage);
    }

    setModel(model) {
      const kept = this.whole === false ? [this.from, this.to] : null;
      this.model = model;
      const dated = model.incidents.filter((i) => i.date);
      this.first = dated.reduce((day, i) => Math.min(day, i.date[0]), Infinity);
      this.last = dated.reduce((day, i) => Math.max(day, i.date[1]), -Infinity);
      this.any = dated.length > 0;
      this.incidents = null; // whose bars are drawn: not known before show()
      this.dense = Demarc.dense(dated.map((i) => i.date[0]));
      this.root.classList.toggle("dm-empty", !this.any);
      if (!this.any) { this.whole = true; this.readout.textContent = this.words.none; return; }
      this.setUnit(this.chosen || fitting(this.last - this.dense + 1));
      if (kept && kept[0] <= this.last && kept[1] >= this.first) this._window(kept[0], kept[1]);
    }

    setUnit(unit) {
      this.unit = unit;
      this.edges = Demarc.edges(this.first, this.dense, this.last, unit);
      this.unitPicker.value = unit;
      if (this.from === undefined || this.whole) [this.from, this.to] = [this.edges[0], this.edges[this.edges.length - 1] - 1];
      else [this.from, this.to] = this._snap(this.from, this.to);
      this.whole = this._isWhole();
      this._draw();
      this._announce();
    }

    // Days shown, both included; whole bars only, so that what the bars show is what the map shows.
    setRange(from, to) {
      this._window(from, to);
      this.onchange();
    }

    _window(from, to) {
      [this.from, this.to] = this._snap(Math.min(from, to), Math.max(from, to));
      this.whole = this._isWhole();
      this._place();
      this._announce();
    }

    // Take the colours of the current theme.
    ink() {
      this._draw();
    }

    reset() {
      this.stop();
      this.setRange(this.edges[0], this.edges[this.edges.length - 1] - 1);
    }

    includes(incident) {
      if (!incident.date) return this.whole || this.keepUndated.checked;
      return !this.any || (incident.date[0] <= this.to && incident.date[1] >= this.from);
    }

    // The incidents whose bars are drawn: those of the layers that are on, whatever their date.
    show(incidents, undated) {
      this.incidents = incidents.filter((i) => i.date);
      this.undated.textContent = `${this.words.keepUndated} (${Demarc.number(undated)})`;
      this.undated.parentElement.hidden = !undated;
      this._draw();
    }

    _snap(from, to) {
      const { edges } = this;
      const start = edges.filter((e) => e <= from).pop() ?? edges[0];
      const end = edges.find((e) => e > to) ?? edges[edges.length - 1];
      return [Math.min(start, edges[edges.length - 2]), Math.max(end, edges[1]) - 1];
    }

    _isWhole() {
      return this.from <= this.edges[0] && this.to >= this.edges[this.edges.length - 1] - 1;
    }

    _build() {
      const w = this.words;
      const button = (title, glyph, act, name) => el("button", { type: "button", class: `dm-tool dm-${name}`, title, "aria-label": title, onclick: act }, glyph);
      this.player = button(w.play, "▶", () => this.toggle(), "play");
      this.readout = el("output", { class: "dm-range", "aria-live": "polite" });
      this.speedPicker = el("select", { "aria-label": w.speed, title: w.speed, onchange: () => { this.speed = +this.speedPicker.value; if (this.timer) { this.stop(); this.play(); } } },
        ...SPEEDS.map(([times], n) => el("option", { value: n }, `${times}×`)));
      this.unitPicker = el("select", { "aria-label": w.unit, title: w.unit, onchange: () => { this.chosen = this.unitPicker.value; this.setUnit(this.chosen); this.onchange(); } },
        ...UNITS.map((unit) => el("option", { value: unit }, w.units[unit])));
      this.keepUndated = el("input", { type: "checkbox", checked: "", onchange: () => this.onchange() });
      this.undated = el("span");
      this.resetter = button(w.reset, w.reset, () => this.reset(), "reset");
      this.stage = el("div", { class: "dm-stage" });
      this.canvas = el("canvas", { role: "img" });
      this.window = this._handle("dm-window", w.window);
      this.lower = this._handle("dm-handle dm-lower", w.from);
      this.upper = this._handle("dm-handle dm-upper", w.to);
      this.opened = el("div", { class: "dm-opened-at", hidden: "" });
      this.stage.append(this.canvas, this.window, this.opened, this.lower, this.upper);
      this.axis = el("div", { class: "dm-axis", "aria-hidden": "true" });
      this.root.append(el("div", { class: "dm-tools" }, this.player, button(w.back, "‹", () => this.step(-1), "step"), button(w.forward, "›", () => this.step(1), "step"), this.speedPicker, this.readout, this.resetter,
        el("label", { class: "dm-undated" }, this.keepUndated, this.undated), el("label", { class: "dm-unit" }, `${w.unit} `, this.unitPicker)), this.stage, this.axis);
      this._listen();
    }

    _handle(name, title) {
      const node = el("div", { class: name, role: "slider", tabindex: "0", "aria-label": title, "aria-orientation": "horizontal" });
      node.addEventListener("keydown", (event) => this._key(event, node));
      return node;
    }

    _key(event, node) {
      const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -6, PageUp: 6, Home: -1e6, End: 1e6 }[event.key];
      if (!steps) return;
      event.preventDefault();
      this.stop();
      if (node === this.window) this.step(steps);
      else if (node === this.lower) this.setRange(this._move(this.from, steps, 0, this._bar(this.to)), this.to);
      else this.setRange(this.from, this._move(this.to, steps, this._bar(this.from), this.edges.length - 2));
    }

    _bar(day) {
      let n = this.edges.length - 2;
      while (n > 0 && this.edges[n] > day) n--;
      return n;
    }

    _move(day, steps, least, most) {
      return this.edges[Math.max(least, Math.min(most, this._bar(day) + steps))];
    }

    // Move the window by bars, keeping its width; it stops at the ends.
    step(bars) {
      const [a, b] = [this._bar(this.from), this._bar(this.to)];
      const shift = Math.max(-a, Math.min(this.edges.length - 2 - b, bars));
      if (!shift) return false;
      this.setRange(this.edges[a + shift], this.edges[b + shift]);
      return true;
    }

    toggle() {
      if (this.timer) this.stop(); else this.play();
    }

    play() {
      if (!this.any) return;
      const bars = this.edges.length - 1;
      if (this.whole || this._bar(this.to) === bars - 1) {
        const width = this.whole ? Math.max(1, Math.round(bars / 12)) : this._bar(this.to) - this._bar(this.from) + 1;
        this.setRange(this.edges[0], this.edges[width - 1]);
      }
      this._face("pause", "❚❚");
      this.timer = setInterval(() => { if (!this.step(1)) this.stop(); }, SPEEDS[this.speed][1]);
    }

    stop() {
      clearInterval(this.timer);
      this.timer = null;
      this._face("play", "▶");
    }

    _face(word, glyph) {
      this.player.textContent = glyph;
      this.player.title = this.words[word];
      this.player.setAttribute("aria-label", this.words[word]);
    }

    _listen() {
      let drag = null;
      const day = (event) => {
        const box = this.stage.getBoundingClientRect();
        const share = Math.max(0, Math.min(0.99999, (event.clientX - box.left) / box.width));
        return this.edges[Math.floor(share * (this.edges.length - 1))];
      };
      this.stage.addEventListener("pointerdown", (event) => {
        if (!this.any || event.button > 0) return;
        this.stop();
        const start = day(event);
        const kind = event.target === this.lower ? "lower" : event.target === this.upper ? "upper" : event.target === this.window && !this.whole ? "window" : "new";
        drag = { kind, start, from: this.from, to: this.to, bar: this._bar(start), a: this._bar(this.from), b: this._bar(this.to) };
        this.stage.setPointerCapture(event.pointerId);
        event.preventDefault();
        if (event.target.focus) event.target.focus({ preventScroll: true });
      });
      this.stage.addEventListener("pointermove", (event) => {
        if (!drag) return;
        const now = day(event);
        if (now === drag.last) return;
        drag.last = now;
        if (drag.kind === "lower") this.setRange(Math.min(now, drag.to), drag.to);
        else if (drag.kind === "upper") this.setRange(drag.from, Math.max(now, drag.from));
        else if (drag.kind === "new") this.setRange(drag.start, now);
        else this._slide(drag, this._bar(now) - drag.bar);
      });
      const end = (event) => {
        // A click chooses its bar, also where a handle at the end lies over it.
        if (drag && drag.last === undefined && (drag.kind === "new" || this.whole)) this.setRange(drag.start, drag.start);
        if (drag && event.type === "pointerup") this.stage.releasePointerCapture(event.pointerId);
        drag = null;
      };
      this.stage.addEventListener("pointerup", end);
      this.stage.addEventListener("pointercancel", end);
      this.stage.addEventListener("dblclick", () => this.any && this.reset());
    }

    // Mark the bars of the opened incident; null marks none.
    mark(incident) {
      this.marked = incident && incident.date ? incident.date : null;
      this._place();
    }

    _placeMark() {
      const bars = this.edges.length - 1;
      const within = this.marked && this.marked[1] >= this.edges[0] && this.marked[0] < this.edges[bars];
      this.opened.hidden = !within;
      if (!within) return;
      const [from, to] = [this._bar(this.marked[0]), this._bar(this.marked[1])];
      this.opened.style.left = `${(100 * from) / bars}%`;
      this.opened.style.width = `${(100 * (to - from + 1)) / bars}%`;
      this.opened.title = `${this.words.opened}: ${Demarc.span(...this.marked)}`;
    }

    _slide(drag, bars) {
      const shift = Math.max(-drag.a, Math.min(this.edges.length - 2 - drag.b, bars));
      this.setRange(this.edges[drag.a + shift], this.edges[drag.b + shift]);
    }

    _draw() {
      const width = this.stage.clientWidth;
      if (!this.any || !this.incidents || !width) return;
      const density = Math.min(2, window.devicePixelRatio || 1);
      this.canvas.width = width * density;
      this.canvas.height = HEIGHT * density;
      const context = this.canvas.getContext("2d");
      context.scale(density, density);
      const bars = Demarc.bars(this.incidents, this.edges, this.model.types.length);
      const total = (bar) => bar.sure.reduce((a, b) => a + b, bar.wide);
      const most = Math.max(1, ...bars.map(total));
      const slot = width / bars.length;
      bars.forEach((bar, n) => {
        const wide = Math.min(WIDEST, Math.max(1, slot - (slot > 4 ? 1.5 : 0)));
        this._bar2d(context, bar, n * slot + Math.max(0, (slot - wide) / 2), wide, (HEIGHT - 2) / most);
      });
      const [from, to] = [Demarc.day(this.first), Demarc.day(this.last)];
      this.canvas.setAttribute("aria-label", this.words.histogram(this.incidents.length, from, to));
      this.canvas.title = bars.some((bar) => bar.wide) ? this.words.wide : "";
      this._place();
      this._ticks(width, slot);
    }

    _bar2d(context, bar, x, width, scale) {
      let y = HEIGHT;
      bar.sure.forEach((n, type) => {
        if (!n) return;
        context.fillStyle = this.model.types[type].colour;
        context.fillRect(x, y - n * scale, width, n * scale);
        y -= n * scale;
      });
      if (!bar.wide) return;
      context.fillStyle = getComputedStyle(this.root).getPropertyValue("--wide");
      context.fillRect(x, y - bar.wide * scale, width, bar.wide * scale);
    }

    _ticks(width, slot) {
      const apart = Math.ceil(78 / slot);
      const ticks = [];
      for (let n = 0; n < this.edges.length - 1; n += apart) {
        const earlier = n === 0 && this.edges[0] < floors[this.unit](this.dense);
        const tick = el("span", {}, earlier ? this.words.earlier : this._tick(this.edges[n]));
        tick.style.left = `${n * slot}px`;
        if (n * slot < width - 60 || !n) ticks.push(tick);
      }
      this.axis.replaceChildren(...ticks);
    }

    _tick(day) {
      const [date, month, year] = Demarc.day(day).split(" ");
      return this.unit === "year" ? year : this.unit === "month" ? `${month} ${year}` : `${date} ${month} ${year.slice(2)}`;
    }

    _place() {
      if (!this.any) return;
      const bars = this.edges.length - 1;
      const left = (100 * this._bar(this.from)) / bars;
      const right = (100 * (this._bar(this.to) + 1)) / bars;
      this.window.style.left = `${left}%`;
      this.window.style.width = `${right - left}%`;
      this.lower.style.left = `${left}%`;
      this.upper.style.left = `${right}%`;
      this.root.classList.toggle("dm-whole", this.whole);
      this._placeMark();
      for (const [node, day, low, high] of [[this.lower, this.from, this.edges[0], this.to], [this.upper, this.to, this.from, this.edges[bars] - 1], [this.window, this.from, this.edges[0], this.edges[bars] - 1]]) {
        node.setAttribute("aria-valuemin", low);
        node.setAttribute("aria-valuemax", high);
        node.setAttribute("aria-valuenow", day);
        node.setAttribute("aria-valuetext", node === this.window ? Demarc.span(this.from, this.to) : Demarc.day(day));
      }
    }

    _announce() {
      const text = Demarc.span(this.from, this.to);
      this.readout.textContent = this.whole ? `${this.words.all}: ${text}` : text;
    }
  };
})();
