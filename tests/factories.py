"""Realistic incidents, deployments and extractions for tests; every argument can be replaced by name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

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
    Span,
    TimePrecision,
    TimeSpan,
)
from geo.types import Evidence, Extraction, GeoPrecision, Incident, Place, ResolvedMention, Unresolved

GOMA = Place("geonames:216281", "Goma", -1.67409, 29.22845, "CD", "Nord Kivu", "PPLA", GeoPrecision.TOWN, 10.0, 0.94)
SAKE = Place("geonames:205986", "Sake", -1.57395, 29.04517, "CD", "Nord Kivu", "PPL", GeoPrecision.TOWN, 10.0, 0.88)
NORD_KIVU = Place("iso:CD-NK", "Nord Kivu", -0.79, 29.05, "CD", "Nord Kivu", "ADM1", GeoPrecision.REGION, 190.0, 0.97)
CONGO = Place("geonames:203312", "DR Congo", -2.5, 23.5, "CD", None, "PCLI", GeoPrecision.COUNTRY, 1100.0, 0.99)
RWANDA = Place("geonames:49518", "Rwanda", -2.0, 30.0, "RW", None, "PCLI", GeoPrecision.COUNTRY, 110.0, 0.99)
SUVA = Place("geonames:2198148", "Suva", -18.14161, 178.44149, "FJ", "Central", "PPLC", GeoPrecision.TOWN, 10.0, 0.9)
APIA = Place("geonames:4035413", "Apia", -13.83333, -171.76666, "WS", "Tuamasaga", "PPLC", GeoPrecision.TOWN, 10.0, 0.9)


def day(text: str) -> TimeSpan:
    """One day, from an ISO date."""
    return TimeSpan(date.fromisoformat(text), date.fromisoformat(text), TimePrecision.DAY)


def month(year: int, number: int) -> TimeSpan:
    """A whole month."""
    last = date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    return TimeSpan(date(year, number, 1), last, TimePrecision.MONTH)


def exactly(number: int) -> Count:
    return Count(number, number, number)


def evidence(**changes: Any) -> Evidence:
    """One source's sentence of the incident `incident()` makes."""
    made = Evidence(
        document_id="river-herald-0312",
        title="Shells hit a market in Goma",
        source="River Herald",
        url="https://example.org/river-herald/0312",
        published=date(2025, 3, 12),
        span=Span(24, 89),
        sentence="Artillery shells killed six people at a market in Goma on Tuesday.",
        before="Residents fled at dawn. ",
        after=" The army blamed the M23 rebels.",
        attribution=None,
        counts=Counts(fatalities=exactly(6)),
        date=day("2025-03-11"),
        place_text="Goma",
        confidence=0.82,
        report_id="r-0001",
    )
    return replace(made, **changes)


def incident(**changes: Any) -> Incident:
    """Shelling of a market in Goma on 11 March 2025, six killed, one source."""
    made = Incident(
        id="inc-0001",
        event_type="Explosions/Remote violence",
        sub_event_type="Shelling/artillery/missile attack",
        modality=Modality.ASSERTED,
        attribution=None,
        place=GOMA,
        origin=None,
        date=day("2025-03-11"),
        actors=(Actor("M23", ActorRole.SIDE_A), Actor("Congolese army", ActorRole.SIDE_B)),
        counts=Counts(fatalities=exactly(6), injured=Count(12, None, None)),
        confidence=0.82,
        evidence=(evidence(),),
        others=(SAKE,),
    )
    return replace(made, **changes)


def deployment(**changes: Any) -> Incident:
    """4,000 Rwandan troops sent to Nord Kivu in January 2025, as a UN panel says."""
    sentence = "About 4,000 Rwandan troops crossed into Nord Kivu in January, a UN panel said."
    made = Incident(
        id="dep-0001",
        event_type="Deployments",
        sub_event_type="Troop deployment",
        modality=Modality.ASSERTED,
        attribution="a UN panel",
        place=NORD_KIVU,
        origin=RWANDA,
        date=month(2025, 1),
        actors=(Actor("Rwanda", ActorRole.SIDE_A),),
        counts=Counts(troops=Count(3500, 4000, 4000)),
        confidence=0.74,
        evidence=(
            evidence(
                document_id="lake-post-0203",
                title="Panel counts troops in the Kivus",
                source="Lake Post",
                url="https://example.org/lake-post/0203",
                published=date(2025, 2, 3),
                span=Span(0, len(sentence)),
                sentence=sentence,
                before="",
                after="",
                attribution="a UN panel",
                counts=Counts(troops=Count(3500, 4000, 4000)),
                date=month(2025, 1),
                place_text="Nord Kivu",
                confidence=0.74,
                report_id="r-0002",
            ),
        ),
        unit="Special Forces",
    )
    return replace(made, **changes)


def undated(**changes: Any) -> Incident:
    """An incident whose text gives no date."""
    return incident(**{"id": "inc-undated", "date": None, "evidence": (evidence(date=None),), **changes})


def unplaced(**changes: Any) -> Incident:
    """An incident whose place name has no coordinates."""
    nowhere = Unresolved("no gazetteer entry named 'Kibaati'", (SAKE,))
    return incident(
        **{"id": "inc-unplaced", "place": nowhere, "evidence": (evidence(place_text="Kibaati"),), **changes}
    )


def mention(text: str, name: str, *, kind: MentionKind = MentionKind.LITERAL) -> Mention:
    """The first place where `name` stands in `text`."""
    start = text.index(name)
    return Mention(start, start + len(name), name, kind, name)


def report(
    sentence: str,
    *,
    document_id: str = "river-herald-0312",
    source: str | None = "River Herald",
    published: date | None = date(2025, 3, 12),
    place: Place | Unresolved | None = GOMA,
    place_name: str | None = None,
    **event_changes: Any,
) -> Extraction:
    """A document of one sentence that tells one event at `place`, which the sentence must name."""
    return extraction(
        [sentence],
        document_id=document_id,
        source=source,
        published=published,
        places=[(place_name or getattr(place, "name", None), place)],
        events=[event_changes],
    )


def extraction(
    sentences: Sequence[str] = ("Artillery shells killed six people at a market in Goma on Tuesday.",),
    *,
    document_id: str = "river-herald-0312",
    source: str | None = "River Herald",
    published: date | None = date(2025, 3, 12),
    title: str | None = "Shells hit a market in Goma",
    places: Sequence[tuple[str | None, Place | Unresolved | None]] = (("Goma", GOMA),),
    events: Sequence[dict[str, Any]] = ({},),
) -> Extraction:
    """A document with one event a sentence; `events` replaces fields of each, `places` names each one's place."""
    text = " ".join(sentences)
    mentions: dict[Mention, ResolvedMention] = {}
    found = []
    at = 0
    for sentence, (name, place), changes in zip(sentences, places, events, strict=True):
        where = _at(mention(sentence, name), at) if name and place else None
        if where is not None and place is not None:
            mentions[where] = ResolvedMention(where, place, (SAKE,) if place == GOMA else ())
        found.append(_event(Span(at, at + len(sentence)), where, changes))
        at += len(sentence) + 1
    document = Document(document_id, text, title, published, source, f"https://example.org/{document_id}")
    return Extraction(document, tuple(mentions.values()), tuple(found))


def _at(found: Mention, offset: int) -> Mention:
    return replace(found, start=found.start + offset, end=found.end + offset)


def _event(span: Span, place: Mention | None, changes: dict[str, Any]) -> Event:
    made = Event(
        event_type="Explosions/Remote violence",
        sub_event_type="Shelling/artillery/missile attack",
        modality=Modality.ASSERTED,
        evidence=span,
        trigger=Span(span.start, span.start + 9),
        place=place,
        date=day("2025-03-11"),
        actors=(Actor("M23", ActorRole.SIDE_A),),
        counts=Counts(fatalities=exactly(6)),
        confidence=0.7,
    )
    return replace(made, **changes)
