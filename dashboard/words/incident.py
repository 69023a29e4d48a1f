"""Words that tell of one incident: its panel, its date, place, counts and how sure they are."""

DEPLOYMENT = "{sub_event_type}: {origin} → {destination}"
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
HISTORY = "Corrections"
CORRECT_THIS = "Correct this incident"
