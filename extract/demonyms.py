"""Demonyms that name an actor or an origin: "North Korean troops", "three Malians".

Languages ("in Turkish"), brands ("British Airways") and whole peoples ("as many Canadians know") are none.
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from extract.lexicon import COMMON_WORD_DEMONYMS, continental, demonyms, words

_GOVERNMENT = words("government")
_LANGUAGE_VERBS = words("language_verbs")
_NOT_PLACES = words("not_places")
_LONGEST = 4


def find_demonyms(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """(start token, end token, place) of each demonym used of people, bodies or things of that place."""
    i = 0
    while i < len(doc):
        end, place = _longest(doc, i)
        if place and _is_meant(doc, i, end):
            yield i, end, place
        i = end


def _longest(doc: Doc, start: int) -> tuple[int, str | None]:
    for end in range(min(len(doc), start + _LONGEST), start, -1):
        if doc[end - 1].is_alpha or end - 1 == start or doc[end - 1].text in {"-"}:
            place = _place(doc[start:end].text)
            if place:
                return end, place
    return start + 1, None


def _place(text: str) -> str | None:
    """The place of a demonym, whatever its case, save lower-case forms that are words of their own."""
    if text in demonyms():
        return demonyms()[text]
    if text.islower() and text in COMMON_WORD_DEMONYMS:
        return None
    return demonyms().get(text.title()) if len(text) > 3 else None


def _is_meant(doc: Doc, start: int, end: int) -> bool:
    last = doc[end - 1]
    text = doc[start:end].text
    if text in continental() or text.title() in continental() or _in_proper_name(doc, start, end):
        return False
    if last.tag_ in {"NNPS", "NNS"} and not any(child.dep_ == "nummod" for child in last.children):
        return False
    return not _is_language(last) and not _follows_hyphened_part(doc, start, end)


def _in_proper_name(doc: Doc, start: int, end: int) -> bool:
    """Inside a person's or a private body's name: "Monica French", "British Airways"; state bodies are meant."""
    token = doc[start]
    following = doc[end].lower_ if end < len(doc) else ""
    if token.ent_type_ == "PERSON" and end - start == 1 and start and doc[start - 1].ent_type_ == "PERSON":
        return True
    if token.ent_type_ != "ORG" or end == len(doc) or doc[end].ent_type_ != "ORG":
        return False
    return following not in _GOVERNMENT and doc[end].text[0].isupper()


def _is_language(token: Token) -> bool:
    """A bare singular noun is the language: "speaks French", "in Turkish"; "the French" are people."""
    if token.tag_ not in {"NN", "NNP", "JJ"} or token.dep_ not in {"pobj", "dobj", "conj"}:
        return False
    left = token.nbor(-1).lower_ if token.i else ""
    return (
        left in {"in", "into", "from", "speak", "speaks", "fluent", "teaching", "learn"}
        or token.head.lemma_ in _LANGUAGE_VERBS
    )


def _follows_hyphened_part(doc: Doc, start: int, end: int) -> bool:
    """ "African-American", "Anglo-Americans", "un-American", "French-language", "Native American"."""
    before = doc[start - 1].lower_ if start else ""
    after = doc[end + 1].lower_ if end + 1 < len(doc) and doc[end].text == "-" else ""
    part = (
        before == "-" and start > 1 and doc[start - 2].lower_ in {"african", "anglo", "un", "asian", "native", "latino"}
    )
    following = doc[end].lower_ if end < len(doc) else ""
    return (
        part
        or before in {"native", "un"}
        or after in {"language", "speaking", "style", "themed"}
        or following in _NOT_PLACES
    )
