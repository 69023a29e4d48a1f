// Deployments as movements: a tapered, curved arrow from origin to destination, its width the strength moved.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const STEPS = 30; // corners on each side of a long arrow
  const DRAWN = 300; // flows drawn at once, the largest first; the legend says when there are more
  const LABELLED = 40; // flows that carry their figure on the map; the rest tell it on hover

  // 3 px for an unknown strength; each power of ten adds 2.4 px, so 100 is 6.8 and 10,000 is 11.6 px at the head.
  Demarc.flowWidth = (strength) => (strength ? Math.max(3.2, Math.min(15, 2 + 2.4 * Math.log10(strength))) : 3);

  // One flow a pair of places: strengths of reports are not added up, the largest one is shown.
  Demarc.flows = function (incidents) {
    const flows = new Map();
    for (const incident of incidents) {
      if (!incident.place || !incident.origin || incident.place.spot === incident.origin.spot) continue;
      const key = `${incident.origin.spot}>${incident.place.spot}>${Demarc.isFact(incident)}`;
      const flow = flows.get(key) || { from: incident.origin, to: incident.place, incidents: [], strength: null, fact: Demarc.isFact(incident), type: incident.type };
      const strength = Demarc.strength(incident);
      if (strength && (!flow.strength || strength.value > flow.strength.value)) flow.strength = strength;
      flow.incidents.push(incident);
      flows.set(key, flow);
    }
    return [...flows.values()].sort((a, b) => (b.strength ? b.strength.value : 0) - (a.strength ? a.strength.value : 0));
  };

  const figure = (flow) => (flow.strength ? Demarc.words.strengths[flow.strength.kind](flow.strength.words) : "");
  Demarc.flowTitle = (flow) => Demarc.words.flow(flow.from.name, flow.to.name, flow.incidents.length, figure(flow));

  function bezier(a, c, b, t) {
    const u = 1 - t;
    return L.point(u * u * a.x + 2 * u * t * c.x + t * t * b.x, u * u * a.y + 2 * u * t * c.y + t * t * b.y);
  }

  // The outline of the arrow in pixels of the current zoom; null when it would be too short to read.
  function outline(map, flow) {
    const zoom = map.getZoom();
    const shift = Math.round((flow.from.lon - flow.to.lon) / 360) * 360; // the short way around the world
    const a = map.project([flow.from.lat, flow.from.lon], zoom);
    const b = map.project([flow.to.lat, flow.to.lon + shift], zoom);
    const distance = a.distanceTo(b);
    if (distance < 30) return null;
    const bend = 0.2 * distance;
    const control = L.point((a.x + b.x) / 2 + ((b.y - a.y) / distance) * bend, (a.y + b.y) / 2 - ((b.x - a.x) / distance) * bend);
    const width = Math.min(Demarc.flowWidth(flow.strength && flow.strength.value), distance / 5);
    const head = Math.min(Math.max(11, 2.1 * width), distance / 3);
    const stop = 1 - Math.min(0.3, 13 / distance);
    const neck = Math.max(0.4, stop - head / distance);
    const left = [];
    const right = [];
    const steps = Math.round(Math.max(8, Math.min(STEPS, distance / 12)));
    for (let n = 0; n <= steps; n++) {
      const t = 0.012 + (neck - 0.012) * (n / steps);
      const p = bezier(a, control, b, t);
      const q = bezier(a, control, b, t + 0.005);
      const length = p.distanceTo(q) || 1;
      const half = Math.max(0.9, (0.3 + 0.7 * (n / steps)) * (width / 2));
      const normal = L.point(-(q.y - p.y) / length, (q.x - p.x) / length);
      left.push(p.add(normal.multiplyBy(half)));
      right.unshift(p.subtract(normal.multiplyBy(half)));
      if (n === steps) {
        left.push(p.add(normal.multiplyBy(Math.max(6, width * 1.15))));
        right.unshift(p.subtract(normal.multiplyBy(Math.max(6, width * 1.15))));
      }
    }
    const points = [...left, bezier(a, control, b, stop), ...right].map((p) => map.unproject(p, zoom));
    const spots = [0.5, 0.4, 0.6, 0.3, 0.7].map((t) => map.unproject(bezier(a, control, b, t), zoom));
    return { points, spots, middle: spots[0], distance };
  }

  Demarc.Arcs = L.LayerGroup.extend({
    // `spots()` gives the screen points that figures keep clear of.
    initialize: function (onopen, spots) {
      L.LayerGroup.prototype.initialize.call(this);
      Object.assign(this, { _onopen: onopen, _spots: spots, _flows: [], _figures: L.layerGroup() });
    },
    onAdd: function (map) {
      this._renderer = this._renderer || L.svg({ pane: "arcs", padding: 0.6 });
      map.on("zoomend", this._draw, this);
      map.on("moveend", this._label, this);
      L.LayerGroup.prototype.onAdd.call(this, map);
      this._draw();
    },
    onRemove: function (map) {
      map.off("zoomend", this._draw, this);
      map.off("moveend", this._label, this);
      L.LayerGroup.prototype.onRemove.call(this, map);
    },
    set: function (incidents) {
      const flows = Demarc.flows(incidents);
      this.more = Math.max(0, flows.length - DRAWN);
      this._flows = flows.slice(0, DRAWN);
      if (this._map) this._draw();
    },
    flows: function () {
      return this._flows;
    },
    _draw: function () {
      this.clearLayers();
      this._drawn = this._flows.map((flow) => this._one(flow)).filter(Boolean);
      this.addLayer(this._figures);
      this._label();
    },
    // Many arrows let what lies under them show through.
    _opacity: function () {
      return Math.max(0.25, Math.min(0.82, 0.82 * Math.sqrt(30 / this._flows.length)));
    },
    _one: function (flow) {
      const drawn = outline(this._map, flow);
      if (!drawn) return null;
      const path = L.polygon(drawn.points, {
        renderer: this._renderer, pane: "arcs", smoothFactor: 0, className: `dm-flow${flow.fact ? "" : " dm-flow-other"}`,
        color: flow.fact ? "var(--halo)" : flow.type.colour, weight: flow.fact ? 1 : 1.4, fillColor: flow.type.colour,
        fillOpacity: flow.fact ? this._opacity() : 0.08, dashArray: flow.fact ? null : "4 3", opacity: flow.fact ? 0.85 * this._opacity() : 0.95, bubblingMouseEvents: false,
      });
      const open = () => this._onopen(flow, drawn.middle);
      path.on("click", open);
      path.bindTooltip(Demarc.el("span", {}, Demarc.flowTitle(flow)), { sticky: true, className: "dm-tip" });
      this.addLayer(path);
      if (path.getElement()) Demarc.reachable(path.getElement(), Demarc.flowTitle(flow), open);
      return { flow, ...drawn };
    },
    // Figures of the largest flows, each where it covers no symbol and no other figure; the others tell theirs on hover.
    _label: function () {
      if (!this._map || !this._drawn) return;
      this._figures.clearLayers();
      const taken = this._spots().map(({ x, y }) => ({ x, y, half: 18 }));
      for (const { flow, spots, distance } of this._drawn.slice(0, LABELLED)) {
        if (!flow.strength || !flow.fact || distance < 110) continue;
        const half = 3.8 * figure(flow).length + 8;
        const points = spots.map((spot) => this._map.latLngToLayerPoint(spot));
        const free = points.findIndex(({ x, y }) => taken.every((other) => Math.abs(other.x - x) > other.half + half || Math.abs(other.y - y) > 24));
        if (free < 0) continue;
        taken.push({ x: points[free].x, y: points[free].y, half });
        this._figures.addLayer(label(flow, spots[free]));
      }
    },
  });

  function label(flow, at) {
    const text = Demarc.el("span", {}, figure(flow));
    return L.marker(at, { pane: "figures", interactive: false, keyboard: false, icon: L.divIcon({ className: "dm-flow-label", html: text, iconSize: [0, 0] }) });
  }
})();
