"""Words of the filters, their counts and the address they live in."""

TITLE = "Filters"
PERIOD = "Last days up to {newest}"
PERIOD_LAST = "{days} days"
PERIOD_HELP = "Counted back from the newest dated incident, not from today."
SINCE = "From"
UNTIL = "To"
COUNTED = "{what} **{n}**"
CHOICES = {
    "chosen": "({n} chosen)",
    "find": "Find in {label}",
    "more": "Show {n} more",
    "fewer": "Show fewer",
    "none": "Nothing of that name.",
    "nothing": "The other filters leave nothing to choose from.",
    "unlisted": "{n} more have fewer incidents; they come up here as other filters leave less.",
    "parts": "Parts of {label}",
}
EVENT_TYPES = "Event types"
EVENT_TYPES_HELP = "None ticked means all. Numbers count what the other filters leave."
REGIONS = "Countries and provinces"
REGIONS_HELP = "A deployment counts at both of its ends."
ACTORS = "Actors"
ACTORS_HELP = "Tick a name for any role, or unfold it and tick a role. Names in one role are alternatives."
AS_ROLE = {"side_a": "as side A", "side_b": "as side B", "targets": "as target"}
SOURCES = "Sources"
AREA_DRAWN = "Area drawn on the map, {n} corners:"
AREA_BOX = "Area {box}:"
AREA_HELP = "A town lies in it by its point; a region or a country only where the whole of it does."
CLEAR_AREA = "Clear area"
MORE_FILTERS = "Precision, confidence, number of sources"
MIN_SOURCES = "Reported by at least"
OR_MORE = "{n} sources"
GEO_PRECISION = "Place known at least to"
GEO_PRECISIONS = {1: "town", 2: "area", 3: "region", 4: "country"}
TIME_PRECISION = "Date known at least to"
TIME_PRECISIONS = {1: "day", 2: "week", 3: "month", 4: "year"}
PRECISION_HELP = "The coarsest to keep."
CLAIMS = "Attribution"
CLAIMED = "Claims"
STATED = "Stated as fact"
CLAIMS_HELP = "A claim is what the report says somebody says; the rest is told in the source's own voice."
NAMES = {
    "since": "From",
    "until": "To",
    "event_types": "Event types",
    "modalities": "Told as",
    "countries": "Countries and provinces",
    "bbox": "Area",
    "polygon": "Area drawn on the map",
    "actors": "Actors",
    "side_a": "Actors as side A",
    "side_b": "Actors as side B",
    "targets": "Actors as target",
    "sources": "Sources",
    "text": "Text search",
    "min_confidence": "Minimum confidence",
    "min_sources": "Number of sources",
    "max_geo_precision": "Place precision",
    "max_time_precision": "Date precision",
    "claimed": "Attribution",
}
MODALITY = "Told as"
MODALITY_HELP = "What sources assert is drawn by default; plans, possibilities and denials only when chosen here."
MIN_CONFIDENCE = "Minimum confidence"
MIN_CONFIDENCE_HELP = "How sure the extraction is of an incident, 0 to 1."
TEXT = "Text search"
TEXT_HELP = "Words in the evidence, places, actors and titles."
TEXT_PLACEHOLDER = "e.g. artillery"
CLEAR = "Clear all"
BAD_ADDRESS = "The address of this page asks for something no filter accepts: {problem}. That part was left out."
NO_EVENT_TYPE = "no event type “{name}”"
COUNT = "{shown} of {total} incidents"
COUNT_ON_MAP = "{drawn} on the map · {unplaced} without a place · {undated} without a date"
EMPTY_RESULT = "No incident passes these filters."
EMPTY_TOGETHER = "It takes more than one to empty the map; clear some of these: {filters}."
DROP_FILTER = "Clear “{filter}”: {incidents}"
REJECTED_COUNT = "{n} rejected"
