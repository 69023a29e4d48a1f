"""Who holds ground: a foreign army that takes a place is no government that regains it (ACLED codebook, Battles)."""

from collections.abc import Mapping
from dataclasses import replace

from spacy.tokens import Token

from extract.arguments import words_of
from extract.triggers import Hit
from extract.types import Mention, MentionKind, PlaceHint

REGAINS, OVERTAKES = "Government regains territory", "Non-state actor overtakes territory"
_BACK = frozenset(
    {
        "recapture",
        "retake",
        "regain",
        "reclaim",
        "liberate",
        "recover",
        "restore",
        "reconquer",
        "recapturing",
        "liberation",
    }
)


def judged(hit: Hit, mentions: Mapping[int, Mention], place: Mention | None, hints: Mapping[Mention, PlaceHint]) -> Hit:
    """The hit, as a takeover if those who took the place are foreign to it.

    Winning a place back is a government's whoever helped. `mentions` maps token indexes to mentions.
    """
    if hit.sense.sub_event_type != REGAINS or _is_won_back(hit.token):
        return hit
    takers = {c for m in _named(hit.arguments.subjects, mentions) if (c := _country(m, hints)) is not None}
    owners = {c for m in _named(hit.arguments.objects, mentions) if (c := _country(m, hints)) is not None}
    if place is not None and (home := _country(place, hints)) is not None:
        owners.add(home)
    if not takers or not owners or takers & owners:
        return hit
    return replace(hit, sense=replace(hit.sense, sub_event_type=OVERTAKES))


def _is_won_back(token: Token) -> bool:
    return token.lemma_.lower() in _BACK or any(c.lower_ == "back" for c in token.children)


def _named(heads: tuple[Token, ...], mentions: Mapping[int, Mention]) -> list[Mention]:
    return [m for t in words_of(heads) if (m := mentions.get(t.i)) is not None]


def _country(mention: Mention, hints: Mapping[Mention, PlaceHint]) -> str | None:
    """The country a mention stands in; for a demonym without one, the name of its country."""
    hint = hints.get(mention)
    if hint is not None and hint.country is not None:
        return hint.country
    return mention.name if mention.kind is MentionKind.DEMONYM else None
