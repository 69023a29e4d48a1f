"""Words of the Map page around the map; the map's own are in `data/map/words.js`."""

LABEL = "Incident map"
TITLE = "Incidents"
HINT = "Click a dot or a table row to read its evidence."
UNPLACED = "No place: {n}"
UNPLACED_HELP = "Their texts name no place, or one that has no coordinates. They are never drawn."
UNDATED = "No date: {n}"
UNDATED_HELP = "Their texts give no way to date them. No period can judge them, so they stay in this list."
TOO_WIDE = "Perhaps in the area: {n}"
TOO_WIDE_HELP = (
    "Their texts name no more than a region or a country that may reach beyond the area. They may lie in it or not, "
    "so they are listed here and not drawn."
)
NONE_UNPLACED = "Every incident shown has a place."
NONE_UNDATED = "Every incident shown has a date."
TABLE = "Incidents"
TABLE_ALT = "Incidents that pass the filters"
TABLE_PAGE = "{first} to {last} of {all}, {order}. Headings and search take these rows alone; files and map hold all."
TABLE_ORDER = "Order"
TABLE_ORDERS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "deadliest": "Most fatalities first",
    "surest": "Surest first",
    "most_told": "Most sources first",
}
CLOSE = "Close"
STALE_SELECTION = "The incident opened here does not pass the filters, so the map does not draw it."
UNKNOWN_INCIDENT = "The address of this page names incident {id}, which is not in the store."
