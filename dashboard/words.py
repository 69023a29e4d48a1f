"""Every word the dashboard shows, in one place. Sentences with {names} are filled with `str.format`."""

TITLE = "Demarc"
MAP_PAGE = "Map"
DEPLOYMENTS_PAGE = "Deployments"
TRENDS_PAGE = "Trends"
ADD_PAGE = "Add articles"

# Filters
FILTERS = "Filters"
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
    "parts": "Parts of {label}",
}
EVENT_TYPES = "Event types"
EVENT_TYPES_HELP = "None ticked means all. Numbers count what the other filters leave."
REGIONS = "Countries and provinces"
REGIONS_HELP = "A deployment counts at both of its ends."
ACTORS = "Actors"
ACTORS_HELP = "Tick a name for any role, or unfold it and tick a role. Names in one role are alternatives."
AS_ROLE = {"side_a": "as side A", "side_b": "as side B", "targets": "as target"}
SOURCES_FILTER = "Sources"
AREA_DRAWN = "Area drawn on the map, {n} corners:"
AREA_BOX = "Area {box}:"
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
FILTER_NAMES = {
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

# Map page
COUNT = "{shown} of {total} incidents"
COUNT_ON_MAP = "{drawn} on the map · {unplaced} without a place · {undated} without a date"
MAP_LABEL = "Incident map"
MAP_TITLE = "Incidents"
MAP_HINT = "Click a dot or a table row to read its evidence."
EMPTY_RESULT = "No incident passes these filters."
EMPTY_TOGETHER = "It takes more than one to empty the map; clear some of these: {filters}."
DROP_FILTER = "Clear “{filter}”: {incidents}"
UNPLACED = "No place: {n}"
UNPLACED_HELP = "Their texts name no place, or one that has no coordinates. They are never drawn."
UNDATED = "No date: {n}"
UNDATED_HELP = "Their texts give no way to date them. No period can judge them, so they stay in this list."
NONE_UNPLACED = "Every incident shown has a place."
NONE_UNDATED = "Every incident shown has a date."
TABLE = "Incidents"
TABLE_ALT = "Incidents that pass the filters, newest first"
TABLE_NEWEST = "The newest {listed} of {all}. Filters leave fewer; files and map hold all."
CLOSE = "Close"
STALE_SELECTION = "The incident opened here does not pass the filters, so the map does not draw it."
UNKNOWN_INCIDENT = "The address of this page names incident {id}, which is not in the store."

# Columns
COL_DATE = "Date"
COL_TYPE = "Event type"
COL_SUB_TYPE = "Sub-event type"
COL_PLACE = "Place"
COL_COUNTRY = "Country"
COL_ACTORS = "Actors"
COL_FATALITIES = "Fatalities"
COL_TROOPS = "Troops"
COL_TOLD_AS = "Told as"
COL_CONFIDENCE = "Confidence"
COL_SOURCES = "Sources"

# Charts
COL_INCIDENTS = "Incidents"
COL_FROM = "From"
COL_TO = "To"
COL_PARTIAL = "Partial"
COL_ABOUT = "About"
CHART_FILE = "Download as {kind}: {title}"
CHART_ABOUT = "Filters: {filters}. Made with Demarc on {made} from news reports; places: GeoNames (CC BY 4.0)."

# Deployments page
NO_DEPLOYMENTS = "None of the {n} shown is a deployment."
DEPLOYMENTS_SHOWN = "**{n}** among them, drawn as arrows from where they came from; the wider, the stronger."
COL_KIND = "Movement"
COL_UNIT = "Unit"
COL_STRENGTH = "Strength"
COL_ORIGIN = "From"
COL_DESTINATION = "To"
COL_CLAIMED_BY = "Claimed by"
COL_PERIOD = "Period"
COL_REPORTED = "Deployments"
COL_LARGEST = "Largest single one"
COL_IF_SEPARATE = "Sum if none overlap"
COL_LOW = "Low"
COL_BEST = "Best"
COL_HIGH = "High"
N_TROOPS = "{n} troops"
N_WEAPONS = "{n} weapons"
END_UNKNOWN = "not told"
UNITS_TABLE = "Units and movements"
FLOWS = "From where to where"
FLOW_PERIOD = "Flows by"
FLOW_PERIODS = {"whole": "whole time", "year": "year", "month": "month"}
FLOW_ENDS = "Ends"
FLOW_END_NAMES = {"place": "places", "country": "countries"}
FLOW_NOTE = (
    "Reports of troops overlap, so nothing is summed unseen: the largest single deployment is the least that moved if "
    "the others are part of it, the sum is the most that moved if no two overlap. A click opens the largest one."
)
FLOW_CHART_NOTE = (
    "Each band is as wide as the largest single deployment between its two ends, measured among movements of its kind; "
    "a dashed line has no number. {n} deployments; bands are not sums."
)
FLOW_CHART_MORE = "Drawn are the {shown} strongest of {total} flows; the table has all."
NO_ONE_PERIOD = "not known to one {period}"
STRENGTH_TITLE = "Troops sent, as reported month by month"
STRENGTH_NOTE = (
    "Of each month the lowest low, the largest best figure and the highest high among deployments that fall into it: "
    "the range of what is reported, not a sum and not what was there at the time. Withdrawals and arms are left out."
)
STRENGTH_MISSING = "Not in the chart: {number} without a number, {month} not known to one month."
STRENGTH_NOTHING = "No deployment of troops has both a number and a month."

# Trends page
UNITS = {"week": "Weeks", "month": "Months"}
UNIT_NAMES = {"week": "week", "month": "month"}
TREND_UNIT = "Count by"
TREND_REGION_BY = "Regions"
TREND_TYPE = "Event type"
TREND_REGION = "Region"
TREND_WHAT = "What"
REGION_KINDS = {"country": "Countries", "province": "Provinces"}
NO_REGION = "No place"
NO_COUNTRY = "In no one country"
NO_PROVINCE = "{country}, province not told"
OTHER_REGIONS = "{n} other regions"
TREND_BY_TYPE = "Incidents by event type, {unit}"
TREND_BY_REGION = "Incidents by region, {unit}"
NO_DATES = "None of the {n} shown has a date, so there is nothing to draw over time."
SERIES_NOTE = (
    "{counted} incidents counted, each in the one {unit} that holds every day it may have happened on. "
    "Not in the chart: {undated} without a date, {imprecise} known less exactly than to one {unit}, "
    "{outside} before the first {unit} shown or after the last."
)
PARTIAL_NOTE = "Paler, because the period or the articles do not cover all of it: {which}."
PARTIAL = "partial"
WEEK_OF = "week of {day}"
AVERAGE_NOTE = "Dashed: the average of the four weeks before, where all four are covered."
AVERAGE_BEFORE = "Average of the four weeks before"
CHANGE = "Last whole week against the four before, by {what}"
CHANGE_NOTE = (
    "Week {week}, the last that the period and the articles cover whole. The average is the incidents of the four "
    "weeks before it, divided by four; the change is the week minus that average."
)
CHANGE_UNCOVERED = "The four weeks before are not all covered, so there is no average to measure against."
CHANGE_NOTHING = "No incident is known to fall into that week or the four before it."
NO_WHOLE_WEEK = "The period and the articles cover no whole week."
COL_WEEK = "That week"
COL_AVERAGE = "Average before"
COL_CHANGE = "Change"
COL_PERCENT = "In percent"
NOT_KNOWN = "–"
CALENDAR = "Calendar of days"
CALENDAR_NOTE = (
    "{n} incidents known to the day, from {first} to {last}. Not in the calendar: {others} before it, without a date "
    "or known less exactly than to the day."
)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

DEPLOYMENTS_ONLY = "deployments only"

# Downloads
DOWNLOADS = "Download what the filters show"
DOWNLOAD_HTML = "Map (HTML)"
DOWNLOAD_GEOJSON = "GeoJSON"
DOWNLOAD_GPKG = "GeoPackage"
DOWNLOAD_CSV = "CSV"
DOWNLOAD_KMZ = "KMZ"
DOWNLOAD_PARQUET = "GeoParquet"
DOWNLOAD_HELP = {
    "html": "One file that opens in any browser without a network, with every sentence.",
    "geojson": "For web maps and any GIS.",
    "gpkg": "For QGIS: layers with their styles.",
    "csv": "For a spreadsheet, in ACLED's column names.",
    "kmz": "KML for Google Earth: the map's symbols, a time slider.",
    "parquet": "For pandas, DuckDB and R.",
}

# Incident panel
WHAT_DEPLOYMENT = "{sub_event_type}: {origin} → {destination}"
UNKNOWN_DESTINATION = "unknown place"
WHEN = "When"
WHERE = "Where"
FROM = "From"
PRECISION = "Precision"
WHO = "Who"
UNIT = "Unit"
CLAIMED_BY = "Claimed by"
CONFIDENCE = "Confidence"
CONFIDENCE_LEVELS = ((0.75, "high"), (0.45, "medium"), (0.0, "low"))
CONSIDERED = "Other places considered"
DISAGREEMENTS = "The sources disagree"
SOURCES = "What the sources say"
PUBLISHED = "published {date}"
SOURCE_DATES_IT = "dates it {date}"
ATTRIBUTED_TO = "according to {who}"
WHY = "Why it reads this way"
REASON_TRIGGER = "Event"
REASON_FRAME = "Type"
REASON_PLACE = "Place"
REASON_DATE = "Date"
REASON_MODALITY = "Told as"
OPEN_SOURCE = "open the article"

NO_DATE = "No date"
NO_DATE_LONG = "The text gives no way to date it"
NO_PLACE = "The text names no place"
UNRESOLVED = "No coordinates: {reason}"
FROM_TO = "{first} to {last}"
TO_THE_DAY = "known to the day"
TO_THE_WEEK = "known to the week"
TO_THE_MONTH = "known to the month"
TO_THE_YEAR = "known to the year or wider"
RANGE_WITH_BEST = "{spread}, most likely {best}"
AT_LEAST = "at least {n}"
AT_MOST = "at most {n}"
UNKNOWN_NUMBER = "number not given"
FATALITIES = "Fatalities"
INJURED = "Injured"
TROOPS = "Troops"
WEAPONS = "Weapons"
ROLE_SIDE_A = "side A"
ROLE_SIDE_B = "side B"
ROLE_TARGET = "target"
PLACE_TOWN = "A named spot, within {radius} km"
PLACE_NEAR = "Near a named spot or in a small area, within {radius} km"
PLACE_REGION = "A region: the true spot may be {radius} km from the dot"
PLACE_COUNTRY = "A country or wider: the true spot may be {radius} km from the dot"
MODALITY_ASSERTED = "Asserted"
MODALITY_PLANNED = "Planned"
MODALITY_HYPOTHETICAL = "Hypothetical"
MODALITY_DENIED = "Denied"

# Empty store
EMPTY_STORE_TITLE = "No articles yet"
EMPTY_STORE = (
    "Demarc reads news articles, finds what happened where and when, and draws it here with the sentences that say so. "
    "Load the sample to look around, or add articles of your own."
)
SAMPLE_PROGRESS = "Read {n} of {total}: {name}"
LOAD_SAMPLE = "Load the sample articles"
ADD_OWN = "Add articles"
NOTHING_FOUND_TITLE = "No incidents yet"
NOTHING_FOUND = "{documents} stored, but no incident was found in them. Add articles that report events."
LOADING_STORE = "Reading the store…"
LOADING_MAP = "Drawing the map…"
LOADING_GAZETTEER = "Opening the gazetteer; the first time it is built, which takes a few minutes…"
MAP_BROKEN = "The map cannot be drawn: {problem}"
STORE_BROKEN = "The store could not be opened: {problem}"

# Add page
ADD_TITLE = "Add articles"
ADD_LEAD = (
    "Paste a text, choose files, give an address, or read what is new in your feeds and folders. "
    "You see what was found before anything is stored."
)
PASTE = "Paste text"
FILES = "Files"
ADDRESS = "Web address"
SAVED = "Feeds and folders"
PASTE_LABEL = "Article text"
PASTE_PLACEHOLDER = "Paste the article here, with its date line if it has one."
PASTE_TITLE = "Title (optional)"
PUBLISHED_LABEL = "Published (optional)"
PUBLISHED_HELP = "Dates such as “on Tuesday” are counted from it. Left empty, it is read from the article."
DAY_FIRST = "Read 11/05/2025 as 11 May"
FILES_LABEL = "Articles to read"
FILES_HELP = "Text, Markdown, HTML, PDF, Word, CSV, JSON or JSON Lines."
ADDRESS_LABEL = "Address of an article"
ADDRESS_PLACEHOLDER = "https://…"
READ = "Read"
NOTHING_GIVEN_FILES = "Nothing to read: choose one or more files first."
NOTHING_GIVEN_ADDRESS = "Nothing to read: give an address that begins with http:// or https://."
NOT_AN_ADDRESS = "“{given}” is not a web address. Give one that begins with http:// or https://."
LOADING_TOOLS = "Loading the language model and the gazetteer…"
READING = "Reading article {n}: {name}"
READING_OF = "Reading {n} of {total}: {name}"
SAVED_LEAD = "Articles that are stored already are passed over; only new ones are read."
SAVED_NONE = (
    "Nothing saved yet. Save the address of an RSS or Atom feed, or the path of a folder of this machine; "
    "from then on one click reads what is new in it."
)
SAVED_NONE_FEED = (
    "Nothing saved yet. Save the address of an RSS or Atom feed; from then on one click reads what is new in it."
)
SUBSCRIBE_LABEL = "A feed or a folder"
SUBSCRIBE_LABEL_FEED = "A feed"
SUBSCRIBE_PLACEHOLDER = "https://…/rss or /home/me/articles"
SUBSCRIBE_PLACEHOLDER_FEED = "https://…/rss"
SUBSCRIBE = "Save and read"
ASK = "Read new"
ASK_ONE = "Read what is new in {name}"
ASK_ALL = "Read new in all"
REMOVE = "Remove"
REMOVE_ONE = "Remove {name}; its stored articles stay"
ASKING = "Asking for what is new…"
NEVER_READ = "not read yet"
LAST_READ = "last read {moment:%Y-%m-%d %H:%M} UTC"
NEWS = "{name}: {new} new, {known} known."
NO_FOLDERS_HERE = (
    "Folders can be saved only where the dashboard is open to this machine alone, as anyone who reaches it could read "
    "its files. On the command line: python cli.py ingest --watch FOLDER"
)
HOW = "How"
FOUND_TITLE = "Found, not stored yet"
CHOOSE_ARTICLE = "Article"
LEAVE_OUT = "Leave this article out"
NO_DATELINE = (
    "No publication date found, so days such as “Tuesday” cannot be dated. Give it under “Published” and read again."
)
TEXT_LABEL = "Text of the article with what was found in it"
TEXT_CUT = "The first {n} of {total} characters are shown; the whole text was read."
REJECTED = "{name}: {reason}"
FOUND = "{incidents} and {places} in {articles}."
NO_INCIDENTS_IN = "No incident found in this article. Its places are marked in the text."
STORE_ALL = "Store {articles}"
TOOLS_BROKEN = "Articles cannot be read: {problem}"
NOT_STORED = "Not stored, nothing is lost: {problem}. Press the button again, or free the store."
STORED = "{articles} stored."
KEPT_BESIDE = "The store has another file named “{name}”: this one is kept as “{kept}”."
REPLACED = "“{name}” replaces its earlier text, which the store keeps aside."
ALREADY_THERE = "{articles} in the store already, left as before."
DISCARD = "Discard"
SEE_ON_MAP = "See on the map"
PREVIEW_MAP_LABEL = "Map of the article"
PREVIEW_NO_MAP = "No incident with a place, so no map."
KEY = "In the text:"
KEY_EVENT = "an event"
KEY_DOUBT = "planned, hypothetical or denied"
KEY_PLACE = "a place"
KEY_NAME = "a government or a people"
KEY_LOST = "a place without coordinates"
MARK_EVENT = "{event} ({modality})"
MARK_LOST = "No coordinates: {reason}"


def some(n: int, one: str, many: str) -> str:
    """A number with its noun: "1 article", "2,000 articles"."""
    return f"{n:,} {one if n == 1 else many}"


def articles(n: int) -> str:
    return some(n, "article", "articles")


def incidents(n: int) -> str:
    return some(n, "incident", "incidents")


def deployments(n: int) -> str:
    return some(n, "deployment", "deployments")


def places(n: int) -> str:
    return some(n, "place", "places")
