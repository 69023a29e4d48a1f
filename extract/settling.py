"""Where an event happened when its own words do not say: what the text points back to, the layout, the dateline."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from extract.arguments import governing_verb
from extract.blocks import Block, BlockKind, dateline
from extract.layout import place_of_column, place_of_section, section_start, unlisted_label
from extract.located import COARSE, Located, specificity
from extract.realis import is_background
from extract.retelling import Reading
from extract.scene import Scene
from extract.types import Mention, MentionKind
from extract.unlisted import SCOPE, holder_of, text_of, told_to_hold
from extract.whereabouts import HELD

_PLACELESS = frozenset(
    {"Agreement", "Sanctions", "Visit or meeting", "Arms transfer", "Casualty toll", "Weapons production"}
)
"""What has no spot of its own unless its sentence names one: a pact does not happen where the last sentence did."""
REACH_BLOCKS = 2


def settle_places(readings: Sequence[Reading], scene: Scene) -> None:
    """Give readings without a place of their own the one in scope: of the dateline, or of the sentences before."""
    for at, reading in enumerate(readings):
        _settle(reading, readings[:at], scene)


def _settle(reading: Reading, earlier: Sequence[Reading], scene: Scene) -> None:
    if reading.place is None and reading.event_type == "Deployments":
        _share_destination(reading, earlier)
    if reading.place is None and reading.sub_event_type == "Troop withdrawal":
        _stay_with_origin(reading, scene)
    if reading.place is None and reading.sub_event_type == "Agreement":
        _stay_with_meeting(reading, earlier, scene)
    column = place_of_column(reading.block, scene)
    if column is not None and reading.event_type not in _MOVING:
        _put(reading, column, f"“{column.text}” stands in the table's column of places")
        return
    _settle_there(reading, scene)
    meant = _place_meant(reading, scene)
    if meant is not None and _may_be_meant(reading, scene):
        _put(reading, meant, f"“{meant.text}” is what the sentence points back to")
    if _is_placed(reading, scene) or _is_nowhere(reading):
        return
    if reading.place is None and reading.spot is None:
        reading.spot = unlisted_label(reading.block, scene)
    if reading.spot is not None:
        _settle_spot(reading, scene)
        return
    _take_from_scope(reading, earlier, scene)


def _settle_there(reading: Reading, scene: Scene) -> None:
    """ "Residents of Zalingei said fighters had overrun the garrison there"."""
    heads = {reading.token, reading.token.head}
    there = (t for t in reading.token.sent if t.lower_ == "there" and t.dep_ == "advmod" and t.head in heads)
    name = next((found for t in there if (found := _last_before(t, scene)) is not None), None)
    if name is None:
        return
    mention = scene.mention_at.get(name.i)
    if mention is None or mention not in scene.places.hints:
        told = scene.places.by_sentence.get(name.sent.start, ())
        mention = holder_of(name, reading.hit, told, scene.places.hints) or mention
    if mention is not None and _is_drawn(mention, scene):
        _put(reading, mention, f"“{mention.text}” is what “there” points back to")
    elif mention is None or mention.kind is MentionKind.LITERAL:
        reading.place, reading.spot = None, text_of(name)


def _put(reading: Reading, place: Mention, reason: str) -> None:
    reading.place, reading.place_reason, reading.place_is_own, reading.spot = place, reason, True, None


def _is_nowhere(reading: Reading) -> bool:
    """Whether only its own sentence can say where it was."""
    return (
        reading.sub_event_type in _PLACELESS or reading.anaphoric or reading.answered or reading.event_type in _MOVING
    )


_MOVING = frozenset({"Weapons tests", "Diplomacy"})


def _may_be_meant(reading: Reading, scene: Scene) -> bool:
    """Whether "the town" or "there" says where: it has no place yet, or the town is what was taken or "there"."""
    if _is_nowhere(reading):
        return False
    if not _is_placed(reading, scene):
        return True
    taken = {t.lower_ for t in reading.hit.arguments.objects} | {
        t.lower_ for o in reading.hit.arguments.objects for t in o.children
    }
    return reading.sub_event_type in HELD and not taken.isdisjoint(_KINDS) and not _names_its_object(reading, scene)


def _names_its_object(reading: Reading, scene: Scene) -> bool:
    return any(t.i in scene.mention_at for o in reading.hit.arguments.objects for t in o.subtree)


def _take_from_scope(reading: Reading, earlier: Sequence[Reading], scene: Scene) -> None:
    """The section's place where a heading names one; else the place told of just before; else the dateline."""
    section = place_of_section(reading.block, scene)
    near = section or _place_of_story(reading, earlier) or _place_told(reading, scene)
    if section is not None:
        reading.place, reading.place_reason = section, f"“{section.text}” heads the section"
    elif near is not None:
        reading.place, reading.place_reason = near, f"“{near.text}” is the place told of just before"
    elif (head := _dateline_place(scene)) is not None:
        reading.place, reading.place_reason = head, f"“{head.text}” is the dateline"


def _is_placed(reading: Reading, scene: Scene) -> bool:
    """Whether it has a place; one that is named but has no coordinates may still be put at what holds it."""
    return reading.place is not None and (reading.spot is None or reading.place in scene.places.hints)


def _settle_spot(reading: Reading, scene: Scene) -> None:
    """Put an event at what holds its unlisted place; a place told of before is not its own."""
    assert reading.spot is not None
    same = next((m for m in scene.mention_at.values() if m.text == reading.spot and _is_drawn(m, scene)), None)
    if same is not None:
        reading.place, reading.place_reason, reading.spot = same, f"“{same.text}” is placed elsewhere in the text", None
        reading.place_is_own = True
        return
    holder = _place_holding(reading, scene)
    if holder is None:
        reading.place_reason = f"“{reading.spot}” has no coordinates, and the text does not say what it lies in"
    else:
        reading.place, reading.place_reason = holder, told_to_hold(reading.spot, holder)
        reading.place_is_own = True


def _is_drawn(mention: Mention, scene: Scene) -> bool:
    return mention.kind is MentionKind.LITERAL and mention in scene.places.hints


def _place_holding(reading: Reading, scene: Scene) -> Mention | None:
    """The unit an unlisted place lies in, as far as the text tells: of the sentences before, else its only one."""
    units = [p.mention for told in scene.places.by_sentence.values() for p in told if _is_unit(p, scene)]
    number = reading.block.number
    for block in reversed(scene.blocks[max(0, number - REACH_BLOCKS) : number + 1]):
        near = [m for m in units if block.sentence.start_char <= m.start < block.sentence.end_char]
        if near:
            return near[0] if len({m.name for m in near}) == 1 else None
    return units[0] if len({m.name for m in units}) == 1 else None


_SMALLEST_UNIT = 2.0
"""`specificity` of a district; below it and above a country are the units that can hold a village."""


def _is_unit(place: Located, scene: Scene) -> bool:
    size = specificity(place.mention, scene.places.hints)
    is_scope = place.preposition in SCOPE and place.mention.kind is MentionKind.LITERAL
    return is_scope and COARSE < size <= _SMALLEST_UNIT


def _share_destination(reading: Reading, earlier: Sequence[Reading]) -> None:
    """Take the way of the transfer told just before, planned or done: "... to X, on top of 120 guns sent before"."""
    for other in reversed(earlier):
        if reading.block.number - other.block.number > 1:
            return
        if other.sub_event_type == reading.sub_event_type and other.place is not None and other.place_is_own:
            reading.place, reading.origin = other.place, reading.origin or other.origin
            reading.place_reason = f"“{other.place.text}” is where the transfer told just before went"
            return


_BOTH = frozenset({"they", "two", "both", "sides", "pair"})


def _stay_with_meeting(reading: Reading, earlier: Sequence[Reading], scene: Scene) -> None:
    """Put what "the two" signed where the sentence before had them meet, on its day unless told otherwise."""
    subjects = [s for s in reading.token.children if s.dep_ in {"nsubj", "nsubjpass"}]
    words = {t.lower_ for s in subjects for t in (s, *s.lefts)}
    near = [r for r in earlier if reading.block.number - r.block.number <= 1 and r.event_type == "Diplomacy"]
    met = max(near, key=lambda r: _size(r.place, scene) if r.place and r.place_is_own else -9.0, default=None)
    if met is not None and met.place is not None and met.place_is_own and not words.isdisjoint(_BOTH):
        _put(reading, met.place, f"“{met.place.text}” is where the two met")
        if reading.date is None and met.date is not None:
            reading.date, reading.date_reason = met.date, "the day of the meeting told just before"


def _stay_with_origin(reading: Reading, scene: Scene) -> None:
    """Put a withdrawal whose goal is not told where troops left: "withdrew from Afrin" happened at Afrin."""
    if reading.origin is not None and reading.origin.kind is MentionKind.LITERAL and _is_drawn(reading.origin, scene):
        _put(reading, reading.origin, f"“{reading.origin.text}” is what they left, and the text does not say for where")


_KINDS: Mapping[str, tuple[str, ...]] = {
    "town": ("PPL",),
    "city": ("PPL",),
    "village": ("PPL",),
    "capital": ("PPLC",),
    "settlement": ("PPL",),
    "district": ("ADM2", "ADM3"),
    "province": ("ADM1",),
    "region": ("ADM1", "RGN"),
    "state": ("ADM1",),
    "territory": ("ADM1", "RGN", "TERR"),
    "area": ("PPL", "ADM", "RGN"),
    "country": ("PCL",),
    "peninsula": ("PEN", "RGN"),
    "island": ("ISL",),
    "border": ("BDR", "BDRY", "LN"),
    "line": ("BDR", "BDRY", "LN"),
    "camp": ("CMP", "MILB", "INSM"),
    "base": ("MILB", "INSM", "AIRB"),
    "airport": ("AIRP", "AIRF"),
}
"""Nouns that may stand for a place named before, and the GeoNames features they may stand for."""


def _place_meant(reading: Reading, scene: Scene) -> Mention | None:
    """What "this line" or "the town" near the trigger stands for: the last place named so, or of that kind."""
    for token in reading.token.sent:
        kinds = _KINDS.get(token.lower_)
        if kinds is None or token.i in scene.mention_at or not _points_back(token):
            continue
        if governing_verb(token) != governing_verb(reading.token) and not reading.token.is_ancestor(token):
            continue
        found = _named_before(token, kinds, scene)
        if found is not None:
            return found
    return None


def _last_before(there: Token, scene: Scene) -> Token | None:
    """The name "there" stands for: the last one in its sentence before it, else in the sentence before; no country."""
    for sentence in (there.sent, there.doc[max(0, there.sent.start - 1)].sent):
        named = [t for t in sentence if t.i < there.i and t.pos_ == "PROPN" and t.dep_ == "pobj"]
        at = [t for t in named if t.head.lower_ in _WHERE and t.ent_type_ not in {"DATE", "TIME", "NORP"}]
        near = [t for t in at if (m := scene.mention_at.get(t.i)) is None or _size(m, scene) != 0]
        if near:
            return near[-1]
    return None


def _size(mention: Mention, scene: Scene) -> float:
    return specificity(mention, scene.places.hints)


_WHERE = frozenset({"in", "at", "near", "of", "from", "outside", "around", "to", "into"})


def _points_back(noun: Token) -> bool:
    return any(c.lower_ in {"this", "that", "the"} for c in noun.children) and not any(
        c.dep_ in {"prep", "relcl", "acl"} for c in noun.children
    )


def _named_before(noun: Token, kinds: tuple[str, ...], scene: Scene) -> Mention | None:
    told = {p.mention for here in scene.places.by_sentence.values() for p in here} | {_dateline_place(scene)}
    first = section_start(scene.block_at.get(noun.sent.start), scene)
    literal = (m for i, m in scene.mention_at.items() if i < noun.i and m.kind is MentionKind.LITERAL)
    before = [m for m in literal if m in told and m.start >= first]
    same_word = [m for m in before if m.text.lower().split()[-1] == noun.lower_]
    same_kind = [m for m in before if (h := scene.places.hints.get(m)) is not None and h.feature.startswith(kinds)]
    found = same_word or same_kind or (_countries_before(noun, scene) if "PCL" in kinds else [])
    last = max(found, key=lambda m: m.start, default=None)
    if last is None:
        return None
    main = [m for m in found if not _is_by_the_way(m, scene) and _sentence(m, scene) == _sentence(last, scene)]
    return max(main, key=lambda m: m.start, default=last)


def _countries_before(noun: Token, scene: Scene) -> list[Mention]:
    """Countries however meant: "Russian police held thousands across the country" was in Russia."""
    named = dict.fromkeys(m for i, m in scene.mention_at.items() if i < noun.i)
    return [m for m in named if (h := scene.places.hints.get(m)) is not None and h.feature.startswith("PCL")]


def _token_of(mention: Mention, scene: Scene) -> Token:
    return scene.doc[min(i for i, m in scene.mention_at.items() if m is mention)]


def _sentence(mention: Mention, scene: Scene) -> int:
    return _token_of(mention, scene).sent.start


def _is_by_the_way(mention: Mention, scene: Scene) -> bool:
    """ "took Uvira, weeks after they seized Goma", "took Uvira, coming from Goma": the next sentence means Uvira."""
    told = scene.places.by_sentence.get(_sentence(mention, scene), ())
    left = any(p.mention is mention and p.preposition == "from" for p in told)
    return left or is_background(_token_of(mention, scene))


def _place_of_story(reading: Reading, earlier: Sequence[Reading]) -> Mention | None:
    """The place of the nearest event told just before."""
    near = [r for r in earlier if reading.block.number - r.block.number <= REACH_BLOCKS and _gives_place(r)]
    near = [r for r in near if not _is_beside(r.block, reading.block)]
    if reading.event_type == "Deployments" and not _is_sent_in(reading.token):
        near = [r for r in near if r.event_type in _ELSEWHERE]
    told = [r for r in near if r.block is near[-1].block]
    return max(told, key=lambda r: (not is_background(r.token), r.token.i)).place if told else None


def _is_sent_in(verb: Token) -> bool:
    """ "Troops were flown in", "sent reinforcements": to where the violence told of is."""
    moved = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "nsubj"}]
    particles = [c for c in verb.children if c.dep_ in {"prt", "advmod", "prep"} and not any(c.children)]
    return any(c.lower_ == "in" for c in particles) or any(t.lemma_.lower() == "reinforcement" for t in moved)


def _is_beside(one: Block, other: Block) -> bool:
    """Two items of a list, or two rows: what one tells says nothing of where the other was."""
    listed = one.kind in _LISTED and other.kind in _LISTED
    return listed and one.paragraph != other.paragraph


_LISTED = frozenset({BlockKind.ITEM, BlockKind.ROW})


def _gives_place(reading: Reading) -> bool:
    return reading.place is not None and reading.place_is_own and reading.event_type != "Diplomacy"


_ELSEWHERE = frozenset({"Deployments", "Battles"})
"""Where troops went or fought is told with it; a place named before is where something else was."""


def _place_told(reading: Reading, scene: Scene) -> Mention | None:
    """The smallest literal place that the sentences just before put something at."""
    if reading.event_type in _ELSEWHERE:
        return None
    number = reading.block.number
    for block in reversed(scene.blocks[max(0, number - REACH_BLOCKS) : number]):
        if _is_beside(block, reading.block):
            continue
        literal = [
            p.mention
            for p in scene.places.by_sentence.get(block.sentence.start, ())
            if p.mention.kind is MentionKind.LITERAL and p.preposition not in {"", "from", "for"}
        ]
        if literal:
            return max(literal, key=lambda m: (specificity(m, scene.places.hints), m.start))
    return None


def _dateline_place(scene: Scene) -> Mention | None:
    span = dateline(scene.document.text)
    if span is None:
        return None
    inside = [m for m in set(scene.mention_at.values()) if span.start <= m.start and m.end <= span.end]
    return min(inside, key=lambda m: m.start, default=None)
