"""Filters by columns say of every incident what its rule, read for that incident alone, says."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from extract.types import Actor, ActorRole, Count, Counts, Modality, TimePrecision
from geo.areas import Area, BBox, Ground, Spot, judge
from geo.columns import Columns, countries_of, province
from geo.filters import Filters
from geo.types import GeoPrecision, Incident, Place, Unresolved
from geo.wording import plain
from tests.factories import APIA, CONGO, GOMA, NORD_KIVU, RWANDA, SUVA, day, evidence, incident, month, undated

Told = bool | None
"""Whether an incident passes; None where that cannot be told."""


def places(one: Incident) -> list[Place]:
    return [place for place in (one.place, one.origin) if isinstance(place, Place)]


def sources(one: Incident) -> set[str]:
    return {report.source or report.document_id for report in one.evidence}


def acting(one: Incident, names: frozenset[str], *roles: ActorRole) -> bool:
    return any(actor.name in names and (not roles or actor.role in roles) for actor in one.actors)


def within(one: Incident, ground: Ground) -> Told:
    held = untold = False
    for place in places(one):
        (sure,), (perhaps,) = judge(ground, [Spot.of(place)])
        held, untold = held or bool(sure), untold or bool(perhaps)
    return held or (None if untold or not places(one) else False)


def in_region(one: Incident, filters: Filters) -> Told:
    if not places(one):
        return None
    units = {province(place) for place in places(one)}
    return not countries_of(one).isdisjoint(filters.countries) or not units.isdisjoint(filters.admin1s)


def searched(one: Incident) -> str:
    told = [text for report in one.evidence for text in (report.sentence, report.title, report.place_text)]
    names = [place.name for place in places(one)] + [actor.name for actor in one.actors]
    return plain("\n".join(text for text in [*told, *names, one.sub_event_type, one.unit] if text))


RULES: Mapping[str, Callable[[Incident, Filters], Told]] = {
    "since": lambda one, f: one.date.end >= f.since if one.date and f.since else None,
    "until": lambda one, f: one.date.start <= f.until if one.date and f.until else None,
    "event_types": lambda one, f: one.event_type in f.event_types or one.sub_event_type in f.sub_event_types,
    "modalities": lambda one, f: one.modality in f.modalities,
    "countries": in_region,
    "bbox": lambda one, f: within(one, f.bbox) if f.bbox else None,
    "polygon": lambda one, f: within(one, f.polygon) if f.polygon else None,
    "actors": lambda one, f: acting(one, f.actors),
    "side_a": lambda one, f: acting(one, f.side_a, ActorRole.SIDE_A),
    "side_b": lambda one, f: acting(one, f.side_b, ActorRole.SIDE_B),
    "targets": lambda one, f: acting(one, f.targets, ActorRole.TARGET),
    "sources": lambda one, f: not sources(one).isdisjoint(f.sources),
    "text": lambda one, f: all(word in searched(one) for word in plain(f.text).split()),
    "min_confidence": lambda one, f: one.confidence >= f.min_confidence,
    "min_sources": lambda one, f: len(sources(one)) >= f.min_sources,
    "max_geo_precision": lambda one, f: (
        one.place.geo_precision <= f.max_geo_precision if isinstance(one.place, Place) and f.max_geo_precision else None
    ),
    "max_time_precision": lambda one, f: (
        one.date.precision <= f.max_time_precision if one.date and f.max_time_precision else None
    ),
    "claimed": lambda one, f: (one.attribution is not None) == f.claimed,
}


def by_rule(one: Incident, filters: Filters) -> Told:
    """What all filters that are set say of one incident."""
    told = {RULES[name](one, filters) for name in filters.roots()}
    return False if False in told else None if None in told else True


NAMES = ["M23", "Congolese army", "MÁRKET"]
SOURCES = ["River Herald", "Lake Post", None]
somewhere = st.sampled_from([GOMA, NORD_KIVU, CONGO, RWANDA, SUVA, APIA, Unresolved("unlisted"), None])
reports = st.builds(
    lambda source, document, sentence: evidence(source=source, document_id=document, sentence=sentence),
    st.sampled_from(SOURCES),
    st.sampled_from(["one", "two"]),
    st.sampled_from(["Shells fell.", "A márket burned.", ""]),
)
incidents = st.lists(
    st.builds(
        incident,
        event_type=st.sampled_from(["Battles", "Deployments"]),
        sub_event_type=st.sampled_from(["Armed clash", "Troop deployment"]),
        modality=st.sampled_from(Modality),
        attribution=st.sampled_from([None, "police"]),
        place=somewhere,
        origin=somewhere,
        date=st.sampled_from([day("2025-03-01"), month(2025, 4), None]),
        actors=st.lists(st.builds(Actor, st.sampled_from(NAMES), st.sampled_from([None, *ActorRole])), max_size=3).map(
            tuple
        ),
        confidence=st.sampled_from([0.2, 0.5, 0.8]),
        evidence=st.lists(reports, min_size=1, max_size=3).map(tuple),
        unit=st.sampled_from([None, "3rd Brigade"]),
    ),
    max_size=5,
)
few = st.frozensets


def optional(values: Iterable[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(list(values))


telling_filters = st.builds(
    Filters,
    since=optional([day("2025-03-02").start]),
    until=optional([day("2025-04-02").start]),
    event_types=few(st.sampled_from(["Battles"])),
    sub_event_types=few(st.sampled_from(["Troop deployment"])),
    modalities=few(st.sampled_from(Modality)),
    countries=few(st.sampled_from(["CD", "FJ"]), max_size=1),
    admin1s=few(st.sampled_from(["CD/Nord Kivu"])),
    bbox=optional([BBox(28, -2, 30, 0), BBox(20, -8, 36, 6), BBox(170, -30, -160, 0)]),
    polygon=optional(map(Area.parse, ["28_-3_30_-3_30_0_28_0", "170_-30_200_-30_200_0_170_0"])),
    actors=few(st.sampled_from(NAMES), max_size=1),
    side_a=few(st.sampled_from(NAMES), max_size=1),
    side_b=few(st.sampled_from(NAMES), max_size=1),
    targets=few(st.sampled_from(NAMES), max_size=1),
    sources=few(st.sampled_from(["River Herald", "one"]), max_size=1),
    text=st.sampled_from(["", "market", "fell shells", "BRIGADE", "goma"]),
    min_confidence=st.sampled_from([0.0, 0.5]),
    min_sources=st.sampled_from([0, 1, 2]),
    max_geo_precision=optional(GeoPrecision),
    max_time_precision=optional(TimePrecision),
    claimed=optional([True, False]),
)


def alone(filters: Filters, name: str) -> Filters:
    """One of the filters that are set, without the rest."""
    for other in filters.roots():
        filters = filters if other == name else filters.without(other)
    return filters


@given(incidents, telling_filters)
def test_all_filters_together_say_what_their_rules_say(listed: list[Incident], filters: Filters) -> None:
    left = filters.select(listed)
    told = [by_rule(one, filters) for one in listed]
    assert left.incidents == tuple(one for one, passes in zip(listed, told, strict=True) if passes)
    assert left.beside == tuple(one for one, passes in zip(listed, told, strict=True) if passes is None)
    assert (len(left), left.total) == (told.count(True), len(listed))


@given(incidents, telling_filters)
def test_each_filter_alone_says_what_its_rule_says(listed: list[Incident], filters: Filters) -> None:
    known = Columns(listed)
    for name in filters.roots():
        left = alone(filters, name).select(known)
        said = [True if passes else None if may else False for passes, may in zip(left.passes, left.may, strict=True)]
        assert said == [RULES[name](one, filters) for one in listed], name


@given(incidents, telling_filters)
def test_what_passes_but_for_one_filter_is_what_passes_without_it(listed: list[Incident], filters: Filters) -> None:
    left = filters.select(listed)
    for name in filters.roots():
        assert left.but(name).tolist() == filters.without(name).select(listed).passes.tolist(), name


@given(incidents, telling_filters)
def test_columns_kept_say_what_columns_made_anew_say(listed: list[Incident], filters: Filters) -> None:
    known = Columns(listed)
    Filters(text="warm").select(known)
    assert filters.select(known).incidents == filters.select(iter(listed)).incidents


@given(incidents)
def test_every_order_holds_every_incident_once(listed: list[Incident]) -> None:
    known = Columns(listed)
    orders = ("newest_first", "oldest_first", "deadliest_first", "surest_first", "most_told_first")
    for order in orders:
        assert sorted(getattr(known, order).tolist()) == list(range(len(listed))), order


def told_in_order(known: Columns, order: str) -> list[str]:
    return [known.incidents[row].id for row in getattr(known, order)]


def test_orders_put_the_undated_last_and_the_surer_first_on_one_day() -> None:
    known = Columns(
        [
            undated(id="no-date"),
            incident(id="old", date=day("2024-01-01")),
            incident(id="unsure", confidence=0.1),
            incident(id="sure", confidence=0.9),
        ]
    )
    assert told_in_order(known, "newest_first") == ["sure", "unsure", "old", "no-date"]
    assert told_in_order(known, "oldest_first") == ["old", "sure", "unsure", "no-date"]


def test_orders_by_number_put_the_untold_last() -> None:
    counts = {"none": Counts(), "few": Counts(fatalities=Count(2, None, None)), "many": Counts(Count(5, 9, 20))}
    known = Columns([incident(id=name, counts=told) for name, told in counts.items()])
    assert told_in_order(known, "deadliest_first") == ["many", "few", "none"]
    twice = incident(id="twice", evidence=(evidence(), evidence(source="Lake Post")))
    assert told_in_order(Columns([incident(id="once"), twice]), "most_told_first") == ["twice", "once"]
    assert told_in_order(Columns([incident(confidence=0.1, id="a"), incident(id="b")]), "surest_first") == ["b", "a"]


def test_a_report_is_found_in_the_incident_it_is_part_of() -> None:
    merged = incident(id="both", evidence=(evidence(report_id="r-1"), evidence(report_id="r-2")))
    known = Columns([incident(id="other", evidence=(evidence(report_id="r-3"),)), merged])
    assert (known.home_of["r-2"], known.home_of["r-3"]) == ("both", "other")
    assert known.row_of == {"other": 0, "both": 1}
