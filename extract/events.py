"""Text and taxonomy -> events: triggers, their arguments, place, date, people, numbers and how real they are."""

from collections import Counter
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from extract.actors import find_actors
from extract.blocks import Block, BlockKind, find_blocks, is_dated_row
from extract.control import judged
from extract.counts import find_counts
from extract.dates import find_dates
from extract.lists import split_lists
from extract.modality import attribution_of, modality_of
from extract.realis import (
    is_ahead,
    is_anaphor,
    is_aside,
    is_bargained,
    is_concern,
    is_embedded,
    is_gerund_topic,
    is_grounded,
    is_habit,
    is_history,
    is_source,
    is_standing,
    is_topic,
    layout_modality,
    tells_of_past_era,
    without_honoured,
)
from extract.retelling import Reading, Story, fold, is_violent, total_counts
from extract.scene import Scene, mention_tokens, settle_places
from extract.tallies import as_toll, give_counts
from extract.taxonomy import Taxonomy
from extract.timing import LEAD_BLOCKS, Timing, date_of, has_own_date, news_date, timing_of
from extract.triggers import Hit, annotate, compile_lexicon, find_hits
from extract.types import Actor, Document, Event, Mention, MentionKind, Modality, PlaceHint, Reasons, Span, TimeSpan
from extract.whereabouts import Where, find_launch, find_move, find_place, has_own_place, place_map

SUPPORT = "support"
"""The word class of verbs of happening: a noun with one of them tells of an event."""
ARMED_GROUPS = "@rebels"
"""The class of names of armed groups: a place in one ("Al-Qaeda in the Islamic Maghreb") is no place of an event."""
NAMED_WEIGHT = 0.7
"""A noun at least this heavy names a kind of violence ("the recapture of X"), not just "the attack"."""


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
    covered = mention_tokens(doc, mentions)
    annotated = annotate(doc, lexicon, (i for i, m in covered.items() if m.kind is MentionKind.LITERAL))
    covered = {i: m for i, m in covered.items() if ARMED_GROUPS not in annotated.keys[i]}
    placed = [m for m in mentions if m in set(covered.values())]
    blocks = find_blocks(doc)
    hits = find_hits(annotated, lexicon)
    scene = Scene(
        document=document,
        doc=doc,
        blocks=blocks,
        annotated=annotated,
        places=place_map(doc, placed, hints, hits),
        mention_at=covered,
        support=frozenset(word for phrase in taxonomy.words.get(SUPPORT, ()) for word in phrase[:1]),
        block_at={block.sentence.start: block for block in blocks},
    )
    timing = timing_of(doc, blocks, find_dates(doc, published=document.published), published=document.published)
    readings = [r for hit in without_honoured(hits) if (r := _read(hit, scene, timing)) is not None]
    give_counts(readings, find_counts(doc))
    readings = [as_toll(reading, hints) for reading in readings]
    settle_places(readings, scene)
    readings = split_lists(readings, scene.places, timing)
    stories = [story for story in fold(readings, hints) if _is_report(story)]
    return [_event(story, timing, hints, _date_before(story, stories)) for story in stories]


def _read(hit: Hit, scene: Scene, timing: Timing) -> Reading | None:
    """One trigger as an event; None where its words tell of a habit, an era gone by or nothing that happened."""
    block = scene.block(hit.token)
    if block is None or is_source(hit.token):
        return None
    if not _is_headline(block) and not is_dated_row(block) and is_habit(hit.token):
        return None
    if hit.sense.event_type != "Symbolic" and tells_of_past_era(hit.token, block):
        return None
    if is_aside(hit.token) or is_standing(hit) or is_topic(hit.token) or is_concern(hit.token) or is_gerund_topic(hit.token):
        return None
    time, date_reason = date_of(hit, block, timing)
    if is_history(time, timing.era, block):
        return None
    modality, modality_reason = _modality(hit, dated=time is not None)
    if modality is Modality.ASSERTED and (lowered := layout_modality(hit.token, block)) is not None:
        modality, modality_reason = lowered
    if modality is Modality.ASSERTED and (is_ahead(hit) or is_bargained(hit.token)):
        modality, modality_reason = Modality.PLANNED, "told as still to come"
    where = _where(hit, scene)
    hit = judged(hit, scene.mention_at, where.place, scene.places.hints)
    reading = Reading(
        hit=hit,
        block=block,
        modality=modality,
        modality_reason=modality_reason,
        attribution=attribution_of(hit.token),
        anaphoric=not hit.verbal and is_anaphor(hit.token),
        grounded=True,
        place=where.place,
        place_reason=where.reason,
        place_is_own=where.place is not None,
        origin=where.origin,
        date=time,
        date_reason=date_reason,
        actors=find_actors(hit, scene.annotated, scene.mention_at),
    )
    reading.grounded = _is_grounded(reading, scene, timing)
    return reading


def _modality(hit: Hit, *, dated: bool) -> tuple[Modality, str]:
    """The modality its words give; a word of the trigger's own phrase ("warning shot") gives none."""
    modality, reason = modality_of(hit.token)
    if modality is Modality.ASSERTED and not dated and hit.token.dep_ == "acl" and hit.token.tag_ == "VBN":
        modality, reason = modality_of(hit.token.head)
    if any(f'"{word}"' in reason for word in hit.sense.phrase if word != hit.token.lower_):
        return Modality.ASSERTED, "stated as having happened"
    return modality, reason


def _is_headline(block: Block) -> bool:
    """Headlines and leads tell news in the present tense."""
    return block.kind is BlockKind.HEADING or block.number == 0


def _is_grounded(reading: Reading, scene: Scene, timing: Timing) -> bool:
    hit = reading.hit
    if hit.verbal or is_dated_row(reading.block):
        return True
    if reading.anaphoric and is_violent(reading) and hit.token.dep_ == "pobj":
        return has_own_date(hit, timing) or (hit.weight >= NAMED_WEIGHT and has_own_place(hit, scene.places))
    if is_grounded(hit.token, scene.support):
        return True
    if reading.block.kind is BlockKind.HEADING or reading.anaphoric:
        return hit.sense.trigger.bare or has_own_date(hit, timing) or has_own_place(hit, scene.places)
    return hit.sense.trigger.bare or reading.date is not None or reading.place_is_own


def _where(hit: Hit, scene: Scene) -> Where:
    match hit.sense.event_type, hit.sense.sub_event_type:
        case "Weapons tests", _:
            return find_launch(hit, scene.places)
        case "Deployments", sub:
            return find_move(hit, scene.places, receiving=sub == "Arms transfer" and hit.token.lemma_ in _RECEIVING)
        case (_, "Visit or meeting") | (_, "Other"):
            return find_move(hit, scene.places)
        case _:
            return find_place(hit, scene.places)


_RECEIVING = frozenset({"receive", "buy", "import", "purchase", "acquire", "obtain", "procure", "get"})


def _is_report(story: Story) -> bool:
    """A casualty toll needs a number; everything else is a report by its trigger."""
    counts = total_counts(story)
    if story.head.event_type == "Losses":
        return counts.fatalities is not None or counts.injured is not None
    return True


def _event(story: Story, timing: Timing, hints: Mapping[Mention, PlaceHint], before: TimeSpan | None) -> Event:
    head = story.head
    place, date = story.place(hints), story.date
    date_reason = next((r.date_reason for r in story.readings if r.date is date), head.date_reason)
    if date is None and before is not None and head.modality is Modality.ASSERTED:
        date, date_reason = before, "the day of the incident told just before"
    if date is None and _is_news(story):
        date, date_reason = news_date(timing.published), "told as news, so in the week before publication"
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
        more_evidence=tuple(dict.fromkeys(r.block.evidence for r in story.readings if r.block.evidence != evidence)),
        reasons=Reasons(
            trigger=head.hit.why,
            frame=_frame(head),
            place=own.place_reason,
            date=date_reason,
            modality=head.modality_reason,
        ),
    )


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
    """Told in the headline or the lead, as a fact."""
    head = story.head
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
    value -= 0.06 * is_embedded(head.token)
    if head.modality is not Modality.ASSERTED:
        value -= 0.1
    return round(min(0.99, max(0.05, value)), 3)
