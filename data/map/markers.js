// Symbols and clusters. Only what is in view is in the page, so 100,000 incidents cost what 100 do.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const el = (...a) => Demarc.el(...a);
  const NEAR_PIXELS = 34; // symbols closer than this become a cluster
  const MOST_ALONE = 1500; // symbols in view beyond which close ones are grouped, asked for or not

  // A mark is what one marker stands for: {lat, lon, n, make}, `make` its incidents by type index; with `spot` where
  // all of them stand at one, with `cluster`, the number Supercluster knows it by, where they do not.
  Demarc.Markers = L.LayerGroup.extend({
    initialize: function (open, { hollow = false } = {}) {
      L.LayerGroup.prototype.initialize.call(this);
      Object.assign(this, { crowded: false, _open: open, _hollow: hollow, _shown: new Map(), _spots: null, _group: true, _index: null });
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
    set: function (spots, { group = true } = {}) {
      if (!this._spots || !spots.alike(this._spots)) this._index = null;
      Object.assign(this, { _spots: spots, _group: group });
      this._refresh();
    },
    shown: function () {
      return [...this._shown.values()];
    },
    // The clusters of all zooms, worked out when first needed. A cluster stands at the mean of its incidents.
    _clusters: function () {
      const { _spots: spots } = this;
      const keys = spots.types.map((_, n) => `t${n}`);
      const share = (spot) => {
        const { lat, lon } = spots.spots[spot];
        const sum = { spot, n: spots.total[spot], lat: lat * spots.total[spot], lon: lon * spots.total[spot] };
        spots.make(spot).forEach((n, type) => { sum[keys[type]] = n; });
        return { type: "Feature", properties: sum, geometry: { type: "Point", coordinates: [lon, lat] } };
      };
      const added = ["n", "lat", "lon", ...keys];
      return new Supercluster({
        radius: NEAR_PIXELS, extent: 256, maxZoom: this._map.getMaxZoom(), minPoints: 2,
        reduce: (sum, one) => { for (const key of added) sum[key] += one[key]; },
      }).load(spots.used.map(share));
    },
    _grouped: function (box, zoom) {
      this._index = this._index || this._clusters();
      return this._index.getClusters(box, zoom).map(({ properties: p }) => {
        if (!p.cluster) return this._alone(p.spot);
        return { lat: p.lat / p.n, lon: p.lon / p.n, n: p.n, make: this._spots.types.map((_, type) => p[`t${type}`]), cluster: p.cluster_id };
      });
    },
    _alone: function (spot) {
      const { spots, total } = this._spots;
      return { lat: spots[spot].lat, lon: spots[spot].lon, n: total[spot], make: this._spots.make(spot), spot };
    },
    // What is drawn in a box: a mark for each spot where that was asked for and is possible, else clusters.
    _within: function ([west, south, east, north], zoom) {
      const inside = ({ lat, lon }) => lat >= south && lat <= north && this._turned(lon) >= west && this._turned(lon) <= east;
      const alone = this._group ? null : this._spots.used.filter((spot) => inside(this._spots.spots[spot]));
      this.crowded = !!alone && alone.length > MOST_ALONE;
      return alone && !this.crowded ? alone.map((spot) => this._alone(spot)) : this._grouped([west, south, east, north], zoom);
    },
    // A longitude in the copy of the world that is in view.
    _turned: function (lon) {
      return lon + 360 * Math.round((this._map.getCenter().lng - lon) / 360);
    },
    _refresh: function () {
      if (!this._map || !this._spots) return;
      const bounds = this._map.getBounds().pad(0.2);
      const box = [bounds.getWest(), Math.max(-85, bounds.getSouth()), bounds.getEast(), Math.min(85, bounds.getNorth())];
      const wanted = new Map(this._within(box, Math.round(this._map.getZoom())).map((mark) => [this._likeness(mark), mark]));
      for (const [key, marker] of this._shown) {
        if (wanted.has(key)) continue;
        this.removeLayer(marker);
        this._shown.delete(key);
      }
      for (const [key, mark] of wanted) {
        if (this._shown.has(key)) this._shown.get(key).mark = mark;
        else this._add(key, mark);
      }
    },
    _one: function (mark) {
      return mark.n === 1 ? this._spots.one[mark.spot] : null;
    },
    // What is drawn and where: what is drawn anew as it was keeps its element, and a press on it its release.
    _likeness: function (mark) {
      const one = this._one(mark);
      if (!one) return `c${mark.lat},${mark.lon}:${mark.make}`;
      return ["i", one.id, one.typeIndex, one.sub, !!one.attribution, one.date, mark.lat, mark.lon].join();
    },
    _add: function (key, mark) {
      const at = [mark.lat, this._turned(mark.lon)];
      const marker = mark.n === 1 ? this._symbol(this._one(mark), at) : this._ring(mark, at);
      marker.mark = mark;
      this._shown.set(key, marker);
      this.addLayer(marker);
    },
    _symbol: function (incident, at) {
      const vague = incident.place.precision >= 3;
      const size = vague ? 30 : 24;
      const svg = Demarc.symbol(incident.type, { size, hollow: this._hollow, claimed: !!incident.attribution, vague });
      const marker = L.marker(at, { icon: L.divIcon({ className: "dm-marker", html: svg, iconSize: [size, size] }), keyboard: true, riseOnHover: true });
      const open = () => this._open([this._one(marker.mark)], at); // the same incident may have come anew
      marker.on("add", () => name(marker, Demarc.summary(incident), { incident: incident.id }, open));
      marker.on("click", open);
      marker.on("mouseover", () => this._open.hover(incident)).on("mouseout", () => this._open.hover(null));
      return marker.bindTooltip(() => el("span", {}, Demarc.summary(incident)), { direction: "top", offset: [0, -10], className: "dm-tip" });
    },
    _ring: function (mark, at) {
      const { types, spots } = this._spots;
      const make = [...mark.make].map((n, type) => ({ type: types[type], n })).filter(({ n }) => n).sort((a, b) => b.n - a.n);
      const { svg, size } = Demarc.ring(mark.n, make, { hollow: this._hollow });
      const place = mark.spot === undefined ? null : spots[mark.spot].place;
      const inWords = make.slice(0, 4).map(({ type, n }) => `${Demarc.number(n)} ${type.name}`).join(", ");
      const title = place ? Demarc.words.stack(mark.n, place.name) : Demarc.words.cluster(mark.n, inWords);
      const marker = L.marker(at, { icon: L.divIcon({ className: `dm-cluster${this._hollow ? " dm-cluster-other" : ""}`, html: svg, iconSize: [size, size] }), keyboard: true, riseOnHover: true });
      const enter = () => this._enter(marker.mark, at);
      marker.on("add", () => name(marker, title, { count: mark.n }, enter));
      marker.on("click", enter);
      return marker.bindTooltip(() => el("span", {}, place ? `${place.name}: ${inWords}` : inWords), { direction: "top", offset: [0, -size / 2 + 4], className: "dm-tip" });
    },
    // Zoom to where a cluster parts; the list of incidents where it does not.
    _enter: function ({ spot, cluster }, at) {
      const zoom = cluster === undefined ? Infinity : this._index.getClusterExpansionZoom(cluster);
      if (zoom <= this._map.getMaxZoom()) {
        this._map.setView(at, zoom);
        return;
      }
      const spots = cluster === undefined ? [spot] : this._index.getLeaves(cluster, Infinity).map((leaf) => leaf.properties.spot);
      this._open(this._spots.at(spots), at);
    },
  });

  function name(marker, title, data, act) {
    Object.assign(marker.getElement().dataset, data);
    Demarc.reachable(marker.getElement(), title, act);
  }
})();
