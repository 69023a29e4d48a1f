"""When: time expressions of a text, resolved against its publication date and against one another.

The written dates are read by dateparser; what libraries lack (tense, spans, parts of months, chains of relative days)
is in `date_grammar` and `date_phrases`. Nothing is ever resolved against the day of the run.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Span, Token

from extract.date_grammar import Found, find_phrases
from extract.date_phrases import Beside, Calendar, Days, Phrase, Range, Setting, Since, Tense, Weekday, Years
from extract.publication import PublicationDate, find_publication_date
from extract.types import TimePrecision, TimeSpan

__all__ = ["DatedSpan", "PublicationDate", "find_dates", "find_publication_date"]


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """A time expression in the text and the days it means."""

    span: Span
    time: TimeSpan


_RANGE_GAP = re.compile(
    r"\s*(?:-|–|—|(?:night\s+|evening\s+)?(?:to|into|through|until|till))\s*(?:the\s+)?(?:early\s+)?", re.IGNORECASE
)
_WEEKDAY_GAP = re.compile(r"\s*[,(]\s*")
_LIST_GAP = re.compile(r"\s*(?:,\s*(?:and|or)?|and|or|&)\s*(?:in\s+|on\s+)?", re.IGNORECASE)
_OPENS_RANGE = re.compile(r"\b(?:between|from)\s+(?:the\s+|about\s+|around\s+)?$", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:ever\s+)?since\s+(?:the\s+|about\s+|around\s+|at\s+least\s+)?$", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"\b(?:before|after|until|till|prior\s+to|ahead\s+of|no\s+later\s+than|every|each)\s+(?:the\s+(?:end\s+of\s+)?)?$",
    re.IGNORECASE,
)
_HABITUAL_NAMES = re.compile(r"\b(?:Bloody|Black|Good|Palm|Easter|Holy|Sheffield|Super|Cyber|Ash)\s+$")
_NAMED_AFTER = re.compile(
    r"\s+(?:Plant|Movement|Square|Street|Avenue|Boulevard|Bridge|Brigade|Division|Battalion|Stadium|University|Hospital"
    r"|Airport|Airbase|Party|Alliance|Coalition|Front|Committee|Revolution|Dam|Palace|Camp|School|Prison|Group)\b"
)
_FUTURE_AUX = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_OPEN_AUX = frozenset({"may", "might", "could", "can", "should", "must", "would"})
_FUTURE_VERBS = frozenset(
    {"plan", "schedule", "expect", "set", "intend", "aim", "prepare", "due", "slate", "vow", "promise", "pledge"}
)


def find_dates(doc: Doc, *, published: date | None) -> list[DatedSpan]:
    """Time expressions in text order.

    Without `published`, only those that name their year and those relative to one that does are returned.
    """
    text = doc.text
    found = _joined(_without_repeats(_with_weekdays(find_phrases(text), text), text), text)
    dated: list[DatedSpan] = []
    setting = Setting(published)
    for hit in found:
        span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
        if span is None or _dates_nothing(hit, text, span):
            continue
        time = _in_sentence(hit.phrase, span, dated).resolve(replace(setting, tense=tense_at(span.root)))
        if time is None:
            continue
        dated.append(DatedSpan(span, time))
        setting = _moved_on(setting, time, hit, text)
    return dated


def _moved_on(setting: Setting, time: TimeSpan, hit: Found, text: str) -> Setting:
    """What later expressions are read against, once this one is known."""
    phrase = hit.phrase
    if isinstance(phrase, Calendar) and phrase.year is not None and _is_own_line(hit, text):
        setting = replace(setting, heading_year=phrase.year)
    if isinstance(phrase, Beside) or (time.precision is not TimePrecision.DAY and not isinstance(phrase, Calendar)):
        return setting
    kept = setting.previous_explicit and not isinstance(phrase, Weekday | Days)
    explicit = (isinstance(phrase, Calendar) and phrase.year is not None) or kept
    return replace(
        setting, previous=time.start, previous_explicit=explicit, previous_precision=max(time.precision, _grain(phrase))
    )


def _grain(phrase: Phrase) -> TimePrecision:
    """A third of a month is as wide as a week but names no day to count from."""
    return TimePrecision.MONTH if isinstance(phrase, Calendar) and phrase.day is None else TimePrecision.DAY


def _is_own_line(hit: Found, text: str) -> bool:
    before = text[text.rfind("\n", 0, hit.start) + 1 : hit.start]
    after = text[hit.end : (text + "\n").index("\n", hit.end)]
    return not before.strip(" \t#*") and not after.strip(" \t:#*")


def _in_sentence(phrase: Phrase, span: Span, dated: Sequence[DatedSpan]) -> Phrase:
    """Make "a day after X" count from the day its own sentence has already named."""
    if not isinstance(phrase, Beside):
        return phrase
    start = span.sent.start
    days = (d.time.start for d in reversed(dated) if d.span.start >= start and d.time.precision is TimePrecision.DAY)
    return replace(phrase, same_sentence=next(days, None))


def _dates_nothing(hit: Found, text: str, span: Span) -> bool:
    """Whether the expression bounds an event ("until May", "before 2020") or names a habit ("every Friday")."""
    left = text[max(0, hit.start - 40) : hit.start]
    if isinstance(hit.phrase, Weekday) and _HABITUAL_NAMES.search(left):
        return True
    if _NAMED_AFTER.match(text, hit.end):
        return True
    if isinstance(hit.phrase, Calendar) and hit.phrase.month is None and _is_quantity(span):
        return True
    modifies_noun = span.root.head.i >= span.end and span.root.head.pos_ in ("NOUN", "PROPN")
    return _OUTSIDE.search(left) is not None and not modifies_noun


def _is_quantity(span: Span) -> bool:
    """A count, "in 2000 villages": before a plural noun a number is a year only if the recogniser calls it a date."""
    after = span.doc[span.end] if span.end < len(span.doc) else None
    return after is not None and after.tag_ == "NNS" and span.root.dep_ == "nummod" and span.root.ent_type_ != "DATE"


def _with_weekdays(found: list[Found], text: str) -> list[Found]:
    """One expression of a day and its weekday: "Sept. 4 (Monday)", "Monday (4 September)", "Sept. 4, Monday"."""
    out: list[Found] = []
    for hit in found:
        last = out[-1] if out else None
        if last is not None and _WEEKDAY_GAP.fullmatch(text, last.end, hit.start):
            day, weekday = (last.phrase, hit.phrase) if isinstance(hit.phrase, Weekday) else (hit.phrase, last.phrase)
            if isinstance(day, Calendar) and day.day is not None and isinstance(weekday, Weekday):
                out[-1] = Found(last.start, hit.end, replace(day, weekday=weekday.weekday))
                continue
        out.append(hit)
    return out


def _without_repeats(found: list[Found], text: str) -> list[Found]:
    """Drop "overnight" and "today" beside a date ("overnight on Sunday", "today, March 3"): the date says it better."""
    kept = []
    for i, hit in enumerate(found):
        near = [n for n in found[max(0, i - 1) : i + 2] if n is not hit and isinstance(n.phrase, Weekday | Calendar)]
        if isinstance(hit.phrase, Days) and any(_touching(hit, n, text) for n in near):
            continue
        kept.append(hit)
    return kept


def _touching(a: Found, b: Found, text: str) -> bool:
    first, second = sorted((a, b), key=lambda f: f.start)
    return re.fullmatch(r"[\s,(]*(?:on|from|into|to|of|between)?\s*", text[first.end : second.start]) is not None


def _joined(found: list[Found], text: str) -> list[Found]:
    """Spans ("from May 3 to June 5", "since August") made of the expressions they join, and shared years."""
    hits = _with_shared_years(found, text)
    out: list[Found] = []
    skip = False
    for i, hit in enumerate(hits):
        if skip:
            skip = False
            continue
        following = hits[i + 1] if i + 1 < len(hits) else None
        if following is not None and _is_range(hit, following, text):
            hit = Found(hit.start, following.end, Range(hit.phrase, following.phrase))
            skip = True
        since = _SINCE.search(text, max(0, hit.start - 32), hit.start)
        out.append(Found(since.start(), hit.end, Since(hit.phrase)) if since else hit)
    return out


def _with_shared_years(found: list[Found], text: str) -> list[Found]:
    """Share years, as in "in May and August 2023": a year said once, at the end, holds for the dates before it."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        a, b = out[i], out[i + 1]
        gap = text[a.end : b.start]
        if isinstance(a.phrase, Calendar) and isinstance(b.phrase, Calendar) and _links(gap):
            out[i] = replace(a, phrase=a.phrase.with_year_before(b.phrase))
    return out


def _links(gap: str) -> bool:
    return bool(_RANGE_GAP.fullmatch(gap) or _LIST_GAP.fullmatch(gap))


def _is_range(a: Found, b: Found, text: str) -> bool:
    gap = text[a.end : b.start]
    if not all(isinstance(f.phrase, Calendar | Weekday | Years) for f in (a, b)):
        return False
    opened = _OPENS_RANGE.search(text, max(0, a.start - 24), a.start) is not None
    if opened and re.fullmatch(r"\s*and\s+(?:the\s+)?", gap):
        return True
    alike = not isinstance(a.phrase, Calendar) or not isinstance(b.phrase, Calendar) or a.phrase.same_grain(b.phrase)
    return _RANGE_GAP.fullmatch(gap) is not None and (alike or opened)


def tense_at(token: Token) -> Tense:
    """Tense of the clause a token stands in, by its nearest verb upward in the parse."""
    verb = next((t for t in (token, *token.ancestors) if t.pos_ in ("VERB", "AUX")), None)
    if verb is None:  # a heading, caption or table row reports what has been
        return Tense.PAST
    chain = [verb, *(t for t in verb.children if t.dep_ in ("aux", "auxpass"))]
    if verb.dep_ == "xcomp" and verb.head.pos_ in ("VERB", "AUX", "ADJ"):
        chain += [verb.head, *(t for t in verb.head.children if t.dep_ in ("aux", "auxpass"))]
    if any(t.lower_ in _FUTURE_AUX for t in chain) or _is_planned(verb):
        return Tense.FUTURE
    if (
        verb.tag_ == "VB"
        and any(t.lower_ in _OPEN_AUX for t in chain)
        and not any(t.lower_ == "have" for t in chain[1:])
    ):
        return Tense.FUTURE
    return Tense.PAST if any(t.tag_ in ("VBD", "VBN") or t.lower_ in ("has", "have") for t in chain) else Tense.PRESENT


def _is_perfect(verb: Token) -> bool:
    """ "had set fire to": done, and no plan, unlike "was set for"."""
    return any(c.dep_ == "aux" and c.lower_ in {"has", "have", "had"} for c in verb.children)


def _is_planned(verb: Token) -> bool:
    """A plan: "is set to meet", "plans to send", "is to visit"."""
    if verb.lemma_ in _FUTURE_VERBS:
        done = _is_perfect(verb) and not any(c.dep_ == "auxpass" for c in verb.children)
        return (verb.tag_ == "VBN" and not done) or any(c.dep_ == "xcomp" for c in verb.children)
    return (
        verb.dep_ == "xcomp" and (verb.head.lemma_ in _FUTURE_VERBS or verb.head.lemma_ == "be") and verb.tag_ == "VB"
    )
