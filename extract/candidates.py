"""Stretches of text that may be place names: what the language model tagged and what the gazetteer knows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extract.cues import follows_kind, is_explained, is_near, precedes_kind
from extract.lexicon import country_names, demonyms, place_nouns, words
from extract.types import NameFacts, NameIndex

LONGEST_NAME_TOKENS = 7

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})

_CONNECTORS = words("connectors")


_COMPASS = frozenset({"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"})


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """Tokens `start` to `end` (exclusive) that may name a place; `facts` is None where no gazetteer knows them."""

    start: int
    end: int
    text: str
    facts: NameFacts | None
    tagged: bool
    """The language model tagged exactly these tokens as a place."""


def name_candidates(doc: Doc, *, names: NameIndex) -> list[NameCandidate]:
    """All candidates of a document, overlapping ones included, in text order; one batched gazetteer query."""
    tagged = {_trimmed(doc, ent.start, ent.end) for ent in doc.ents if ent.label_ in PLACE_LABELS}
    spans = {span for run in _capitalised_runs(doc) for span in _ngrams(doc, run)}
    unheard = set(_unheard_of(doc))
    spans |= set(_lower_case(doc)) | {span for span in tagged if span[0] < span[1]} | unheard
    texts = {span: surface(doc, *span) for span in spans}
    texts.update(dict(_dotted(doc, texts)))
    texts.update({span: "DMZ" for span, text in texts.items() if text == "dmz"})
    facts = _meant(names.known(set(texts.values())))
    return [
        NameCandidate(*span, texts[span], facts.get(texts[span]), span in tagged)
        for span in sorted(texts)
        if (span in tagged or span in unheard or texts[span] in facts or _names_its_kind(doc, *span))
        and not _only_described(doc, *span)
    ]


_NOT_NAMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE"})
_WHERE = words("at")


def _unheard_of(doc: Doc) -> Iterator[tuple[int, int]]:
    """Names that the sentence treats as places, whoever knows them: "the village of Umbirri", "in Dalal district"."""
    for start, end in _proper_names(doc):
        if doc[start].ent_type_ in _NOT_NAMES or doc[start].is_stop:
            continue
        where = start > 0 and doc[start - 1].lower_ in _WHERE
        cued = where or follows_kind(doc, start) or precedes_kind(doc, end)
        if cued or is_near(doc, start) or is_explained(doc, end):
            yield start, end


def _proper_names(doc: Doc) -> Iterator[tuple[int, int]]:
    """Capitalised words that stand together on one line, hyphens and the Arabic article taken in: "al-Harra"."""
    i = 0
    while i < len(doc):
        start, i = i, _end_of_name(doc, i)
        if i > start and i - start <= LONGEST_NAME_TOKENS:
            yield start, i
        i = max(i, start + 1)


def _end_of_name(doc: Doc, start: int) -> int:
    i = start
    while i < len(doc) and (taken := _name_part(doc, i, first=i == start)):
        i += taken
    return i


def _name_part(doc: Doc, i: int, *, first: bool) -> int:
    """How many tokens at `i` go on with a name: a capitalised word, a hyphen, an Arabic article; 0 where it ends."""
    if doc[i].text[0].isupper() and doc[i].is_alpha:
        return 1
    if i + 1 < len(doc) and not first and doc[i].text in {"-", "’", "'"} and _is_glued(doc, i):
        return 1
    article = i + 2 < len(doc) and doc[i].lower_ in _ARTICLES and doc[i + 1].text == "-"
    return 2 if article and _is_glued(doc, i + 1) else 0


def _is_glued(doc: Doc, i: int) -> bool:
    """Whether the sign at `i` joins a capitalised word to what stands before it, without a space."""
    return not doc[i].whitespace_ and not doc[i - 1].whitespace_ and doc[i + 1].text[0].isupper()


_ARTICLES = words("arabic_articles")


def _dotted(doc: Doc, texts: Mapping[tuple[int, int], str]) -> Iterator[tuple[tuple[int, int], str]]:
    """Abbreviations cut from their full stop by the tokenizer, after a comma: "Thunder Bay, Ont." """
    for (start, end), text in texts.items():
        following = doc[end] if end < len(doc) else None
        if following is not None and following.text == "." and following.idx == doc[end - 1].idx + len(doc[end - 1]):
            after_comma = start > 0 and doc[start - 1].text in {",", "("}
            if len(text) <= 6 and after_comma:
                yield (start, end + 1), f"{text}."


def _meant(facts: Mapping[str, NameFacts]) -> dict[str, NameFacts]:
    """Facts without those of a sentence's last word: "Paris." is no abbreviation, "Ont." is."""
    return {name: f for name, f in facts.items() if not name.endswith(".") or name in f.spellings}


def _only_described(doc: Doc, start: int, end: int) -> bool:
    """A demonym, a bare direction, or a name with a noun that only describes it: "Sichuan province"."""
    if end - start == 1 and doc[start].lower_ in _COMPASS:
        return True
    last = doc[end - 1]
    noun = place_nouns().get(last.lower_)
    if noun is None or noun.part_of_name != "no" or end - start < 2:
        return doc[start:end].text in demonyms()
    return last.text[0].islower() or (end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].text[0].isupper())


def surface(doc: Doc, start: int, end: int) -> str:
    """The text of tokens `start` to `end`, with the full stop of an abbreviation that ends a sentence."""
    name = doc[start:end].text
    return name + "." * (end_char(doc, end) - doc[start].idx - len(name))


def end_char(doc: Doc, end: int) -> int:
    """Character offset where a name ending before token `end` ends: "W.Va" + "." is one abbreviation."""
    last = doc[end - 1]
    after = last.idx + len(last)
    inner_dot = "." in last.text[:-1] and last.text[-1] != "."
    return after + 1 if inner_dot and end < len(doc) and not last.whitespace_ and doc[end].text[0] == "." else after


def _capitalised_runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Maximal stretches of capitalised tokens, joined by connectors, within one line."""
    start = None
    for token in doc:
        if start is None:
            start = token.i if _is_capitalised(token) else None
        elif not (
            _is_capitalised(token)
            or token.lower_ in _CONNECTORS
            or token.lower_ in place_nouns()
            or _is_hyphened(token)
        ):
            yield start, token.i
            start = None
    if start is not None:
        yield start, len(doc)


def _is_capitalised(token: Token) -> bool:
    text = token.text
    return text[0].isupper() or (len(text) > 2 and text[0].isalpha() and any(c.isupper() for c in text[1:]))


def _is_hyphened(token: Token) -> bool:
    """Part of a name in spite of its small letter: "ri" of "Punggye-ri", "ez" of "Deir ez-Zor"."""
    doc, i = token.doc, token.i
    tail = i > 0 and doc[i - 1].text == "-" and not doc[i - 1].whitespace_
    head = i + 2 < len(doc) and doc[i + 1].text == "-" and not token.whitespace_ and _is_capitalised(doc[i + 2])
    return token.text == "-" or tail or head


def _ngrams(doc: Doc, run: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Spans of a run that start with a capitalised token and end with one or with a noun for a kind of place."""
    for start in range(*run):
        if not _is_capitalised(doc[start]):
            continue
        for end in range(start + 1, min(run[1], start + LONGEST_NAME_TOKENS) + 1):
            last = doc[end - 1]
            whole = end == len(doc) or doc[end].text != "-" or bool(last.whitespace_)
            tail = whole and last.text.isalpha() and _is_hyphened(last)
            if _is_capitalised(last) or (end > start + 1 and (tail or last.lower_ in place_nouns())):
                yield start, end


def _lower_case(doc: Doc) -> Iterator[tuple[int, int]]:
    """Names written small: "russia", "the demilitarized zone", "the korean peninsula"."""
    for token in doc:
        if token.text[0].islower():
            if token.text in country_names():
                yield token.i, token.i + 1
            if token.text in place_nouns() or token.text in {"zone", "line", "dmz"}:
                first = token.i + (token.text == "dmz")
                yield from ((i, token.i + 1) for i in range(max(0, token.i - 3), first) if not doc[i].is_stop)
            if token.i and f"{doc[token.i - 1].lower_} {token.text}" in country_names():
                yield token.i - 1, token.i + 1


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """A tagged span without a leading "the", directions in lower case, and trailing "'s" or punctuation."""
    while start < end and (doc[start].lower_ == "the" or not doc[start].text[0].isupper()):
        start += 1
    while end > start and not doc[end - 1].text[-1].isalpha() and doc[end - 1].text[-1] not in ".0123456789)":
        end -= 1
    while end > start and doc[end - 1].text in {"'s", "’s", "'", "’", ".", ",", "–", "-"}:
        end -= 1
    return start, end


def _names_its_kind(doc: Doc, start: int, end: int) -> bool:
    """A capitalised name that ends in what it is: "Neches River", "Main Street"; or starts so: "Lake Chad"."""
    noun = place_nouns().get(doc[end - 1].lower_)
    inside_one_line = "\n" not in doc[start:end].text
    capitalised = all(token.text[0].isupper() or token.text[0].isdigit() for token in doc[start:end])
    return noun is not None and noun.part_of_name != "no" and end - start > 1 and inside_one_line and capitalised


def spelled_as_known(candidate: NameCandidate) -> bool:
    """Whether the text writes the name as the gazetteer does."""
    if candidate.facts is None:
        return False
    if candidate.text.islower():
        return candidate.text in {spelling.casefold() for spelling in candidate.facts.spellings}
    return candidate.text in candidate.facts.spellings


def by_span(candidates: list[NameCandidate]) -> Mapping[tuple[int, int], NameCandidate]:
    return {(c.start, c.end): c for c in candidates}
