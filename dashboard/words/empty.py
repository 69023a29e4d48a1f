"""Words of a store without incidents."""

TITLE = "No articles yet"
LEAD = (
    "Demarc reads news articles, finds what happened where and when, and draws it here with the sentences that say so. "
    "Load the sample to look around, or add articles of your own."
)
SAMPLE_PROGRESS = "Read {n} of {total}: {name}"
LOAD_SAMPLE = "Load the sample articles"
ADD_OWN = "Add articles"
NOTHING_FOUND_TITLE = "No incidents yet"
NONE_PLACED = (
    "None of the {n} shown has a place, so the map stays empty. They are listed beside it; "
    "the Review page gives them places."
)
NOTHING_FOUND = "{documents} stored, but no incident was found in them. Add articles that report events."
