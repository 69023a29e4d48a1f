"""One trigger as a reading of an event: what, where, when, by whom, how real; or nothing, where it tells of none."""

from dataclasses import replace

from extract.actors import find_actors
from extract.asides import is_answered, own_words
from extract.backdrop import is_history, layout_modality, tells_of_past_era
from extract.blocks import Block, BlockKind, is_dated_row
from extract.control import judged
from extract.modality import attribution_of, modality_of
from extract.movements import find_launch, find_move
from extract.realis import (
    is_after_what_may_come,
    is_ahead,
    is_anaphor,
    is_aside,
    is_bargained,
    is_compared,
    is_concern,
    is_demarche,
    is_gerund_topic,
    is_grounded,
    is_habit,
    is_prepared_for,
    is_source,
    is_standing,
    is_stopped,
    is_stretch,
    is_topic,
    is_unconfirmed,
    is_unharmed,
    is_what_is_done,
    is_yardstick,
)
from extract.relevance import is_ordinary
from extract.retelling import GENERIC_WEIGHT, Reading, is_violent
from extract.scene import Scene
from extract.timing import Timing, date_of, has_own_date
from extract.triggers import Hit
from extract.types import Modality
from extract.unlisted import place_of
from extract.whereabouts import Where, has_own_place

NAMED_WEIGHT = 0.7
"""A noun at least this heavy names a kind of violence ("the recapture of X"), not just "the attack"."""


def read_trigger(hit: Hit, scene: Scene, timing: Timing) -> Reading | None:
    """One trigger as an event; None where its words tell of a habit, an era gone by or nothing that happened."""
    block = scene.block(hit.token)
    if block is None or _tells_nothing(hit, block, timing) or is_ordinary(hit, scene.annotated):
        return None
    answered = is_answered(hit)
    if answered:
        words = own_words(hit.token)
        scene, timing = replace(scene, places=scene.places.within(words)), timing.within(words)
    time, date_reason = date_of(hit, block, timing)
    if is_history(time, timing.era, block):
        return None
    where = _where(hit, scene)
    hit = judged(hit, scene.mention_at, where.place, scene.places.hints)
    modality, modality_reason = _modality_here(hit, block, dated=time is not None)
    if modality is Modality.DENIED and is_unharmed(hit.token):
        return None
    reading = Reading(
        hit=hit,
        block=block,
        modality=modality,
        modality_reason=modality_reason,
        attribution=attribution_of(hit.token),
        anaphoric=not hit.verbal and is_anaphor(hit.token),
        place=where.place,
        place_reason=where.reason,
        place_is_own=where.place is not None,
        spot=where.spot,
        origin=where.origin,
        date=time,
        date_reason=date_reason,
        actors=find_actors(hit, scene.annotated, scene.mention_at),
        answered=answered,
    )
    reading.grounded = _is_grounded(reading, scene, timing)
    return reading


def _tells_nothing(hit: Hit, block: Block, timing: Timing) -> bool:
    """Whether the words name a source, a habit, a topic, a past era or a thing's making, not an event."""
    token = hit.token
    told_in_present = _is_headline(block) or is_dated_row(block) or block.paragraph in timing.by_line
    if not told_in_present and is_habit(token):
        return True
    if hit.sense.event_type != "Symbolic" and tells_of_past_era(token, block):
        return True
    passing = (
        is_source,
        is_aside,
        is_topic,
        is_concern,
        is_compared,
        is_gerund_topic,
        is_demarche,
        is_what_is_done,
        is_yardstick,
        is_stretch,
    )
    return is_standing(hit) or is_stopped(hit) or any(says(token) for says in passing)


def _modality_here(hit: Hit, block: Block, *, dated: bool) -> tuple[Modality, str]:
    """The modality of the words, lowered by the layout and by what is told as still to come."""
    modality, reason = _modality(hit, dated=dated)
    if modality is not Modality.ASSERTED:
        return modality, reason
    if is_prepared_for(hit.token):
        return Modality.HYPOTHETICAL, "only prepared for"
    if is_unconfirmed(hit.token):
        return Modality.HYPOTHETICAL, "told as not confirmed"
    if is_ahead(hit) or is_bargained(hit.token) or is_after_what_may_come(hit.token):
        return Modality.PLANNED, "told as still to come"
    return layout_modality(hit.token, block) or (modality, reason)


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
    if reading.answered:
        return reading.date is not None or (reading.place_is_own and hit.token.tag_ in {"NN", "NNP"})
    if hit.verbal or is_dated_row(reading.block):
        return True
    if reading.anaphoric and is_violent(reading) and hit.token.dep_ == "pobj":
        return has_own_date(hit, timing) or (hit.weight >= NAMED_WEIGHT and has_own_place(hit, scene.places))
    if reading.anaphoric and _only_points_back(reading, scene, timing):
        return False
    if is_grounded(hit.token, scene.support):
        return True
    if reading.block.kind is BlockKind.HEADING or reading.anaphoric:
        return hit.sense.trigger.bare or has_own_date(hit, timing) or has_own_place(hit, scene.places)
    return hit.sense.trigger.bare or reading.date is not None or reading.place_is_own


def _only_points_back(reading: Reading, scene: Scene, timing: Timing) -> bool:
    """ "a group said it had carried out the attack": whose the attack told before was, no other one."""
    if (
        not is_violent(reading)
        or reading.event_type == "Losses"
        or reading.weight >= GENERIC_WEIGHT
        or reading.hit.token.dep_ != "dobj"
    ):
        return False
    return not (has_own_date(reading.hit, timing) or has_own_place(reading.hit, scene.places))


def _where(hit: Hit, scene: Scene) -> Where:
    match hit.sense.event_type, hit.sense.sub_event_type:
        case "Weapons tests", _:
            return find_launch(hit, scene.places)
        case "Deployments", sub:
            return find_move(hit, scene.places, receiving=sub == "Arms transfer" and hit.token.lemma_ in _RECEIVING)
        case (_, "Visit or meeting") | (_, "Other"):
            return find_move(hit, scene.places)
        case _:
            return place_of(hit, scene.places)


_RECEIVING = frozenset({"receive", "buy", "import", "purchase", "acquire", "obtain", "procure", "get"})
