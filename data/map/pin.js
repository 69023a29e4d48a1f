// A place chosen on the map: a page around it sets pins to choose from, and hears where its reader clicks.
//   in   {type: "demarc:pins", pins: [{lat, lon, mark, label, id, now}]}   `mark` stands on the pin; `now` is the present place
//   out  {type: "demarc:point", lat, lon, id}                             id of the pin that was clicked, else null
(function () {
  "use strict";
  const CLOSE_ZOOM = 6; // a single pin shows its surroundings
  const AROUND_M = 2e6; // pins farther from the first are not what the view is made for
  let group = null;

  window.addEventListener("message", (event) => {
    if (window.parent === window || event.source !== window.parent || event.data?.type !== "demarc:pins" || !window.demarc) return;
    choose(window.demarc, event.data.pins);
  });

  function choose(page, pins) {
    const { map } = page;
    if (!group) {
      group = L.featureGroup().addTo(map);
      map.on("click", ({ latlng }) => tell(page, latlng.wrap(), null));
      page.root.classList.add("dm-choosing");
    }
    group.clearLayers();
    for (const pin of pins) group.addLayer(draw(page, pin));
    if (!pins.length) return;
    const around = pins.filter((pin) => map.distance([pin.lat, pin.lon], [pins[0].lat, pins[0].lon]) < AROUND_M);
    const spots = L.latLngBounds(around.map(({ lat, lon }) => [lat, lon]));
    map.fitBounds(spots.pad(0.2), { maxZoom: CLOSE_ZOOM, animate: false });
  }

  function draw(page, pin) {
    const at = [pin.lat, pin.lon];
    const icon = L.divIcon({ className: pin.now ? "dm-pin dm-pin-now" : "dm-pin", html: "", iconSize: [24, 24] });
    const marker = L.marker(at, { icon, title: pin.label, alt: pin.label, keyboard: true, zIndexOffset: pin.now ? 1000 : -Number(pin.mark) });
    marker.on("add", () => (marker.getElement().textContent = pin.mark));
    marker.on("click", () => tell(page, L.latLng(at), pin.id));
    return marker;
  }

  function tell(page, { lat, lng }, id) {
    page._tell({ type: "demarc:point", lat, lon: lng, id });
  }
})();
