// Layers of incidents: symbols and clusters, the reach of an uncertain place, heat, lines and zones.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const el = (...a) => Demarc.el(...a);
  const NEAR_PIXELS = 34; // symbols closer than this become a cluster
  const MOST_ALONE = 1500; // symbols in view beyond which close ones are grouped, asked for or not

  // Symbols and clusters in view. Only what is in view is in the page, so 100,000 incidents cost what 100 do.
  Demarc.Markers = L.LayerGroup.extend({
    initialize: function (open, { hollow = false } = {}) {
      L.LayerGroup.prototype.initialize.call(this);
      Object.assign(this, { crowded: false, _open: open, _hollow: hollow, _shown: new Map(), _incidents: [], _group: true, _indexes: {} });
    },
    onAdd: function (map) {
      L.LayerGroup.prototype.onAdd.call(this, map);
      map.on("moveend", this._refresh, this);
      this._refresh();
    },
    onRemove: function (map) {
      map.off("moveend", this._refresh, this);
      L.LayerGroup.prototype.onRemove.call(this, map);
    },
    set: function (incidents, { group = true } = {}) {
      const same = incidents.length === this._incidents.length && incidents.every((incident, n) => incident === this._incidents[n]);
      if (!same) Object.assign(this, { _incidents: incidents, _indexes: {} });
      this._group = group;
      this._refresh();
    },
    // The clusters of all zooms, worked out when first needed: a tenth of a second for 10,000 incidents.
    _indexed: function (group) {
      const { _incidents: incidents, _indexes: indexes } = this;
      const types = this._open.types.map((_, n) => `t${n}`);
      indexes[group] = indexes[group] || new Supercluster({
        radius: group ? NEAR_PIXELS : 0.5, extent: 256, maxZoom: this._map.getMaxZoom(), minPoints: 2,
        map: ({ n }) => ({ [types[incidents[n].typeIndex]]: 1 }),
        reduce: (sum, one) => { for (const key of types) if (one[key]) sum[key] = (sum[key] || 0) + one[key]; },
      }).load(incidents.map((incident, n) => ({ type: "Feature", properties: { n }, geometry: { type: "Point", coordinates: [incident.place.lon, incident.place.lat] } })));
      return indexes[group];
    },
    shown: function () {
      return [...this._shown.values()];
    },
    // What is drawn in a box: each symbol where that was asked for and is possible, else clusters.
    _within: function (box, zoom) {
      const alone = this._group ? null : this._indexed(false).getClusters(box, zoom);
      this.crowded = !!alone && alone.length > MOST_ALONE;
      this._index = this._indexed(this._group || this.crowded);
      return alone && !this.crowded ? alone : this._index.getClusters(box, zoom);
    },
    _refresh: function () {
      if (!this._map) return;
      const map = this._map;
      const bounds = map.getBounds().pad(0.2);
      const box = [bounds.getWest(), Math.max(-85, bounds.getSouth()), bounds.getEast(), Math.min(85, bounds.getNorth())];
      const wanted = new Map();
      for (const feature of this._within(box, Math.round(map.getZoom()))) {
        wanted.set(this._likeness(feature), feature);
      }
      for (const [key, marker] of this._shown) {
        if (wanted.has(key)) continue;
        this.removeLayer(marker);
        this._shown.delete(key);
      }
      for (const [key, feature] of wanted) {
        if (this._shown.has(key)) this._shown.get(key).feature = feature;
        else this._add(key, feature);
      }
    },
    // What is drawn and where: what is drawn anew as it was keeps its element, and a press on it its release.
    _likeness: function ({ properties, geometry }) {
      if (!properties.cluster) {
        const { id, typeIndex, sub, attribution, date } = this._incidents[properties.n];
        return ["i", id, typeIndex, sub, !!attribution, date, geometry.coordinates].join();
      }
      const make = Object.keys(properties).filter((key) => /^t\d+$/.test(key)).map((key) => key + properties[key]);
      return `c${geometry.coordinates}:${make.sort()}`;
    },
    _add: function (key, feature) {
      const [lon, lat] = feature.geometry.coordinates;
      const turn = 360 * Math.round((this._map.getCenter().lng - lon) / 360); // the copy of the world in view
      const at = [lat, lon + turn];
      const marker = feature.properties.cluster ? this._cluster(feature, at) : this._symbol(this._incidents[feature.properties.n], at);
      marker.feature = feature;
      this._shown.set(key, marker);
      this.addLayer(marker);
    },
    _symbol: function (incident, at) {
      const vague = incident.place.precision >= 3;
      const size = vague ? 30 : 24;
      const svg = Demarc.symbol(incident.type, { size, hollow: this._hollow, claimed: !!incident.attribution, vague });
      const marker = L.marker(at, { icon: L.divIcon({ className: "dm-marker", html: svg, iconSize: [size, size] }), keyboard: true, riseOnHover: true });
      const now = () => this._incidents[marker.feature.properties.n]; // the same incident may have come anew
      const open = () => this._open([now()], at);
      marker.on("add", () => name(marker, Demarc.summary(incident), { incident: incident.id }, open));
      marker.on("click", open);
      marker.on("mouseover", () => this._open.hover(incident)).on("mouseout", () => this._open.hover(null));
      return marker.bindTooltip(() => el("span", {}, Demarc.summary(incident)), { direction: "top", offset: [0, -10], className: "dm-tip" });
    },
    _cluster: function (feature, at) {
      const p = feature.properties;
      const types = this._open.types;
      const make = Object.keys(p).filter((key) => /^t\d+$/.test(key)).map((key) => ({ type: types[+key.slice(1)], n: p[key] })).sort((a, b) => b.n - a.n);
      const { svg, size } = Demarc.ring(p.point_count, make, { hollow: this._hollow });
      const place = this._samePlace(p.cluster_id);
      const inWords = make.slice(0, 4).map(({ type, n }) => `${Demarc.number(n)} ${type.name}`).join(", ");
      const title = place ? Demarc.words.stack(p.point_count, place.name) : Demarc.words.cluster(p.point_count, inWords);
      const marker = L.marker(at, { icon: L.divIcon({ className: `dm-cluster${this._hollow ? " dm-cluster-other" : ""}`, html: svg, iconSize: [size, size] }), keyboard: true, riseOnHover: true });
      const enter = () => this._enter(marker.feature.properties.cluster_id, at, place);
      marker.on("add", () => name(marker, title, { count: p.point_count }, enter));
      marker.on("click", enter);
      return marker.bindTooltip(() => el("span", {}, place ? `${place.name}: ${inWords}` : inWords), { direction: "top", offset: [0, -size / 2 + 4], className: "dm-tip" });
    },
    // The place all of a cluster shares, else null. Looks at leaves only as long as they agree.
    _samePlace: function (id) {
      const leaves = this._index.getLeaves(id, 2);
      const same = (ls) => ls.every((leaf) => this._incidents[leaf.properties.n].place.n === this._incidents[ls[0].properties.n].place.n);
      if (!same(leaves)) return null;
      const all = this._index.getLeaves(id, Infinity);
      return same(all) ? this._incidents[all[0].properties.n].place : null;
    },
    _enter: function (id, at, place) {
      const zoom = this._index.getClusterExpansionZoom(id);
      if (!place && zoom <= this._map.getMaxZoom()) {
        this._map.setView(at, zoom);
        return;
      }
      this._open(this._index.getLeaves(id, Infinity).map((leaf) => this._incidents[leaf.properties.n]), at);
    },
  });

  function name(marker, title, data, act) {
    Object.assign(marker.getElement().dataset, data);
    Demarc.reachable(marker.getElement(), title, act);
  }

  // Where an uncertain place may be: the region's polygon, else a circle of its radius. Each place once, and only
  // those in view whose reach is wider than a symbol.
  Demarc.Reach = L.LayerGroup.extend({
    initialize: function ({ strong = false, pane = "reach" } = {}) {
      L.LayerGroup.prototype.initialize.call(this);
      Object.assign(this, { _strong: strong, _pane: pane, _places: [], _drawn: new Map() });
    },
    set: function (places) {
      this._places = places;
      this._update();
    },
    onAdd: function (map) {
      this._renderer = this._renderer || L.canvas({ pane: this._pane, padding: 0.5 });
      L.LayerGroup.prototype.onAdd.call(this, map);
      map.on("moveend", this._update, this);
      this._update();
    },
    onRemove: function (map) {
      map.off("moveend", this._update, this);
      L.LayerGroup.prototype.onRemove.call(this, map);
    },
    // Take the colours of the current theme.
    ink: function () {
      this._clear();
      this._update();
    },
    _clear: function () {
      this.clearLayers();
      this._drawn.clear();
    },
    _update: function () {
      if (!this._map) return;
      const zoom = this._map.getZoom();
      const bounds = this._map.getBounds().pad(0.5);
      if (this._strong) this._clear(); // its rings depend on the zoom
      const wanted = new Set(this._places.filter((place) => (this._strong || this._wide(place, zoom)) && this._near(place, bounds)));
      for (const [place, layers] of this._drawn) {
        if (wanted.has(place)) continue;
        layers.forEach((layer) => this.removeLayer(layer));
        this._drawn.delete(place);
      }
      for (const place of wanted) {
        if (this._drawn.has(place)) continue;
        const layers = this._shapes(place);
        layers.forEach((layer) => this.addLayer(layer));
        this._drawn.set(place, layers);
      }
    },
    _wide: function (place, zoom) {
      const kmPerPixel = (40075 * Math.cos((place.lat * Math.PI) / 180)) / (256 * 2 ** zoom);
      return place.radius_km > 10 * kmPerPixel;
    },
    // Whether the circle around the place touches the view; polygons reach no further than their radius and half.
    _near: function (place, bounds) {
      const lat = (place.radius_km * 1.5) / 111 + 1;
      const lon = lat / Math.max(0.1, Math.cos((place.lat * Math.PI) / 180));
      return bounds.intersects([[place.lat - lat, place.lon - lon], [place.lat + lat, place.lon + lon]]);
    },
    _shapes: function (place) {
      const colour = getComputedStyle(document.documentElement).getPropertyValue("--reach").trim();
      const options = { renderer: this._renderer, pane: this._pane, interactive: false, color: colour, fillColor: colour, weight: this._strong ? 1.6 : 1, opacity: this._strong ? 0.9 : 0.5, fillOpacity: this._strong ? 0.18 : 0.07, dashArray: "4 4", smoothFactor: 1.2 };
      if (this._strong && !this._wide(place, this._map.getZoom())) return [L.circleMarker([place.lat, place.lon], { ...options, radius: 19, dashArray: null })];
      const shape = (place.decoded = place.decoded || Demarc.shape(place.shape));
      if (!shape) return [L.circle([place.lat, place.lon], { ...options, radius: place.radius_km * 1000 })];
      return [...shape.polygons.map((rings) => L.polygon(rings, options)), ...shape.lines.map((line) => L.polyline(line, { ...options, weight: 4 }))];
    },
  });

  Demarc.uniquePlaces = (incidents) => [...new Set(incidents.map((incident) => incident.place))];

  // Lines and zones that news speaks of: demarcation lines, buffer zones.
  Demarc.Zones = L.LayerGroup.extend({
    initialize: function (zones) {
      L.LayerGroup.prototype.initialize.call(this);
      this._zones = zones;
    },
    onAdd: function (map) {
      this._renderer = this._renderer || L.svg({ pane: "zones", padding: 0.5 });
      L.LayerGroup.prototype.onAdd.call(this, map);
      if (this.getLayers().length) return;
      for (const zone of this._zones) {
        const shape = Demarc.shape(zone.shape);
        const tip = () => el("span", {}, zone.name);
        const options = { renderer: this._renderer, pane: "zones", className: "dm-zone", smoothFactor: 0.8 };
        for (const rings of shape.polygons) this.addLayer(L.polygon(rings, { ...options, weight: 1, fillOpacity: 0.22 }).bindTooltip(tip, { sticky: true, className: "dm-tip" }));
        for (const line of shape.lines) this.addLayer(L.polyline(line, { ...options, weight: 2, dashArray: "7 4" }).bindTooltip(tip, { sticky: true, className: "dm-tip" }));
      }
    },
  });

  // Density of incidents: a soft blot each, coloured by how much overlaps. Drawn in one canvas a redraw.
  Demarc.Heat = L.Layer.extend({
    onAdd: function (map) {
      this._canvas = this._canvas || L.DomUtil.create("canvas", "dm-heat");
      map.getPane("heat").append(this._canvas);
      map.on("moveend resize", this._draw, this);
      this._draw();
    },
    onRemove: function (map) {
      this._canvas.remove();
      map.off("moveend resize", this._draw, this);
    },
    set: function (incidents) {
      this._incidents = incidents;
      if (this._map) this._draw();
    },
    _draw: function () {
      const map = this._map;
      const size = map.getSize();
      const canvas = this._canvas;
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      canvas.width = size.x;
      canvas.height = size.y;
      if (!size.x || !size.y || !this._incidents || !this._incidents.length) return;
      const context = canvas.getContext("2d", { willReadFrequently: true });
      const blot = stamp(24);
      const strength = Math.max(0.06, Math.min(0.6, 6 / Math.sqrt(this._incidents.length)));
      context.globalAlpha = strength;
      for (const { place } of this._incidents) {
        const turn = 360 * Math.round((map.getCenter().lng - place.lon) / 360);
        const at = map.latLngToContainerPoint([place.lat, place.lon + turn]);
        if (at.x > -24 && at.y > -24 && at.x < size.x + 24 && at.y < size.y + 24) context.drawImage(blot, at.x - 24, at.y - 24);
      }
      const image = context.getImageData(0, 0, size.x, size.y);
      colourise(image.data);
      context.putImageData(image, 0, 0);
    },
  });

  function stamp(radius) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 2 * radius;
    const context = canvas.getContext("2d");
    const gradient = context.createRadialGradient(radius, radius, 0, radius, radius, radius);
    gradient.addColorStop(0, "rgba(0,0,0,.9)");
    gradient.addColorStop(1, "rgba(0,0,0,0)");
    context.fillStyle = gradient;
    context.fillRect(0, 0, 2 * radius, 2 * radius);
    return canvas;
  }

  // Inferno-like steps, even in lightness, so that it reads in grey and to colour-blind eyes.
  const HEAT = [[252, 255, 164], [249, 142, 9], [188, 55, 84], [87, 16, 110]];
  function colourise(data) {
    for (let n = 3; n < data.length; n += 4) {
      if (!data[n]) continue;
      const value = (data[n] / 255) * (HEAT.length - 1);
      const step = Math.min(HEAT.length - 2, Math.floor(value));
      for (let c = 0; c < 3; c++) data[n - 3 + c] = HEAT[step][c] + (HEAT[step + 1][c] - HEAT[step][c]) * (value - step);
      data[n] = Math.min(215, 40 + data[n]);
    }
  }
})();
