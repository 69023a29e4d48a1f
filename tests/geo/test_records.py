"""Extractions as JSON records: the public keys, and reading back without loss."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.types import (
    Actor,
    ActorRole,
    Count,
    Counts,
    Document,
    Event,
    Mention,
    MentionKind,
    Modality,
    Reasons,
    Relation,
    RelationKind,
    Span,
    TimePrecision,
    TimeSpan,
)
from geo.records import RecordError, from_record, to_record
from geo.types import Extraction, GeoPrecision, Place, ResolvedMention, Unresolved
from tests.factories import CONGO, GOMA, extraction

DOCUMENT_KEYS = ["id", "title", "published", "source", "url", "mentions", "events"]
MENTION_KEYS = ["start", "end", "text", "kind", "place", "reason"]
EVENT_KEYS = [
    "event_type",
    "sub_event_type",
    "modality",
    "attribution",
    "place",
    "origin",
    "date",
    "time_precision",
    "actors",
    "counts",
    "confidence",
    "evidence",
]
PLACE_KEYS = ["id", "name", "lat", "lon", "country", "admin1", "feature", "geo_precision", "radius_km", "score"]


def test_public_keys_come_first_and_in_order() -> None:
    record = to_record(extraction())
    assert list(record)[:7] == DOCUMENT_KEYS
    assert list(record["mentions"][0])[:6] == MENTION_KEYS
    assert list(record["events"][0])[:12] == EVENT_KEYS
    assert list(record["events"][0]["place"]) == PLACE_KEYS


def test_values_are_what_the_contract_says() -> None:
    event = to_record(extraction())["events"][0]
    assert event["date"] == {"start": "2025-03-11", "end": "2025-03-11"}
    assert event["time_precision"] == 1
    assert event["actors"] == ["M23"]
    assert event["counts"] == {
        "fatalities": {"low": 6, "best": 6, "high": 6},
        "injured": None,
        "troops": None,
        "weapons": None,
    }
    assert event["evidence"] == {"start": 0, "end": 66}
    assert event["origin"] is None


def test_mention_offsets_point_at_their_text() -> None:
    found = extraction()
    mention = to_record(found)["mentions"][0]
    assert found.document.text[mention["start"] : mention["end"]] == mention["text"] == "Goma"


def test_unresolved_mention_has_no_place_and_a_reason() -> None:
    unresolved = Unresolved("two towns of that name are equally likely", (GOMA, CONGO))
    record = to_record(extraction(places=[("Goma", unresolved)]))
    assert record["mentions"][0]["place"] is None
    assert record["mentions"][0]["reason"] == "two towns of that name are equally likely"
    assert record["events"][0]["place"] is None


def test_degrees_are_rounded_to_five_decimals() -> None:
    place = replace(GOMA, lat=-1.674091234567, lon=29.228451234567)
    written = to_record(extraction(places=[("Goma", place)]))["events"][0]["place"]
    assert (written["lat"], written["lon"]) == (-1.67409, 29.22845)


def test_undated_event_has_null_date_and_precision() -> None:
    event = to_record(extraction(events=[{"date": None}]))["events"][0]
    assert event["date"] is None
    assert event["time_precision"] is None


def test_reading_a_record_of_another_make_names_document_and_key() -> None:
    with pytest.raises(RecordError, match=r"record 'x'.*text"):
        from_record({"id": "x", "mentions": [], "events": []})


def test_reading_a_bad_value_names_it() -> None:
    record = to_record(extraction())
    record["events"][0]["modality"] = "rumoured"
    with pytest.raises(RecordError, match=r"modality.*asserted.*rumoured"):
        from_record(record)


def test_reading_unequal_lists_of_actors_and_roles_fails() -> None:
    record = to_record(extraction())
    record["events"][0]["roles"] = []
    with pytest.raises(RecordError, match="river-herald-0312"):
        from_record(record)


texts = st.text(max_size=30)
maybe_texts = st.none() | texts
numbers = st.none() | st.integers(0, 10**6)
counts = st.none() | st.builds(Count, numbers, numbers, numbers)
spans = st.tuples(st.integers(0, 40), st.integers(0, 20)).map(lambda pair: Span(pair[0], sum(pair)))
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
times = st.builds(
    lambda one, other, precision: TimeSpan(min(one, other), max(one, other), precision),
    days,
    days,
    st.sampled_from(TimePrecision),
)
places = st.builds(
    Place,
    id=texts,
    name=texts,
    lat=st.integers(-9_000_000, 9_000_000).map(lambda n: n / 100_000),
    lon=st.integers(-18_000_000, 18_000_000).map(lambda n: n / 100_000),
    country=st.none() | st.sampled_from(["CD", "RW"]),
    admin1=maybe_texts,
    feature=st.sampled_from(["PPL", "ADM1", "PCLI"]),
    geo_precision=st.sampled_from(GeoPrecision),
    radius_km=st.integers(1, 9000).map(lambda n: n / 10),
    score=st.integers(0, 10_000).map(lambda n: n / 10_000),
)
place_lists = st.lists(places, max_size=2).map(tuple)
relations = st.builds(
    Relation,
    kind=st.sampled_from(RelationKind),
    distance_km=st.none() | st.floats(0, 500),
    bearing_deg=st.none() | st.floats(0, 360),
    other=st.none() | spans,
)
mentions = st.builds(
    lambda span, text, kind, name, feature, relation: Mention(
        span.start, span.end, text, kind, name, feature, relation
    ),
    spans,
    texts,
    st.sampled_from(MentionKind),
    texts,
    st.none() | st.just("ADM1"),
    st.none() | relations,
)
resolved = st.builds(ResolvedMention, mentions, places | st.builds(Unresolved, texts, place_lists), place_lists)
events = st.builds(
    Event,
    event_type=texts,
    sub_event_type=texts,
    modality=st.sampled_from(Modality),
    evidence=spans,
    trigger=spans,
    attribution=maybe_texts,
    place=st.none() | mentions,
    origin=st.none() | mentions,
    date=st.none() | times,
    actors=st.lists(st.builds(Actor, texts, st.none() | st.sampled_from(ActorRole)), max_size=3).map(tuple),
    counts=st.builds(Counts, counts, counts, counts, counts),
    confidence=st.integers(0, 10_000).map(lambda n: n / 10_000),
    more_evidence=st.lists(spans, max_size=2).map(tuple),
    unit=maybe_texts,
    spot=maybe_texts,
    reasons=st.builds(Reasons, texts, texts, texts, texts, texts),
)
documents = st.builds(
    Document,
    id=texts,
    text=texts,
    title=maybe_texts,
    published=st.none() | days,
    source=maybe_texts,
    url=maybe_texts,
    notes=st.lists(texts, max_size=2).map(tuple),
)
extractions = st.builds(
    Extraction,
    documents,
    st.lists(resolved, max_size=3).map(tuple),
    st.lists(events, max_size=3).map(tuple),
)


@given(extractions)
def test_a_record_reads_back_equal_through_json(found: Extraction) -> None:
    assert from_record(json.loads(json.dumps(to_record(found)))) == found
