"""KML styles: the map's symbols as icons, arcs as wide as on the map, and the reach of an uncertain place."""

import math
from base64 import b64encode
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement

from extract.taxonomy import EventType, Taxonomy
from extract.types import Count, Modality
from geo.exporting.symbols import Look, symbol_png
from geo.types import GeoPrecision, Incident, Place

KML = "http://www.opengis.net/kml/2.2"
REACH = "uncertainty"
"""The style of where a place may be."""
REACH_COLOUR = "#00587a"
"""The map's own (`--reach` of data/map/demarc.css)."""
ICON_SCALE, RINGED_SCALE = 0.8, 1.0
"""Of KML's 32 points: the map draws 24 pixels, and 30 with a ring."""


def look_of(incident: Incident) -> Look:
    """How the map draws its symbol."""
    region = isinstance(incident.place, Place) and incident.place.geo_precision >= GeoPrecision.REGION
    return Look(fact=_is_fact(incident), claimed=incident.attribution is not None, vague=region)


def icon_style_name(incident: Incident, taxonomy: Taxonomy) -> str:
    """The id of its symbol's style: "battles", "battles-claimed-region"; KeyError for an unknown event type."""
    return _icon_name(taxonomy.event_type(incident.event_type), look_of(incident))


def arc_style_name(incident: Incident, taxonomy: Taxonomy) -> str:
    """The id of its arc's style: "arc-deployments-8.0"."""
    parts = ("arc", taxonomy.event_type(incident.event_type).code, f"{_width_px(incident):.1f}")
    return "-".join(parts if _is_fact(incident) else (*parts, "not-fact"))


def symbols_of(incidents: Iterable[Incident], taxonomy: Taxonomy) -> dict[str, bytes]:
    """The PNG of each symbol that these incidents are drawn with, by the id of its style, in its order."""
    drawn = {(incident.event_type, look_of(incident)) for incident in incidents}
    kinds = [(taxonomy.event_type(name), look) for name, look in drawn]
    return dict(sorted((_icon_name(kind, look), symbol_png(kind, look)) for kind, look in kinds))


def styles(incidents: Iterable[Incident], taxonomy: Taxonomy, *, hrefs: Mapping[str, str]) -> list[Element]:
    """Every Style these incidents refer to; `hrefs` has the address of each symbol's picture by the style's id."""
    arcs = {arc_style_name(one, taxonomy): one for one in incidents if one.is_deployment}
    return [
        *(_icon_style(name, href) for name, href in hrefs.items()),
        *(_arc_style(name, taxonomy.event_type(one.event_type), one) for name, one in sorted(arcs.items())),
        _reach_style(),
    ]


def as_data(png: bytes) -> str:
    """A picture as an address that asks nobody."""
    return f"data:image/png;base64,{b64encode(png).decode()}"


def _icon_name(kind: EventType, look: Look) -> str:
    return "-".join(filter(None, (kind.code, str(look))))


def _is_fact(incident: Incident) -> bool:
    return incident.modality is Modality.ASSERTED


def _icon_style(name: str, href: str) -> Element:
    style = _style(name)
    icon = SubElement(style, _tag("IconStyle"))
    SubElement(icon, _tag("scale")).text = str(RINGED_SCALE if name.endswith("-region") else ICON_SCALE)
    SubElement(SubElement(icon, _tag("Icon")), _tag("href")).text = href
    # As on the map, where a name is read by opening its symbol: a hundred labels would hide the dots.
    SubElement(SubElement(style, _tag("LabelStyle")), _tag("scale")).text = "0"
    return style


def _arc_style(name: str, kind: EventType, incident: Incident) -> Element:
    style = _style(name)
    line = SubElement(style, _tag("LineStyle"))
    SubElement(line, _tag("color")).text = _colour(kind.colour, 0.8 if _is_fact(incident) else 0.35)
    SubElement(line, _tag("width")).text = f"{_width_px(incident):.1f}"
    return style


def _reach_style() -> Element:
    """Faint areas; KML has no dashes."""
    style = _style(REACH)
    line = SubElement(style, _tag("LineStyle"))
    SubElement(line, _tag("color")).text = _colour(REACH_COLOUR, 0.5)
    SubElement(line, _tag("width")).text = "1"
    SubElement(SubElement(style, _tag("PolyStyle")), _tag("color")).text = _colour(REACH_COLOUR, 0.1)
    return style


def _style(name: str) -> Element:
    return Element(_tag("Style"), id=name)


def _tag(name: str) -> str:
    return f"{{{KML}}}{name}"


def _colour(colour: str, opacity: float) -> str:
    """KML's aabbggrr of a "#rrggbb" colour."""
    return f"{round(opacity * 255):02x}{colour[5:7]}{colour[3:5]}{colour[1:3]}"


def _width_px(incident: Incident) -> float:
    """The map's width of a flow (`Demarc.flowWidth`): each power of ten of what was moved adds 2.4 pixels."""
    strength = _strength(incident.counts.troops) or _strength(incident.counts.weapons)
    return max(3.2, min(15.0, 2 + 2.4 * math.log10(strength))) if strength else 3.0


def _strength(count: Count | None) -> int | None:
    if count is None:
        return None
    return next((number for number in (count.best, count.low, count.high) if number is not None), None)
