// Every word the map page shows, in one place.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});

  Demarc.words = {
    incidents: (n) => count(n, "incident", "incidents"),
    deployments: (n) => count(n, "deployment", "deployments"),
    of: (n, m, words) => (n === m ? words(m) : `${number(n)} of ${words(m)}`),
    undated: (n) => `${number(n)} undated`,
    unplaced: (n) => `${number(n)} without a place`,
    wide: (n) => `${number(n)} perhaps in the area`,
    wideTitle: "Perhaps in the area",
    wideHelp: "These reports name no more than a region or a country that may reach beyond the area. They are not on the map.",
    unplacedTitle: "Without a place",
    unplacedHelp: "These reports name no place, or one that has no known coordinates. They are not on the map.",
    undatedTitle: "Undated",
    undatedHelp: "These reports give no way to date them. The time filter cannot judge them.",
    nothing: "Nothing to show. Widen the time window or switch a layer on.",
    empty: "This map has no incidents. Change the filters, or add articles.",
    close: "Close",
    back: "Back to the list",
    here: (n, place) => `${count(n, "incident", "incidents")} at ${place}`,
    cluster: (n, make) => `${count(n, "incident", "incidents")} close together: ${make}. Zoom in.`,
    stack: (n, place) => `${count(n, "incident", "incidents")} at ${place}. Open the list.`,
    more: (n) => `and ${number(n)} more; narrow the time window to see them`,
    panel: "Legend and layers",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    groups: {
      facts: "Incidents by event type",
      movements: "Movements",
      doubt: "How sure the place is",
      others: "Not facts",
      zones: "Lines and zones",
      ground: "Map",
    },
    layers: {
      arcs: "Deployments, origin to destination",
      reach: "Regions and radii",
      countries: "Whole countries",
      zones: "Lines and zones",
      heat: "Heat",
      clusters: "Group close incidents",
      grid: "Grid, 10 degrees",
      labels: "Names of countries and towns",
      online: "OpenStreetMap (asks its servers)",
      planned: "Planned",
      hypothetical: "Hypothetical",
      denied: "Denied",
    },
    notes: {
      claimed: "Centre dot: claimed by someone, not stated as fact",
      vague: "Dashed ring: somewhere in that region or country",
      area: "Area asked for: what lies outside is left out",
      width: "Arrow width: strength",
      unknownWidth: "not given",
      moreFlows: (n) => `The 300 largest are drawn; ${number(n)} more are left out until the filters leave fewer`,
      moreReaches: (n) => `The 400 widest in view are drawn; ${number(n)} more when you zoom in`,
      crowded: "More than 1,500 symbols are in view: close ones are grouped until you zoom in",
      allOff: "All off",
      allOn: "All on",
    },
    area: {
      title: "Area",
      draw: "Draw an area",
      view: "Take what the map shows",
      clear: "Clear the area",
      holds: "A town lies in it by its point; a region or a country only where the whole of it does.",
      finish: "Finish",
      undo: "Take back",
      cancel: "Cancel",
      corners: (n) => (n < 3 ? `Click corners on the map, three or more (${n} so far).` : `${n} corners. Click the first one, or press Enter, to finish.`),
      few: "An area needs three corners or more.",
      crosses: "Its edges cross: take corners back until they do not.",
    },
    picture: { save: "Save as picture (PNG)", file: "incident-map.png" },
    theme: { label: "Colours", auto: "As the device", light: "Light", dark: "Dark" },
    modality: { asserted: "", planned: "Planned", hypothetical: "Hypothetical", denied: "Denied" },
    modalityHelp: {
      planned: "Planned: announced or prepared, not reported as having happened",
      hypothetical: "Hypothetical: might happen or might have happened",
      denied: "Denied: said not to have happened",
    },
    fields: {
      when: "When",
      where: "Where",
      from: "From",
      to: "To",
      who: "Who",
      unit: "Unit",
      claimed: "Claimed by",
      confidence: "Confidence",
      disagreements: "Reports disagree",
      history: "Corrections",
      others: "Also considered",
      fatalities: "Killed",
      injured: "Injured",
      troops: "Troops",
      weapons: "Weapons",
    },
    noDate: "Not dated by any report",
    noActor: "Not named",
    confidence: (percent) => `${percent >= 75 ? "high" : percent >= 45 ? "medium" : "low"}, ${percent}%`,
    reports: (n) => count(n, "report", "reports"),
    awaited: "Fetching the sentences …",
    reportClaim: (who) => `According to ${who}`,
    reportPublished: (day) => `published ${day}`,
    places: { 1: "town or site", 2: "near it, or a small area", 3: "region", 4: "country" },
    features: {
      PPL: "town", ADM1: "region", ADM2: "district", ADM3: "district", PCLI: "country", PCLD: "territory", CONT: "continent",
      RGN: "area", SEA: "sea", OCN: "ocean", STRT: "strait", GULF: "gulf", BAY: "bay", LK: "lake", STM: "river",
      ISL: "island", ISLS: "islands", PEN: "peninsula", MILB: "base", INSM: "military site", AIRP: "airport", AIRB: "air base",
      BDRG: "border crossing", BDRB: "border", DAM: "dam", PS: "power station", PRT: "port", ZNB: "buffer zone", ZN: "zone",
    },
    within: (km) => `±${number(km >= 10 ? Math.round(km) : km)} km`,
    precisions: { 1: "", 2: "week", 3: "month", 4: "year or wider" },
    flow: (from, to, n, strength) =>
      `${from} to ${to}: ${count(n, "deployment", "deployments")}${strength ? `, ${n > 1 ? "the largest " : ""}${strength}` : ""}`,
    strengths: { troops: (n) => `${n} troops`, weapons: (n) => `${n} weapons` },
    atLeast: (n) => `at least ${number(n)}`,
    atMost: (n) => `at most ${number(n)}`,
    range: (low, high) => `${number(low)} to ${number(high)}`,
    best: (best, range) => `${best} (${range})`,
    time: {
      opened: "The opened incident",
      title: "Time",
      all: "All dates",
      none: "No dated incidents",
      from: "First day shown",
      to: "Last day shown",
      window: "Days shown; arrow keys move them",
      play: "Play",
      pause: "Pause",
      back: "One step back",
      forward: "One step forward",
      speed: "Speed",
      unit: "Bars by",
      units: { day: "day", week: "week", month: "month", year: "year" },
      reset: "All dates",
      wide: "Pale: known only to the week, month or year, spread over it",
      keepUndated: "Undated",
      earlier: "Earlier",
      histogram: (n, from, to) => `Histogram of ${count(n, "dated incident", "dated incidents")} from ${from} to ${to}`,
    },
    made: (day) => `Made ${day}`,
    broken:
      "This browser cannot open the packed data of this map. Open the file in Firefox 113, Safari 16.4, Chrome 103 or a newer one.",
  };

  // As Intl.NumberFormat("en") writes it, which takes a page 30 to 60 ms to load.
  const number = (Demarc.number = (n) => String(n).replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ",")));

  function count(n, one, many) {
    return `${number(n)} ${n === 1 ? one : many}`;
  }

  const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const DAY = 86400000;
  const utc = (day) => new Date(day * DAY);
  const last = (year, month) => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

  Demarc.day = function (day) {
    const d = utc(day);
    return `${d.getUTCDate()} ${months[d.getUTCMonth()].slice(0, 3)} ${d.getUTCFullYear()}`;
  };

  Demarc.isoDay = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / DAY);

  Demarc.iso = (day) => utc(day).toISOString().slice(0, 10);

  Demarc.span = function (start, end) {
    if (start === end) return Demarc.day(start);
    const a = utc(start);
    const b = utc(end);
    const [ay, am, ad, by, bm, bd] = [a.getUTCFullYear(), a.getUTCMonth(), a.getUTCDate(), b.getUTCFullYear(), b.getUTCMonth(), b.getUTCDate()];
    const wholeMonths = ad === 1 && bd === last(by, bm);
    if (wholeMonths && am === 0 && bm === 11) return ay === by ? String(ay) : `${ay} to ${by}`;
    if (wholeMonths && ay === by && am === bm) return `${months[am]} ${ay}`;
    if (wholeMonths) return `${months[am]}${ay === by ? "" : ` ${ay}`} to ${months[bm]} ${by}`;
    if (ay === by && am === bm) return `${ad} to ${bd} ${months[am].slice(0, 3)} ${ay}`;
    return `${Demarc.day(start)} to ${Demarc.day(end)}`;
  };

  Demarc.when = function (date) {
    if (!date) return Demarc.words.noDate;
    const precision = Demarc.words.precisions[date[2]];
    return Demarc.span(date[0], date[1]) + (precision ? ` (${precision})` : "");
  };

  let regions = null;
  Demarc.country = function (code) {
    if (!code) return "";
    try {
      regions = regions || new Intl.DisplayNames(["en"], { type: "region" });
      return regions.of(code) || code;
    } catch (error) {
      if (error instanceof RangeError || error instanceof TypeError) return code; // a code no standard knows
      throw error;
    }
  };

  Demarc.kindOfPlace = function (place) {
    const { features, places } = Demarc.words;
    return features[place.feature] || (place.feature.startsWith("PPL") ? features.PPL : places[place.precision]);
  };

  Demarc.placeName = function (place) {
    const parts = [place.name];
    if (place.admin1 && place.admin1 !== place.name) parts.push(place.admin1);
    const country = Demarc.country(place.country);
    if (country && country !== place.name) parts.push(country);
    return parts.join(", ");
  };

  Demarc.where = (place) =>
    `${Demarc.placeName(place)} — ${Demarc.kindOfPlace(place)}, ${Demarc.words.within(place.radius_km)}`;

  Demarc.countWords = function ([low, best, high]) {
    const { atLeast, atMost, range, best: withRange } = Demarc.words;
    const bounds =
      low !== null && high !== null && low !== high ? range(low, high)
      : low !== null && low !== best && high === null ? atLeast(low)
      : high !== null && high !== best && low === null ? atMost(high)
      : "";
    if (best === null) return bounds || (low !== null ? number(low) : "");
    return bounds ? withRange(number(best), bounds) : number(best);
  };
})();
