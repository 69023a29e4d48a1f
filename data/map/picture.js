// The map as seen, as a PNG to publish: title, filters, the map, its legend, its sources. Made in the page itself.
(function () {
  "use strict";
  const Demarc = (window.Demarc = window.Demarc || {});
  const DENSITY = 2; // pixels of the picture to one of the screen
  const MARGIN = 20;
  const LINE = 20;
  const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin", "opacity", "paint-order", "font-size", "font-weight", "font-family", "font-style", "text-anchor", "dominant-baseline"];

  // A copy of an SVG node with the page's styles written into it, for outside the page they do not reach.
  function inked(node) {
    const copy = node.cloneNode(true);
    const [from, to] = [[node, ...node.querySelectorAll("*")], [copy, ...copy.querySelectorAll("*")]];
    from.forEach((original, n) => {
      const style = getComputedStyle(original);
      to[n].setAttribute("style", STYLES.map((name) => `${name}:${style.getPropertyValue(name).replaceAll('"', "'")}`).join(";"));
    });
    return copy;
  }

  const placed = (node, origin) => {
    const box = node.getBoundingClientRect();
    return { x: box.x - origin.x, y: box.y - origin.y, width: box.width, height: box.height };
  };

  function figure(node, origin) {
    const style = getComputedStyle(node);
    const box = placed(node, origin);
    const group = Demarc.svg("g", {});
    group.append(Demarc.svg("rect", { ...box, rx: box.height / 2, fill: style.backgroundColor }));
    const text = Demarc.svg("text", { x: box.x + box.width / 2, y: box.y + box.height / 2, fill: style.color, "font-size": style.fontSize, "font-weight": style.fontWeight, "font-family": Demarc.font, "text-anchor": "middle", "dominant-baseline": "central" });
    text.textContent = node.textContent;
    group.append(text);
    return group;
  }

  // Everything drawn as SVG: arrows, lines, figures, symbols, in the order they lie on the map.
  function drawing(container, origin, size) {
    const whole = Demarc.svg("svg", { xmlns: "http://www.w3.org/2000/svg", width: size.x * DENSITY, height: size.y * DENSITY, viewBox: `0 0 ${size.x} ${size.y}` });
    for (const pane of ["zones", "area", "arcs"]) {
      for (const svg of container.querySelectorAll(`.leaflet-${pane}-pane > svg`)) {
        const { x, y } = placed(svg, origin);
        const [left, top] = svg.getAttribute("viewBox").split(" ").map(Number);
        const group = Demarc.svg("g", { transform: `translate(${x - left} ${y - top})` });
        group.append(...[...svg.children].map(inked));
        whole.append(group);
      }
    }
    for (const node of container.querySelectorAll(".dm-flow-label span")) whole.append(figure(node, origin));
    for (const node of container.querySelectorAll(".leaflet-marker-pane svg")) {
      const copy = inked(node);
      const box = placed(node, origin);
      for (const key in box) copy.setAttribute(key, box[key]);
      copy.setAttribute("overflow", "visible");
      whole.append(copy);
    }
    return whole;
  }

  function asImage(svg) {
    return new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => resolve(image);
      image.onerror = () => reject(new Error("the browser could not draw the symbols of the map"));
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
    });
  }

  async function drawMap(context, container, top) {
    const origin = container.getBoundingClientRect();
    const size = { x: container.clientWidth, y: container.clientHeight };
    context.save();
    context.translate(0, top);
    context.beginPath();
    context.rect(0, 0, size.x, size.y);
    context.clip();
    context.fillStyle = getComputedStyle(container).backgroundColor;
    context.fillRect(0, 0, size.x, size.y);
    for (const canvas of container.querySelectorAll("canvas")) {
      const { x, y, width, height } = placed(canvas, origin);
      context.globalAlpha = +getComputedStyle(canvas).opacity;
      if (width && height) context.drawImage(canvas, x, y, width, height);
    }
    context.globalAlpha = 1;
    context.drawImage(await asImage(drawing(container, origin, size)), 0, 0, size.x, size.y);
    context.restore();
  }

  // Entries of the legend in rows as wide as the map.
  function rows(context, entries, width) {
    const found = [[]];
    let x = MARGIN;
    for (const entry of entries) {
      const wide = context.measureText(entry.text).width + 46;
      if (x + wide > width - MARGIN && found[found.length - 1].length) {
        found.push([]);
        x = MARGIN;
      }
      found[found.length - 1].push({ ...entry, x });
      x += wide;
    }
    return found;
  }

  const HEADER_END = 33; // a PNG's signature and its first chunk, IHDR, which nothing may come before

  // The picture with texts in its file, as PNG (third edition) 11.3.3.4 has them: readers and archives find them there.
  async function described(blob, texts) {
    const chunks = Object.entries(texts).map(([keyword, text]) => chunk("iTXt", `${keyword}\0\0\0\0\0${text}`));
    return new Blob([blob.slice(0, HEADER_END), ...chunks, blob.slice(HEADER_END)], { type: "image/png" });
  }

  function chunk(type, text) {
    const body = new TextEncoder().encode(type + text);
    const bytes = new Uint8Array(body.length + 8);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, body.length - 4);
    bytes.set(body, 4);
    view.setUint32(bytes.length - 4, crc(body));
    return bytes;
  }

  function crc(bytes) {
    let sum = ~0;
    for (const byte of bytes) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
    }
    return ~sum >>> 0;
  }

  // `head` is lines of text above the map, the first the title; `legend` is [{type, text}]; `foot` a line below.
  Demarc.picture = async function (container, { head, legend, foot }) {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    const style = getComputedStyle(document.documentElement);
    const ink = (name) => style.getPropertyValue(`--${name}`).trim();
    const width = container.clientWidth;
    context.font = `13px ${Demarc.font}`;
    const lines = rows(context, legend, width);
    const top = 18 + LINE * head.length + 8;
    const bottom = top + container.clientHeight;
    canvas.width = width * DENSITY;
    canvas.height = (bottom + 14 + LINE * (lines.length + 1) + 8) * DENSITY;
    context.scale(DENSITY, DENSITY);
    context.fillStyle = ink("paper");
    context.fillRect(0, 0, canvas.width, canvas.height);
    head.forEach((text, n) => {
      context.fillStyle = ink(n ? "muted" : "ink");
      context.font = `${n ? "13px" : "600 17px"} ${Demarc.font}`;
      context.fillText(text, MARGIN, 28 + n * LINE, width - 2 * MARGIN);
    });
    await drawMap(context, container, top);
    context.font = `13px ${Demarc.font}`;
    context.textBaseline = "middle";
    for (const [n, line] of lines.entries()) {
      for (const { type, text, x } of line) {
        const symbol = Demarc.symbol(type, { size: 16 });
        symbol.setAttribute("xmlns", "http://www.w3.org/2000/svg");
        symbol.querySelector("path").setAttribute("style", `fill:${type.colour};stroke:${ink("halo")};stroke-width:1`);
        context.drawImage(await asImage(symbol), x, bottom + 14 + n * LINE, 16, 16);
        context.fillStyle = ink("ink");
        context.fillText(text, x + 22, bottom + 22 + n * LINE);
      }
    }
    context.fillStyle = ink("muted");
    context.font = `11.5px ${Demarc.font}`;
    context.fillText(foot, MARGIN, bottom + 24 + lines.length * LINE, width - 2 * MARGIN);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const [title, ...more] = head;
    return described(blob, { Title: title, Description: more.join(". "), Source: foot, Software: "Demarc" });
  };

  Demarc.save = function (blob, name) {
    const link = Demarc.el("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
})();
