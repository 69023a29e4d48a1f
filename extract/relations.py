"""Spatial phrases around a place name: "30 km north of Goma", "eastern Donetsk region", "off Wonsan".

Each phrase becomes a `Relation`; `geo.relations` turns it into a point and a radius.
"""

import re
from collections.abc import Sequence

from text_to_num import text2num

from extract.types import Relation, RelationKind, Span

_BEARINGS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0,
    "south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0,
}  # fmt: skip

_KM_PER_UNIT = {
    "km": 1.0, "kms": 1.0, "kilometer": 1.0, "kilometre": 1.0, "mile": 1.609, "mi": 1.609,
    "m": 0.001, "meter": 0.001, "metre": 0.001, "nautical mile": 1.852, "nm": 1.852, "yard": 0.000914, "block": 0.1,
}  # fmt: skip

_COMPASS = r"(?P<compass>(?:north|south)(?:[ -]?(?:east|west))?|east|west)"
_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?|[a-z]+(?:-[a-z]+)?)"
_UNIT = r"(?P<unit>nautical miles?|kilomet(?:er|re)s?|kms?|miles?|mi|met(?:er|re)s?|m|nm)"
_DISTANCE = rf"{_NUMBER}(?:\s|-)?{_UNIT}(?:\s*\([^)]{{1,20}}\))?"
_ARTICLE = r"(?:the\s+)?(?:(?:city|town|village|port|capital|settlement|capital city)\s+of\s+)?"

_OFFSET = re.compile(rf"(?:{_DISTANCE}\s+)?(?:(?:to|in)\s+the\s+)?{_COMPASS}\s+of\s+{_ARTICLE}$", re.I)
_DISTANCE_ONLY = re.compile(
    rf"{_DISTANCE}\s+(?:away\s+)?(?:from|outside|off|of|beyond|inland from)\s+{_ARTICLE}$", re.I
)
_NEAR = re.compile(
    rf"\b(?:near(?:by)?(?:\s+to)?|close\s+to|outside(?:\s+of)?|not\s+far\s+from|adjacent\s+to|next\s+to|around"
    rf"|(?:on|at|to|from)\s+the\s+(?:outskirts|edge|edges|approaches)\s+(?:of|to)"
    rf"|in\s+the\s+(?:vicinity|area|direction)\s+of|vicinity\s+of|surrounding)\s+{_ARTICLE}$",
    re.I,
)
_BORDER_BEFORE = re.compile(rf"\b(?:borders?|frontier)\s+(?:with|of|between|to)\s+{_ARTICLE}$", re.I)
_BORDER_AFTER = re.compile(r"(?:['’]s)?\s+(?:(?:north|south|east|west)\w*\s+)?(?:border|frontier)\b", re.I)
_BORDER_PAIR = re.compile(r"\s*[-–—/]\s*$")
_OFFSHORE_BEFORE = re.compile(
    rf"\b(?:off(?:\s+(?:of\s+)?the\s+(?:{_COMPASS}(?:ern)?\s+)?(?:coast|shore)s?\s+of)?"
    rf"|(?:waters|sea)\s+(?:near|off|around)|coastal\s+waters\s+of)\s+{_ARTICLE}$",
    re.I,
)
_OFFSHORE_AFTER = re.compile(
    rf"['’]s\s+(?:{_COMPASS.replace('compass', 'compass_after')}(?:ern)?\s+)?(?:coast|shore|waters)\b", re.I
)
_OFF = re.compile(r"\b(?:off|waters)\b[^.;]{0,20}$", re.I)
_BETWEEN = re.compile(r"\b(?P<what>sea|waters|strait|border|frontier|line|road|area)\s+between\s+(?:the\s+)?$", re.I)
_PART_BEFORE = re.compile(rf"\b{_COMPASS}(?:ern)?(?:most)?(?:\s+part(?:s)?\s+of)?\s+(?:the\s+)?$", re.I)
_PART_OF = re.compile(
    rf"\b(?:in|of|to|from)\s+the\s+{_COMPASS}(?:ern\s+(?:part|half|regions?|areas?))?\s+of\s+{_ARTICLE}$", re.I
)
_PART_AFTER = re.compile(r"['’]s\s+(?P<compass>(?:north|south)(?:[ -]?(?:east|west))?|east|west)(?:ern)?\b", re.I)


def relation_of(text: str, mention: Span, *, sentence: Span, others: Sequence[Span]) -> Relation | None:
    """The spatial phrase `mention` stands in, None for a plain "in Goma".

    `others` are the spans of the sentence's other place names; "the border between A and B" points to B.
    """
    before = text[max(sentence.start, mention.start - 90) : mention.start].replace("\n", " ")
    after = text[mention.end : min(sentence.end, mention.end + 40)].replace("\n", " ")
    return (
        _between(before, after, mention, others)
        or _offshore(before, after)
        or _distant(before)
        or _border(before, after)
        or _part(before, after)
        or (Relation(RelationKind.NEAR) if _NEAR.search(before) else None)
    )


def _between(before: str, after: str, mention: Span, others: Sequence[Span]) -> Relation | None:
    found = _BETWEEN.search(before)
    second = next((o for o in others if o.start >= mention.end and o.start - mention.end <= 12), None)
    if not found or second is None or not re.match(r"\s+and\s+(?:the\s+)?", after):
        return None
    kind = RelationKind.OFFSHORE if found["what"].lower() in {"sea", "waters", "strait"} else RelationKind.BORDER
    return Relation(kind, other=second)


def _offshore(before: str, after: str) -> Relation | None:
    found = _OFFSHORE_BEFORE.search(before)
    if found:
        return Relation(RelationKind.OFFSHORE, distance_km=_distance_in(before), bearing_deg=_bearing(found["compass"]))
    trailing = _OFFSHORE_AFTER.match(after)
    if trailing and _OFF.search(before):
        return Relation(RelationKind.OFFSHORE, _distance_in(before), _bearing(trailing["compass_after"]))
    return None


def _distant(before: str) -> Relation | None:
    offset = _OFFSET.search(before)
    if offset and not _PART_OF.search(before):
        return Relation(RelationKind.OFFSET, _km(offset["number"], offset["unit"]), _bearing(offset["compass"]))
    plain = _DISTANCE_ONLY.search(before)
    distance = _km(plain["number"], plain["unit"]) if plain else None
    return Relation(RelationKind.OFFSET, distance) if distance is not None else None


def _border(before: str, after: str) -> Relation | None:
    if _BORDER_BEFORE.search(before) or _BORDER_AFTER.match(after):
        return Relation(RelationKind.BORDER)
    return None


def _part(before: str, after: str) -> Relation | None:
    found = _PART_OF.search(before) or _PART_BEFORE.search(before) or _PART_AFTER.match(after)
    return Relation(RelationKind.PART, bearing_deg=_bearing(found["compass"])) if found else None


def _distance_in(before: str) -> float | None:
    found = re.search(rf"{_DISTANCE}\s+off", before, re.I)
    return _km(found["number"], found["unit"]) if found else None


def _bearing(compass: str | None) -> float | None:
    return _BEARINGS.get(re.sub(r"[ -]", "", compass).lower()) if compass else None


def _km(number: str | None, unit: str | None) -> float | None:
    amount = _amount(number.lower()) if number else None
    if amount is None or not unit:
        return None
    key = unit.lower() if unit.lower() in _KM_PER_UNIT else unit.lower().removesuffix("s")
    return round(amount * _KM_PER_UNIT[key], 3)


def _amount(number: str) -> float | None:
    """The number written in digits or in words; None where the words are no number."""
    if number[0].isdigit():
        return float(number.replace(",", ""))
    try:
        return float(text2num(number, "en"))
    except ValueError:
        return None
