"""Where an event happened: which of the places around a trigger is its own."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extract.arguments import MAX_DEPTH
from extract.attribution import is_of_speaker
from extract.blocks import dateline, labels
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
    """`spot` is the name of the place itself where no gazetteer lists it; `place` is then what holds it, if known."""

    place: Mention | None
    origin: Mention | None
    reason: str
    spot: str | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """The mentions of a document by sentence start, and what resolution knows of them."""

    by_sentence: Mapping[int, Sequence[Located]]
    hints: Mapping[Mention, PlaceHint]
    kinds: Mapping[int, str]
    """Index of each trigger's word -> its event type."""
    listed: frozenset[int]
    """Indexes of the words of mentions that have coordinates."""

    def is_listed(self, token: Token) -> bool:
        """Whether the word belongs to a place name that has coordinates."""
        return token.i in self.listed

    def of(self, token: Token) -> Sequence[Located]:
        """The places of its sentence, without those that only name who tells of it."""
        here = self.by_sentence.get(token.sent.start, ())
        return [p for p in here if p.preposition or not is_of_speaker(p.root, token)]


_DESCRIBING = frozenset({"compound", "nmod", "amod", "npadvmod", "poss"})
_BACKED = frozenset({"backed", "led", "aligned", "supported", "trained", "funded", "sponsored", "allied", "linked"})
_FORCES = frozenset(
    "force troop army soldier fighter militia militant rebel commando jet warplane aircraft warship navy drone "  # noqa: SIM905
    "military helicopter government regime president minister ministry official spokesman spokeswoman envoy "
    "ambassador embassy delegation diplomat leader critic team mission".split()
)


def _is_somewhere(place: Located) -> bool:
    """A location; not whose forces they are, wherever they did it: "Puntland troops", "the army of Ukraine"."""
    head = place.root.head
    whose = place.root.dep_ in _DESCRIBING and (head.lower_ in _BACKED or head.lemma_.lower() in _FORCES)
    body = place.preposition == "of" and (place.governor.ent_type_ == "ORG" or place.governor.lemma_ in _FORCES)
    owned = body or (whose and (not place.preposition or head.lower_ in _BACKED))
    return place.mention.kind is MentionKind.LITERAL and not owned


def place_map(
    doc: Doc, mentions: Iterable[Mention], hints: Mapping[Mention, PlaceHint], hits: Iterable[Hit] = ()
) -> Map:
    """Lay mentions over a parsed document. Datelines and labels stand in no sentence."""
    by_sentence: dict[int, list[Located]] = {}
    listed: set[int] = set()
    said_first, before = [*labels(doc.text), *filter(None, [dateline(doc.text)])], None
    for mention in sorted(mentions, key=lambda m: m.start):
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None or not len(span):
            continue
        listed.update(range(span.start, span.end) if mention in hints else ())
        locates, before = _only_locates(mention, before, doc.text, hints), mention
        if not locates and not any(span.start <= mention.start < span.end for span in said_first):
            by_sentence.setdefault(span.root.sent.start, []).append(_located(mention, span.root))
    return Map(by_sentence, hints, {hit.token.i: hit.sense.event_type for hit in hits}, frozenset(listed))


_DISTANCE = re.compile(
    r",?\s+(?:[\w-]+\s+){0,4}?(?:\d[\d,.]*|\w+)\s*(?:km|kms|kilomet(?:er|re)s?|miles?|mi)\b[^.;:]{0,40}"
    r"\b(?:of|from)\s+(?:the\s+)?"
    r"|,\s+(?:just\s+|to\s+the\s+)?(?:north|south|east|west)[\w-]*\s+of\s+(?:the\s+)?"
)


def _only_locates(mention: Mention, before: Mention | None, text: str, hints: Mapping[Mention, PlaceHint]) -> bool:
    """Whether the name only says where the listed town before it lies: Bangui of "Bangassou, 750 km east of Bangui"."""
    if before is None or before not in hints or before.kind is MentionKind.DEMONYM:
        return False
    return specificity(before, hints) > 1 and bool(_DISTANCE.fullmatch(text, before.end, mention.start))


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
            return Located(mention, root, head.lower_, _governor(head))
        if token.dep_ not in {"compound", "poss", "appos", "conj", "nmod", "amod", "npadvmod"} or head.pos_ in {
            "VERB",
            "AUX",
        }:
            break
        token = head
    return Located(mention, root, "", token.head)


def _governor(preposition: Token) -> Token:
    """What a preposition attaches to; of "near A and in B", both to the same word."""
    while preposition.dep_ == "conj" and preposition.head.pos_ == "ADP":
        preposition = preposition.head
    return preposition.head


def find_place(hit: Hit, places: Map, *, reach: float = REACH) -> Where:
    """The literal mention that the trigger's own words put the event at; None with the reason if there is none."""
    usable = [p for p in places.of(hit.token) if _is_somewhere(p) or _is_put_there(p, hit, places)]
    ranked = sorted(((cost(hit, p, places), p) for p in usable), key=lambda cp: cp[0])
    ranked = [(c, p) for c, p in ranked if c <= reach]
    ranked = [(c, p) for c, p in ranked if p.preposition not in _COMPANY]
    at = [(c, p) for c, p in ranked if p.preposition not in FROM] or (
        ranked if hit.sense.sub_event_type in _TAKEN_FROM else []
    )
    if not at:
        return Where(None, None, "no literal place in the sentence is tied to the trigger")
    best = most_specific(at, places.hints)
    return Where(best.mention, None, f"“{best.mention.text}” is the place nearest to the trigger{_by(best)}")


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


def cost(hit: Hit, place: Located, places: Map) -> float:
    """How far a place is from a trigger: steps in the parse, dearer across clauses, cheaper by a locative."""
    up, down, crossed = _path(hit.token, place.root)
    value = 0.5 * (up + down) + 1.5 * crossed + 0.03 * abs(hit.token.i - place.root.i)
    if place.preposition in _AT:
        value -= 0.6
    if place.root.dep_ == "poss":
        value += 0.4
    if place.preposition in FROM or place.preposition == "for":
        value += 1.0
    if names_a_war(place):
        value += 3.0
    if not place.preposition and place.root.dep_ in {"dobj", "conj"} and place.governor != hit.token:
        value += 2.5
    if not place.preposition and place.root.dep_ in _DESCRIBING and not _is_of_trigger(place, hit):
        value += 2.0
    if place.preposition not in _AT and _is_in_subject(hit, place):
        value += 3.0
    return value + _OWNED * _is_anothers(hit, place, places)


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
    return any(s.is_ancestor(place.root) for s in heads)


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
    near = [
        (c, p)
        for c, p in ranked
        if p is first or (c <= lowest + 3.0 and (coarse or _same_phrase(first, p) or _opens_with(p, first, hints)))
    ]
    return max(near, key=lambda cp: (specificity(cp[1].mention, hints), -cp[0]))[1]


def _opens_with(inner: Located, outer: Located, hints: Mapping[Mention, PlaceHint]) -> bool:
    """ "In the West Bank, ... in Jenin": a smaller place of the country or unit that the sentence opens with."""
    return outer.preposition in _AT and outer.root.i < inner.root.i and is_within(inner, outer, hints)


def is_within(inner: Located, outer: Located, hints: Mapping[Mention, PlaceHint]) -> bool:
    """Whether a place lies in another, as far as the names of countries and units tell."""
    small, large = hints.get(inner.mention), hints.get(outer.mention)
    if small is None or large is None or large.country is None or large.country != small.country:
        return False
    unit = specificity(outer.mention, hints)
    same_unit = unit < 1 or (large.admin1 is not None and large.admin1 == small.admin1)
    return unit <= 1 and same_unit


def _same_phrase(first: Located, other: Located) -> bool:
    if abs(first.root.i - other.root.i) > _SAME_PHRASE_TOKENS:
        return False
    return (
        first.governor == other.governor
        or first.root.is_ancestor(other.root)
        or other.root.is_ancestor(first.root)
        or (other.governor == first.root or first.governor == other.root or other.preposition in _AT | {"of", ""})
    )
