"""When: which of a text's dates is a trigger's own, and what the layout and the news form say where it has none."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from extract.arguments import MAX_DEPTH, governing_verb
from extract.blocks import Block, BlockKind, dateline
from extract.dates import DatedSpan
from extract.triggers import Hit
from extract.types import TimePrecision, TimeSpan

LEAD_BLOCKS = 3
"""News tells what is new in its headline and first two sentences."""
NEWS_DAYS = 7
"""What a report tells as new, without a day, happened in the week before it came out."""

_SAYING = frozenset(
    [
        "say",
        "tell",
        "report",
        "announce",
        "state",
        "add",
        "confirm",
        "claim",
        "note",
        "declare",
        "according",
        "write",
        "reveal",
        "disclose",
        "release",
    ]
)


@dataclass(frozen=True, slots=True)
class Timing:
    """The dates of a document by sentence start and by line, its publication date, and the era it tells of."""

    by_sentence: Mapping[int, Sequence[DatedSpan]]
    by_line: Mapping[int, DatedSpan]
    published: date | None
    era: date | None

    def within(self, words: range) -> "Timing":
        """Only the dates told in a stretch of words; no line dates it."""
        kept = {start: [d for d in here if d.span.root.i in words] for start, here in self.by_sentence.items()}
        return replace(self, by_sentence=kept, by_line={})

    def of(self, token: Token) -> Sequence[DatedSpan]:
        return self.by_sentence.get(token.sent.start, ())


def timing_of(doc: Doc, blocks: Sequence[Block], dates: Sequence[DatedSpan], *, published: date | None) -> Timing:
    """Sort dates by sentence, and find those that date a whole line: a leading date, a first cell, a heading."""
    by_sentence: dict[int, list[DatedSpan]] = {}
    filed = dateline(doc.text)
    for dated in dates:
        if filed is not None and published is not None and dated.span.end_char <= filed.end:
            continue  # when the report was filed, not when anything happened
        by_sentence.setdefault(dated.span.root.sent.start, []).append(dated)
    era = published or max((d.time.end for d in dates), default=None)
    return Timing(by_sentence, _line_dates(blocks, dates), published, era)


def _line_dates(blocks: Sequence[Block], dates: Sequence[DatedSpan]) -> dict[int, DatedSpan]:
    """Paragraph number -> the date that heads it. A heading of nothing but a date heads what follows it."""
    starts = [d.span.start for d in dates]
    found: dict[int, DatedSpan] = {}
    standing: DatedSpan | None = None
    seen: set[int] = set()
    for block in blocks:
        if block.paragraph in seen:
            continue
        seen.add(block.paragraph)
        opening = _opening_date(block, dates, starts)
        if block.kind is BlockKind.HEADING:
            standing = opening if opening and len(opening.span) >= len(block.sentence) - 2 else None
        elif (opening is not None and block.kind is not BlockKind.SENTENCE) or (
            opening is not None and _is_label(opening)
        ):
            found[block.paragraph] = opening
        elif standing is not None:
            found[block.paragraph] = standing
    return found


def _opening_date(block: Block, dates: Sequence[DatedSpan], starts: Sequence[int]) -> DatedSpan | None:
    at = bisect_right(starts, block.sentence.start + 3) - 1
    if at < 0 or starts[at] < block.sentence.start:
        return None
    return dates[at]


def _is_label(dated: DatedSpan) -> bool:
    """ "3 March 2023: ...", "June 2024 - ...": a date set off from what follows."""
    after = dated.span.end
    return after < len(dated.span.doc) and dated.span.doc[after].text in {":", "–", "—", "-", "|"}


def date_of(hit: Hit, block: Block, timing: Timing) -> tuple[TimeSpan | None, str]:
    """The time of one trigger and why; None where its sentence and line have none."""
    here = [d for d in timing.of(hit.token) if not (_is_mere_measure(d) or _is_another_s(hit.token, d))]
    near = sorted((distance, i) for i, d in enumerate(here) if (distance := _distance(hit.token, d)) < _TOO_FAR)
    if near:
        nearest = here[near[0][1]]
        if timing.era is not None and nearest.time.end <= timing.era and _begins(nearest, hit.token):
            since = TimeSpan(nearest.time.start, timing.era, TimePrecision.YEAR)
            return since, f"since “{nearest.span.text}”"
        return nearest.time, f"“{nearest.span.text}” is the time expression nearest to the trigger"
    if block.paragraph in timing.by_line:
        heading = timing.by_line[block.paragraph]
        return heading.time, f"“{heading.span.text}” dates the line"
    return _only_date(hit.token, here)


def _is_mere_measure(dated: DatedSpan) -> bool:
    """ "the first visit since 1991", "the worst blast since one in 2017": how long it had been, not when it was."""
    span = dated.span
    here = span.doc[span.sent.start : span.start + 1]
    since = next((t for t in reversed(list(here)) if t.lower_ == "since"), None)
    if since is None or any(t.tag_ in {"VBD", "VBZ", "VBP"} or t.text == "," for t in span.doc[since.i : span.start]):
        return False
    return any(t.lower_ in _EXTREME for t in span.doc[span.sent.start : since.i])


_EXTREME = frozenset(
    {"first", "highest", "largest", "biggest", "lowest", "deadliest", "worst", "heaviest", "bloodiest"}
)


def _is_another_s(trigger: Token, dated: DatedSpan) -> bool:
    return _is_compared(trigger, dated) or _dates_what_follows(trigger, dated)


def _dates_what_follows(trigger: Token, dated: DatedSpan) -> bool:
    """ "took it on Saturday, three days after setting out": the distance dates the setting out, not the taking."""
    last = dated.span[-1]
    if last.lower_ not in {"after", "before"}:
        return False
    clause = {t.i for t in (last.head if last.dep_ == "mark" else last).subtree}
    return max(clause) > last.i and trigger.i not in clause


def _begins(dated: DatedSpan, trigger: Token) -> bool:
    """ "have died since fighting broke out in 2013": the date of the clause is where the time told of begins."""
    for word in dated.span.root.ancestors:
        if word == trigger:
            return False
        if word.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "since" for c in word.children):
            return word.head == trigger and any(c.lower_ in {"has", "have"} for c in trigger.children)
    return False


_COMPARED = frozenset({"as", "like", "unlike", "than", "compared"})


def _is_compared(trigger: Token, dated: DatedSpan) -> bool:
    """ "as with the 9 May launches": when something like it happened."""
    for token in (dated.span.root, *dated.span.root.ancestors):
        if token == trigger or token.is_ancestor(trigger):
            return False
        if token.lower_ in _COMPARED and token.dep_ in {"prep", "mark"}:
            return True
        if token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _COMPARED for c in token.children):
            return True
    return False


def _only_date(trigger: Token, here: Sequence[DatedSpan]) -> tuple[TimeSpan | None, str]:
    """The one date of a sentence, however far off in it; if it tells when it was said, it happened up to then."""
    if len(here) != 1:
        return None, "no time expression is tied to the trigger"
    dated, verb = here[0], governing_verb(here[0].span.root)
    if _says(verb) and _ends_clause(trigger, dated, verb):
        return dated.time, f"“{dated.span.text}” ends the clause of the trigger"
    over = verb.is_ancestor(trigger) or (verb.dep_ == "conj" and verb.i > trigger.i)
    if _says(verb) and over and dated.time.precision is TimePrecision.DAY:
        span = TimeSpan(dated.time.start - timedelta(days=1), dated.time.end, TimePrecision.WEEK)
        return span, f"reported on “{dated.span.text}”: that day or the day before"
    meanwhile = verb.dep_ == "acl" and verb.tag_ == "VBG"  # "a bus carrying guards on Monday"
    if _says(verb) or (_is_apart(verb, governing_verb(trigger)) and not meanwhile):
        return None, "no time expression is tied to the trigger"
    return dated.time, f"“{dated.span.text}” is the only time expression of the sentence"


def _ends_clause(trigger: Token, dated: DatedSpan, verb: Token) -> bool:
    """ "overran the town on Sunday, witnesses said": the day stands before the comma, so it is when it happened."""
    span = dated.span
    after = span.doc[span.end] if span.end < len(span.doc) else None
    if after is None or after.text != "," or not trigger.i < span.start < verb.i:
        return False
    return not any(t.pos_ in {"VERB", "AUX"} for t in span.doc[span.end : verb.i])


def _says(verb: Token) -> bool:
    return verb.lemma_.lower() in _SAYING


def has_own_date(hit: Hit, timing: Timing) -> bool:
    """Whether a time expression stands in the trigger's own phrase: "the pact signed in 2019"."""
    return any(hit.token.is_ancestor(d.span.root) for d in timing.of(hit.token))


_TOO_FAR = 8.0


def _distance(trigger: Token, dated: DatedSpan) -> float:
    """Steps in the parse; a date that tells when something was said, or when another verb happened, is far."""
    root = dated.span.root
    verb, own = governing_verb(root), governing_verb(trigger)
    value = 0.5 * _steps(trigger, root) + 0.05 * abs(root.i - trigger.i)
    described = verb.dep_ in {"acl", "relcl"} and own.is_ancestor(verb)
    if _says(verb) and verb != own and not described and not _ends_clause(trigger, dated, verb):
        value += 8.0
    elif verb != own and verb != trigger and not trigger.is_ancestor(root):
        value += 2.5 + 3.0 * _is_apart(verb, own)
    return value


def _is_apart(verb: Token, own: Token) -> bool:
    """Whether a date's verb tells of something else: it describes a noun, or is neither above nor beside ours."""
    return verb.dep_ in {"acl", "relcl"} and not (own == verb or verb.is_ancestor(own))


def _steps(one: Token, other: Token) -> int:
    above = {one.i: 0}
    token, steps = one, 0
    while token.head != token and steps < 2 * MAX_DEPTH:
        token, steps = token.head, steps + 1
        above[token.i] = steps
    token, down = other, 0
    while token.i not in above and token.head != token and down < 2 * MAX_DEPTH:
        token, down = token.head, down + 1
    return above.get(token.i, 2 * MAX_DEPTH) + down


def news_date(published: date) -> TimeSpan:
    """The week up to the publication date: when what a report leads with, undated, may have happened."""
    return TimeSpan(published - timedelta(days=NEWS_DAYS - 1), published, TimePrecision.WEEK)
