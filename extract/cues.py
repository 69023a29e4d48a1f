"""What the words around a name say of it: "the village of X", "X district", "X, a town in the north", "A, B and X".

Each cue holds of tokens `start` to `end` (exclusive), whatever they spell: it is how a reader knows for a place a name
that no gazetteer has.
"""

from spacy.tokens import Doc

from extract.lexicon import place_nouns, words

_JOINS_LIST = frozenset({",", "and", "or", "&", ";", "the", "-", "’", "'"}) | words("arabic_articles")
_OPENS_LIST = frozenset({"of", "called", "named", ":"})
_LONGEST_LIST = 24
_NEAR = words("near")
_STREETS = frozenset({"ST", "RD", "HWY"})
_LARGE = ("ADM", "PPL", "CMP", "ISL", "PEN")


def place_noun_feature(word: str) -> str | None:
    """The feature code of a noun for a kind of place, in the singular or the plural; None for another word."""
    noun = place_nouns().get(word) or place_nouns().get(_singular(word))
    return noun.feature if noun and noun.feature not in _STREETS else None


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s")


def follows_kind(doc: Doc, start: int) -> bool:
    """ "The village of X", "a town called X", and each name of "the villages of A, B and X"."""
    i = start - 1
    while i > max(0, start - _LONGEST_LIST) and _in_list(doc, i):
        i -= 1
    if i < 1 or doc[i].lower_ not in _OPENS_LIST:
        return False
    return doc[i - 1].text.islower() and (place_noun_feature(doc[i - 1].lower_) or "").startswith(_LARGE)


def _in_list(doc: Doc, i: int) -> bool:
    return doc[i].lower_ in _JOINS_LIST or doc[i].text[0].isupper()


def precedes_kind(doc: Doc, end: int) -> bool:
    """ "X district", "X and Y provinces", "X refugee camp": nouns for a unit or a settlement, in lower case."""
    for i in range(end, min(len(doc), end + 2)):
        word = doc[i].text
        if word.islower() and (place_noun_feature(word) or "").startswith(_LARGE):
            return True
        if not word.islower() or doc[i].pos_ not in {"NOUN", "ADJ"}:
            return False
    return False


def precedes_settlement(doc: Doc, end: int) -> bool:
    """ "X village", "X refugee camp", "X island": what bears such a noun is hardly ever a body."""
    return precedes_kind(doc, end) and any(t.lower_ in _SETTLEMENTS for t in doc[end : end + 2])


_SETTLEMENTS = words("settlements")


def is_explained(doc: Doc, end: int) -> bool:
    """ "X, a market town in the east": what stands behind the comma says what X is."""
    if end + 2 >= len(doc) or doc[end].text not in {",", "("} or doc[end + 1].lower_ not in {"a", "an", "the"}:
        return False
    for token in doc[end + 2 : end + 7]:
        if token.pos_ in {"VERB", "AUX", "PUNCT"} or token.lower_ in {"of", "in"}:
            return False
        if (place_noun_feature(token.lower_) or "").startswith(("ADM", "PPL", "CMP", "ISL")):
            return True
    return False


def is_near(doc: Doc, start: int) -> bool:
    """ "Near X", "outside X", "south of X", "between X and Y": only places are near."""
    i = start - 1 - (start > 0 and doc[start - 1].lower_ == "the")
    return i >= 0 and (doc[i].lower_ in _NEAR or (doc[i].lower_ == "of" and i > 0 and doc[i - 1].lower_ in _NEAR))
