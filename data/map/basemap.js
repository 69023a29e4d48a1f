// The ground: country polygons drawn into canvas tiles, so that panning, zooming and wrapping cost what tiles cost.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const WORLD = 256; // pixels around the world at zoom 0
  const POLE = 85.0511;

  const worldX = (lon) => ((lon + 180) / 360) * WORLD;
  const worldY = (lat) => {
    const s = Math.sin((Math.max(-POLE, Math.min(POLE, lat)) * Math.PI) / 180);
    return (0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)) * WORLD;
  };
  Demarc.worldPixel = (lat, lon) => [worldX(lon), worldY(lat)];

  // A cut of the data, not a coast: the antimeridian and the pole get no line.
  const isSeam = ([lat, lon]) => Math.abs(lon) > 179.98 || lat < -89.9;

  function part(rings) {
    const fill = new Path2D();
    const line = new Path2D();
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of rings) {
      let seam = true;
      ring.forEach((point, n) => {
        const x = worldX(point[1]);
        const y = worldY(point[0]);
        box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
        if (n) fill.lineTo(x, y); else fill.moveTo(x, y);
        if (n && !(seam && isSeam(point))) line.lineTo(x, y); else line.moveTo(x, y);
        seam = isSeam(point);
      });
      fill.closePath();
    }
    return { fill, line, box };
  }

  function prepare(area) {
    const shape = Demarc.shape(area.shape);
    const label = area.label && { text: area.name, x: worldX(area.label[0]), y: worldY(area.label[1]), reach: worldX(area.label[2]) - worldX(0) };
    const parts = shape.polygons.map(part);
    const line = new Path2D();
    for (const points of shape.lines) points.forEach(([lat, lon], n) => line[n ? "lineTo" : "moveTo"](worldX(lon), worldY(lat)));
    return { ...area, parts, line, label };
  }

  Demarc.Basemap = L.GridLayer.extend({
    options: { pane: "ground", keepBuffer: 3, minZoom: 0, maxZoom: 18, labels: true, grid: false },

    initialize: function (areas, options) {
      L.setOptions(this, options);
      this._areas = areas.countries.map(prepare);
      this._lines = (areas.lines || []).map(prepare);
      this._all = areas.towns.map(([name, lat, lon, zoom]) => ({ name, x: worldX(lon), y: worldY(lat), zoom }));
      this._named = new Map();
      this.ink();
    },

    // Take the colours of the current theme from the style sheet.
    ink: function () {
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(`--map-${name}`).trim();
      this._ink = { land: colour("land"), shore: colour("shore"), border: colour("border"), admin: colour("admin"), label: colour("label"), halo: colour("halo"), grid: colour("grid"), disputed: colour("disputed") };
      if (this._map) this.redraw();
      return this;
    },

    createTile: function (coords) {
      const tile = document.createElement("canvas");
      const size = this.getTileSize();
      const density = Math.min(2, window.devicePixelRatio || 1);
      tile.width = size.x * density;
      tile.height = size.y * density;
      const context = tile.getContext("2d");
      const scale = 2 ** coords.z;
      const view = { context, scale, density, zoom: coords.z, x: (coords.x * size.x) / scale, y: (coords.y * size.y) / scale, width: size.x / scale };
      context.setTransform(scale * density, 0, 0, scale * density, -view.x * scale * density, -view.y * scale * density);
      this._paint(view);
      return tile;
    },

    _paint: function (view) {
      const { context, scale } = view;
      const pixels = (n) => n / scale;
      const near = (box) => box[0] < view.x + view.width + pixels(8) && box[2] > view.x - pixels(8) && box[1] < view.y + view.width + pixels(8) && box[3] > view.y - pixels(8);
      const parts = this._areas.flatMap((area) => area.parts.filter((p) => near(p.box)).map((p) => [area, p]));
      context.lineJoin = "round";
      this._stroke(context, parts.map(([, p]) => p.line), this._ink.shore, pixels(view.zoom > 3 ? 7 : 4));
      context.fillStyle = this._ink.land;
      for (const [, p] of parts) context.fill(p.fill, "evenodd");
      if (view.zoom >= 4) this._stroke(context, this._lines.map((l) => l.line), this._ink.admin, pixels(0.8));
      this._stroke(context, parts.filter(([a]) => !a.disputed).map(([, p]) => p.line), this._ink.border, pixels(view.zoom > 4 ? 1.2 : 0.8));
      context.setLineDash([pixels(5), pixels(4)]);
      this._stroke(context, parts.filter(([a]) => a.disputed).map(([, p]) => p.line), this._ink.disputed, pixels(1.2));
      context.setLineDash([]);
      if (this.options.grid) this._graticule(view, pixels(0.6));
      if (this.options.labels) this._names(view);
    },

    _stroke: function (context, lines, colour, width) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      for (const line of lines) context.stroke(line);
    },

    _graticule: function (view, width) {
      const line = new Path2D();
      for (let lon = -180; lon <= 180; lon += 10) {
        line.moveTo(worldX(lon), view.y);
        line.lineTo(worldX(lon), view.y + view.width);
      }
      for (let lat = -80; lat <= 80; lat += 10) {
        line.moveTo(view.x, worldY(lat));
        line.lineTo(view.x + view.width, worldY(lat));
      }
      this._stroke(view.context, [line], this._ink.grid, width);
    },

    // A name is drawn once its country has room for it, by every tile it touches: no tile cuts it.
    _names: function (view) {
      const { context, scale, density } = view;
      context.setTransform(density, 0, 0, density, 0, 0);
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineJoin = "round";
      context.lineWidth = 3;
      context.strokeStyle = this._ink.halo;
      context.fillStyle = this._ink.label;
      for (const { label } of this._areas) {
        if (!label) continue;
        const room = label.reach * scale;
        const size = Math.max(10.5, Math.min(15, 9 + room / 22));
        const font = `600 ${size}px ${Demarc.font}`;
        const half = label.text.length * size * 0.29;
        if (half > room * 1.12 || room > 1200) continue;
        this._write(view, label.text, (label.x - view.x) * scale, (label.y - view.y) * scale, half + 4, font);
      }
      this._towns(view);
    },

    _towns: function (view) {
      const { context, scale } = view;
      const font = `11.5px ${Demarc.font}`;
      for (const town of this._namedAt(view.zoom)) {
        const x = (town.x - view.x) * scale;
        const y = (town.y - view.y) * scale;
        if (x < -90 || y < -20 || x > 346 || y > 276) continue;
        context.beginPath();
        context.arc(x, y, 1.8, 0, 7);
        context.fill();
        this._write(view, town.name, x, y - 9, 90, font);
      }
    },

    // The towns named at a zoom: the larger ones first, none across another's name or a country's. The same for all tiles.
    _namedAt: function (zoom) {
      if (this._named.has(zoom)) return this._named.get(zoom);
      const scale = 2 ** zoom;
      const cells = new Map();
      const cell = (x, y) => `${Math.floor(x / 120)}:${Math.floor(y / 60)}`;
      const clear = (box) => {
        for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) {
          for (const other of cells.get(cell(box.x + dx * 120, box.y + dy * 60)) || []) {
            if (Math.abs(other.x - box.x) < other.half + box.half && Math.abs(other.y - box.y) < 27) return false;
          }
        }
        return true;
      };
      const take = (box) => {
        const key = cell(box.x, box.y);
        cells.set(key, [...(cells.get(key) || []), box]);
      };
      for (const { label } of this._areas) if (label && label.reach * scale <= 1200) take({ x: label.x * scale, y: label.y * scale, half: label.text.length * 4 });
      const named = this._all.filter((town) => {
        const box = { x: town.x * scale, y: town.y * scale - 9, half: town.name.length * 3.2 + 4 };
        if (town.zoom > zoom || !clear(box)) return false;
        take(box);
        return true;
      });
      this._named.set(zoom, named);
      return named;
    },

    _write: function ({ context }, text, x, y, half, font) {
      const size = this.getTileSize().x;
      if (x + half < 0 || x - half > size || y < -12 || y > size + 12) return;
      context.font = font;
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    },
  });

  Demarc.font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';
})();
