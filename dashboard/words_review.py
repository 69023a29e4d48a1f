"""Every word of the Review page; what it shares with other pages is in `words`."""

REVIEW_PAGE = "Review"
REVIEW_TITLE = "Review"
REVIEWED = "{n} of {total} reviewed"
REVIEW_REST = "{rejected} rejected · {waiting} waiting"
REASON_FILTER = "Why look"
REASON_FILTER_HELP = "None chosen means all. An incident may have several reasons."
REASONS = {
    "place in doubt": "Place in doubt",
    "low confidence": "Low confidence",
    "new report": "New report",
    "sources disagree": "Sources disagree",
    "possible duplicate": "Possible duplicate",
    "no coordinates": "No coordinates",
    "undated": "No date",
}
DOUBT_LOW_CONFIDENCE = "Confidence {confidence}: the sentence may tell no incident, or another one."
DOUBT_PLACE = "{place} is {score} likely to be the place meant."
DOUBT_RIVALS = "It may also be {places}."
DOUBT_RIVAL = "{place} ({score})"
DOUBT_NEW_REPORT = "You looked at it before; another report has joined since."
DOUBT_DISAGREEMENT = "The sources disagree on {what}."
DOUBT_DUPLICATE = "It may be the same as “{other}”: {why}."
DOUBT_NO_COORDINATES = "It is not on the map: {reason}."
DOUBT_NO_PLACE = "It is not on the map: its text names no place."
DOUBT_UNDATED = "Its text gives no way to date it."
POSITION = "{n} of {total} to look at"
OUTSIDE_QUEUE = "Not in the queue: no reason to look, or looked at already."
ACCEPT = "Accept"
REJECT = "Reject"
NEXT = "Next"
PREVIOUS = "Previous"
UNDO_LAST = "Undo"
UNDO_THIS = "Undo: {what}"
FIND_PLACE = "Find place"
KEYS = "Single keys"
KEYS_HELP = "Each button below shows its key. Switch them off if you use speech input or single keys of your own."
REVIEWER = "Your name"
REVIEWER_HELP = "Every correction says who made it."
WHY_CORRECTED = "Why (optional)"
WHY_PLACEHOLDER = "Kept with the next correction"
ALL_REVIEWED_TITLE = "Nothing left to look at"
ALL_REVIEWED = "Every incident with a reason to look has been looked at. New articles may bring more."
NONE_OF_REASON = "No incident left with these reasons. Choose others above."
NO_INCIDENTS_TO_REVIEW = "Nothing to review yet: no incidents are stored. Add articles first."
TAB_PLACE = "Place"
TAB_FACTS = "What, when, how many"
TAB_WHO = "Who"
TAB_SAME = "Join or split"
WHICH_PLACE = "Which place"
DESTINATION = "Destination"
ORIGIN = "Origin"
SEARCH_PLACE = "Search a place, or give latitude and longitude"
SEARCH_PLACE_HELP = "“Springfield, Ohio” looks in Ohio only. A click on the map fills in its coordinates."
NOTHING_NAMED = "The gazetteer has no place named “{name}”. Try another spelling, or click on the map."
CANDIDATE = "{n} · {place} ({kind})"
CANDIDATE_NOW = "as it is now"
CANDIDATE_AWAY = "{km} km from the present place"
SET_NO_PLACE = "It has no place"
PICK_MAP_LABEL = "Map to choose a place on"
PIN_NOW = "Present place: {place}"
PLACE_KINDS = {
    "PPLC": "capital",
    "PPL": "town or village",
    "ADM1": "province or state",
    "ADM": "district",
    "PCL": "country",
    "LCTY": "this spot",
    "AIR": "airfield",
    "ISL": "island",
    "RGN": "region",
    "SEA": "sea",
}
TEACH = "From now on “{name}” means {place}"
TEACH_HELP = "In articles read from now on. Those already stored can be read again."
TAUGHT = "“{name}” means {place} in this project."
READ_AGAIN = "Read again: {articles} naming it"
READING_AGAIN = "Reading {n} of {total} again: {name}"
READ_AGAIN_DONE = "{articles} read differently now."
TYPE_AND_SUB = "{event_type} · {sub_event_type}"
EDIT_TYPE = "Event type"
EDIT_MODALITY = "Told as"
EDIT_FIRST_DAY = "First day"
EDIT_LAST_DAY = "Last day"
EDIT_DATE_PRECISION = "Known to"
EDIT_DATE_PRECISIONS = {1: "the day", 2: "the week", 3: "the month", 4: "the year or wider"}
EDIT_DATES_HELP = "Left empty, the incident has no date."
EDIT_COUNTS_HELP = "6, 10-12, “10-15, best 12”, “at least 12” or “up to 50”; empty where no number is given."
EDIT_WHO_LEAD = "Choose a name the store knows, or type another. Enter takes the line that is marked."
EDIT_ROLES = {"side_a": "Side A", "side_b": "Side B", "target": "Target", "": "Role not told"}
EDIT_ROLES_HELP = {
    "side_a": "Who acted; of two who fight, the one the report names first.",
    "side_b": "Whom side A fought, met or dealt with.",
    "target": "Whom or what it struck, without a fight of theirs.",
    "": "Who took part in a way the report does not tell.",
}
EDIT_CLAIMED_BY = "Claimed by"
EDIT_CLAIMED_HELP = "Whose word it is. Left empty, it is stated as fact."
EDIT_CLAIMED_NONE = "Nobody: stated as fact"
EDIT_UNIT = "Unit"
EDIT_UNIT_HELP = "The military unit that moved. Left empty, none is named."
NO_ACTOR = "Nobody"
TWO_ROLES = "“{name}” is given twice, as {one} and as {other}: leave it in one role."
SAVE = "Save"
NOTHING_CHANGED = "Nothing changed."
LAST_BEFORE_FIRST = "The last day {last} lies before the first, {first}."
DAY_MISSING = "Give the first day, too: the last one alone dates nothing."
DAY_IS_ONE = "“Known to the day” means one day: give the same last day, or another precision."
SPLIT_OFF = "Another incident"
SPLIT_HELP = "Take this report out of the incident."
ONE_REPORT = "Only one report tells it; there is nothing to split."
JOIN = "The same incident"
KEEP_APART = "Two incidents"
JOIN_WITH = "Join with another incident"
JOIN_NONE = "Choose one"
JOIN_LABEL = "{date}: {title}"
NEAR_NONE = "No other incident comes near to it."
REJECTED_TITLE = "Rejected ({n})"
REJECTED_HELP = "On no map, in no table, in no file. Taken back, they are incidents like any other."
TAKE_BACK = "Take back"
TRAIL_TITLE = "Corrections ({n})"
TRAIL_HELP = "Newest first. What is undone stays in the list."
TRAIL_EMPTY = "No corrections yet."
TRAIL_MORE = "The newest {n} of {total} are shown; `python cli.py corrections list` has them all."
UNDO = "Undo"
UNDONE = "undone by {by} on {date}"
WAITING_TITLE = "Waiting ({n})"
WAITING_HELP = "The sentence they correct is in no stored article any more. They hold again as soon as it comes back."
PROJECT_TITLE = "This project"
FOCUS = "Countries watched"
NONE_YET = "None"
FOCUS_HELP = "Where a name may mean several places, those in these countries are likelier. Holds from the next reading."
CORRECTION_FAILED = "Not recorded: {problem}"
HISTORY = "Corrections"
CORRECT_THIS = "Correct this incident"
REJECTED_COUNT = "{n} rejected"
