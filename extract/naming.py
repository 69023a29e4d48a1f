"""How likely a candidate is a place name in its context: a logistic model of a few dozen plain features.

The features are those of the toponym recognition literature (Lieberman 2010 on local lexicons, Gritta 2018 on context
windows): what the language model tagged, what the gazetteer knows, the words around, and how the document uses the same
name elsewhere. The weights are `data/lexicons/name_weights.csv`; `benchmarks/fit_names.py` fits them anew.
"""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from extract.candidates import PLACE_LABELS, NameCandidate, spelled_as_known
from extract.cues import follows_kind, is_explained, is_near, precedes_kind, precedes_settlement
from extract.lexicon import TAKING_VERBS, country_codes, country_names, demonyms, place_nouns, shared_noun, words
from paths import DATA

_AT = words("at")
_ON = frozenset({"on", "of", "for"})
_OFF = words("off")
_FIGHTING = words("fighting")
_TITLES = words("titles")
_ORG_NOUNS = words("org_nouns")
_NAMESAKES = words("namesakes")
"""Things named after a place that say nothing of it: "Marburg virus", "Minsk accords"."""
_STATE = 1_000_000
"""States that are no more have no people today, and are named as states of millions."""
_SAYING = words("saying")
_SAYING_LEMMAS = words("saying_lemmas")
_DISEASES = words("diseases")
"""Places that news names for the virus first found there, far more often than for themselves."""
_FLU = re.compile(r"H\d{1,2}N\d{1,2}")
_PERSON_NEXT = frozenset(["jr", "sr", "who", "whose"])


_MILITARY = frozenset({"ZN", "BDRY", "MILB", "INSM", "AIRB", "NVB", "LCHP", "BLDG", "PSTB", "CTRS"})
"""GeoNames features that are listed because news of war and power names them: zones, lines, bases, seats."""


@dataclass(frozen=True, slots=True)
class DocumentNames:
    """How one document uses its names: counted once, asked for each candidate."""

    place: Counter[str]
    other: Counter[str]
    person_parts: frozenset[str]
    lower: frozenset[str]
    known: frozenset[tuple[int, int]]
    starts: frozenset[int]
    tagged: frozenset[int]
    """First tokens of what the language model tagged as places; `tagged_ends` are their last tokens."""
    tagged_ends: frozenset[int]
    countries: frozenset[str]
    """ISO codes of the countries it names, by name, demonym or province."""

    @classmethod
    def of(cls, doc: Doc, candidates: Sequence[NameCandidate]) -> "DocumentNames":
        place, other, parts = Counter[str](), Counter[str](), set[str]()
        for ent in doc.ents:
            (place if ent.label_ in PLACE_LABELS else other)[ent.text] += 1
            if ent.label_ == "PERSON" and len(ent) > 1:
                parts.update(t.text for t in ent)
        lower = frozenset(t.text for t in doc if t.text.islower())
        known = [c for c in candidates if c.facts is not None]
        spans, starts = frozenset((c.start, c.end) for c in known), frozenset(c.start for c in known)
        tagged = [c for c in candidates if c.tagged]
        heads, tails = frozenset(c.start for c in tagged), frozenset(c.end - 1 for c in tagged)
        return cls(place, other, frozenset(parts), lower, spans, starts, heads, tails, _countries_of(doc, tagged))


def _countries_of(doc: Doc, tagged: Iterable[NameCandidate]) -> frozenset[str]:
    named = (country_codes().get(ent.text.removeprefix("the ")) for ent in doc.ents if ent.label_ in {"GPE", "NORP"})
    units = (c.facts.countries for c in tagged if c.facts and c.facts.features & {"ADM1", "PPLC"})
    return frozenset(code for code in named if code).union(*(codes for codes in units if len(codes) == 1))


def features(doc: Doc, candidate: NameCandidate, document: DocumentNames) -> dict[str, float]:
    """Feature values by name; absent ones are 0."""
    values = {"bias": 1.0}
    values.update(_from_tagging(doc, candidate))
    values.update(_from_gazetteer(candidate))
    values.update(_from_words(doc, candidate, document))
    values.update(_from_document(candidate, document))
    values.update(_from_form(doc, candidate, document))
    return values


def _from_tagging(doc: Doc, c: NameCandidate) -> Iterator[tuple[str, float]]:
    tokens = doc[c.start : c.end]
    labels = {t.ent_type_ for t in tokens}
    ent = next((t for t in tokens if t.ent_type_), None)
    if c.tagged:
        yield f"tagged_{next(iter(labels - {''}), 'other')}", 1.0
    elif ent is None:
        yield "untagged", 1.0
    else:
        inside = all(t.ent_type_ for t in tokens) and len(labels) == 1
        label = ent.ent_type_ if ent.ent_type_ in {"GPE", "LOC", "FAC", "ORG", "PERSON", "NORP"} else "other"
        exact = inside and _opens_name(doc, c.start) and _closes_name(doc, c.end)
        yield f"{'is' if exact else 'within' if inside else 'crosses'}_{label}", 1.0
    yield "proper", sum(t.pos_ == "PROPN" for t in tokens) / len(tokens)


def _opens_name(doc: Doc, start: int) -> bool:
    """ "Ternuvate and Solodke" may be tagged as one body: each half is a name."""
    return doc[start].ent_iob_ == "B" or doc[start - 1].lower_ in {"and", ","}


def _closes_name(doc: Doc, end: int) -> bool:
    """ "Hama" of "Hama airport", which may be tagged as one."""
    return end == len(doc) or doc[end].ent_iob_ != "I" or doc[end].text in {"and", ",", *place_nouns()}


def _from_gazetteer(c: NameCandidate) -> Iterator[tuple[str, float]]:
    if c.facts is None:
        yield "unknown", 1.0
        return
    kinds = c.facts.features
    yield "country", float(any(f.startswith("PCL") for f in kinds))
    yield "admin1", float("ADM1" in kinds)
    yield "wide", float(any(not f.startswith(("PPL", "PCL", "ADM")) for f in kinds))
    feature_only = not any(f.startswith(("PPL", "ADM", "PCL")) for f in kinds)
    yield "named_feature", float(feature_only and c.end - c.start > 1)
    yield "military", float(feature_only and bool(kinds & _MILITARY))
    yield "single_feature", float(feature_only and c.end - c.start == 1 and len(c.text) > 2)
    yield "long_known", float(c.end - c.start > 1)
    yield "lower_country", float(c.text in country_names())
    people = max(c.facts.population, _STATE if any(f.startswith("PCL") for f in kinds) else 0)
    yield "population", math.log10(people + 1) / 7
    yield "million", float(c.facts.population > 500_000)
    yield "other_spelling", float(not spelled_as_known(c))


def _from_words(doc: Doc, c: NameCandidate, document: DocumentNames) -> Iterator[tuple[str, float]]:
    before = _word(doc, c.start - 1)
    if before == "the":
        yield "after_the", 1.0
        before = _word(doc, c.start - 2)
    after, second = _word(doc, c.end), _word(doc, c.end + 1)
    yield "after_at", float(before in _AT)
    yield "after_off", float(before in _OFF)
    yield "after_title", float(before.rstrip(".") in _TITLES)
    yield "before_possessive", float(after in {"'s", "’s"})
    yield "before_org_noun", float(after in _ORG_NOUNS)
    yield (
        "before_namesake",
        float(after in _NAMESAKES or (second in _NAMESAKES and after in {"hemorrhagic", "haemorrhagic"})),
    )
    yield "before_saying", float(after in _SAYING or after in _PERSON_NEXT)
    noun = place_nouns().get(after)
    listed = shared_noun(token.text for token in doc[c.end : c.end + 12])
    yield "before_place_noun", float(listed is not None or (noun is not None and doc[c.end].text.islower()))
    yield "before_place", float(after == "," and c.end + 1 in document.starts)
    yield (
        "after_place",
        float(before == "," and any(end == c.start - 1 for _, end in _known_ends(c.start - 1, document))),
    )
    unit = place_nouns()[listed] if listed else noun
    yield (
        "before_unit",
        float(unit is not None and unit.feature.startswith("ADM") and after.islower() and unit.part_of_name == "no"),
    )
    yield "before_hyphen", float(after in {"-", "–"})
    yield "after_hyphen", float(before in {"-", "–"})
    yield "before_digit", float(after.isdigit() or (second.isdigit() and after == ","))
    yield from _from_governor(doc[c.start : c.end].root)
    yield "in_brackets", float(before == "(" and after == ")")
    yield from _from_cues(doc, c, document)


def _from_cues(doc: Doc, c: NameCandidate, document: DocumentNames) -> Iterator[tuple[str, float]]:
    before, after = _word(doc, c.start - 1), _word(doc, c.end)
    yield "follows_kind", float(follows_kind(doc, c.start))
    yield "precedes_kind", float(precedes_kind(doc, c.end))
    yield "precedes_settlement", float(precedes_settlement(doc, c.end))
    yield "is_explained", float(is_explained(doc, c.end))
    yield "is_near", float(is_near(doc, c.start))
    yield "after_in", float(before == "in")
    yield "after_to_or_from", float(before in {"to", "from"})
    yield "unheard_in", float(c.facts is None and before == "in")
    yield "unheard_at", float(c.facts is None and before in _AT and before != "in")
    yield "in_place", float(after == "in" and c.end + 1 in document.starts)
    yield "and_place", float(after == "and" and c.end + 1 in document.tagged)
    yield "place_and", float(before == "and" and c.start - 2 in document.tagged_ends)
    if c.facts is not None:
        hamlet = c.facts.population == 0 and all(f.startswith("PPL") for f in c.facts.features)
        at_home = len(c.facts.countries & document.countries) / max(1, len(c.facts.countries))
        yield "hamlet_at_home", at_home * hamlet
    yield "disease", float(c.text.lower() in _DISEASES or _FLU.fullmatch(c.text) is not None)


def _from_governor(root: Token) -> Iterator[tuple[str, float]]:
    """What the sentence does with the name: takes it, as armies take towns, or lets it speak, as people do."""
    first = _first_listed(root)
    verb = first.head.lemma_.lower() if first.head.pos_ in {"VERB", "AUX"} else ""
    yield "taken", float(first.dep_ in {"dobj", "nsubjpass"} and verb in TAKING_VERBS)
    yield "speaking", float(first.dep_ == "nsubj" and verb in _SAYING_LEMMAS)
    under = first.head if first.dep_ == "pobj" else None
    fought = under is not None and under.lower_ in _AT | _ON and under.head.lemma_.lower() in _FIGHTING
    yield "fought_over", float(fought)
    yield "listed_at", float(first is not root and under is not None and under.lower_ in _AT)


def _first_listed(root: Token) -> Token:
    """ "Goma" of "in Goma, Sake and Minova": what the sentence does with it, it does with each."""
    while root.dep_ == "conj" and root.head.pos_ == "PROPN":
        root = root.head
    return root


def _known_ends(end: int, document: DocumentNames) -> Iterator[tuple[int, int]]:
    return ((start, end) for start in range(max(0, end - 5), end) if (start, end) in document.known)


def _from_document(c: NameCandidate, document: DocumentNames) -> Iterator[tuple[str, float]]:
    place, other = document.place[c.text], document.other[c.text]
    yield "elsewhere_place", float(place - c.tagged > 0)
    yield "elsewhere_place_share", (place - c.tagged) / (place + other - c.tagged) if place - c.tagged > 0 else 0.0
    yield "elsewhere_other", float(other > 0)
    yield "person_part", float(c.text in document.person_parts)


def _from_form(doc: Doc, c: NameCandidate, document: DocumentNames) -> Iterator[tuple[str, float]]:
    first, last = doc[c.start], doc[c.end - 1]
    noun = place_nouns().get(last.lower_)
    yield "names_its_kind", float(noun is not None and c.end - c.start > 1 and last.text[0].isupper())
    yield "names_street", float(noun is not None and noun.feature in {"ST", "RD"} and c.end - c.start > 1)
    yield "lower_noun", float(noun is not None and c.end - c.start > 1 and last.text[0].islower())
    yield "lower_case", float(not first.text[0].isupper())
    yield "sentence_start", float(bool(first.is_sent_start))
    yield "capitals", float(c.text.isupper() and len(c.text) > 3)
    yield "short", float(len(c.text) <= 2 or (len(c.text) == 3 and c.text.isupper()))
    yield "dotted", float("." in c.text)
    yield "also_word", float((not first.is_lower and c.text.lower() in document.lower) or first.is_stop)
    yield "also_demonym", float(c.text in demonyms())
    yield "longer_left", float(_joins(doc, c.start - 1))
    yield "longer_right", float(_joins(doc, c.end))
    yield "tokens", min(c.end - c.start, 5) / 5
    yield "has_connector", float(any(t.text.islower() for t in doc[c.start : c.end]))


def _joins(doc: Doc, i: int) -> bool:
    """Whether the token at `i` is a capitalised name part that a longer name would take in."""
    return 0 <= i < len(doc) and doc[i].text[0].isupper() and doc[i].pos_ == "PROPN"


def _word(doc: Doc, i: int) -> str:
    return str(doc[i].lower_) if 0 <= i < len(doc) else ""


def token_of(doc: Doc, i: int) -> Token | None:
    return doc[i] if 0 <= i < len(doc) else None


@cache
def weights() -> dict[str, float]:
    """Feature weights of the fitted model."""
    with (DATA / "lexicons" / "name_weights.csv").open(encoding="utf-8", newline="") as lines:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(lines)}


def probability(values: dict[str, float]) -> float:
    """Probability, 0 to 1, that a candidate with these features is a place name."""
    total = sum(weights().get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
