"""Whether violence, arrests and deals belong on an incident map, or to ordinary life: crime, sport, markets, films.

ACLED codes events with a political aim, an organised armed actor or an armed setting, and leaves out "criminal or
interpersonal violence" (codebook, "What is not included"). The words around a trigger tell the two apart: those of the
taxonomy's class `conflict` against those of its classes of ordinary life, in the sentence first, then in the text.
"""

from collections.abc import Iterable

from spacy.tokens import Token

from extract.annotation import Annotated
from extract.arguments import arguments, words_of
from extract.numbers import find_quantities
from extract.triggers import Hit

CONFLICT = frozenset({"@conflict", "@rebels", "@vigilantes", "@demonstrations", "@protesters", "@ieds", "@guns"})
WORKS = "@works"
ORDINARY = frozenset(
    {
        "@court",
        "@petty_crime",
        "@household",
        "@traffic",
        "@sport",
        "@market",
        "@hacking",
        "@fiction",
        "@illness",
        "@animals",
        "@science",
        WORKS,
        "@disaster",
    }
)
SENTENCE_WEIGHT = 2
"""A word beside the trigger says more of it than one elsewhere in the text."""
TEXT_SWAY = 3
"""How far the rest of a text may sway what its sentence says."""


def is_ordinary(hit: Hit, annotated: Annotated) -> bool:
    """Whether a trigger tells of ordinary life, as far as its type asks (`alone_from` in the taxonomy)."""
    if _is_in_a_work(hit.token, annotated):
        return True
    if hit.sense.alone_from is None:
        return False
    here = _balance(annotated, hit.token.sent)
    elsewhere = _balance(annotated, hit.token.doc) - here
    weighed = SENTENCE_WEIGHT * here + max(-TEXT_SWAY, min(TEXT_SWAY, elsewhere))
    if weighed == 0:
        return victims(hit) < hit.sense.alone_from
    return weighed < 0


def _is_in_a_work(trigger: Token, annotated: Annotated) -> bool:
    """ "a film in which rebels take the capital", "the novel follows a girl whose village is bombed"."""
    for above in trigger.ancestors:
        tellers = [c for c in above.children if c.dep_ in {"nsubj", "nsubjpass"} and c != trigger]
        if any(WORKS in annotated.keys[t.i] for t in (above, *tellers) if not t.is_ancestor(trigger) or t == above):
            return True
    return False


def _balance(annotated: Annotated, tokens: Iterable[Token]) -> int:
    """How many words show conflict, less those that show ordinary life."""
    value = 0
    for token in tokens:
        keys = annotated.keys[token.i]
        value += (not keys.isdisjoint(CONFLICT)) - (not keys.isdisjoint(ORDINARY))
    return value


def victims(hit: Hit) -> int:
    """How many people or things the words right at a trigger say it struck; 1 where they give no number."""
    struck = [o for c in hit.token.children if c.dep_ == "advcl" and c.tag_ == "VBG" for o in arguments(c).objects]
    told = {*words_of((*hit.arguments.objects, *hit.arguments.modifiers, *struck))}
    words = sorted(told, key=lambda token: token.i)
    numbers = find_quantities(" ".join(token.text for token in words))
    return max((q.count.low or 1 for q in numbers), default=1)
