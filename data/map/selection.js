// What of the model is shown. One pass over its incidents tells the layers what to draw and the page what to count, so
// that what is counted is what is drawn.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});

  // Incidents by the spot they are drawn at. Reports name the same towns again and again: 100,000 incidents stand at a
  // few thousand spots, and drawing costs what the spots cost.
  Demarc.Spots = class {
    constructor(model) {
      const { spots, types } = model;
      Object.assign(this, { spots, types, list: [], used: [] });
      this.total = new Uint32Array(spots.length);
      this.byType = new Uint32Array(spots.length * types.length);
      this.one = new Array(spots.length); // an incident of each spot: the only one where the total is 1
    }

    add(incident) {
      const { spot } = incident.place;
      if (!this.total[spot]++) {
        this.used.push(spot);
        this.one[spot] = incident;
      }
      this.byType[spot * this.types.length + incident.typeIndex] += 1;
      this.list.push(incident);
    }

    // How many of each event type stand at a spot.
    make(spot) {
      return this.byType.subarray(spot * this.types.length, (spot + 1) * this.types.length);
    }

    // The incidents at some spots, in the order of the data.
    at(spots) {
      const wanted = new Set(spots);
      return this.list.filter(({ place }) => wanted.has(place.spot));
    }

    // Whether both hold as many of each type at each spot, so that the same clusters stand for them.
    alike(other) {
      return this.spots === other.spots && this.byType.every((n, k) => n === other.byType[k]);
    }
  };

  // Who is there at all, whatever the layers and the time window let through.
  Demarc.census = function (incidents) {
    const found = { incidents: 0, deployments: 0, types: new Set(), modalities: new Set() };
    for (const incident of incidents) {
      found.modalities.add(incident.modality);
      if (!Demarc.isFact(incident)) continue;
      found.types.add(incident.typeIndex);
      found[Demarc.isDeployment(incident) ? "deployments" : "incidents"] += 1;
    }
    return found;
  };

  // `state` says which types and which layers are on, `includes` whether the time window lets an incident through.
  // `inTime` counts facts by type index and the others by modality, also those that are switched off. What filters could
  // not judge stands in the lists alone.
  Demarc.choose = function (model, state, includes) {
    const found = {
      facts: new Demarc.Spots(model), others: new Demarc.Spots(model), moves: [], unplaced: [], undated: [], wide: [],
      shown: 0, incidents: 0, deployments: 0, inTime: new Map(),
    };
    const seen = new Uint8Array(model.places.length);
    for (const incident of model.incidents) {
      if (!includes(incident)) continue;
      const fact = Demarc.isFact(incident);
      const key = fact ? incident.typeIndex : incident.modality;
      found.inTime.set(key, (found.inTime.get(key) || 0) + 1);
      if (!Demarc.switchedOn(state, incident)) continue;
      found.shown += 1;
      const moved = Demarc.isDeployment(incident);
      if (fact) found[moved ? "deployments" : "incidents"] += 1;
      if (!incident.date) found.undated.push(incident);
      if (!incident.place) { found.unplaced.push(incident); continue; }
      (fact ? found.facts : found.others).add(incident);
      if (fact) seen[incident.place.n] = 1;
      if (moved) found.moves.push(incident);
    }
    for (const incident of model.beside) {
      if (!includes(incident) || !Demarc.switchedOn(state, incident)) continue;
      if (!incident.date) found.undated.push(incident);
      if (!incident.place) found.unplaced.push(incident);
      if (incident.tooWide) found.wide.push(incident);
    }
    found.places = model.places.filter(({ n }) => seen[n]);
    return found;
  };

  // Whether the layers let an incident through, whatever its date.
  Demarc.switchedOn = ({ types, on }, incident) =>
    (Demarc.isFact(incident) || on.has(incident.modality)) && types.has(incident.typeIndex);
})();
