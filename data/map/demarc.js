// The page: puts the layers on the map, keeps them, the legend, the time window and the lists in step.
//
// A page around it (the dashboard, an article that embeds the file) talks to it by messages:
//   out  {type: "demarc:ready"}                         once the map is drawn
//        {type: "demarc:select", id}                    an incident was opened; id null when it was closed
//        {type: "demarc:time", from, to}                the time window moved; ISO days, null for all dates
//        {type: "demarc:view", lat, lon, zoom}          the map was moved
//        {type: "demarc:area", polygons}                an area was drawn (GeoJSON coordinates, see area.js); null: cleared
//   in   {type: "demarc:area", polygons}                offer drawing, show this area in force; null for none
//        {type: "demarc:select", id}                    open this incident (null closes)
//        {type: "demarc:data", data, title, filters}    show other incidents, keeping view and time window
//        {type: "demarc:show", ids}                     of all it holds, show these, facts or not; null shows all
//        {type: "demarc:show", mask, of}                the same as bits in the order of its data, `of` of them (Demarc.mask);
//                                                       either may say in words what was left out: filters
//        {type: "demarc:evidence", data}                the reports of some incidents, for a page made without evidence
//        {type: "demarc:time", from, to}                set the time window
//        {type: "demarc:theme", theme}                  "auto" | "light" | "dark"
// Inside the page itself `window.demarc` offers the same as methods.
(function () {
  "use strict";

  const dress = (theme) => {
    const auto = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    document.documentElement.dataset.theme = theme === "auto" ? auto : theme;
  };
  if (window.parent === window) dress("auto"); // no white moment while the data below is being read

  const Demarc = (window.Demarc = window.Demarc || {});
  const el = (...a) => Demarc.el(...a);
  const PANES = [["ground", 150], ["heat", 320], ["reach", 330], ["zones", 340], ["lit", 350], ["area", 445], ["arcs", 450], ["figures", 460]];
  const NARROW = 900; // pixels below which the legend starts closed

  Demarc.start = async function (map, root, settings) {
    try {
      const [data, areas, towns, zones] = await Promise.all(["data", "areas", "towns", "zones"].map((name) => Demarc.read(`dm-${name}`)));
      window.demarc = new Demarc.Page(map, root, settings, data, { ...areas, towns }, zones);
    } catch (error) {
      dress("auto");
      if (!(error instanceof Demarc.CannotUnpack)) throw error;
      root.append(el("p", { class: "dm-empty-note", role: "alert" }, error.message));
    }
  };

  Demarc.Page = class {
    constructor(map, root, settings, data, ground, zones) {
      Object.assign(this, { map, root, settings, zones, selected: null });
      this.$ = (name) => root.querySelector(`.dm-${name}`);
      this.model = Demarc.decode(data);
      this.state = { types: this._types(), on: new Set(["arcs", "reach", "zones", "clusters", "labels"]), theme: settings.theme };
      this._theme();
      this._chrome();
      this.asked = L.featureGroup(settings.areas.map(Demarc.outlined));
      this.frame();
      this._restore();
      this._map(ground); // once the view is known, so that no ground is painted for another
      this._messages();
      this.refresh();
      this.root.classList.add("dm-drawn");
      this._tell({ type: "demarc:ready" });
    }

    _types() {
      return new Set(this.model.types.keys());
    }

    _map(ground) {
      const map = this.map;
      // Leaflet focuses the map as the mouse goes down; scrolling it into view then would move the spot under the mouse.
      const container = map.getContainer();
      container.focus = () => HTMLElement.prototype.focus.call(container, { preventScroll: true });
      for (const [name, z] of PANES) {
        map.createPane(name).style.zIndex = z;
        if (name !== "arcs" && name !== "zones") map.getPane(name).style.pointerEvents = "none";
      }
      this.ground = new Demarc.Basemap(ground, {}).addTo(map);
      const open = (incidents, at) => this.open(incidents, at);
      open.hover = (incident) => this._light(incident ? [incident] : []);
      this.layers = {
        facts: new Demarc.Markers(open).addTo(map), others: new Demarc.Markers(open, { hollow: true }).addTo(map),
        arcs: new Demarc.Arcs((flow, at) => this.open(flow.incidents, at, Demarc.flowTitle(flow)), () => this._spots()), reach: new Demarc.Reach(),
        countries: new Demarc.Reach(), lit: new Demarc.Reach({ strong: true, pane: "lit" }).addTo(map), heat: new Demarc.Heat(), zones: new Demarc.Zones(this.zones),
      };
      this.asked.addTo(map);
      map.on("popupclose", (event) => this._closed(event.popup.getElement()));
      map.on("moveend", () => { queueMicrotask(() => this._say()); this._keep(); }); // said after every layer has drawn
      map.on("moveend", () => { const c = map.getCenter(); this._tell({ type: "demarc:view", lat: c.lat, lon: c.lng, zoom: map.getZoom() }); });
    }

    _chrome() {
      const panel = this.$("panel");
      panel.open = this.root.clientWidth >= NARROW;
      panel.querySelector("summary").textContent = Demarc.words.panel;
      this.panel = new Demarc.Panel(panel.querySelector(".dm-panel-body"), this.model, this.state, { zones: this.zones, online: this.settings.online, area: this.settings.areas.length > 0 }, (name) => this._switched(name));
      this.timeline = new Demarc.Timeline(this.$("time"), this.model, () => { this._timeMoved(); this._tellTime(); });
      this.side = new Demarc.Side(this.$("side"), {
        buttons: { unplaced: this.$("open-unplaced"), undated: this.$("open-undated"), wide: this.$("open-wide") },
        card: (incident) => Demarc.card(this.model, incident), select: (incident) => this.select(incident.id),
        unfold: (incident) => this._opened(incident),
      });
      this.root.addEventListener("keydown", (event) => { if (event.key === "Escape") { this.side.close(); this.map.closePopup(); } });
      L.DomEvent.disableScrollPropagation(panel).disableClickPropagation(panel);
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this._theme());
    }

    // Show what the layers and the time window let through.
    refresh() {
      const switched = (incident) => Demarc.switchedOn(this.state, incident);
      const shown = this.model.incidents.filter(switched);
      const undated = [...shown, ...this.model.beside.filter(switched)].filter((i) => !i.date).length;
      this._choose();
      this._draw();
      this.timeline.show(shown, undated);
    }

    // The time window moved: counts follow at once, the map as often as it is drawn without holding up the hand that
    // drags, a third of the time at most.
    _timeMoved() {
      this._choose();
      const rest = this.drawnAt + 2 * this.drawing - performance.now();
      this.due = this.due || setTimeout(() => this._draw(), Math.max(0, rest));
    }

    _choose() {
      this.chosen = Demarc.choose(this.model, this.state, (incident) => this.timeline.includes(incident));
      this.panel.update(this.chosen.inTime);
      this._counts();
    }

    _draw() {
      clearTimeout(this.due);
      this.due = null;
      const began = performance.now();
      const { state, layers, chosen } = this;
      const group = { group: state.on.has("clusters") };
      layers.facts.set(chosen.facts, group);
      layers.others.set(chosen.others, group);
      layers.arcs.set(chosen.moves);
      layers.reach.set(chosen.places.filter((p) => p.precision < 4));
      layers.countries.set(chosen.places.filter((p) => p.precision >= 4));
      layers.heat.set(chosen.facts);
      for (const name of ["arcs", "reach", "countries", "heat", "zones"]) this._put(layers[name], state.on.has(name));
      this._say();
      this._keep();
      [this.drawnAt, this.drawing] = [performance.now(), performance.now() - began];
    }

    // What the map does not draw, told in the legend.
    _say() {
      const { facts, others, arcs, reach } = this.layers;
      this.panel.say({ crowded: facts.crowded || others.crowded, flows: arcs.more, reaches: this.state.on.has("reach") ? reach.more : 0 });
    }

    // Where symbols and clusters stand on the screen, for figures that must not cover them.
    _spots() {
      return [...this.layers.facts.shown(), ...this.layers.others.shown()].map((marker) => this.map.latLngToLayerPoint(marker.getLatLng()));
    }

    _put(layer, on) {
      if (on && !this.map.hasLayer(layer)) this.map.addLayer(layer);
      if (!on && this.map.hasLayer(layer)) this.map.removeLayer(layer);
    }

    _counts() {
      const w = Demarc.words;
      const { chosen, model } = this;
      this.$("shown").textContent = `${w.of(chosen.incidents, model.census.incidents, w.incidents)}, ${w.of(chosen.deployments, model.census.deployments, w.deployments)}`;
      this.side.set(chosen);
      const note = this.$("empty-note");
      note.hidden = chosen.shown > 0;
      note.textContent = model.incidents.length ? w.nothing : w.empty;
    }

    _switched(name) {
      if (name === "picture") { this.picture().then((blob) => Demarc.save(blob, Demarc.words.picture.file)); return; }
      if (name === "theme") this._theme();
      if (name === "labels" || name === "grid") { this.ground.options[name] = this.state.on.has(name); this.ground.redraw(); }
      if (name === "online") this._online(this.state.on.has("online"));
      this.refresh();
    }

    // Tiles of a server are asked for only here, and only in a page made with them allowed.
    _online(on) {
      const { online } = this.settings;
      this.tiles = this.tiles || L.tileLayer(online.url, { attribution: online.attribution, maxZoom: 18, pane: "tilePane" });
      this._put(this.tiles, on);
    }

    _theme() {
      dress(this.state.theme);
      if (!this.ground) return;
      this.ground.ink();
      for (const name of ["reach", "countries", "lit"]) this.layers[name].ink();
      this.timeline.ink();
    }

    // The map as seen, as a PNG blob that says what it shows.
    picture() {
      const { list } = this.chosen.facts;
      const types = this.model.types.map((type, n) => ({ type, n: list.filter((i) => i.typeIndex === n).length }));
      return Demarc.picture(this.map.getContainer(), {
        head: [this.$("title").textContent, this.$("filters").textContent, `${this.timeline.readout.textContent}. ${this.$("shown").textContent}.`],
        legend: types.filter(({ n }) => n).map(({ type, n }) => ({ type, text: `${type.name} ${Demarc.number(n)}` })),
        foot: this.$("foot").textContent.trim(),
      });
    }

    // The view that holds everything on the map.
    frame() {
      const places = new Set(this.model.incidents.filter(Demarc.isFact).flatMap((i) => [i.place, i.origin]));
      const points = [...places].filter(Boolean).map((p) => [p.lat, p.lon]);
      const area = this.asked.getBounds();
      if (area.isValid() && area.getEast() - area.getWest() < 180) points.push(area.getSouthWest(), area.getNorthEast());
      this.map.invalidateSize({ animate: false });
      if (this.settings.view) this.map.setView([this.settings.view.lat, this.settings.view.lon], this.settings.view.zoom, { animate: false });
      else if (!points.length) this.map.setView([25, 15], 2, { animate: false });
      else this.map.fitBounds(points, { paddingTopLeft: [40, 60], paddingBottomRight: [this._besidePanel() + 40, 40], maxZoom: 7, animate: false });
    }

    // Pixels the open legend takes from the right, where the page is wide enough to keep clear of it.
    _besidePanel() {
      const panel = this.$("panel");
      return panel.open && this.root.clientWidth >= NARROW ? panel.offsetWidth + 12 : 0;
    }

    // Open one incident, or the list of several, in a popup at a spot on the map.
    open(incidents, at, title) {
      const one = incidents.length === 1 ? incidents[0] : null;
      const content = one ? Demarc.card(this.model, one)
        : Demarc.stack(this.model, incidents, title || Demarc.words.here(incidents.length, incidents[0].place.name), (incident) => { popup.update(); if (incident) this._select(incident); else this._light(incidents); });
      const width = Math.min(400, this.map.getSize().x - 44);
      const popup = L.popup({ maxWidth: width, minWidth: Math.min(300, width), maxHeight: Math.max(160, Math.min(440, this.map.getSize().y - 70)), autoPanPaddingTopLeft: [14, 14], autoPanPaddingBottomRight: [this._besidePanel() + 14, 14], className: "dm-popup" });
      this.returnTo = document.activeElement;
      this.popup = popup;
      popup.setLatLng(at).setContent(content).openOn(this.map);
      popup.getElement().setAttribute("role", "dialog");
      popup.getElement().setAttribute("aria-label", one ? one.sub : content.querySelector("h2").textContent);
      const scroller = popup.getElement().querySelector(".leaflet-popup-content");
      scroller.tabIndex = 0;
      scroller.scrollTop = 0;
      content.querySelector("h2").focus({ preventScroll: true });
      this._light(incidents);
      this.root.classList.add("dm-reading");
      if (one) this._select(one);
    }

    _select(incident) {
      this.selected = incident.id;
      this._light([incident]);
      this._opened(incident);
    }

    _opened(incident) {
      this.timeline.mark(incident);
      this._tell({ type: "demarc:select", id: incident.id });
      if (this.model.share && !this.model.reports(incident)) Demarc.fetchReports(this.model, incident).then(() => this._fillCards());
    }

    _closed(popup) {
      this.selected = null;
      this.timeline.mark(null);
      this.root.classList.remove("dm-reading");
      this._light([]);
      const inside = document.activeElement === document.body || (popup && popup.contains(document.activeElement));
      if (inside && this.returnTo && this.returnTo.isConnected) this.returnTo.focus({ preventScroll: true });
      this._tell({ type: "demarc:select", id: null });
    }

    // The reach of what is pointed at or open.
    _light(incidents) {
      const kept = incidents.length || !this.selected ? incidents : [this.model.find(this.selected)].filter(Boolean);
      this.layers.lit.set([...new Set(kept.map((i) => i.place).filter(Boolean))]);
    }

    // Open an incident by its id, wherever it is: on the map, else in its list. False when this page has none such.
    select(id) {
      if (id === null || id === undefined) { this.map.closePopup(); return true; }
      const incident = this.model.find(id);
      if (!incident) return false;
      if (!incident.place || incident.beside) { this.side.show(incident.place ? (incident.tooWide ? "wide" : "undated") : "unplaced", incident); return true; }
      const at = L.latLng(incident.place.lat, incident.place.lon);
      if (!this.map.getBounds().pad(-0.05).contains(at)) this.map.setView(at, Math.max(this.map.getZoom(), 4), { animate: false });
      this.open([incident], at);
      return true;
    }

    setData(data, { title, filters } = {}) {
      this.map.closePopup();
      this.model = Demarc.decode(data);
      if (title !== undefined) this.$("title").textContent = title;
      if (filters !== undefined) this.$("filters").textContent = filters;
      this.panel.setModel(this.model);
      this.timeline.setModel(this.model);
      this.refresh();
    }

    // A page around this one has filters of its own: what passes them is shown, plans and denials too.
    showOnly(ids) {
      const wanted = ids && new Set(ids);
      this._show(wanted && ((incident) => wanted.has(incident.id)));
    }

    // The same by a mask; one made for other data than this page holds is not meant for it.
    showMask(mask, of) {
      if (of !== this.model.held.length) return;
      const set = Demarc.mask(mask);
      this._show(({ n }) => set(n));
    }

    _show(passes) {
      this.model = Demarc.only(this.model, passes);
      for (const modality of (passes ? this.model.census.modalities : [])) this.state.on.add(modality);
      this._keepOpen();
      this.panel.setModel(this.model);
      this.timeline.setModel(this.model);
      this.refresh();
    }

    // An open incident stays open as long as it is shown; a list may hold what is not, so it closes.
    _keepOpen() {
      const open = this.selected && this.model.find(this.selected) ? this.selected : null;
      if (open && !this.root.querySelector(".leaflet-popup .dm-stack")) return;
      this.map.closePopup();
      if (open) this.select(open);
    }

    // Reports that come after the page: for the cards that wait for them, and those opened later.
    setEvidence(data) {
      const sent = Demarc.decode(data);
      for (const incident of sent.incidents) this.model.told.set(incident.id, sent.reports(incident));
      this._fillCards();
    }

    // Put the sentences that came into the cards that wait for them.
    _fillCards() {
      for (const card of this.root.querySelectorAll(".dm-card")) {
        const reports = this.model.told.get(card.dataset.incident);
        if (reports) Demarc.fill(card, reports);
      }
      const focused = document.activeElement;
      if (this.popup && this.popup.isOpen()) this.popup.update(); // it grew
      if (focused.isConnected) focused.focus({ preventScroll: true });
    }

    setTime(from, to) {
      if (from === null || from === undefined) this.timeline.reset();
      else this.timeline.setRange(Demarc.isoDay(from), Demarc.isoDay(to));
      this._draw();
    }

    setArea(polygons) {
      this.area = this.area || new Demarc.Area(this.map, (drawn) => this._tell({ type: "demarc:area", polygons: drawn }));
      this.area.set(polygons);
    }

    setTheme(theme) {
      this.state.theme = theme;
      this._theme();
    }

    // The address keeps view, time window and switched-off types: who opens it sees the same. Not inside another page.
    _keep() {
      if (window.parent !== window || !this.root.classList.contains("dm-drawn")) return;
      const { lat, lng } = this.map.getCenter();
      const state = new URLSearchParams({ map: [this.map.getZoom(), lat.toFixed(3), lng.toFixed(3)].join("/") });
      if (!this.timeline.whole) state.set("time", `${Demarc.iso(this.timeline.from)}/${Demarc.iso(this.timeline.to)}`);
      const off = this.model.types.filter((_, n) => !this.state.types.has(n)).map((type) => type.code);
      if (off.length) state.set("off", off.join());
      if (`#${state}` !== location.hash) history.replaceState(null, "", `#${state}`);
    }

    _restore() {
      const state = new URLSearchParams(location.hash.slice(1));
      const [zoom, lat, lon] = (state.get("map") || "").split("/").map(Number);
      if (Number.isFinite(lon)) this.map.setView([lat, lon], zoom, { animate: false });
      const off = (state.get("off") || "").split(",");
      this.model.types.forEach((type, n) => { if (off.includes(type.code)) this.state.types.delete(n); });
      if (off[0]) this.panel.setModel(this.model);
      const days = (state.get("time") || "").split("/").map(Demarc.isoDay);
      if (days.length === 2 && days.every(Number.isFinite) && this.timeline.any) this.timeline.setRange(...days);
    }

    _tell(message) {
      if (window.parent !== window) window.parent.postMessage(message, "*");
      this.root.dispatchEvent(new CustomEvent(message.type, { detail: message, bubbles: true }));
    }

    _tellTime() {
      const { whole, from, to } = this.timeline;
      this._tell({ type: "demarc:time", from: whole ? null : Demarc.iso(from), to: whole ? null : Demarc.iso(to) });
    }

    _messages() {
      window.addEventListener("message", (event) => {
        if (window.parent === window || event.source !== window.parent || !event.data) return;
        const { type, id, data, title, filters, from, to, theme } = event.data;
        if (type === "demarc:show" && filters !== undefined) this.$("filters").textContent = filters;
        if (type === "demarc:select") this.select(id);
        else if (type === "demarc:data") this.setData(data, { title, filters });
        else if (type === "demarc:show" && event.data.mask !== undefined) this.showMask(event.data.mask, event.data.of);
        else if (type === "demarc:show") this.showOnly(event.data.ids);
        else if (type === "demarc:evidence") this.setEvidence(data);
        else if (type === "demarc:time") this.setTime(from, to);
        else if (type === "demarc:theme") this.setTheme(theme);
        else if (type === "demarc:area") this.setArea(event.data.polygons);
      });
    }
  };
})();
