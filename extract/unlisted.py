"""Places no gazetteer lists: the name an event is put at, and the place the text says it lies in or by.

ACLED's codebook does the same: an event known only to have happened somewhere in a district is coded to it, with a
coarser geo_precision. The unlisted name is kept beside the place, so that a reader can look it up and merging can tell
one village of a province from another.
"""

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Token

from extract.arguments import clause_of
from extract.lexicon import place_nouns
from extract.located import Located, Map, specificity
from extract.triggers import Hit
from extract.types import Mention, MentionKind, PlaceHint, RelationKind
from extract.whereabouts import HELD, REACH, Where, cost, find_place

_WHERE = frozenset({"in", "at", "near", "outside", "around", "inside", "on", "of"})
_CLEARLY = frozenset({"in", "near", "outside"})
SCOPE = frozenset({"in", "across", "throughout", "inside", "within"})
_AWAY = frozenset({"from", "to", "for", "towards", "toward", "into", "onto", "with"})
_GROUND = frozenset({"GPE", "LOC"})
_NOT_PLACES = frozenset({"DATE", "TIME", "CARDINAL", "NORP"})
_NOT_PLACES_ALONE = _NOT_PLACES | {"ORG", "EVENT", "LAW", "LANGUAGE", "MONEY", "PERCENT", "ORDINAL", "WORK_OF_ART"}
"""Entities one can be "in" that are no places: "in Parliament", "in Ramadan". A village is often taken for a person."""
_DWELLERS = frozenset({"resident", "villager", "inhabitant", "people", "farmer", "herder", "townspeople", "dweller"})
"""Whose town is where they were struck: "killed 23 residents of X"."""
_BODIES = frozenset({"force", "army", "front", "council", "movement", "brigade", "union", "party", "group"})
"""Last words of names of armed bodies: "fell to the Democratic Forces"."""
_DAYS = frozenset(calendar.month_name) | frozenset(calendar.day_name)
_FINITE = frozenset({"VB", "VBD", "VBP", "VBZ", "MD"})
_ELSEWHERE = frozenset({"border", "borders", "frontier", "from", "and", "or", "while", "road", "way"})
"""Words between two names that lead away from the first."""
_REACH_TOKENS = 10
"""A holder follows its village at most this many words later: "X, a village some 40 km from the border, in Y"."""


def place_of(hit: Hit, places: Map) -> Where:
    """Where the trigger's words put the event; at what holds it, where its own name has no coordinates."""
    found = find_place(hit, places)
    near = places.of(hit.token)
    chosen = next((p for p in near if p.mention is found.place), None)
    name = spot_of(hit, places) or _told_in_clause(hit, chosen, places)
    if name is None and chosen is not None and chosen.mention not in places.hints:
        name = chosen.root
    if name is None:
        return found
    if chosen is not None and _is_named_beside(chosen, name, hit, places):
        return found
    spot = text_of(name)
    holder = holder_of(name, hit, near, places.hints)
    if holder is not None:
        return Where(holder, None, told_to_hold(spot, holder), spot)
    own = chosen.mention if chosen is not None and chosen.root.i == name.i else None
    return Where(own, None, f"“{spot}” has no coordinates, and the sentence does not say what it lies in", spot)


def told_to_hold(spot: str, holder: Mention) -> str:
    return f"“{spot}” has no coordinates; placed in “{holder.text}”, which the text names"


def _is_named_beside(place: Located, name: Token, hit: Hit, places: Map) -> bool:
    """Whether a listed town is as much the trigger's own: "in Karma and Goma", or what lies in it: "Goma in Karma"."""
    if place.mention not in places.hints or specificity(place.mention, places.hints) <= 1:
        return False
    if (
        place.root in name.conjuncts
        or place.root.is_ancestor(name)
        or (place.root.dep_ in {"compound", "nmod"} and place.root.head.is_ancestor(name))
    ):
        return True
    return bool(place.preposition) and place.governor in set(_heads(hit)) and not _is_told_with(name, place)


def spot_of(hit: Hit, places: Map) -> Token | None:
    """The unlisted name that the trigger's own words put the event at: "in Vorobzha", "retook the village of X"."""
    held = hit.sense.sub_event_type in HELD
    for head in _heads(hit):
        for preposition in (c for c in head.children if c.dep_ == "prep" and c.lower_ in _WHERE):
            if preposition.lower_ == "of" and not (held or head.lemma_.lower() in _DWELLERS):
                continue
            for noun in (c for c in preposition.children if c.dep_ == "pobj"):
                name = _name_in(noun, places)
                if name is not None:
                    return name
    aimed = (noun for noun in hit.arguments.objects if held or noun.ent_type_ in _GROUND or _is_called_a_place(noun))
    return next((name for noun in aimed if (name := _name_in(noun, places, sure=True)) is not None), None)


def _is_called_a_place(noun: Token) -> bool:
    """ "Karma, a village in the north"."""
    return any(child.dep_ == "appos" and child.lower_ in place_nouns() for child in noun.children)


def _told_in_clause(hit: Hit, chosen: Located | None, places: Map) -> Token | None:
    """An unlisted name nearer to the trigger in its clause than the listed place: "by men in uniform in Karma"."""
    told = [t for t in clause_of(hit.token) if t.dep_ == "pobj" and t.head.lower_ in _CLEARLY]
    told += [t for t in hit.token.subtree if t.lower_ in place_nouns() and t.dep_ in {"dobj", "pobj"}]
    names = {name: noun for noun in told if (name := _name_in(noun, places)) is not None}
    limit = cost(hit, chosen, places) if chosen else REACH
    costs = {name: cost(hit, _as_place(name, noun), places) for name, noun in names.items()}
    nearest = min(costs, key=lambda name: (costs[name], name.i), default=None)
    return nearest if nearest is not None and costs[nearest] < limit else None


def _as_place(name: Token, noun: Token) -> Located:
    mention = Mention(name.idx, name.idx + len(name), name.text, MentionKind.LITERAL, name.text)
    return Located(mention, noun, noun.head.lower_, noun.head.head)


def _heads(hit: Hit) -> Iterable[Token]:
    """The words whose "in" or "near" says where the trigger happened: itself, its objects, the verb it stands with."""
    token = hit.token
    verb = [token.head] if token.dep_ in {"dobj", "nsubj", "nsubjpass", "attr"} and token.head.pos_ == "VERB" else []
    return dict.fromkeys([token, *verb, *hit.arguments.objects])


def _name_in(noun: Token, places: Map, *, sure: bool = False) -> Token | None:
    """The unlisted name a noun phrase holds: "X", "the village of X", "X village"; None for a listed one."""
    if noun.lower_ not in place_nouns():
        sure = sure or _is_called_a_place(noun)
        return noun if _is_unlisted(noun, places, _NOT_PLACES if sure else _NOT_PLACES_ALONE) else None
    parts = list(_parts(noun))
    if any(places.is_listed(part) for part in parts):
        return None
    return next((part for part in parts if _is_unlisted(part, places, _NOT_PLACES)), None)


def _parts(noun: Token) -> Iterator[Token]:
    """Names that say which village: "the village of X", "X village", "district X"."""
    for child in noun.children:
        if child.dep_ in {"compound", "appos", "nmod"} and child.pos_ == "PROPN":
            yield child
        elif child.dep_ == "prep" and child.lower_ == "of":
            yield from (c for c in child.children if c.dep_ == "pobj")


def _is_unlisted(name: Token, places: Map, never: frozenset[str]) -> bool:
    """Whether a proper noun is a place name by its position, but none with coordinates; no entity labelled `never`."""
    if name.pos_ != "PROPN" or not name.text[0].isupper() or places.is_listed(name) or name.text in _DAYS:
        return False
    if name.lemma_.lower().removesuffix("s") in _BODIES:
        return False
    return name.ent_type_ not in never


def text_of(name: Token) -> str:
    """The whole name: "Bani Atban", "al-Darbasiyah"."""
    first = min((c.i for c in name.lefts if c.dep_ in {"compound", "punct"} and c.pos_ != "NOUN"), default=name.i)
    return name.doc[first : name.i + 1].text


def holder_of(name: Token, hit: Hit, near: Sequence[Located], hints: Mapping[Mention, PlaceHint]) -> Mention | None:
    """The place the sentence says an unlisted name lies in or by: in its own phrase, else "In Kasai, ..." before it."""
    able = [p for p in near if p.mention in hints and _is_ground(p) and p.root not in name.conjuncts]
    able = [p for p in able if p.preposition not in _AWAY or _is_apposed(name, p)]
    phrase = [p for p in able if _is_told_with(name, p)] or [p for p in able if _is_scope(name, hit, p)]
    ranked = sorted(phrase, key=lambda p: (-specificity(p.mention, hints), abs(p.root.i - name.i)))
    return ranked[0].mention if ranked else None


def _is_apposed(name: Token, place: Located) -> bool:
    """ "reports from Togga Suuj, Nugaal Region": the region stands beside the name, whatever leads to both."""
    return name.is_ancestor(place.root) or all(t.is_punct for t in name.doc[name.i + 1 : place.root.left_edge.i])


def _is_ground(place: Located) -> bool:
    """A place something can lie in or near; a border "near Mali" holds nothing."""
    relation = place.mention.relation
    following = place.root.doc[place.root.i + 1 : place.root.i + 3]
    at_border = any(t.lower_ in {"-", "–", "border", "borders", "frontier"} for t in following)
    if at_border or (relation is not None and relation.kind is RelationKind.BORDER):
        return False
    return place.mention.kind is MentionKind.LITERAL


def _is_told_with(name: Token, place: Located) -> bool:
    """ "Karma, a village in Yatenga province", "Yatenga's Karma"."""
    if place.root.i < name.i:
        return place.root.dep_ == "poss" and place.root.head in {name, *name.ancestors}
    between = name.doc[name.i + 1 : place.root.i]
    away = _ELSEWHERE - {"and", "or"} if any(name.conjuncts) else _ELSEWHERE
    return 0 < len(between) <= _REACH_TOKENS and not any(t.tag_ in _FINITE or t.lower_ in away for t in between)


def _is_scope(name: Token, hit: Hit, place: Located) -> bool:
    """ "In Kursk region, troops retook Vorobzha"."""
    governs = place.governor == hit.token or place.governor.is_ancestor(hit.token)
    return place.preposition in SCOPE and place.root.i < name.i and governs
