"""Find the toponyms of a document: names, demonyms, abbreviations the text defines, halves of coordinated names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from extract.candidates import end_char, name_candidates, spelled_as_known
from extract.capitals import unnamed_capitals
from extract.definitions import defined_names
from extract.demonyms import find_demonyms
from extract.lexicon import TAKING_VERBS, place_nouns, shared_noun
from extract.naming import DocumentNames, features, probability
from extract.readings import is_associative
from extract.relations import relation_of
from extract.scripts import find_in_other_script, has_latin_sentence, has_other_script, is_other_script
from extract.types import Mention, MentionKind, NameIndex, Relation, Span

ACCEPT = 0.45
"""A candidate at least this probable is a place name: where precision and recall of the fitted model meet."""

SURE = 0.85
ACCEPT_AGAIN = 0.3
"""A name the document surely uses of a place once is that place wherever it is not clearly something else."""


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens that name a place, and the name to look up."""

    start: int
    end: int
    name: str
    kind: MentionKind | None = None
    """None until the reading is known."""


def find_mentions(doc: Doc, *, names: NameIndex) -> list[Mention]:
    """The place mentions of a document in text order; they never overlap. Each script is read by its own rules."""
    others = find_in_other_script(doc.text, names=names) if has_other_script(doc.text) else []
    if is_other_script(doc.text) and not has_latin_sentence(doc.text):
        return others
    mentions = [m for m in _in_english(doc, names) if not has_other_script(m.text)]
    return sorted([*mentions, *others], key=lambda m: m.start)


def _in_english(doc: Doc, names: NameIndex) -> list[Mention]:
    found = _accepted(doc, names)
    found = _without_overlap([*found, *(Named(s, e, place, MentionKind.DEMONYM) for s, e, place in find_demonyms(doc))])
    found = _without_overlap([*found, *_listed(doc, found)])
    found = _without_overlap([*found, *_halves(doc, found, names), *_defined(doc, found)])
    found = _without_overlap([*found, *(Named(i, i + 1, name) for i, name in unnamed_capitals(doc))])
    spans = [Span(doc[n.start].idx, end_char(doc, n.end)) for n in found]
    mentions = [_mention(doc, named, span, spans) for named, span in zip(found, spans, strict=True)]
    return [_like_its_other_half(mention, following) for mention, following in zip_longest(mentions, mentions[1:])]


def _accepted(doc: Doc, names: NameIndex) -> list[Named]:
    """Candidates the model accepts, the most probable of each overlapping set.

    A long name the gazetteer has as a whole goes before its parts: "Democratic Republic of the Congo".
    """
    candidates = name_candidates(doc, names=names)
    document = DocumentNames.of(doc, candidates)
    scored = [(probability(features(doc, c, document)), c) for c in candidates]
    sure = {c.text for p, c in scored if p >= SURE}
    best = [(p, c) for p, c in scored if p >= (ACCEPT_AGAIN if c.text in sure else ACCEPT)]
    wholes = [c for p, c in best if p >= ACCEPT and c.end - c.start > 2 and spelled_as_known(c)]
    best.sort(key=lambda pc: (pc[1] not in wholes, -pc[0], pc[1].start - pc[1].end))
    return _without_overlap(Named(c.start, c.end, c.text) for _, c in best)


def _without_overlap(named: Iterable[Named]) -> list[Named]:
    """Each name that overlaps none before it; in text order."""
    taken: set[int] = set()
    kept = []
    for each in named:
        tokens = range(each.start, each.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(each)
    return sorted(kept, key=lambda n: n.start)


_HALF = re.compile(r"(?:north|south|east|west|upper|lower|northern|southern|eastern|western)$", re.I)


def _halves(doc: Doc, found: Sequence[Named], names: NameIndex) -> Iterator[Named]:
    """ "North" of "North and South Korea", where the gazetteer knows the name it makes."""
    wanted = {}
    for named in found:
        first, joiner = named.start - 2, named.start - 1
        joined = first >= 0 and doc[joiner].lower_ in {"and", "or", "/", "&"} and _HALF.match(doc[first].text)
        if joined and named.end - named.start > 1 and _HALF.match(doc[named.start].text):
            wanted[first] = f"{doc[first].text} {doc[named.start + 1 : named.end].text}"
    known = names.known(wanted.values())
    return (Named(i, i + 1, name) for i, name in wanted.items() if name in known)


_WHERE = frozenset({"in", "near", "at", "around", "outside", "between", "from", "towards", "toward"})


def _listed(doc: Doc, found: Sequence[Named]) -> Iterator[Named]:
    """Names no gazetteer knows, in a list that a known place opens: "retook Plekhovo, Vorobzha and Martynovka"."""
    for named in found:
        root = doc[named.start : named.end].root
        taken = root.dep_ == "dobj" and root.head.lemma_.lower() in TAKING_VERBS
        if named.kind is None and (taken or (root.dep_ == "pobj" and root.head.lower_ in _WHERE)):
            yield from (Named(i, i + 1, doc[i].text) for i in _items(doc, named.end))


def _items(doc: Doc, start: int) -> list[int]:
    """Tokens of the one-word items that follow in "..., B and C"; none for a list that does not end so."""
    items, i = [], start
    while (
        i + 1 < len(doc)
        and doc[i].lower_ in {",", "and"}
        and doc[i + 1].pos_ == "PROPN"
        and doc[i + 1].text[0].isupper()
    ):
        items.append(i + 1)
        if doc[i].lower_ == "and":
            ends = i + 2 == len(doc) or doc[i + 2].pos_ != "PROPN"
            return items if ends else []
        i += 2
    return []


def _like_its_other_half(mention: Mention, following: Mention | None) -> Mention:
    """ "North" of "North and South Korea" is meant as "South Korea" is."""
    if following is None or mention.name == mention.text or not mention.name.startswith(f"{mention.text} "):
        return mention
    return replace(mention, kind=following.kind)


def _defined(doc: Doc, found: Sequence[Named]) -> Iterator[Named]:
    """Later mentions of names the text defined: "the Joint Security Area (JSA)", then "the JSA"."""
    spans = [(n.start, n.end, n.name) for n in found if n.kind is None]
    return (Named(start, end, name) for start, end, name in defined_names(doc, spans))


def _mention(doc: Doc, named: Named, span: Span, spans: Sequence[Span]) -> Mention:
    tokens = doc[named.start : named.end]
    sentence = tokens.sent
    bounds = Span(sentence.start_char, sentence.end_char)
    others = [s for s in spans if s != span and bounds.start <= s.start < bounds.end]
    relation = relation_of(doc.text, span, sentence=bounds, others=others)
    return Mention(
        start=span.start,
        end=span.end,
        text=doc.text[span.start : span.end],
        kind=named.kind or _reading(tokens, relation),
        name=named.name,
        feature=None if named.kind is MentionKind.DEMONYM else asserted_feature(tokens),
        relation=relation,
    )


def _reading(tokens: TokenSpan, relation: Relation | None) -> MentionKind:
    """What something happens near, off or north of is a location, whatever else the sentence says."""
    if relation is not None or not is_associative(tokens):
        return MentionKind.LITERAL
    return MentionKind.ASSOCIATIVE


def asserted_feature(name: TokenSpan) -> str | None:
    """The GeoNames feature code the words around a name assert: "Kursk region", "the city of Donetsk"."""
    doc = name.doc
    after = next((t for t in doc[name.end : name.end + 1] if t.lower_ in place_nouns()), None)
    if after is not None:
        return place_nouns()[after.lower_].feature
    before = doc[max(0, name.start - 2) : name.start]
    if len(before) == 2 and before[1].lower_ == "of" and before[0].lower_ in place_nouns():
        return place_nouns()[before[0].lower_].feature
    noun = shared_noun(token.text for token in doc[name.end : name.end + 12])
    return place_nouns()[noun].feature if noun else None
