// The data of the page: unpacking it, and the incidents as records. `geo/map_payload.py` writes what this reads.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});

  // JSON of a script element; large data comes deflated, in base64.
  Demarc.read = async function (id) {
    const node = document.getElementById(id);
    if (node.dataset.packed !== "deflate") return JSON.parse(node.textContent);
    if (typeof DecompressionStream === "undefined") throw new Demarc.CannotUnpack(Demarc.words.broken);
    const bytes = unpacked(node.textContent.trim());
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  };
  // Base64 as bytes. Uint8Array.from with a function takes five times as long.
  function unpacked(text) {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let n = 0; n < letters.length; n++) bytes[n] = letters.charCodeAt(n);
    return bytes;
  }
  Demarc.CannotUnpack = class extends Error {};

  // Rings and lines of a shape as [lat, lon] pairs, the order Leaflet wants.
  Demarc.shape = function (encoded) {
    if (!encoded) return null;
    const line = (flat) => {
      const points = new Array(flat.length / 2);
      let x = 0;
      let y = 0;
      for (let n = 0; n < flat.length; n += 2) {
        x += flat[n];
        y += flat[n + 1];
        points[n / 2] = [y / 1000, x / 1000];
      }
      return points;
    };
    return { polygons: encoded.polygons.map((rings) => rings.map(line)), lines: encoded.lines.map(line) };
  };

  Demarc.link = function (url) {
    try {
      const parsed = new URL(url);
      return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : null;
    } catch (error) {
      if (error instanceof TypeError) return null; // not an address
      throw error;
    }
  };

  Demarc.decode = function (payload) {
    const { words, types } = payload;
    const word = (n) => (n < 0 ? null : words[n]);
    const places = payload.places.id.map((id, n) => {
      const place = { n };
      for (const key in payload.places) place[key] = payload.places[key][n];
      return place;
    });
    const spots = standing(places);
    const place = (n) => (n < 0 ? null : places[n]);
    const c = payload.incidents;
    const [lacking, tooWide] = payload.beside; // the last of them: told in lists, never drawn
    const drawn = c.id.length - lacking - tooWide;
    const all = c.id.map((id, n) => ({
      n, id, type: types[c.type[n]], typeIndex: c.type[n], sub: word(c.sub[n]), modality: word(c.modality[n]),
      attribution: word(c.attribution[n]), place: place(c.place[n]), origin: place(c.origin[n]), unplaced: word(c.unplaced[n]),
      unoriginated: word(c.unoriginated[n]), date: c.date[n], actors: c.actors[n].map(word), counts: c.counts[n] || {},
      confidence: c.confidence[n], unit: word(c.unit[n]), disagreements: c.disagreements[n].map(word),
      others: c.others[n].map(place), history: c.history[n].map(word), beside: n >= drawn, tooWide: n >= drawn + lacking,
    }));
    const told = new Map(); // the reports that have come, by incident
    if (payload.reports) hear(told, payload, all);
    const reports = (incident) => told.get(incident.id) || null;
    const known = finder(all);
    const held = all.slice(0, drawn);
    return { types, places, spots, all, held, known, reports, told, incidents: held, beside: all.slice(drawn), find: known, census: Demarc.census(held), share: payload.share || null };
  };

  // Spots on the map: places with the same coordinates share one. Each place gets the number of its spot.
  function standing(places) {
    const spots = [];
    const known = new Map();
    for (const place of places) {
      const key = `${place.lat},${place.lon}`;
      if (!known.has(key)) known.set(key, spots.push({ lat: place.lat, lon: place.lon, place }) - 1);
      place.spot = known.get(key);
    }
    return spots;
  }

  // An incident by its id, null for none; the table of ids is made when first asked.
  function finder(incidents) {
    let byId = null;
    return (id) => {
      byId = byId || new Map(incidents.map((incident) => [incident.id, incident]));
      return byId.get(id) || null;
    };
  }

  // The model with those incidents only that pass, all of what it holds where `passes` is null.
  Demarc.only = function (model, passes) {
    const incidents = passes ? model.held.filter(passes) : model.held;
    const find = (id) => { const found = model.known(id); return found && (!passes || passes(found)) ? found : null; };
    return { ...model, incidents, find, census: Demarc.census(incidents) };
  };

  // Whether bit n of a mask is set; eight bits a byte, lowest first, in base64.
  Demarc.mask = function (text) {
    const bytes = unpacked(text);
    return (n) => (bytes[n >> 3] >> (n & 7)) & 1;
  };

  // Keep the reports of these incidents; `reports.of` says how many each has.
  function hear(told, { reports: r, documents, words }, incidents) {
    const word = (n) => (n < 0 ? null : words[n]);
    let n = 0;
    const next = () => {
      const [title, source, url, published] = documents[r.document[n]];
      return {
        title, source, url: url && Demarc.link(url), published, sentence: r.sentence[n], before: r.before[n], after: r.after[n],
        attribution: word(r.attribution[n]), counts: r.counts[n] || {}, date: r.date[n++],
      };
    };
    incidents.forEach((incident, k) => told.set(incident.id, Array.from({ length: r.of[k] }, next)));
  }

  // Sentences are most of a page: they stand in it in parts of `share` incidents, of which one is read when an incident
  // of it is opened. Resolves once the incident's reports are there.
  Demarc.fetchReports = async function ({ told, all, share }, incident) {
    const part = Math.floor(incident.n / share);
    const found = await Demarc.read(`dm-evidence-${part}`);
    if (!told.has(incident.id)) hear(told, found, all.slice(part * share, (part + 1) * share));
  };

  Demarc.isDeployment = (incident) => incident.type.name === "Deployments";
  Demarc.isFact = (incident) => incident.modality === "asserted";

  // The largest figure a deployment's report gives, and of what.
  Demarc.strength = function (incident) {
    for (const kind of ["troops", "weapons"]) {
      const count = incident.counts[kind];
      if (!count) continue;
      const value = count[1] ?? count[0] ?? count[2];
      if (value !== null && value !== undefined) return { kind, value, words: count[1] === null ? Demarc.countWords(count) : Demarc.number(count[1]) };
    }
    return null;
  };

  Demarc.summary = (incident) =>
    [incident.sub, incident.date ? Demarc.when(incident.date) : null, incident.place && incident.place.name].filter(Boolean).join(", ");
})();
