"""Where an event happened: which of the places around a trigger is its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from extract.arguments import MAX_DEPTH
from extract.located import COARSE, Located, Map, is_within, specificity
from extract.triggers import Hit
from extract.types import Mention, MentionKind, PlaceHint

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
FROM = frozenset({"from"})
_CLAUSES = frozenset({"relcl", "ccomp", "advcl", "parataxis", "acl", "conj"})
REACH = 7.5
"""Cost above which a place is not the trigger's: about two clauses away."""
_SAME_PHRASE_TOKENS = 9


@dataclass(frozen=True, slots=True)
class Where:
    """`spot` is the name of the place itself where no gazetteer lists it; `place` is then what holds it, if known."""

    place: Mention | None
    origin: Mention | None
    reason: str
    spot: str | None = None


_DESCRIBING = frozenset({"compound", "nmod", "amod", "npadvmod", "poss"})
_BACKED = frozenset({"backed", "led", "aligned", "supported", "trained", "funded", "sponsored", "allied", "linked"})
_FORCES = frozenset(
    "force troop army soldier fighter militia militant rebel commando jet warplane aircraft warship navy drone "  # noqa: SIM905
    "military helicopter government regime president minister ministry official spokesman spokeswoman envoy "
    "ambassador embassy delegation diplomat leader critic team mission member citizen national tourist personnel "
    "marine sailor".split()
)


def _is_somewhere(place: Located) -> bool:
    """A location; not whose forces they are, wherever they did it: "Puntland troops", "the army of Ukraine"."""
    head = place.root.head
    whose = place.root.dep_ in _DESCRIBING and (head.lower_ in _BACKED or head.lemma_.lower() in _FORCES)
    body = place.preposition == "of" and (place.governor.ent_type_ == "ORG" or place.governor.lemma_ in _FORCES)
    owned = body or (whose and (not place.preposition or head.lower_ in _BACKED))
    return place.mention.kind is MentionKind.LITERAL and not owned


def find_place(hit: Hit, places: Map, *, reach: float = REACH) -> Where:
    """The literal mention that the trigger's own words put the event at; None with the reason if there is none."""
    usable = [p for p in places.of(hit.token) if _is_somewhere(p) or _is_put_there(p, hit, places)]
    ranked = sorted(((cost(hit, p, places), p) for p in usable), key=lambda cp: cp[0])
    ranked = [(c, p) for c, p in ranked if c <= reach]
    ranked = [(c, p) for c, p in ranked if p.preposition not in _COMPANY]
    at = [(c, p) for c, p in ranked if p.preposition not in FROM] or (
        ranked if hit.sense.sub_event_type in _TAKEN_FROM else []
    )
    at = [(c, p) for c, p in at if p.mention.kind is MentionKind.LITERAL] or at  # X, not "near the Iraqi border"
    best = most_specific(at, places.hints) if at else _only_place(hit, usable, places)
    if best is None:
        return Where(None, None, "no literal place in the sentence is tied to the trigger")
    return Where(best.mention, None, f"“{best.mention.text}” is the place nearest to the trigger{_by(best)}")


def _only_place(hit: Hit, usable: Sequence[Located], places: Map) -> Located | None:
    """The one place of a sentence of one kind of violence, however far the parse has it from the trigger."""
    told = {kind for i, kind in places.kinds.items() if hit.token.sent.start <= i < hit.token.sent.end}
    if hit.sense.event_type not in _ON_THE_SPOT or not told <= _ON_THE_SPOT:
        return None
    here = [p for p in usable if p.preposition in _AT and p.governor.lemma_.lower() not in _TELLING]
    if not here:
        return None
    best = max(here, key=lambda p: specificity(p.mention, places.hints))
    return best if all(p is best or is_within(best, p, places.hints) for p in here) else None


_ON_THE_SPOT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians", "Riots", "Losses"})
_TELLING = frozenset({"say", "tell", "report", "announce", "speak", "write", "add", "hold", "base"})

_COMPANY = frozenset({"with", "by", "amid", "without", "about", "like", "despite"})
"""Prepositions that tell who or what else, not where."""
_TAKEN_FROM = frozenset(
    {"Abduction/forced disappearance", "Arrests", "Disrupted weapons use", "Looting/property destruction"}
)
"""Where people or arms are taken from is where it happened; where a rocket is fired from is not."""
HELD = frozenset(
    {"Government regains territory", "Non-state actor overtakes territory", "Non-violent transfer of territory"}
)


def _is_put_there(place: Located, hit: Hit, places: Map) -> bool:
    """Whether a name that elsewhere stands for people is a place here: "liberated X", "in a Kenyan border town"."""
    if place.mention.kind is MentionKind.DEMONYM:
        return place.preposition in _AT and place.root.head.lemma_.lower() in _GROUNDS
    if specificity(place.mention, places.hints) <= COARSE:
        return False
    if hit.sense.sub_event_type in HELD and place.governor == hit.token:
        return True
    if place.preposition in _AT and _is_called_a_place(place.root):
        return True
    return place.preposition in _AT and place.governor in {hit.token, *hit.arguments.objects}


def _is_called_a_place(name: Token) -> bool:
    """ "the Turkish capital Ankara", "the city of Ankara"."""
    nouns = [name.head, name.head.head] if name.head.lower_ == "of" else [name.head]
    nouns += [c for c in name.lefts if c.dep_ in {"compound", "nmod"}]
    return any(noun.lower_ in _GROUNDS for noun in nouns)


_GROUNDS = frozenset(
    "area airspace border capital city coast coastline countryside county desert district frontier island islet land "  # noqa: SIM905
    "locality mainland municipality neighbourhood neighborhood outpost peninsula port province region shore soil side "
    "state suburb territory town township village waters".split()
)
"""What of a country an event can be in: "on Kenyan soil" is in Kenya, as far as the words tell."""


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


_CROSSED = 1.5
"""What it costs to cross into another clause."""


def cost(hit: Hit, place: Located, places: Map) -> float:
    """How far a place is from a trigger: steps in the parse, dearer across clauses, cheaper by a locative."""
    up, down, crossed = _path(hit.token, place.root)
    value = 0.5 * (up + down) + _CROSSED * crossed + 0.03 * abs(hit.token.i - place.root.i)
    if place.preposition in _AT:
        value -= 0.6
    if place.root.dep_ == "poss":
        value += 0.4
    if place.preposition in FROM or place.preposition == "for" or _is_way(place, hit):
        value += 1.0
    if place.mention.kind is MentionKind.DEMONYM:
        value += 1.0
    if _is_patient(place, hit):
        value -= 0.6
    if names_a_war(place):
        value += 3.0
    if not place.preposition and place.root.dep_ in {"dobj", "conj"} and place.governor != hit.token:
        value += 2.5
    if not place.preposition and place.root.dep_ in _DESCRIBING and not _is_of_trigger(place, hit):
        value += 2.0
    if place.preposition not in _AT and _is_in_subject(hit, place):
        value += 3.0
    return value + _OWNED * _is_anothers(hit, place, places)


def _is_way(place: Located, hit: Hit) -> bool:
    """ "drove the women to X", "held as they tried to reach X": the goal of a way; not "close to X"."""
    if hit.sense.event_type in _GOING and hit.sense.sub_event_type != "Arrests":
        return False
    verb = place.governor
    meant = verb != hit.token and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    return verb.pos_ == "VERB" and (place.preposition == "to" or meant)


_GOING = frozenset({"Deployments", "Diplomacy", "Strategic developments"})


def _is_patient(place: Located, hit: Hit) -> bool:
    """ "stormed the city of X": what the verb was done to, in a phrase without a preposition of its own."""
    if place.preposition or place.root.dep_ in _DESCRIBING:
        return False
    return any(o == place.root or o.is_ancestor(place.root) for o in hit.arguments.patients)


def _is_of_trigger(place: Located, hit: Hit) -> bool:
    """ "the Kabul bombing", "bombed Kabul airport"; not the Kremlin of "demanded that a Kremlin critic be freed"."""
    return place.root.head in {hit.token, hit.token.head, *hit.arguments.objects}


_WARS = frozenset({"war", "conflict", "invasion"})


def names_a_war(place: Located) -> bool:
    """ "the Ukraine war": which war, not where."""
    return place.root.head.lemma_.lower() in _WARS and place.root.dep_ in {"compound", "amod", "nmod"}


def _is_in_subject(hit: Hit, place: Located) -> bool:
    """ "forces loyal to the president of Yemen seized ...": whose they are, not where they did it."""
    heads = [s for s in hit.arguments.subjects if s.dep_ in {"nsubj", "pobj"} and s != place.root]
    return any(s.is_ancestor(place.root) for s in heads) and not hit.token.is_ancestor(place.root)


_OWNED = 2.5
"""What it costs to take a place that stands under another trigger: "a rally for troops killed at Bakhmut"."""


def _is_anothers(hit: Hit, place: Located, places: Map) -> bool:
    """Whether, climbing from the place, a trigger of another type comes before this one.

    What this one happened in is no other: "detained in a raid on X".
    """
    token = place.root
    for _ in range(MAX_DEPTH):
        if token == hit.token or token.head == token:
            return False
        token = token.head
        kind = places.kinds.get(token.i)
        if kind is not None and token != hit.token and not token.is_ancestor(hit.token):
            within = token.dep_ == "pobj" and token.head.lower_ in {"in", "during"} and token.head.head == hit.token
            return kind != hit.sense.event_type and not within
    return False


def _is_marked(verb: Token) -> bool:
    """ "after gunmen stormed X": a clause of another time, with places of its own; not "as they marched"."""
    return verb.dep_ == "advcl" and any(c.lower_ in {"after", "before", "since"} for c in verb.children)


def _path(trigger: Token, other: Token) -> tuple[int, int, float]:
    """Steps up from the trigger to the common ancestor, steps down to the other word, clauses crossed on the way."""
    above = {trigger.i: 0}
    token, steps, crossings = trigger, 0, {trigger.i: 0.0}
    crossed = 0.0
    while token.head != token and steps < 3 * MAX_DEPTH:
        crossed += 1.0 if token.dep_ in {"relcl", "ccomp", "parataxis"} else 0.5 * _is_marked(token)
        token, steps = token.head, steps + 1
        above[token.i], crossings[token.i] = steps, crossed
    down, below, token = 0, 0, other
    while token.i not in above and token.head != token and down < 3 * MAX_DEPTH:
        below += (token.dep_ in _CLAUSES and token.pos_ in {"VERB", "AUX"}) + _is_marked(token)
        token, down = token.head, down + 1
    return above.get(token.i, 3 * MAX_DEPTH), down, crossings.get(token.i, 3) + below


def most_specific(ranked: Sequence[tuple[float, Located]], hints: Mapping[Mention, PlaceHint]) -> Located:
    """Of the cheapest place and those that stand with it in one phrase ("Jos, in Plateau state"), the smallest."""
    lowest, first = ranked[0]
    coarse = specificity(first.mention, hints) <= 0
    near = [
        (c, p)
        for c, p in ranked
        if p is first or (c <= lowest + 3.0 and (coarse or _same_phrase(first, p) or _opens_with(p, first, hints)))
    ]
    return max(near, key=lambda cp: (specificity(cp[1].mention, hints), -cp[0]))[1]


def _opens_with(inner: Located, outer: Located, hints: Mapping[Mention, PlaceHint]) -> bool:
    """ "In the West Bank, ... in Jenin": a smaller place of the country or unit that the sentence opens with."""
    return outer.preposition in _AT and outer.root.i < inner.root.i and is_within(inner, outer, hints)


def _same_phrase(first: Located, other: Located) -> bool:
    if abs(first.root.i - other.root.i) > _SAME_PHRASE_TOKENS:
        return False
    return (
        first.governor == other.governor
        or first.root.is_ancestor(other.root)
        or other.root.is_ancestor(first.root)
        or (other.governor == first.root or first.governor == other.root or other.preposition in _AT | {"of", ""})
    )
