"""Who claims an event: the source as the text names it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Span, Token

from extract.modality_lexicon import lexicon

LOOK_BACK_SENTENCES = 3
CLOSING_WORDS = 9
_CONTENT_PREPS = frozenset({"of", "for", "about", "with", "as", "on"})
_ACCORDING = frozenset({"according", "per"})
_LEAD = re.compile(r"^(?:the|both|all)\s+", re.IGNORECASE)
_HEADLINE = re.compile(r"^\s*(?P<source>[A-Z][^:.!?\n]{1,60}):\s+\S")
_HEADLINE_END = re.compile(r"[:,–—-]\s+(?P<source>[A-Z][\w.’' ]{1,40}?)(?:\s+(?:says?|claims?|reports?))?[.\s]*$")
_SOURCE_ENTITIES = ("PERSON", "ORG", "GPE", "NORP")


def attribution_of(trigger: Token) -> str | None:
    """Words of the text that name who claims the event; None where the article itself states it."""
    for find in (_claimant, _claim_noun, _according_to, _closing_source, _headline_source, _hearsay):
        source = find(trigger)
        if source:
            return source
    return None


def _claimant(trigger: Token) -> str | None:
    """The subject of the innermost verb of saying whose content the event belongs to."""
    token = trigger
    for head in trigger.ancestors:
        if _says(head) and _is_content(token) and _subject(head) not in (None, trigger):
            source = _source_text(_subject(head), head)
            if source:
                return source
        token = head
    return None


def _is_content(token: Token) -> bool:
    """Whether a word hangs below a verb of saying as what is said, not as when, where or by whom."""
    words, verb = lexicon(), token.head.lemma_.lower()
    if token.dep_ == "prep":
        dated = any(c.ent_type_ in ("DATE", "TIME") for c in token.children)
        return token.lower_ in _CONTENT_PREPS and not dated
    if words.has("speech", "judging", verb):
        return token.dep_ in ("ccomp", "xcomp", "pcomp")
    if token.dep_ in ("dobj", "nsubjpass", "attr"):
        subject = _subject(token.head)
        shown = subject is not None and words.has("speech", "evidence", subject.lemma_.lower())
        return shown or not words.has("speech", "clause_only", verb) or any(c.dep_ == "acl" for c in token.children)
    return token.dep_ in ("ccomp", "xcomp", "parataxis", "acl", "conj", "advcl")


def _says(verb: Token) -> bool:
    return verb.pos_ in ("VERB", "AUX") and lexicon().has("speech", "verbs", verb.lemma_.lower())


def is_of_speaker(word: Token, trigger: Token) -> bool:
    """Whether a word belongs to who tells of the trigger: "Kenya's ministry said troops had been sent"."""
    subject = next((t for t in (word, *word.ancestors) if t.dep_ == "nsubj"), None)
    if subject is None or subject.is_ancestor(trigger) or subject == trigger:
        return False
    return _says(subject.head) and subject.head != trigger and subject.head.is_ancestor(trigger)


def _subject(verb: Token) -> Token | None:
    """Its subject or passive agent; that of the verb it shares one with ("condemned ... and said ...")."""
    for child in verb.children:
        if child.dep_ == "nsubj":
            return child
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if verb.dep_ in ("conj", "xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX"):
        return _subject(verb.head)
    return verb.head if verb.dep_ == "acl" and verb.tag_ == "VBG" else None


def _source_text(subject: Token | None, verb: Token) -> str | None:
    if subject is None:
        return None
    if subject.tag_ == "WP" or subject.lower_ in ("that", "which"):
        subject = verb.head if verb.dep_ == "relcl" else subject
    if subject.pos_ == "PRON":
        return _antecedent(subject) if subject.lower_ in ("he", "she", "it", "they") else None
    if any(c.dep_ in ("preconj", "det", "cc") and c.lower_ in ("neither", "no") for c in subject.children):
        return None  # who has not confirmed it claims nothing
    if any(c.dep_ == "nummod" for c in subject.children) and not _is_source(subject):
        return None  # "killing 12 people, the governor said": victims, not speakers
    speaks = lexicon().has("speech", "speaking", verb.lemma_.lower())
    return _phrase(subject) if speaks or _is_source(subject) else None


def _is_source(noun: Token) -> bool:
    if noun.ent_type_ in _SOURCE_ENTITIES or noun.pos_ == "PROPN":
        return True
    return lexicon().has("speech", "source_nouns", noun.lemma_.lower())


def _phrase(noun: Token) -> str:
    """The noun phrase without clauses, inserted appositions and a leading article."""
    skipped = {t.i for c in noun.children if _is_inserted(c) for t in c.subtree}
    words = [t for t in noun.subtree if t.i not in skipped]
    start = words[0].i
    end = next((a.i + 1 for a, b in pairwise(words) if b.i != a.i + 1 and a.i >= noun.i), words[-1].i + 1)
    return _LEAD.sub("", noun.doc[start:end].text.strip(' ,\n\t"“”'))


def _is_inserted(child: Token) -> bool:
    """Leave out "..., head of the agency, ..."; keep the name in "the news agency Baraka"."""
    if child.dep_ == "appos":
        return "," in child.doc[child.head.i : child.i].text
    return child.dep_ in ("relcl", "acl", "punct", "cc", "conj")


def _antecedent(pronoun: Token) -> str | None:
    """Whom "he" or "it" stands for: the nearest earlier source that spoke."""
    sentence = pronoun.sent
    for _ in range(LOOK_BACK_SENTENCES):
        before = _sources_in(sentence, before=pronoun.i)
        if before:
            return _phrase(before[-1])
        if sentence.start == 0:
            return None
        sentence = pronoun.doc[sentence.start - 1].sent
    return None


def _sources_in(sentence: Span, *, before: int) -> list[Token]:
    return [t for t in sentence if t.i < before and t.dep_ == "nsubj" and t.pos_ != "PRON" and _is_source(t)]


def _according_to(trigger: Token) -> str | None:
    for token in trigger.sent:
        if token.lower_ in _ACCORDING:
            source = next((t for t in token.subtree if t.dep_ == "pobj"), None)
            if source is not None and source.i > token.i:
                return _phrase(source)
    return None


def _claim_noun(trigger: Token) -> str | None:
    """Whose report, claim or statement tells the event: "Kyiv's claim that ...", "reports of shelling"."""
    for token in (trigger, *trigger.ancestors):
        head = token.head
        if token.dep_ not in ("prep", "acl", "ccomp") or not lexicon().has("speech", "claims", head.lemma_.lower()):
            continue
        owner = next((c for c in head.children if c.dep_ == "poss" and _is_source(c)), None)
        if owner is not None:
            return _phrase(owner)
        return "reports" if head.lower_ == "reports" else None
    return None


def _closing_source(trigger: Token) -> str | None:
    """The source at the end of a sentence: "..., officials and a monitor said on Friday"."""
    sentence = trigger.sent
    verbs = (t for t in reversed(sentence[-CLOSING_WORDS:]) if t.i > trigger.i and _is_speech_form(t))
    verb = next(verbs, None)
    if verb is None:
        return None
    comma = next((t for t in reversed(sentence.doc[trigger.i : verb.i]) if t.text == ","), None)
    if comma is None or not 0 < verb.i - comma.i - 1 <= CLOSING_WORDS:
        return None
    source = sentence.doc[comma.i + 1 : verb.i]
    nouns = [t for t in source if t.pos_ in ("NOUN", "PROPN")]
    if not nouns or any(t.pos_ in ("VERB", "PRON", "ADP", "SCONJ", "ADV") for t in source) or not _is_source(nouns[-1]):
        return None
    return _LEAD.sub("", source.text.strip())


def _is_speech_form(token: Token) -> bool:
    return token.tag_ in ("VBD", "VBZ", "NNS") and lexicon().has("speech", "verbs", token.lemma_.lower())


def _headline_source(trigger: Token) -> str | None:
    """The source of a headline: "Seoul: ..." and "...: Kyiv"."""
    sentence = trigger.sent
    for pattern in (_HEADLINE, _HEADLINE_END):
        match = pattern.search(sentence.text)
        if match is None:
            continue
        span = sentence.char_span(match.start("source"), match.end("source"), alignment_mode="contract")
        if span is not None and trigger not in span and _all_named(span):
            return _LEAD.sub("", match["source"].strip())
    return None


def _all_named(span: Span) -> bool:
    return span.root.pos_ == "PROPN" and span.root.ent_type_ in _SOURCE_ENTITIES and len(span) <= 8


def _hearsay(trigger: Token) -> str | None:
    """Hearsay: "reportedly" names no source but says there is one."""
    words = lexicon()
    return "reports" if any(words.has("adverbs", "reported", c.lower_) for c in _scope(trigger)) else None


def _scope(trigger: Token) -> Iterator[Token]:
    yield from trigger.children
    if trigger.dep_ != "ROOT":
        yield from trigger.head.children
