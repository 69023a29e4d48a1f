"""Text and taxonomy -> events: triggers, their arguments, place, date, people, numbers and how real they are."""

from collections import Counter
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from extract.counts import find_counts
from extract.dates import find_dates
from extract.lists import split_lists
from extract.realis import (
    is_background,
    is_embedded,
)
from extract.reporting import read_trigger
from extract.retelling import Reading, Story, fold, is_violent, total_counts
from extract.scene import scene_of
from extract.settling import settle_places
from extract.tallies import TOLL, as_toll, give_counts, without_causes
from extract.taxonomy import Taxonomy
from extract.timing import LEAD_BLOCKS, Timing, news_date, timing_of
from extract.triggers import compile_lexicon
from extract.types import Actor, Document, Event, Mention, Modality, PlaceHint, Reasons, Span, TimeSpan


def find_events(
    document: Document,
    doc: Doc,
    mentions: Sequence[Mention],
    *,
    hints: Mapping[Mention, PlaceHint],
    taxonomy: Taxonomy,
) -> list[Event]:
    """The events a document tells of, in text order. `doc` is the parse of `document.text`."""
    lexicon = compile_lexicon(taxonomy)
    scene = scene_of(document, doc, mentions, hints=hints, lexicon=lexicon)
    dates = find_dates(doc, published=document.published)
    timing = timing_of(doc, scene.blocks, dates, published=document.published)
    told = (read_trigger(hit, scene, timing) for hit in scene.hits)
    readings = [reading for reading in told if reading is not None]
    give_counts(readings, find_counts(doc), timing=timing, places=scene.places)
    readings = [as_toll(reading, hints) for reading in without_causes(readings)]
    settle_places(readings, scene)
    stories = fold(split_lists(readings, scene.places, timing), hints)
    reports = [story for story in stories if _is_report(story)]
    return [_event(story, timing, hints, _date_before(story, reports)) for story in reports]


def _is_report(story: Story) -> bool:
    """A casualty toll needs a number; everything else is a report by its trigger."""
    counts = total_counts(story)
    head = story.head
    if head.event_type == "Losses":
        told = counts.fatalities or counts.injured
        # A small toll with neither period nor place updates an incident that the text told apart from it.
        return told is not None and (head.cumulative or head.hit.verbal or head.place_is_own or (told.low or 0) >= TOLL)
    return True


def _event(story: Story, timing: Timing, hints: Mapping[Mention, PlaceHint], before: TimeSpan | None) -> Event:
    head = story.head
    place = story.place(hints)
    date, date_reason = _date(story, timing, before)
    own = next((r for r in story.readings if r.place is place), head)
    evidence = head.block.evidence
    return Event(
        event_type=head.event_type,
        sub_event_type=head.sub_event_type,
        modality=head.modality,
        evidence=evidence,
        trigger=Span(head.token.idx, head.token.idx + len(head.token)),
        attribution=head.attribution,
        place=place,
        origin=_origin(story, own),
        date=date,
        actors=_actors(story),
        counts=total_counts(story),
        confidence=_confidence(story, date),
        spot=own.spot,
        more_evidence=tuple(dict.fromkeys(r.block.evidence for r in story.readings if r.block.evidence != evidence)),
        reasons=Reasons(
            trigger=head.hit.why,
            frame=_frame(head),
            place=own.place_reason,
            date=date_reason,
            modality=head.modality_reason,
        ),
    )


def _date(story: Story, timing: Timing, before: TimeSpan | None) -> tuple[TimeSpan | None, str]:
    """The story's own date; for facts without one, that of the incident it is part of, or of the news."""
    date = story.date
    if date is not None:
        return date, next(r.date_reason for r in story.readings if r.date is date)
    if (
        before is not None
        and not (story.head.answered or story.head.cumulative)
        and story.head.modality is Modality.ASSERTED
    ):
        return before, "the day of the incident told just before"
    if timing.published is not None and _is_news(story):
        return news_date(timing.published), "told as news, so in the week before publication"
    return None, story.head.date_reason


def _date_before(story: Story, stories: Sequence[Story]) -> TimeSpan | None:
    """The day of the incident told in the sentence before or in the same one, if this may be part of it."""
    kind = _incident_kind(story.head)
    for other in reversed(stories[: stories.index(story)] if kind else ()):
        if story.head.block.number - other.head.block.number > 1:
            return None
        if _incident_kind(other.head) == kind and other.date is not None and other.head.modality is Modality.ASSERTED:
            return other.date
    return None


def _incident_kind(reading: Reading) -> str | None:
    """What may be part of one incident: shots and crossings, or one kind of violence after another."""
    if reading.event_type == "Military posture" or reading.sub_event_type == "Troop withdrawal":
        return "posture"
    return "violence" if is_violent(reading) else None


def _frame(head: Reading) -> str:
    """Type and roles in words: "Battles: Armed clash; by rebels; on a convoy"."""
    told = head.hit.arguments
    by = ", ".join(dict.fromkeys(t.text for t in told.subjects))
    on = ", ".join(dict.fromkeys(t.text for t in told.objects))
    roles = [f"by {by}"] * bool(by) + [f"on {on}"] * bool(on)
    return "; ".join([f"{head.event_type}: {head.sub_event_type}", *roles])


def _origin(story: Story, own: Reading) -> Mention | None:
    """The origin most of the readings name; the one told with the place on a tie."""
    named = [r.origin for r in [own, *story.readings] if r.origin is not None]
    votes = Counter(m.name for m in named)
    return max(named, key=lambda m: votes[m.name], default=None)


def _is_news(story: Story) -> bool:
    """Told in the headline or the lead, as a fact, and no toll of years."""
    head = story.head
    if head.cumulative or head.answered:
        return False
    return head.modality is Modality.ASSERTED and min(r.block.number for r in story.readings) < LEAD_BLOCKS


def _actors(story: Story) -> tuple[Actor, ...]:
    found: dict[str, Actor] = {}
    for reading in [story.head, *story.readings]:
        for actor in reading.actors:
            found.setdefault(actor.name.casefold(), actor)
    return tuple(found.values())


def _confidence(story: Story, date: TimeSpan | None) -> float:
    """Orders a document's events: surer triggers, earlier and oftener told, placed and dated come first."""
    head = story.head
    value = 0.62 * head.weight
    value += 0.12 / (1 + min(r.block.number for r in story.readings))
    value += 0.05 * any(r.place is not None for r in story.readings) + 0.04 * (date is not None)
    value += 0.03 * min(3, len(story.readings) - 1) + 0.03 * head.hit.verbal
    value -= 0.06 * is_embedded(head.token) + 0.08 * is_background(head.token)
    if head.modality is not Modality.ASSERTED:
        value -= 0.1
    return round(min(0.99, max(0.05, value)), 3)
