"""QGIS layer styles (QML) that draw an exported file in the map's own colours and shapes."""

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from extract.taxonomy import EventType, Taxonomy

_VERSION = "3.22.0"
_MARKERS = {
    "square": "square",
    "star": "star",
    "diamond": "diamond",
    "circle": "circle",
    "pentagon": "pentagon",
    "hexagon": "hexagon",
    "triangle": "triangle",
    "triangle-down": "triangle",
    "cross": "cross_fill",
    "circle-ring": "circle",
    "square-ring": "square",
    "x": "cross2",
}
"""QGIS's names of the taxonomy's shapes; the others are circles."""
_LINE_ONLY = {"cross2"}
_POINT, _LINE, _POLYGON = "0", "1", "2"


def incident_style(taxonomy: Taxonomy) -> str:
    """Points by event type; planned, hypothetical and denied ones pale, so that facts stand out."""
    return _style(taxonomy, symbol_type="marker", geometry_type=_POINT, draw=_marker)


def deployment_style(taxonomy: Taxonomy) -> str:
    """Arrows from origin to destination, wider for more troops."""
    return _style(taxonomy, symbol_type="line", geometry_type=_LINE, draw=_arrow)


def uncertainty_style(taxonomy: Taxonomy) -> str:
    """Faint areas with a dashed edge."""
    return _style(taxonomy, symbol_type="fill", geometry_type=_POLYGON, draw=_area)


def place_style() -> str:
    """Small grey points."""
    root = _root()
    renderer = SubElement(
        root, "renderer-v2", type="singleSymbol", symbollevels="0", forceraster="0", enableorderby="0"
    )
    symbol = _symbol(SubElement(renderer, "symbols"), "0", "marker", alpha="0.7")
    _layer(symbol, "SimpleMarker", {"name": "circle", "color": "110,110,110,255", "size": "1.6", "size_unit": "MM"})
    SubElement(root, "layerGeometryType").text = _POINT
    return _qml(root)


def _style(
    taxonomy: Taxonomy, *, symbol_type: str, geometry_type: str, draw: Callable[[Element, EventType], None]
) -> str:
    root = _root()
    root.append(_temporal())
    renderer = _renderer(root, "categorizedSymbol", attr="event_type")
    _categories(renderer, taxonomy.event_types)
    symbols = SubElement(renderer, "symbols")
    for number, event_type in enumerate(taxonomy.event_types):
        draw(_symbol(symbols, str(number), symbol_type), event_type)
    SubElement(root, "layerGeometryType").text = geometry_type
    return _qml(root)


def _renderer(root: Element, kind: str, **more: str) -> Element:
    fixed = {"type": kind, "symbollevels": "0", "forceraster": "0", "enableorderby": "0"}
    return SubElement(root, "renderer-v2", fixed | more)


def _root() -> Element:
    return Element("qgis", version=_VERSION, styleCategories="Symbology|Temporal")


def _temporal() -> Element:
    """Tell the Temporal Controller from when to when an incident may have happened; undated ones stay out of it.

    By expressions, not by field names: QGIS has GeoPackage compare days with times as text, and so would lose the last
    day of everything.
    """
    element = Element(
        "temporal",
        enabled="1",
        mode="4",
        startField="start",
        endField="end",
        startExpression='to_datetime("start")',
        endExpression="to_datetime(\"end\") + to_interval('1 day')",
        limitMode="0",
        accumulate="0",
        durationUnit="min",
        durationField="",
        fixedDuration="0",
    )
    fixed = SubElement(element, "fixedRange")
    SubElement(fixed, "start")
    SubElement(fixed, "end")
    return element


def _categories(renderer: Element, event_types: Iterable[EventType]) -> None:
    categories = SubElement(renderer, "categories")
    for number, kind in enumerate(event_types):
        SubElement(
            categories, "category", value=kind.name, label=kind.name, symbol=str(number), type="string", render="true"
        )


def _symbol(parent: Element, name: str, symbol_type: str, *, alpha: str = "1") -> Element:
    return SubElement(parent, "symbol", name=name, type=symbol_type, alpha=alpha, clip_to_extent="1", force_rhr="0")


def _marker(symbol: Element, event_type: EventType) -> None:
    marker = _MARKERS.get(event_type.shape, "circle")
    hollow = event_type.shape.endswith("-ring")
    layer = _layer(
        symbol,
        "SimpleMarker",
        {
            "name": marker,
            "angle": "180" if event_type.shape == "triangle-down" else "0",
            "color": _rgba(event_type.colour, 0 if hollow else 255),
            "outline_color": _rgba(event_type.colour) if hollow or marker in _LINE_ONLY else "255,255,255,255",
            "outline_width": "0.6" if hollow or marker in _LINE_ONLY else "0.2",
            "outline_width_unit": "MM",
            "size": "3",
            "size_unit": "MM",
        },
    )
    _data_defined(layer, {"alpha": "if(\"modality\" = 'asserted', 100, 45)"})


def _arrow(symbol: Element, event_type: EventType) -> None:
    layer = _layer(
        symbol,
        "ArrowLine",
        {
            "arrow_type": "0",
            "head_type": "0",
            "is_curved": "0",
            "is_repeated": "0",
            "arrow_width": "0.6",
            "arrow_width_unit": "MM",
            "arrow_start_width": "0.6",
            "arrow_start_width_unit": "MM",
            "head_length": "2.4",
            "head_length_unit": "MM",
            "head_thickness": "1.5",
            "head_thickness_unit": "MM",
        },
    )
    width = '0.4 + 0.35 * log10(1 + coalesce("troops_best", "troops_low", "weapons_best", 0))'
    _data_defined(layer, {"arrowWidth": width, "arrowStartWidth": width})
    fill = _symbol(layer, "@0@0", "fill", alpha="0.8")
    _layer(fill, "SimpleFill", {"color": _rgba(event_type.colour), "style": "solid", "outline_style": "no"})


def _area(symbol: Element, event_type: EventType) -> None:
    _layer(
        symbol,
        "SimpleFill",
        {
            "color": _rgba(event_type.colour, 25),
            "style": "solid",
            "outline_color": _rgba(event_type.colour, 120),
            "outline_style": "dash",
            "outline_width": "0.2",
            "outline_width_unit": "MM",
        },
    )


def _layer(symbol: Element, kind: str, options: dict[str, str]) -> Element:
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    listed = SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        SubElement(listed, "Option", name=name, type="QString", value=value)
    return layer


def _data_defined(layer: Element, expressions: dict[str, str]) -> None:
    """Properties that follow an expression over the layer's fields."""
    outer = SubElement(SubElement(layer, "data_defined_properties"), "Option", type="Map")
    SubElement(outer, "Option", name="name", type="QString", value="")
    properties = SubElement(outer, "Option", name="properties", type="Map")
    for name, expression in expressions.items():
        one = SubElement(properties, "Option", name=name, type="Map")
        SubElement(one, "Option", name="active", type="bool", value="true")
        SubElement(one, "Option", name="expression", type="QString", value=expression)
        SubElement(one, "Option", name="type", type="int", value="3")
    SubElement(outer, "Option", name="type", type="QString", value="collection")


def _rgba(colour: str, alpha: int = 255) -> str:
    """QGIS's "red,green,blue,alpha" of a "#rrggbb" colour."""
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + f",{alpha}"


def _qml(root: Element) -> str:
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, encoding="unicode")
