"""Where an event happened: which of the places around a trigger is its own, and where what moved came from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extract.arguments import MAX_DEPTH
from extract.attribution import is_of_speaker
from extract.triggers import Hit
from extract.types import Mention, MentionKind, PlaceHint, RelationKind

_AT = frozenset(
    [
        "in",
        "at",
        "near",
        "on",
        "outside",
        "around",
        "off",
        "across",
        "inside",
        "along",
        "through",
        "over",
        "within",
        "throughout",
        "against",
        "between",
        "beside",
        "above",
        "under",
        "beneath",
        "towards",
        "toward",
    ]
)
_TOWARDS = frozenset({"to", "into", "onto", "toward", "towards", "in", "at", "on", "for"})
_FROM = frozenset({"from"})
_CLAUSES = frozenset({"relcl", "ccomp", "advcl", "parataxis", "acl", "conj"})
_REACH = 7.5
"""Cost above which a place is not the trigger's: about two clauses away."""
_MOVE_REACH = 6.5
"""Where people went stands close to their going, or is not told."""
_LAUNCH_REACH = 5.5
"""A launch site or impact area stands in the launch's own clause."""
COARSE = 0.6
"""A place no more specific than this is a country, a sea or a larger region."""
_SAME_PHRASE_TOKENS = 9


@dataclass(frozen=True, slots=True)
class Located:
    """A mention with its head word, the preposition it hangs on, and where that preposition attaches."""

    mention: Mention
    root: Token
    preposition: str
    governor: Token


@dataclass(frozen=True, slots=True)
class Where:
    place: Mention | None
    origin: Mention | None
    reason: str


@dataclass(frozen=True, slots=True)
class Map:
    """The mentions of a document by sentence start, and what resolution knows of them."""

    by_sentence: Mapping[int, Sequence[Located]]
    hints: Mapping[Mention, PlaceHint]
    kinds: Mapping[int, str]
    """Index of each trigger's word -> its event type."""

    def of(self, token: Token) -> Sequence[Located]:
        """The places of its sentence, without those that only name who tells of it."""
        here = self.by_sentence.get(token.sent.start, ())
        return [p for p in here if p.preposition or not is_of_speaker(p.root, token)]


def place_map(
    doc: Doc, mentions: Iterable[Mention], hints: Mapping[Mention, PlaceHint], hits: Iterable[Hit] = ()
) -> Map:
    by_sentence: dict[int, list[Located]] = {}
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is not None and len(span):
            located = _located(mention, span.root)
            by_sentence.setdefault(span.root.sent.start, []).append(located)
    return Map(by_sentence, hints, {hit.token.i: hit.sense.event_type for hit in hits})


def _located(mention: Mention, root: Token) -> Located:
    """Climb from the name through its noun phrase to the preposition it depends on."""
    token = root
    for _ in range(MAX_DEPTH):
        head = token.head
        if head == token:
            break
        if token.dep_ in {"pobj", "pcomp"} and head.pos_ in {"ADP", "SCONJ", "PART", "ADV"}:
            if (
                head.lower_ == "of"
                and head.head.pos_ in {"NOUN", "PROPN"}
                and head.head.dep_ in {"pobj", "dobj", "conj", "appos"}
            ):
                token = head.head
                continue
            return Located(mention, root, head.lower_, head.head)
        if token.dep_ not in {"compound", "poss", "appos", "conj", "nmod", "amod", "npadvmod"} or head.pos_ in {
            "VERB",
            "AUX",
        }:
            break
        token = head
    return Located(mention, root, "", token.head)


def find_place(hit: Hit, places: Map, *, reach: float = _REACH) -> Where:
    """The literal mention that the trigger's own words put the event at; None with the reason if there is none."""
    usable = [p for p in places.of(hit.token) if p.mention.kind is MentionKind.LITERAL or _is_put_there(p, hit, places)]
    ranked = sorted(((cost(hit, p, places), p) for p in usable), key=lambda cp: cp[0])
    ranked = [(c, p) for c, p in ranked if c <= reach]
    at = [(c, p) for c, p in ranked if p.preposition not in _FROM] or (
        ranked if hit.sense.sub_event_type in _TAKEN_FROM else []
    )
    if not at:
        return Where(None, None, "no literal place in the sentence is tied to the trigger")
    best = most_specific(at, places.hints)
    return Where(best.mention, None, f"“{best.mention.text}” is the place nearest to the trigger{_by(best)}")


_TAKEN_FROM = frozenset(
    {"Abduction/forced disappearance", "Arrests", "Disrupted weapons use", "Looting/property destruction"}
)
"""Where people or arms are taken from is where it happened; where a rocket is fired from is not."""
HELD = frozenset(
    {"Government regains territory", "Non-state actor overtakes territory", "Non-violent transfer of territory"}
)


def _is_put_there(place: Located, hit: Hit, places: Map) -> bool:
    """Whether the trigger makes a place of a name that elsewhere stands for people: "liberated X", "attack on X"."""
    if place.mention.kind is MentionKind.DEMONYM or specificity(place.mention, places.hints) <= COARSE:
        return False
    if hit.sense.sub_event_type in HELD and place.governor == hit.token:
        return True
    return place.preposition in _AT and place.governor in {hit.token, *hit.arguments.objects}


def has_own_place(hit: Hit, places: Map) -> bool:
    """Whether a literal place stands in the trigger's own phrase: "the recapture of Palmyra"."""
    noun = hit.token.head if hit.token.dep_ == "compound" else hit.token
    return any(
        noun.is_ancestor(p.root) and p.preposition
        for p in places.of(hit.token)
        if p.mention.kind is MentionKind.LITERAL
    )


def _by(place: Located) -> str:
    return f", by “{place.preposition}”" if place.preposition else ""


def cost(hit: Hit, place: Located, places: Map) -> float:
    """How far a place is from a trigger: steps in the parse, dearer across clauses, cheaper by a locative."""
    up, down, crossed = _path(hit.token, place.root)
    value = 0.5 * (up + down) + 1.5 * crossed + 0.03 * abs(hit.token.i - place.root.i)
    if place.preposition in _AT:
        value -= 0.6
    if place.root.dep_ == "poss":
        value += 0.4
    if place.preposition in _FROM or place.preposition == "for":
        value += 1.0
    if _names_a_war(place):
        value += 3.0
    if not place.preposition and place.root.dep_ in {"dobj", "conj"} and place.governor != hit.token:
        value += 2.5
    if place.preposition not in _AT and _is_in_subject(hit, place):
        value += 3.0
    return value + _OWNED * _is_anothers(hit, place, places)


_WARS = frozenset({"war", "conflict", "invasion"})


def _names_a_war(place: Located) -> bool:
    """ "the Ukraine war": which war, not where."""
    return place.root.head.lemma_.lower() in _WARS and place.root.dep_ in {"compound", "amod", "nmod"}


def _is_in_subject(hit: Hit, place: Located) -> bool:
    """ "forces loyal to the president of Yemen seized ...": whose they are, not where they did it."""
    heads = [s for s in hit.arguments.subjects if s.dep_ in {"nsubj", "pobj"} and s != place.root]
    return any(s.is_ancestor(place.root) for s in heads)


_OWNED = 2.5
"""What it costs to take a place that stands under another trigger: "a rally for troops killed at Bakhmut"."""


def _is_anothers(hit: Hit, place: Located, places: Map) -> bool:
    """Whether, climbing from the place, a trigger of another type comes before this one."""
    token = place.root
    for _ in range(MAX_DEPTH):
        if token == hit.token or token.head == token:
            return False
        token = token.head
        kind = places.kinds.get(token.i)
        if kind is not None and token != hit.token and not token.is_ancestor(hit.token):
            return kind != hit.sense.event_type
    return False


def _path(trigger: Token, other: Token) -> tuple[int, int, int]:
    """Steps up from the trigger to the common ancestor, steps down to the other word, clauses crossed on the way."""
    above = {trigger.i: 0}
    token, steps, crossings = trigger, 0, {trigger.i: 0}
    crossed = 0
    while token.head != token and steps < 3 * MAX_DEPTH:
        crossed += token.dep_ in {"relcl", "ccomp", "parataxis"}
        token, steps = token.head, steps + 1
        above[token.i], crossings[token.i] = steps, crossed
    down, below, token = 0, 0, other
    while token.i not in above and token.head != token and down < 3 * MAX_DEPTH:
        below += token.dep_ in _CLAUSES and token.pos_ in {"VERB", "AUX"}
        token, down = token.head, down + 1
    return above.get(token.i, 3 * MAX_DEPTH), down, crossings.get(token.i, 3) + below


_COARSE = {"CONT": -1.0, "RGN": 0.5, "SEA": 0.6, "OCN": 0.2}


def specificity(mention: Mention, hints: Mapping[Mention, PlaceHint]) -> float:
    """How small a place is: towns and sites over provinces over countries; what has no coordinates comes last."""
    hint = hints.get(mention)
    if hint is None:
        return -2.0
    code = hint.feature
    if code.startswith(("PCL", "TERR")):
        return 0.0
    if code in _COARSE:
        return _COARSE[code]
    if code.startswith("ADM1"):
        return 1.0
    if code.startswith("ADM"):
        return 2.0
    return 3.0


def most_specific(ranked: Sequence[tuple[float, Located]], hints: Mapping[Mention, PlaceHint]) -> Located:
    """Of the cheapest place and those that stand with it in one phrase ("Jos, in Plateau state"), the smallest."""
    lowest, first = ranked[0]
    coarse = specificity(first.mention, hints) <= 0
    near = [(c, p) for c, p in ranked if p is first or (c <= lowest + 3.0 and (coarse or _same_phrase(first, p)))]
    return max(near, key=lambda cp: (specificity(cp[1].mention, hints), -cp[0]))[1]


def _same_phrase(first: Located, other: Located) -> bool:
    if abs(first.root.i - other.root.i) > _SAME_PHRASE_TOKENS:
        return False
    return (
        first.governor == other.governor
        or first.root.is_ancestor(other.root)
        or other.root.is_ancestor(first.root)
        or (other.governor == first.root or first.governor == other.root or other.preposition in _AT | {"of", ""})
    )


def find_move(hit: Hit, places: Map, *, receiving: bool = False) -> Where:
    """Destination and origin of what moved: "from A to B", "North Korean troops in B", "B bought shells from A"."""
    nearby = [(cost(hit, p, places), p) for p in places.of(hit.token)]
    nearby = sorted(((c, p) for c, p in nearby if c <= _REACH + 2), key=lambda cp: cp[0])
    to = [(c, p) for c, p in nearby if _is_destination(p, hit)]
    destination = most_specific(to, places.hints).mention if to else None
    origin = _origin(hit, nearby, destination)
    if receiving:
        taker = _actor_place(hit, [p for _, p in nearby])
        if taker is not None:
            destination, origin = taker, _other_origin(hit, nearby, taker) or origin
    if destination is None and hit.sense.sub_event_type != "Arms transfer":
        destination = _elsewhere(find_place(hit, places, reach=_MOVE_REACH).place, origin, places.of(hit.token), hit)
    if destination is not None and origin is not None and destination.name == origin.name:
        origin = None
    return Where(destination, origin, _move_reason(destination, origin))


def _elsewhere(place: Mention | None, origin: Mention | None, nearby: Sequence[Located], hit: Hit) -> Mention | None:
    """The place as a destination, unless it names who moves: "Chad's troop deployments"."""
    if place is None or place == origin:
        return None
    located = next((p for p in nearby if p.mention is place), None)
    owner = located is not None and located.root.dep_ == "poss" and located.root.head in {hit.token, hit.token.head}
    return None if owner else place


def _move_reason(destination: Mention | None, origin: Mention | None) -> str:
    to = f"to “{destination.text}”" if destination else "no destination in the sentence"
    return f"{to}, from “{origin.text}”" if origin else to


_MEASURES = frozenset(["mile", "miles", "kilometer", "kilometers", "kilometre", "kilometres", "km", "away"])
_GOING_TO = frozenset({"visit", "tour", "reach", "enter"})
"""Who visits Moscow goes to a place, whatever else the name may stand for."""


def _is_destination(place: Located, hit: Hit) -> bool:
    if place.mention.kind is MentionKind.DEMONYM:
        return False
    if place.governor == hit.token and place.root.dep_ in {"dobj", "dative"}:
        return hit.token.lemma_.lower() in _GOING_TO or hit.sense.sub_event_type == "Arms transfer"
    if place.preposition == "for" and hit.token.lemma_.lower() in {"leave", "depart", "head", "set", "bind"}:
        return place.governor == hit.token
    if place.root.dep_ == "poss" and place.root.head == hit.token:
        return False
    if hit.sense.event_type == "Diplomacy" and _names_a_war(place):
        return False
    if place.root.dep_ == "dobj" and place.governor == hit.token.head and place.governor.lemma_.lower() in _GOING_TO:
        return True
    if place.preposition in {"to", "into", "onto", "toward", "towards"}:
        return place.governor == hit.token or hit.token.is_ancestor(place.root) or place.governor == hit.token.head
    if place.mention.kind is not MentionKind.LITERAL:
        return False
    if place.preposition == "in" and place.governor.lemma_.lower() in {"war", "conflict", "fight", "operation"}:
        return False
    return place.preposition in {"in", "at", "on", "near", "inside", "around", "along", "across"} and (
        place.governor == hit.token or hit.token.is_ancestor(place.root)
    )


def _origin(hit: Hit, nearby: Sequence[tuple[float, Located]], destination: Mention | None) -> Mention | None:
    """ "from X"; else whose the things are (demonym, possessor); else who sends."""
    others = [p for _, p in nearby if p.mention is not destination]
    for place in others:
        if place.preposition in _FROM and place.governor.lower_ not in _MEASURES:
            return place.mention
    moved = {t.i for head in hit.arguments.objects for t in head.subtree} | {t.i for t in hit.token.lefts}
    for place in others:
        if place.root.i in moved and place.mention.kind is MentionKind.DEMONYM:
            return place.mention
    return _actor_place(hit, others)


def _actor_place(hit: Hit, places: Sequence[Located]) -> Mention | None:
    """The country that the subject's words name."""
    own = {t.i for head in hit.arguments.subjects for t in head.subtree if t.i <= head.i + 6}
    found = [p for p in places if p.root.i in own and p.preposition not in {"in", "to"}]
    return found[0].mention if found else None


def _other_origin(hit: Hit, nearby: Sequence[tuple[float, Located]], taker: Mention) -> Mention | None:
    for _, place in nearby:
        if place.mention.name != taker.name and (
            place.preposition in _FROM or place.mention.kind is MentionKind.DEMONYM
        ):
            return place.mention
    return None


def find_launch(hit: Hit, places: Map) -> Where:
    """The launch site where the text names one, else where the missile came down, else the country that launched."""
    nearby = sorted(((cost(hit, p, places), p) for p in places.of(hit.token)), key=lambda cp: cp[0])
    literal = [
        (c, p) for c, p in nearby if p.mention.kind is MentionKind.LITERAL and c <= _LAUNCH_REACH and p.preposition
    ]
    sites = [
        (c, p) for c, p in literal if p.preposition in {"from", "at", "in", "near", "of"} and not _is_water(p, places)
    ]
    origin = _actor_place(hit, [p for _, p in nearby])
    if sites:
        best = most_specific(sites, places.hints)
        return Where(best.mention, None, f"“{best.mention.text}” is named as the launch site")
    if literal:
        best = literal[0][1]
        return Where(best.mention, origin, f"“{best.mention.text}” is where it was fired to")
    if origin is not None:
        return Where(origin, None, f"the text names no site: “{origin.text}” launched")
    return Where(None, None, "no place near the launch")


def _is_water(place: Located, places: Map) -> bool:
    hint = places.hints.get(place.mention)
    if hint is not None and hint.feature in {"SEA", "OCN", "BAY", "GULF", "STRT"}:
        return True
    relation = place.mention.relation
    return relation is not None and relation.kind is RelationKind.OFFSHORE
