// An area a reader draws, for the page around the map to filter by. Offered once that page sends {type: "demarc:area"}.
//
// Corners go out as longitude and latitude in the order they were clicked. An edge takes the shorter way around the
// globe, so across the antimeridian longitudes run on beyond 180; who receives them cuts there (RFC 7946, 3.1.9).
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const el = (...a) => Demarc.el(...a);
  const DECIMALS = 4; // of a degree: 11 m
  const STEP = 2; // degrees between the points of a drawn edge
  const NEAR_PX = 14; // a click this close to the first corner closes the ring

  const round = (degrees) => Number(degrees.toFixed(DECIMALS));
  const side = (a, b, c) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  const cross = (a, b, c, d) => side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);

  // Whether the ring's edges cross, or a corner stands twice: such a ring has no one inside.
  Demarc.crosses = function (ring) {
    const edges = ring.map((corner, n) => [corner, ring[(n + 1) % ring.length]]);
    return edges.some(([a, b], n) => edges.some(([c, d], m) => {
      const apart = m > n + 1 && !(n === 0 && m === edges.length - 1);
      return apart && cross(a, b, c, d);
    }));
  };

  // `lon` as the turn of the globe nearest to `beside`.
  Demarc.beside = (lon, beside) => lon + 360 * Math.round((beside - lon) / 360);

  // A ring with corners set in between, so that its edges are drawn straight in longitude and latitude, as they are
  // meant (RFC 7946, 3.1.1), though the map's projection bends them. Latitude first, for Leaflet.
  Demarc.straight = function (ring) {
    return ring.flatMap(([lon, lat], n) => {
      const [toLon, toLat] = ring[n + 1] || [lon, lat];
      const steps = Math.max(1, Math.ceil(Math.max(Math.abs(toLon - lon), Math.abs(toLat - lat)) / STEP));
      return Array.from({ length: steps }, (_, k) => [lat + ((toLat - lat) * k) / steps, lon + ((toLon - lon) * k) / steps]);
    });
  };

  // Outlines of areas in force, given as GeoJSON coordinates of polygons.
  Demarc.outlined = function (polygons) {
    const rings = polygons.map((rings) => rings.map(Demarc.straight));
    return L.polygon(rings, { pane: "area", className: "dm-area", interactive: false, fill: true });
  };

  Demarc.Area = class {
    constructor(map, tell) {
      Object.assign(this, { map, tell, words: Demarc.words.area, corners: null, polygons: null });
      this.shape = L.layerGroup().addTo(map);
      this.sketch = L.layerGroup().addTo(map);
      this._controls();
      map.on("click", (event) => { if (this.corners) this._add(event.latlng); });
      map.on("mousemove", (event) => { if (this.corners) this._draw(event.latlng); });
      map.getContainer().addEventListener("keydown", (event) => this._key(event));
    }

    // Show the area in force, as GeoJSON coordinates of polygons; null for none.
    set(polygons) {
      this.polygons = polygons;
      this.shape.clearLayers();
      if (polygons && polygons.length) Demarc.outlined(polygons).addTo(this.shape);
      this.clear.hidden = !polygons;
    }

    _controls() {
      const { words } = this;
      const button = (name, words, onclick) => el("button", { type: "button", class: `dm-area-${name}`, onclick }, words);
      this.start = button("draw", words.draw, () => this._start());
      this.view = button("view", words.view, () => this._send(this._viewRing()));
      this.clear = button("clear", words.clear, () => this.tell(null));
      this.clear.hidden = true;
      this.say = el("p", { role: "status" });
      this.ways = el("div", { class: "dm-area-ways" }, this.start, this.view, this.clear, el("p", {}, words.holds));
      this.doing = el("div", { class: "dm-area-doing" }, this.say, button("finish", words.finish, () => this._finish()),
        button("undo", words.undo, () => this._undo()), button("cancel", words.cancel, () => this._stop()));
      this.doing.hidden = true;
      const control = L.control({ position: "topleft" });
      control.onAdd = () => el("details", { class: "dm-area-box leaflet-control" }, el("summary", {}, words.title), this.ways, this.doing);
      control.addTo(this.map);
      this.box = control.getContainer();
      L.DomEvent.disableScrollPropagation(this.box).disableClickPropagation(this.box);
      // Lies over dots and arrows while corners are set, so that a click on one is a corner too.
      this.cover = el("div", { class: "dm-area-cover" });
    }

    _start() {
      this.corners = [];
      this.map.closePopup();
      this.map.doubleClickZoom.disable();
      this.map.getContainer().append(this.cover);
      this.ways.hidden = true;
      this.doing.hidden = false;
      this._draw();
      this.map.getContainer().focus({ preventScroll: true });
    }

    _stop() {
      this.corners = null;
      this.map.doubleClickZoom.enable();
      this.cover.remove();
      this.sketch.clearLayers();
      this.ways.hidden = false;
      this.doing.hidden = true;
      this.start.focus({ preventScroll: true });
    }

    _add({ lat, lng }) {
      const { corners } = this;
      const first = corners[0] && this.map.latLngToContainerPoint([corners[0][1], corners[0][0]]);
      if (corners.length > 2 && first.distanceTo(this.map.latLngToContainerPoint([lat, lng])) < NEAR_PX) { this._finish(); return; }
      const last = corners[corners.length - 1];
      corners.push([round(last ? Demarc.beside(lng, last[0]) : lng), round(Math.max(-90, Math.min(90, lat)))]);
      this._draw();
    }

    _undo() {
      this.corners.pop();
      this._draw();
    }

    _finish() {
      if (this.corners.length < 3) { this.say.textContent = this.words.few; return; }
      if (Demarc.crosses(this.corners)) { this.say.textContent = this.words.crosses; return; }
      const ring = this.corners;
      this._stop();
      this._send(ring);
    }

    _send(ring) {
      this.tell([[[...ring, ring[0]]]]);
    }

    _viewRing() {
      const { _southWest: sw, _northEast: ne } = this.map.getBounds();
      const [south, north] = [Math.max(-90, sw.lat), Math.min(90, ne.lat)].map(round);
      const [west, east] = ne.lng - sw.lng >= 360 ? [-180, 180] : [sw.lng, ne.lng].map(round);
      return [[west, south], [east, south], [east, north], [west, north]];
    }

    _draw(at) {
      const { corners } = this;
      const last = corners[corners.length - 1];
      const ring = at && last ? [...corners, [Demarc.beside(at.lng, last[0]), at.lat]] : corners;
      this.sketch.clearLayers();
      L.polygon(Demarc.straight([...ring, ...ring.slice(0, 1)]), { pane: "area", className: "dm-area dm-area-sketch", interactive: false }).addTo(this.sketch);
      for (const [lon, lat] of corners) L.circleMarker([lat, lon], { pane: "area", radius: 4, className: "dm-area-corner", interactive: false }).addTo(this.sketch);
      if (!at) this.say.textContent = this.words.corners(corners.length);
    }

    _key(event) {
      if (!this.corners) return;
      const done = { Escape: () => this._stop(), Enter: () => this._finish(), Backspace: () => this._undo() }[event.key];
      if (!done || event.target.closest("button")) return;
      event.preventDefault();
      event.stopPropagation();
      done();
    }
  };
})();
