// The list beside the map: incidents that have no place, no date, or perhaps lie in the area, each with its reason.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const el = (...a) => Demarc.el(...a);
  const LISTED = 500; // rows before it says "and N more"
  const NARROW = 900; // pixels below which the list would cover the map

  Demarc.Side = class {
    // `act` has `buttons`, by name of the list; `select(incident)` opens one that is on the map; `unfold(incident)` is
    // told of one opened in the list; `card(incident)` makes what opens.
    constructor(root, act) {
      Object.assign(this, { root, act, lists: {}, listed: null });
      L.DomEvent.disableScrollPropagation(root).disableClickPropagation(root);
      for (const name in act.buttons) act.buttons[name].addEventListener("click", () => this.toggle(name));
    }

    // `lists` are incidents by name of the list.
    set(lists) {
      this.lists = lists;
      for (const name in this.act.buttons) {
        this.act.buttons[name].textContent = Demarc.words[name](lists[name].length);
        this.act.buttons[name].hidden = !lists[name].length;
      }
      if (this.listed) this._fill();
    }

    toggle(name) {
      if (this.listed === name) { this.close(); return; }
      this.listed = name;
      this._fill();
      this.root.hidden = false;
      this.root.querySelector("h2").focus({ preventScroll: true });
    }

    close() {
      if (!this.listed) return;
      this.act.buttons[this.listed].focus({ preventScroll: true });
      this.listed = null;
      this.root.hidden = true;
    }

    // Open the list with one of its items unfolded.
    show(name, incident) {
      if (this.listed !== name) this.toggle(name);
      this.unfold(incident);
    }

    // Open an item below its row; one that is on the map opens there.
    unfold(incident) {
      if (incident.place && !incident.beside) {
        if (document.documentElement.clientWidth < NARROW) this.close();
        this.act.select(incident);
        return;
      }
      const row = [...this.root.querySelectorAll("button.dm-item")].find((node) => node.dataset.incident === incident.id);
      if (!row) return;
      const open = row.parentElement.querySelector(".dm-card");
      this.root.querySelectorAll(".dm-card").forEach((card) => card.remove());
      if (open) return;
      row.after(this.act.card(incident));
      row.scrollIntoView({ block: "nearest" });
      this.act.unfold(incident);
    }

    _fill() {
      const w = Demarc.words;
      const found = this.lists[this.listed];
      const close = el("button", { type: "button", class: "dm-close", "aria-label": w.close, onclick: () => this.close() }, "×");
      const rows = found.slice(0, LISTED).map((incident) => Demarc.item(incident, () => this.unfold(incident)));
      const rest = found.length - rows.length;
      this.root.replaceChildren(el("header", {}, el("h2", { tabindex: -1 }, `${w[`${this.listed}Title`]} (${Demarc.number(found.length)})`), close),
        el("p", { class: "dm-note" }, w[`${this.listed}Help`]), el("ul", { class: "dm-items" }, ...rows), rest > 0 ? el("p", { class: "dm-note" }, w.more(rest)) : "");
    }
  };
})();
