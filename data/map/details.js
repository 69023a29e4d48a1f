// What opens behind a symbol: the incident, how sure each part is, and the sentences it came from.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const el = (...a) => Demarc.el(...a);
  const words = () => Demarc.words;
  const LISTED = 200; // rows of a list before it says "and N more"

  function row(term, ...content) {
    return el("div", { class: "dm-row" }, el("dt", {}, term), el("dd", {}, ...content));
  }

  function lines(texts) {
    return texts.length === 1 ? texts[0] : el("ul", { class: "dm-lines" }, ...texts.map((text) => el("li", {}, text)));
  }

  function heading(incident) {
    const badge = incident.modality !== "asserted" && el("span", { class: `dm-badge dm-${incident.modality}`, title: words().modalityHelp[incident.modality] }, words().modality[incident.modality]);
    return el("header", { class: "dm-head" },
      Demarc.symbol(incident.type, { size: 26, hollow: !Demarc.isFact(incident), claimed: !!incident.attribution }),
      el("div", {}, el("h2", { tabindex: -1 }, incident.sub), el("p", {}, incident.type.name, badge ? " " : null, badge || null)));
  }

  function origin(incident, f) {
    if (incident.origin) return row(f.from, Demarc.where(incident.origin));
    return incident.unoriginated ? row(f.from, incident.unoriginated) : null;
  }

  function facts(model, incident) {
    const f = words().fields;
    const place = incident.place ? Demarc.where(incident.place) : incident.unplaced;
    const counts = ["fatalities", "injured", "troops", "weapons"].filter((kind) => incident.counts[kind]);
    return el("dl", { class: "dm-facts" },
      row(f.when, Demarc.when(incident.date)),
      origin(incident, f),
      row(Demarc.isDeployment(incident) && incident.origin ? f.to : f.where, place),
      row(f.who, incident.actors.length ? incident.actors.join(", ") : words().noActor),
      incident.unit && row(f.unit, incident.unit),
      ...counts.map((kind) => row(f[kind], Demarc.countWords(incident.counts[kind]))),
      incident.attribution && row(f.claimed, incident.attribution),
      row(f.confidence, meter(incident.confidence), words().confidence(incident.confidence)),
      incident.disagreements.length ? row(f.disagreements, lines(incident.disagreements)) : null,
      incident.history.length ? row(f.history, lines(incident.history)) : null,
      incident.others.length ? row(f.others, lines(incident.others.map(Demarc.placeName))) : null);
  }

  function meter(percent) {
    const bar = el("span", { class: "dm-meter", "aria-hidden": "true" }, el("span"));
    bar.firstChild.style.width = `${percent}%`;
    return bar;
  }

  function report(found) {
    const title = found.title || found.source || "";
    const name = found.url ? el("a", { href: found.url, target: "_blank", rel: "noopener noreferrer" }, title) : el("span", {}, title);
    const about = [found.source !== title && found.source, found.published && words().reportPublished(Demarc.day(Demarc.isoDay(found.published)))].filter(Boolean);
    return el("li", { class: "dm-report" },
      el("blockquote", {}, found.before && `${found.before.trimStart()}${/\s$/.test(found.before) ? "" : " "}`, el("mark", {}, found.sentence), found.after && `${/^\s/.test(found.after) ? "" : " "}${found.after.trimEnd()}`),
      el("p", { class: "dm-source" }, name, about.length ? ` — ${about.join(", ")}` : ""),
      found.attribution && el("p", { class: "dm-source" }, words().reportClaim(found.attribution)));
  }

  Demarc.card = function (model, incident) {
    const reports = model.reports(incident);
    return el("article", { class: "dm-card", "data-incident": incident.id },
      heading(incident), facts(model, incident), ...(reports ? sentences(reports) : [el("p", { class: "dm-note dm-awaited" }, words().awaited)]));
  };

  const sentences = (reports) =>
    reports.length ? [el("h3", {}, words().reports(reports.length)), el("ol", { class: "dm-reports" }, ...reports.map(report))] : [];

  // Put the sentences that came after the page into a card that waits for them.
  Demarc.fill = function (card, reports) {
    const awaited = card.querySelector(".dm-awaited");
    if (awaited) awaited.replaceWith(...sentences(reports));
  };

  // The click goes no further: its target is gone from the page when Leaflet asks whether it was inside the popup.
  Demarc.item = function (incident, onopen) {
    return el("li", {}, el("button", { type: "button", class: "dm-item", "data-incident": incident.id, onclick: (event) => { event.stopPropagation(); onopen(incident); } },
      Demarc.symbol(incident.type, { size: 18, hollow: !Demarc.isFact(incident), claimed: !!incident.attribution }),
      el("span", {}, el("b", {}, incident.sub), el("small", {}, [incident.date ? Demarc.when(incident.date) : incident.place && incident.place.name, incident.attribution].filter(Boolean).join(" · ")))));
  };

  // Several incidents at one place: a list, newest first, whose items open in its stead. `onchange` is called after
  // each change of size with the incident that is open, null for the list.
  Demarc.stack = function (model, incidents, title, onchange) {
    const box = el("div", { class: "dm-stack" });
    const sorted = [...incidents].sort((a, b) => (b.date ? b.date[0] : -Infinity) - (a.date ? a.date[0] : -Infinity));
    const list = () => {
      const rest = sorted.length - LISTED;
      box.replaceChildren(el("h2", { tabindex: -1 }, title),
        el("ul", { class: "dm-items" }, ...sorted.slice(0, LISTED).map((incident) => Demarc.item(incident, open))),
        ...(rest > 0 ? [el("p", { class: "dm-note" }, words().more(rest))] : []));
    };
    const turn = (incident) => {
      onchange(incident);
      box.querySelector("h2").focus({ preventScroll: true });
    };
    const back = (event) => { event.stopPropagation(); list(); turn(null); };
    const open = (incident) => {
      box.replaceChildren(el("button", { type: "button", class: "dm-back", onclick: back }, `‹ ${words().back}`), Demarc.card(model, incident));
      turn(incident);
    };
    list();
    return box;
  };
})();
