// Layers under the symbols: the reach of an uncertain place, lines and zones, heat.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const el = (...a) => Demarc.el(...a);

  const MOST_REACHES = 400; // drawn at once, the widest first: more lie over each other and tell nothing

  // Where an uncertain place may be: the region's polygon, else a circle of its radius. Each place once, and only
  // those in view whose reach is wider than a symbol. `more` says how many of them are not drawn.
  Demarc.Reach = L.LayerGroup.extend({
    initialize: function ({ strong = false, pane = "reach" } = {}) {
      L.LayerGroup.prototype.initialize.call(this);
      Object.assign(this, { more: 0, _strong: strong, _pane: pane, _places: [], _drawn: new Map() });
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
      this._colour = null;
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
      const near = this._places.filter((place) => (this._strong || this._wide(place, zoom)) && this._near(place, bounds));
      this.more = Math.max(0, near.length - MOST_REACHES);
      const wanted = new Set(this.more ? near.sort((a, b) => b.radius_km - a.radius_km).slice(0, MOST_REACHES) : near);
      this._colour = this._colour || getComputedStyle(document.documentElement).getPropertyValue("--reach").trim();
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
      const colour = this._colour;
      const options = { renderer: this._renderer, pane: this._pane, interactive: false, color: colour, fillColor: colour, weight: this._strong ? 1.6 : 1, opacity: this._strong ? 0.9 : 0.5, fillOpacity: this._strong ? 0.18 : 0.07, dashArray: "4 4", smoothFactor: 1.2 };
      if (this._strong && !this._wide(place, this._map.getZoom())) return [L.circleMarker([place.lat, place.lon], { ...options, radius: 19, dashArray: null })];
      const shape = (place.decoded = place.decoded || Demarc.shape(place.shape));
      if (!shape) return [L.circle([place.lat, place.lon], { ...options, radius: place.radius_km * 1000 })];
      return [...shape.polygons.map((rings) => L.polygon(rings, options)), ...shape.lines.map((line) => L.polyline(line, { ...options, weight: 4 }))];
    },
  });

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

  // Density of incidents: a soft blot each, coloured by how much overlaps. What stands at one spot is one blot as
  // dark as its blots would be one over the other.
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
    set: function (spots) {
      this._spots = spots;
      if (this._map) this._draw();
    },
    _draw: function () {
      const { _map: map, _canvas: canvas, _spots: spots } = this;
      const size = map.getSize();
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      canvas.width = size.x;
      canvas.height = size.y;
      if (!size.x || !size.y || !spots || !spots.list.length) return;
      const context = canvas.getContext("2d", { willReadFrequently: true });
      const blot = stamp(24);
      const strength = Math.max(0.06, Math.min(0.6, 6 / Math.sqrt(spots.list.length)));
      const centre = map.getCenter().lng;
      for (const spot of spots.used) {
        const { lat, lon } = spots.spots[spot];
        const at = map.latLngToContainerPoint([lat, lon + 360 * Math.round((centre - lon) / 360)]);
        if (at.x < -24 || at.y < -24 || at.x > size.x + 24 || at.y > size.y + 24) continue;
        context.globalAlpha = 1 - (1 - strength) ** spots.total[spot];
        context.drawImage(blot, at.x - 24, at.y - 24);
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
