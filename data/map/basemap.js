// The ground: country polygons drawn into canvas tiles, so that panning, zooming and wrapping cost what tiles cost.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const WORLD = 256; // pixels around the world at zoom 0
  const POLE = 85.0511;
  const THIN_PX = 0.5; // corners closer than this to the last one drawn tell nothing
  const THIN_SHORE_PX = 1.6; // the same for the shore, a stroke of 4 pixels and more
  const FINEST = 9; // the zoom from which every corner is drawn
  const RUN = 40; // corners of a piece of outline

  const worldX = (lon) => ((lon + 180) / 360) * WORLD;
  const worldY = (lat) => {
    const s = Math.sin((Math.max(-POLE, Math.min(POLE, lat)) * Math.PI) / 180);
    return (0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)) * WORLD;
  };
  Demarc.worldPixel = (lat, lon) => [worldX(lon), worldY(lat)];

  // A cut of the data, not a coast: the antimeridian and the pole get no line.
  const isSeam = (lon, lat) => Math.abs(lon) > 179.98 || lat < -89.9;

  // A ring as world pixels, two numbers a corner, and whether each corner lies on a cut. Decodes what `Demarc.shape`
  // does, without an object for each of 60,000 corners.
  function ring(flat) {
    const corners = new Float64Array(flat.length);
    const seams = new Uint8Array(flat.length / 2);
    let [lon, lat] = [0, 0];
    for (let n = 0; n < flat.length; n += 2) {
      lon += flat[n];
      lat += flat[n + 1];
      corners[n] = worldX(lon / 1000);
      corners[n + 1] = worldY(lat / 1000);
      seams[n / 2] = isSeam(lon / 1000, lat / 1000) ? 1 : 0;
    }
    return { corners, seams };
  }

  const nothing = () => [Infinity, Infinity, -Infinity, -Infinity];
  function grow(box, x, y) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }

  function part(rings) {
    const found = { rings: rings.map(ring), box: nothing(), drawn: [] };
    for (const { corners } of found.rings) for (let n = 0; n < corners.length; n += 2) grow(found.box, corners[n], corners[n + 1]);
    return found;
  }

  // The paths of a part at a zoom, made once: corners nearer than a pixel's share are left out, and outlines are cut into
  // runs with boxes of their own, for a stroke costs what the whole of its path costs, also where a tile shows a corner.
  function paths(part, zoom, run) {
    const level = Math.min(zoom, FINEST);
    const made = (pixels) => outlines(part.rings, (pixels / 2 ** level) ** 2, run);
    part.drawn[level] = part.drawn[level] || { ...made(THIN_PX), shores: made(THIN_SHORE_PX).lines };
    return part.drawn[level];
  }

  function outlines(rings, least, run) {
    const fill = new Path2D();
    const lines = [];
    for (const { corners, seams } of rings) {
      let line = null;
      let length = 0;
      let [lastX, lastY, seam] = [NaN, NaN, 1];
      for (let n = 0; n < corners.length; n += 2) {
        const [x, y, cut] = [corners[n], corners[n + 1], seams[n / 2]];
        const end = n === 0 || n === corners.length - 2 || cut !== seam;
        if (!end && (x - lastX) ** 2 + (y - lastY) ** 2 < least) continue;
        if (n) fill.lineTo(x, y); else fill.moveTo(x, y);
        if (!line || length >= run) {
          line = { path: new Path2D(), box: nothing() };
          lines.push(line);
          length = 0;
          if (n) { line.path.moveTo(lastX, lastY); grow(line.box, lastX, lastY); }
        }
        if (n && !(seam && cut)) line.path.lineTo(x, y); else line.path.moveTo(x, y);
        grow(line.box, x, y);
        length += 1;
        [lastX, lastY, seam] = [x, y, cut];
      }
      fill.closePath();
    }
    return { fill, lines };
  }

  function prepare(area) {
    const label = area.label && { text: area.name, x: worldX(area.label[0]), y: worldY(area.label[1]), reach: worldX(area.label[2]) - worldX(0) };
    return { ...area, parts: area.shape.polygons.map(part), label };
  }

  Demarc.Basemap = L.GridLayer.extend({
    options: { pane: "ground", keepBuffer: 3, minZoom: 0, maxZoom: 18, labels: true, grid: false },

    initialize: function (areas, options) {
      L.setOptions(this, options);
      this._areas = areas.countries.map(prepare);
      this._all = areas.towns.map(([name, lat, lon, zoom]) => ({ name, x: worldX(lon), y: worldY(lat), zoom }));
      this._named = new Map();
      this.ink();
    },

    // Take the colours of the current theme from the style sheet.
    ink: function () {
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(`--map-${name}`).trim();
      this._ink = { land: colour("land"), shore: colour("shore"), border: colour("border"), label: colour("label"), halo: colour("halo"), grid: colour("grid"), disputed: colour("disputed") };
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
      const fills = [];
      const [shores, borders, disputed] = [[], [], []];
      for (const area of this._areas) {
        for (const part of area.parts) {
          if (!near(part.box)) continue;
          const { fill, lines, shores: wide } = paths(part, view.zoom, area.disputed ? Infinity : RUN); // dashes run through
          fills.push(fill);
          for (const { path, box } of wide) if (near(box)) shores.push(path);
          for (const { path, box } of lines) if (near(box)) (area.disputed ? disputed : borders).push(path);
        }
      }
      context.lineJoin = context.lineCap = "round";
      this._stroke(context, shores, this._ink.shore, pixels(view.zoom > 3 ? 7 : 4));
      context.fillStyle = this._ink.land;
      for (const fill of fills) context.fill(fill, "evenodd");
      this._stroke(context, borders, this._ink.border, pixels(view.zoom > 4 ? 1.2 : 0.8));
      context.lineCap = "butt";
      context.setLineDash([pixels(5), pixels(4)]);
      this._stroke(context, disputed, this._ink.disputed, pixels(1.2));
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
