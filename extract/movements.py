"""From where to where: the way of troops, arms and visitors, and the launch sites of missiles."""

from collections.abc import Sequence

from extract.attribution import is_of_speaker
from extract.located import Located, Map, is_within
from extract.triggers import Hit
from extract.types import Mention, MentionKind, RelationKind
from extract.whereabouts import FROM, REACH, Where, cost, find_place, most_specific, names_a_war

_TOWARDS = frozenset({"to", "into", "onto", "toward", "towards"})
_MOVE_REACH = 6.5
"""Where people went stands close to their going, or is not told."""
_LAUNCHED = frozenset({"from", "at", "in", "near", "around", "of"})
_LAUNCH_REACH = 5.5
"""A launch site or impact area stands in the launch's own clause."""


def find_move(hit: Hit, places: Map, *, receiving: bool = False) -> Where:
    """Destination and origin of what moved: "from A to B", "North Korean troops in B", "B bought shells from A"."""
    nearby = [(cost(hit, p, places), p) for p in places.of(hit.token)]
    nearby = sorted(((c, p) for c, p in nearby if c <= REACH + 2), key=lambda cp: cp[0])
    to = [(c, p) for c, p in nearby if _is_destination(p, hit, places)]
    towards = [(c, p) for c, p in to if p.preposition in _TOWARDS]
    best = most_specific(towards or to, places.hints) if to else None
    within = [(c, p) for c, p in to if best is not None and (p is best or is_within(p, best, places.hints))]
    destination = most_specific(within, places.hints).mention if within else None
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


def _is_destination(place: Located, hit: Hit, places: Map) -> bool:
    if place.mention.kind is MentionKind.DEMONYM:
        return False
    if place.governor == hit.token and place.root.dep_ in {"dobj", "dative"}:
        return hit.token.lemma_.lower() in _GOING_TO or hit.sense.sub_event_type == "Arms transfer"
    if place.preposition == "for" and hit.token.lemma_.lower() in {"leave", "depart", "head", "set", "bind"}:
        return place.governor == hit.token
    if place.root.dep_ == "poss" and place.root.head == hit.token:
        return False
    if hit.sense.event_type == "Diplomacy" and names_a_war(place):
        return False
    if place.root.dep_ == "dobj" and place.governor == hit.token.head and place.governor.lemma_.lower() in _GOING_TO:
        return True
    if _is_helped(place, hit):
        return True
    if place.preposition in _TOWARDS and not _is_of_another(place, hit, places):
        return place.governor == hit.token or hit.token.is_ancestor(place.root) or place.governor == hit.token.head
    return place.mention.kind is MentionKind.LITERAL and _is_there(place, hit)


_HELPING = frozenset({"support", "help", "assist", "aid", "reinforce", "back"})


def _is_helped(place: Located, hit: Hit) -> bool:
    """ "sent troops to support Mali": they went to it, as far as the words tell."""
    verb = place.root.head
    if place.root.dep_ != "dobj" or verb.lemma_.lower() not in _HELPING:
        return False
    return verb.dep_ in {"xcomp", "advcl", "acl", "relcl"} and hit.token.is_ancestor(verb)


def _is_of_another(place: Located, hit: Hit, places: Map) -> bool:
    """ "deployed to A, with 300 returning to B": B is where others went."""
    return place.governor != hit.token and place.governor.pos_ == "VERB" and place.governor.i in places.kinds


def _is_there(place: Located, hit: Hit) -> bool:
    """Whether what moved is said to be at a place: "troops in B"; not in a war, nor at the base it left."""
    if place.preposition == "in" and place.governor.lemma_.lower() in {"war", "conflict", "fight", "operation"}:
        return False
    if _is_home(place, hit):
        return False
    return place.preposition in {"in", "at", "on", "near", "inside", "around", "along", "across"} and (
        place.governor == hit.token or hit.token.is_ancestor(place.root)
    )


def _is_home(place: Located, hit: Hit) -> bool:
    """ "soldiers based in Vilseck are being moved": where they were."""
    verb = place.governor
    return verb != hit.token and verb.dep_ == "acl" and verb.lemma_.lower() in {"base", "station", "garrison", "house"}


def _origin(hit: Hit, nearby: Sequence[tuple[float, Located]], destination: Mention | None) -> Mention | None:
    """ "from X"; else whose the things are (demonym, possessor); else who sends."""
    others = [p for _, p in nearby if p.mention is not destination]
    for place in others:
        if place.preposition in FROM and place.governor.lower_ not in _MEASURES:
            return place.mention
    for place in others:
        if _is_home(place, hit):
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
            place.preposition in FROM or place.mention.kind is MentionKind.DEMONYM
        ):
            return place.mention
    return None


def find_launch(hit: Hit, places: Map) -> Where:
    """The launch site where the text names one, else where the missile came down, else the country that launched."""
    # "the military in Seoul reported" stands where the launch is told, not where it was.
    told_there = (p for p in places.of(hit.token) if not is_of_speaker(p.root, hit.token))
    nearby = sorted(((cost(hit, p, places), p) for p in told_there), key=lambda cp: cp[0])
    literal = [
        (c, p) for c, p in nearby if p.mention.kind is MentionKind.LITERAL and c <= _LAUNCH_REACH and p.preposition
    ]
    sites = [(c, p) for c, p in literal if p.preposition in _LAUNCHED and not _is_water(p, places)]
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
