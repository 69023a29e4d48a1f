"""The map's symbols as pictures, for formats whose readers draw no shapes of their own."""

from dataclasses import dataclass
from math import cos, pi, sin

from extract.taxonomy import EventType

PIXELS = 64
"""Of a side: sharp on a dense screen at the size a globe draws icons, 32 points."""

_CLAIM_DOT_RADIUS = 2.6


@dataclass(frozen=True, slots=True)
class Look:
    """How a symbol differs from its event type's plain one, by the rules of the map (`Demarc.symbol`)."""

    fact: bool = True
    """Solid; what is planned, hypothetical or denied is hollow."""
    claimed: bool = False
    """A dot in its middle: somebody claims it."""
    vague: bool = False
    """A dashed ring around it: somewhere in that region or country."""

    def __str__(self) -> str:
        said = ("" if self.fact else "not-fact", "claimed" * self.claimed, "region" * self.vague)
        return "-".join(filter(None, said))


def symbol_svg(event_type: EventType, look: Look) -> str:
    """A symbol in a 24 by 24 box, as `data/map/symbols.js` draws it on a light map."""
    colour, shape = event_type.colour, event_type.shape
    paint = (
        f'fill="{colour}" stroke="#ffffff" stroke-width="1.6" paint-order="stroke"'
        if look.fact
        else f'fill="#ffffff" fill-opacity=".8" stroke="{colour}" stroke-width="2" stroke-dasharray="3 2"'
    )
    path = PATHS.get(shape, PATHS["circle"])
    inner = f'<path d="{path}" fill-rule="evenodd" stroke-linejoin="round" {paint}/>'
    if look.claimed and look.fact:
        inner += _claim_dot(event_type)
    if look.vague:
        ring = 'fill="#ffffff" fill-opacity=".5" stroke-width="1.5" stroke-dasharray="3 2.2"'
        inner = (
            f'<circle cx="12" cy="12" r="11" stroke="{colour}" {ring}/>'
            f'<g transform="translate(12 12) scale(.68) translate(-12 -12)">{inner}</g>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="{PIXELS}" height="{PIXELS}">{inner}</svg>'
    )


def symbol_png(event_type: EventType, look: Look) -> bytes:
    """The same as a PNG of PIXELS by PIXELS on nothing."""
    import vl_convert  # 90 MB that only a file with pictures needs

    png: bytes = vl_convert.svg_to_png(symbol_svg(event_type, look))
    return png


def _claim_dot(event_type: EventType) -> str:
    ring = event_type.shape.endswith("-ring")
    y = {"triangle": 14.2, "triangle-down": 9.8}.get(event_type.shape, 12)
    radius, fill = (2, event_type.colour) if ring else (_CLAIM_DOT_RADIUS, "#ffffff")
    return f'<circle cx="12" cy="{y}" r="{radius}" fill="{fill}"/>'


def _polygon(corners: int, radius: float, turn: float = 0) -> str:
    return _closed([(radius, turn + 2 * pi * n / corners) for n in range(corners)], 12)


def _star() -> str:
    return _closed([(4.6 if n % 2 else 10.5, pi * n / 5) for n in range(10)], 12.6)


def _closed(corners: list[tuple[float, float]], middle: float) -> str:
    spots = (f"{12 + radius * sin(angle):.2f} {middle - radius * cos(angle):.2f}" for radius, angle in corners)
    return "M" + "L".join(spots) + "Z"


def _disc(radius: float) -> str:
    half = f"a{radius:g} {radius:g} 0 1 1 0"
    return f"M12 {12 - radius:g}{half} {2 * radius:g}{half} {-2 * radius:g}Z"


PATHS = {
    "circle": _disc(8),
    "square": "M4.8 4.8h14.4v14.4H4.8Z",
    "diamond": _polygon(4, 10),
    "triangle": "M12 2.8L22 20.2H2Z",
    "triangle-down": "M12 21.2L2 3.8H22Z",
    "pentagon": _polygon(5, 9.6),
    "hexagon": _polygon(6, 9.2, pi / 6),
    "star": _star(),
    "cross": "M8.6 3h6.8v5.6H21v6.8h-5.6V21H8.6v-5.6H3V8.6h5.6Z",
    "x": "M7.2 2.8L12 7.6L16.8 2.8L21.2 7.2L16.4 12L21.2 16.8L16.8 21.2L12 16.4L7.2 21.2L2.8 16.8L7.6 12L2.8 7.2Z",
    "circle-ring": _disc(8.6) + _disc(4),
    "square-ring": "M4 4h16v16H4Z" + "M8.4 8.4h7.2v7.2H8.4Z",
}
"""Outlines by the taxonomy's names of shapes; a test holds them to those of `data/map/symbols.js`."""
