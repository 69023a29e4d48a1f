"""Who: the sides and targets of an event, named as an analyst would code them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Span, Token

from extract.annotation import Annotated
from extract.arguments import phrase_of
from extract.triggers import Hit
from extract.types import Actor, ActorRole, Mention, MentionKind
from extract.whereabouts import HELD

_ARMED = frozenset({"@state", "@rebels", "@soldiers", "@armed_men", "@vigilantes"})
_ACTORS = _ARMED | {"@protesters", "@leaders"}
_TARGETS = frozenset({"@civilians", "@civilian_sites"})
_TWO_SIDED = frozenset({"Battles", "Riots", "Protests"})
_NAMED = frozenset({"PERSON", "ORG", "NORP"})
MAX_NAME_WORDS = 8


def find_actors(hit: Hit, annotated: Annotated, mentions: Mapping[int, Mention]) -> tuple[Actor, ...]:
    """Actors of one trigger: subjects are side A; objects side B if armed in a two-sided event, else the target.

    `mentions` maps token indexes to the mention that covers them.
    """
    found: dict[str, ActorRole | None] = {}
    for name in _names(hit.arguments.subjects, annotated, mentions):
        found.setdefault(name, ActorRole.SIDE_A)
    for head in hit.arguments.objects:
        if hit.sense.sub_event_type in HELD and "#name" in annotated.keys[head.i]:
            continue  # what was taken, whatever the recogniser takes it for
        role = _object_role(hit, annotated.keys_of(phrase_of(head)))
        for name in _names([head], annotated, mentions):
            found.setdefault(name, role)
    return tuple(Actor(name, role) for name, role in found.items())


def _object_role(hit: Hit, keys: frozenset[str]) -> ActorRole:
    if hit.sense.event_type == "Deployments" or hit.sense.event_type == "Diplomacy":
        return ActorRole.SIDE_B
    if not keys.isdisjoint(_ARMED) and keys.isdisjoint(_TARGETS):
        return ActorRole.SIDE_B
    return ActorRole.TARGET


def _names(heads: Iterable[Token], annotated: Annotated, mentions: Mapping[int, Mention]) -> Iterator[str]:
    for head in heads:
        words = [t for t in phrase_of(head) if t.i <= head.i + 12]
        yield from _names_in(head, words, annotated, mentions)


def _names_in(
    head: Token, words: Sequence[Token], annotated: Annotated, mentions: Mapping[int, Mention]
) -> Iterator[str]:
    """Countries meant as actors, persons, organisations; else the phrase itself if its head is a kind of actor.

    Each actor once: "North Korean soldiers" are North Korea, "the Sudanese army" is that army.
    """
    states = [m for t in words if (m := mentions.get(t.i)) and m.kind is not MentionKind.LITERAL]
    names = dict.fromkeys(m.name for m in states)
    covered = {t.i for t in words if t.i in mentions}
    for token in words:
        if token.ent_type_ in _NAMED and token.i not in covered:
            entity = next((e for e in token.sent.ents if e.start <= token.i < e.end), None)
            if entity is not None and len(entity) <= MAX_NAME_WORDS and not _is_clause(entity):
                names.setdefault(_bare(entity.text))
    if not annotated.keys[head.i].isdisjoint(_ACTORS) and (not names or not annotated.keys[head.i].isdisjoint(_ARMED)):
        phrase = _phrase_span(head)
        if not names or not all(t.i in covered or t.lower_ in _UNNAMED for t in phrase):
            for state in (m for m in states if phrase.start_char <= m.start < phrase.end_char):
                names.pop(state.name, None)
            name = _bare(phrase.text)
            names.setdefault(_group_of(head) if name.lower() in _UNNAMED else name)
    yield from (name for name in names if name and name.lower() not in _UNNAMED)


_UNNAMED = frozenset(
    "force forces troop troops soldier soldiers military personnel serviceman servicemen unit units side sides party "  # noqa: SIM905
    "contingent contingents envoy envoys leader leaders official officials representatives fighter fighters tanks "
    "aircraft jets jet warplanes warplane tank drone drones helicopter helicopters artillery peacekeepers delegation "
    "people civilians government authorities authority regime officers officer marines paratroopers commandos".split()
)
"""Nouns that say of an actor only that it is armed or in office: without a demonym or owner they name nobody."""


def _is_clause(entity: Span) -> bool:
    """A headline taken whole for a name: "Marines Cross Green Line"."""
    return any(t.pos_ in {"VERB", "AUX"} for t in entity)


def _group_of(head: Token) -> str:
    """Whose they are: "fighters of the Azawad front" are that front; "" where nobody is named."""
    for of in (c for c in head.children if c.lower_ == "of"):
        for noun in (c for c in of.children if c.dep_ == "pobj"):
            name = _bare(noun.doc[noun.left_edge.i : noun.i + 1].text)
            if any(t.pos_ == "PROPN" for t in noun.doc[noun.left_edge.i : noun.i + 1]):
                return name
    return ""


def _phrase_span(head: Token) -> Span:
    """ "suspected Boko Haram militants": the head with the adjectives and names before it, without numbers."""
    before = [t for t in head.lefts if t.dep_ in {"compound", "amod", "nmod", "nummod"}]
    last_number = max((t.i for t in before if t.like_num or t.ent_type_ == "DATE"), default=-1)
    parts = [t for t in before if t.i > last_number]
    start = min((t.left_edge.i for t in parts), default=head.i)
    return head.doc[start if head.i - start < MAX_NAME_WORDS else head.i : head.i + 1]


def _bare(name: str) -> str:
    name = " ".join(name.split())
    for prefix in ("the ", "The ", "a ", "A ", "an "):
        name = name.removeprefix(prefix)
    return name.removesuffix("'s").removesuffix("’s")
