// Scrolls a table to its opened row, once: see _scroll_to in table.py, which gives `data`.
const TRIES = 50; // a tenth of a second each, until the table is drawn
let last = "";

export default function ({ data, parentElement }) {
  const { table, row, row_px: rowPx } = data;
  const asked = `${table} ${row}`;
  let timer = 0;
  const scroll = (tries) => {
    const scroller = parentElement.ownerDocument.querySelector(`.st-key-${CSS.escape(table)} .dvn-scroller`);
    if (!scroller) {
      if (tries) timer = setTimeout(() => scroll(tries - 1), 100);
      return;
    }
    last = asked;
    const top = row * rowPx;
    const seen = Math.floor(scroller.clientHeight / rowPx) - 2; // rows, without the heading and the last
    if (top < scroller.scrollTop || top > scroller.scrollTop + seen * rowPx) {
      scroller.scrollTop = Math.max(0, top - Math.floor(seen / 2) * rowPx);
    }
  };
  if (asked !== last) scroll(TRIES);
  return () => clearTimeout(timer);
}
