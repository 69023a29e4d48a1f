"""Words of the Trends page."""

UNITS = {"week": "Weeks", "month": "Months"}
UNIT_NAMES = {"week": "week", "month": "month"}
UNIT = "Count by"
REGION_BY = "Regions"
TYPE = "Event type"
REGION = "Region"
WHAT = "What"
REGION_KINDS = {"country": "Countries", "province": "Provinces"}
NO_REGION = "No place"
NO_COUNTRY = "In no one country"
NO_PROVINCE = "{country}, province not told"
OTHER_REGIONS = "{n} other regions"
BY_TYPE = "Incidents by event type, {unit}"
BY_REGION = "Incidents by region, {unit}"
NO_DATES = (
    "None of the {n} shown has a date, so there is nothing to draw over time. Days such as “on Tuesday” are counted "
    "from the day of publication, which can be given with the article; the Review page dates single incidents."
)
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
NOT_KNOWN = "–"
BAR_SAID = "{when}: {name}, {n}"
DAY_SAID = "{day}: {n}"
PICK_HINT = "A click on a bar or a cell filters by it, here and on the map; another click on it lets go."
PICKED = "Picked: {what}"
PICKED_NOTE = "Paler, because it was not picked: all but {what}."
LET_GO = "Let go"
OTHERS_NOTE = "The last row, of all other regions, goes beyond the scale of the colours."
CALENDAR = "Calendar of days"
CALENDAR_NOTE = (
    "{n} incidents known to the day, from {first} to {last}. Not in the calendar: {others} before it, without a date "
    "or known less exactly than to the day."
)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
