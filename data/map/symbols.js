// Symbols: one shape and colour an event type, drawn in a 24 by 24 box, so that colour never stands alone.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const SVG = "http://www.w3.org/2000/svg";

  const polygon = (corners, radius, turn) =>
    "M" + Array.from({ length: corners }, (_, n) => {
      const angle = turn + (2 * Math.PI * n) / corners;
      return `${(12 + radius * Math.sin(angle)).toFixed(2)} ${(12 - radius * Math.cos(angle)).toFixed(2)}`;
    }).join("L") + "Z";
  const star = () =>
    "M" + Array.from({ length: 10 }, (_, n) => {
      const radius = n % 2 ? 4.6 : 10.5;
      const angle = (Math.PI * n) / 5;
      return `${(12 + radius * Math.sin(angle)).toFixed(2)} ${(12.6 - radius * Math.cos(angle)).toFixed(2)}`;
    }).join("L") + "Z";
  const disc = (r) => `M12 ${12 - r}a${r} ${r} 0 1 1 0 ${2 * r}a${r} ${r} 0 1 1 0 ${-2 * r}Z`;

  const paths = {
    circle: disc(8),
    square: "M4.8 4.8h14.4v14.4H4.8Z",
    diamond: polygon(4, 10, 0),
    triangle: "M12 2.8L22 20.2H2Z",
    "triangle-down": "M12 21.2L2 3.8H22Z",
    pentagon: polygon(5, 9.6, 0),
    hexagon: polygon(6, 9.2, Math.PI / 6),
    star: star(),
    cross: "M8.6 3h6.8v5.6H21v6.8h-5.6V21H8.6v-5.6H3V8.6h5.6Z",
    x: "M7.2 2.8L12 7.6L16.8 2.8L21.2 7.2L16.4 12L21.2 16.8L16.8 21.2L12 16.4L7.2 21.2L2.8 16.8L7.6 12L2.8 7.2Z",
    "circle-ring": disc(8.6) + disc(4),
    "square-ring": "M4 4h16v16H4Z" + "M8.4 8.4h7.2v7.2H8.4Z",
  };

  function element(name, attributes) {
    const node = document.createElementNS(SVG, name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    return node;
  }
  Demarc.svg = element;

  // How a symbol looks: hollow for what is not a fact, dotted for a claim, ringed where the place is a whole region.
  Demarc.symbol = function (type, { size = 22, hollow = false, claimed = false, vague = false } = {}) {
    const svg = element("svg", { viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true", focusable: "false" });
    if (vague) svg.append(element("circle", { cx: 12, cy: 12, r: 11, class: "dm-vague", stroke: type.colour }));
    const group = element("g", vague ? { transform: "translate(12 12) scale(.68) translate(-12 -12)" } : {});
    const path = element("path", { d: paths[type.shape] || paths.circle, "fill-rule": "evenodd", class: hollow ? "dm-hollow" : "dm-solid" });
    path.style.setProperty("--type", type.colour);
    group.append(path);
    if (claimed && !hollow) group.append(claimDot(type));
    svg.append(group);
    return svg;
  };

  function claimDot(type) {
    const ring = type.shape.endsWith("-ring");
    return element("circle", { cx: 12, cy: type.shape === "triangle" ? 14.2 : type.shape === "triangle-down" ? 9.8 : 12, r: ring ? 2 : 2.6, fill: ring ? type.colour : "#fff" });
  }

  // A cluster: its number inside a ring whose arcs are its event types in proportion.
  Demarc.ring = function (total, make, { hollow = false } = {}) {
    const size = 30 + Math.min(26, Math.round(7 * Math.log10(total)));
    const svg = blank.ring.cloneNode(true);
    svg.setAttribute("width", size);
    svg.setAttribute("height", size);
    const around = 2 * Math.PI * RADIUS;
    let start = 0;
    for (const { type, n } of make) {
      const length = (around * n) / total;
      const arc = (hollow ? blank.thin : blank.arc).cloneNode();
      arc.setAttribute("stroke", type.colour);
      arc.setAttribute("stroke-dasharray", `${length.toFixed(2)} ${(around - length).toFixed(2)}`);
      if (start) arc.setAttribute("stroke-dashoffset", (-start).toFixed(2));
      svg.append(arc);
      start += length;
    }
    const text = blank.text.cloneNode();
    text.setAttribute("font-size", total > 9999 ? 11 : total > 999 ? 12.5 : 15);
    text.textContent = total > 9999 ? `${Math.round(total / 1000)}k` : Demarc.number(total);
    svg.append(text);
    return { svg, size };
  };

  // What all rings share, copied for each: hundreds are drawn anew with every zoom.
  const RADIUS = 19;
  const arc = (width) => element("circle", { cx: 24, cy: 24, r: RADIUS, fill: "none", "stroke-width": width, transform: "rotate(-90 24 24)" });
  const blank = { ring: element("svg", { viewBox: "0 0 48 48", "aria-hidden": "true", focusable: "false" }), arc: arc(6.5), thin: arc(3), text: element("text", { x: 24, y: 24, class: "dm-ring-text" }) };
  blank.ring.append(element("circle", { cx: 24, cy: 24, r: 23, class: "dm-ring-edge" }), element("circle", { cx: 24, cy: 24, r: 16, class: "dm-ring-core" }));

  // Options of a map that does not move by itself for a reader who asked for less motion.
  Demarc.calmed = function (options) {
    const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    return { ...options, zoomAnimation: moves, fadeAnimation: moves, markerZoomAnimation: moves, inertia: moves };
  };

  // Make something drawn into a button that the keyboard reaches and a screen reader names.
  Demarc.reachable = function (node, title, act) {
    for (const [key, value] of [["tabindex", "0"], ["role", "button"], ["aria-label", title]]) node.setAttribute(key, value);
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
  };

  // Small helper for the page's own elements: text goes in as text, never as markup.
  Demarc.el = function (name, attributes = {}, ...children) {
    const node = document.createElement(name);
    for (const key in attributes) {
      if (key === "class") node.className = attributes[key];
      else if (key.startsWith("on")) node.addEventListener(key.slice(2), attributes[key]);
      else if (attributes[key] !== null && attributes[key] !== undefined && attributes[key] !== false) node.setAttribute(key, attributes[key]);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };
})();
