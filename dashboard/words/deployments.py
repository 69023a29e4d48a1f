"""Words of the Deployments page."""

NONE = (
    "None of the {n} shown is a deployment: troops, units or arms on the way from one place to another. Change the "
    "filters, or add articles that report such movements."
)
SHOWN = "**{n}** among them, drawn as arrows from where they came from; the wider, the stronger."
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
PICK_HINT = "A click on a month below filters by it, here and on the map; another click on it lets go."
STRENGTH_TITLE = "Troops sent, as reported month by month"
STRENGTH_NOTE = (
    "Of each month the lowest low, the largest best figure and the highest high among deployments that fall into it: "
    "the range of what is reported, not a sum and not what was there at the time. Withdrawals and arms are left out."
)
STRENGTH_MISSING = "Not in the chart: {number} without a number, {month} not known to one month."
STRENGTH_NOTHING = "No deployment of troops has both a number and a month."
ONLY = "deployments only"
