"""The words of a parsed document with what the lexicon knows of each: its forms and the word classes it belongs to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Doc, Token

from extract.lexicon import state_demonyms
from extract.taxonomy import Phrase

Keys = frozenset[str]
Classes = Mapping[str, tuple[tuple[Phrase, str], ...]]
"""Word classes by the first word of their entries: each entry with the key of its class."""


_IRREGULAR = {
    "retook": "retake",
    "retaken": "retake",
    "overran": "overrun",
    "overthrew": "overthrow",
    "overthrown": "overthrow",
    "withdrew": "withdraw",
    "withdrawn": "withdraw",
    "wrested": "wrest",
    "strafed": "strafe",
}
"""Forms of the field's verbs that the language model leaves as they are."""


_MODEL = re.compile(r"([a-z]{3,})-\d+[a-z]?")
"""A model of a weapon: "hwasong-18" is a hwasong."""


def forms_of(token: Token) -> Keys:
    """The ways a word may stand in a lexicon: as written, its lemma, and its stem where the lemma is wrong."""
    return _forms(token.lower_, token.lemma_.lower(), token.pos_)


@lru_cache(maxsize=65_536)
def _forms(lower: str, lemma: str, part_of_speech: str) -> Keys:
    forms = {lower, lemma, _IRREGULAR.get(lower, lower)}
    if model := _MODEL.fullmatch(lower):
        forms.add(model[1])
    verbal = part_of_speech == "VERB"
    if verbal and lower.endswith("ed") and len(lower) > 4:
        forms |= {lower[:-1], lower[:-2]}
    elif verbal and lower.endswith("ing") and len(lower) > 5:
        forms |= {lower[:-3], lower[:-3] + "e"}
    elif part_of_speech == "PROPN" and lower == lemma and lower.endswith("s") and len(lower) > 4:
        # Nouns of headlines are taken for names, whose plurals are not lemmatised.
        forms |= {lower[:-1], lower.removesuffix("ies") + "y"} if lower.endswith("ies") else {lower[:-1]}
    return frozenset(forms)


@dataclass(slots=True)
class Annotated:
    """A parsed document with the keys of each word: its lemma, its form and the word classes it belongs to.

    Keys starting with "@" are classes of the taxonomy; "#place" is a literal place mention or a named place,
    "#person" a named person, "#official" one whom the text calls a statesman, "#name" a name of one word that may be
    a place the recogniser does not know.
    """

    doc: Doc
    keys: list[Keys]
    document_keys: Keys = field(init=False)
    _sentence_keys: dict[int, Keys] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.document_keys = frozenset().union(*self.keys) if self.keys else frozenset()

    def keys_of(self, tokens: Iterable[Token]) -> Keys:
        return frozenset().union(*(self.keys[token.i] for token in tokens))

    def sentence_keys(self, token: Token) -> Keys:
        start = token.sent.start
        if start not in self._sentence_keys:
            self._sentence_keys[start] = self.keys_of(token.sent)
        return self._sentence_keys[start]


SITES = frozenset({"@civilian_sites", "@military_sites", "@borders", "@deal", "@territory"})
"""Classes of which the longest phrase holds: a "displacement camp" is no military camp, a "ceasefire line" no deal."""

_PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})


def annotate(doc: Doc, classes: Classes, place_tokens: Iterable[int] = ()) -> Annotated:
    """Give each word its keys; `place_tokens` are the indexes of words in literal place mentions."""
    places = frozenset(place_tokens)
    keys = [_own_keys(token, token.i in places) for token in doc]
    found = list(_class_members(doc, classes))
    longest: dict[int, int] = {}
    for words, name in found:
        if name in SITES:
            longest.update({word.i: len(words) for word in words if len(words) > longest.get(word.i, 0)})
    for words, name in found:
        for word in words:
            if name not in SITES or len(words) >= longest[word.i]:
                keys[word.i].add(name)
    _add_state_forces(doc, keys)
    _add_officials(doc, keys)
    return Annotated(doc, [frozenset(k) for k in keys])


_FORCES = frozenset({"force", "troop", "soldier", "marine", "paratrooper", "commando", "tank", "jet", "warplane"})


def _add_state_forces(doc: Doc, keys: list[set[str]]) -> None:
    """ "Ghanaian forces" are a state's; "Ghanaian Resistance Forces" need not be."""
    for token in doc:
        if token.lemma_.lower() not in _FORCES or token.pos_ == "PROPN" or "@rebels" in keys[token.i]:
            continue
        before = [c for c in token.lefts if c.dep_ in {"amod", "compound", "nmod", "poss"}]
        if any(_is_state_demonym(c) for c in before) and not any("@rebels" in keys[c.i] for c in before):
            keys[token.i].add("@state")


def _is_state_demonym(token: Token) -> bool:
    first = token.doc[token.i - 1].text if token.i else ""
    return token.text in state_demonyms() or f"{first} {token.text}" in state_demonyms()


TITLE_REACH = 4
"""How far before or after a name its title may stand: "the foreign minister of Chad, Ali Abba"."""


def _add_officials(doc: Doc, keys: list[set[str]]) -> None:
    """Mark the names of those whom the text introduces with an office, wherever they are named again."""
    people = [entity for entity in doc.ents if entity.label_ == "PERSON"]
    titled = set()
    for entity in people:
        before = doc[max(entity.sent.start, entity.start - TITLE_REACH) : entity.end]
        after = doc[entity.end : entity.end + TITLE_REACH + 1]
        apposed = after if len(after) and after[0].text in {",", "("} else doc[0:0]
        if any(OFFICE in keys[t.i] for t in (*before, *apposed)):
            titled.add(entity[-1].lower_)
    for entity in people:
        if entity[-1].lower_ in titled:
            for token in entity:
                keys[token.i].add("#official")


OFFICE = "@statesmen"
"""The word class of offices whose holders make diplomacy."""


def _class_members(doc: Doc, classes: Classes) -> Iterator[tuple[list[Token], str]]:
    """The phrases of the text that are entries of a word class, with the class."""
    words = [token for token in doc if token.text not in {"-", "–", "'s", "’s"} and not token.is_space]
    for at, token in enumerate(words):
        if is_month(token):
            continue
        for form in forms_of(token):
            for phrase, name in classes.get(form, ()):
                if _matches(phrase, words, at):
                    yield words[at : at + len(phrase)], name


_RIOT_GEAR = frozenset({"police", "squad", "gear", "shield", "control", "officer", "officers", "unit"})


def _own_keys(token: Token, is_place: bool) -> set[str]:
    after = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    keys = set() if token.lower_ == "riot" and after in _RIOT_GEAR else set(forms_of(token))
    if is_place or token.ent_type_ in _PLACE_ENTITIES:
        keys.add("#place")
    if token.ent_type_ == "PERSON":
        keys.add("#person")
    if token.pos_ == "PROPN" and token.ent_iob_ != "I" and token.dep_ in _ARGUMENTS and not any(token.lefts):
        keys.add("#name")
    return keys


_ARGUMENTS = frozenset({"dobj", "nsubjpass", "pobj", "conj"})


def _matches(phrase: Phrase, words: list[Token], at: int) -> bool:
    if at + len(phrase) > len(words):
        return False
    return all(word in forms_of(t) for word, t in zip(phrase, words[at:], strict=False))


def is_month(token: Token) -> bool:
    """ "March 3" is no march."""
    return token.text in {"March", "May"} and (token.ent_type_ == "DATE" or token.tag_ == "NNP")
