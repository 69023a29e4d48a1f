"""Say why places were missed or wrong on a corpus with annotated place names, with counts, and what a bound would be.

    python benchmarks/place_errors.py CORPUS.jsonl [...] [--examples N]

The corpus is as for benchmarks/places.py, and so are the measures. Each located name of the gold that was not found
within 161 km has one cause, and so has each located prediction that counts as wrong. "Its own point for the same place"
is a country, a unit or another wide place whose outline (or radius, where no source draws it) holds the gold's point,
further than 161 km from Demarc's. The bounds are what the same output would score without what the corpus leaves out by
convention.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import shapely

from benchmarks.places import (
    GOLD,
    RIGHT_WITHIN_KM,
    Case,
    Wanted,
    distance_km,
    is_right,
    passed_over,
    ratio,
    read_cases,
    touches,
)
from extract.candidates import PLACE_LABELS, name_candidates
from extract.mentions import find_mentions
from extract.types import Mention, MentionKind
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.resolve import resolve
from geo.types import Place, ResolvedMention

NOT_CANDIDATE = "not recognised: neither tagged, nor known, nor said to be a place"
REFUSED = "not recognised: a candidate the model refused"
NO_ENTRY = "unresolved: no place of that name in the gazetteer"
NO_NEAR_ENTRY = "unresolved: the right place is not in the gazetteer"
UNDECIDED = "unresolved: the right place was a candidate"
OWN_POINT = "its own point for the same place"
WRONG_CHOICE = "wrong place, though the right one was a candidate"
WRONG_ONLY = "wrong place, the right one is not in the gazetteer"
DEMONYM = "a demonym the corpus does not annotate"
ELSEWHERE = "a name the corpus locates elsewhere, not here"
IN_BODY = "part of a body's, person's or work's name"
UNANNOTATED = "a name the corpus does not annotate"


@dataclass(slots=True)
class Causes:
    """Examples by cause: missed names of the gold and wrong predictions, with what the bounds need."""

    missed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    gold: int = 0
    located_gold: int = 0
    found: int = 0
    exact: int = 0
    judged: int = 0
    unannotated_demonyms: int = 0


def causes_of(cases: Iterable[Case], gazetteer: Gazetteer) -> Causes:
    causes = Causes()
    for case in cases:
        resolved = resolve(find_mentions(case.doc, names=gazetteer), case.document, gazetteer=gazetteer)
        _count(causes, case, resolved)
        _count_missed(causes, case, resolved, gazetteer)
        _count_wrong(causes, case, resolved, gazetteer)
    return causes


def _count(causes: Causes, case: Case, resolved: Sequence[ResolvedMention]) -> None:
    spans = {(r.mention.start, r.mention.end) for r in resolved}
    causes.gold += len(case.wanted)
    causes.found += len(resolved)
    causes.exact += sum((w.start, w.end) in spans for w in case.wanted)
    causes.unannotated_demonyms += sum(
        r.mention.kind is MentionKind.DEMONYM and not any(touches(w, r.mention) for w in case.wanted) for r in resolved
    )


def _count_missed(causes: Causes, case: Case, resolved: Sequence[ResolvedMention], gazetteer: Gazetteer) -> None:
    candidates = [case.doc[c.start : c.end] for c in name_candidates(case.doc, names=gazetteer)]
    considered = {(span.start_char, span.end_char) for span in candidates}
    for w in case.wanted:
        hits = [r for r in resolved if touches(w, r.mention)]
        if w.lat is None or w.lon is None:
            continue
        causes.located_gold += 1
        if any(is_right(w, r) for r in hits):
            continue
        cause = why_wrong(w, hits[0], gazetteer) if hits else None
        causes.missed[cause or (REFUSED if (w.start, w.end) in considered else NOT_CANDIDATE)].append(_quoted(case, w))


def _count_wrong(causes: Causes, case: Case, resolved: Sequence[ResolvedMention], gazetteer: Gazetteer) -> None:
    for r in resolved:
        over = [w for w in case.wanted if touches(w, r.mention)]
        if not isinstance(r.resolution, Place) or (over and all(w.lat is None for w in over)):
            continue
        causes.judged += 1
        if not any(is_right(w, r) for w in over):
            cause = why_wrong(over[0], r, gazetteer) if over else why_outside(case, r)
            causes.wrong[cause].append(_quoted(case, r.mention))


def why_wrong(w: Wanted, resolved: ResolvedMention, gazetteer: Gazetteer) -> str:
    """The cause for a name of the gold that was recognised and is not within 161 km of it."""
    candidates = [c.place for c in gazetteer.candidates([resolved.mention.name])[resolved.mention.name]]
    near = any(_km(w, place) <= RIGHT_WITHIN_KM for place in candidates)
    place = resolved.named or resolved.resolution
    if isinstance(place, Place):
        if holds(place, w, gazetteer):
            return OWN_POINT
        return WRONG_CHOICE if near else WRONG_ONLY
    if not candidates:
        return NO_ENTRY
    return UNDECIDED if near else NO_NEAR_ENTRY


def why_outside(case: Case, resolved: ResolvedMention) -> str:
    """The cause for a prediction over no name of the gold."""
    mention = resolved.mention
    if mention.kind is MentionKind.DEMONYM:
        return DEMONYM
    if passed_over(mention, case.located):
        return ELSEWHERE
    span = case.doc.char_span(mention.start, mention.end, alignment_mode="expand")
    labels = {token.ent_type_ for token in span or ()}
    return IN_BODY if labels - PLACE_LABELS - {""} else UNANNOTATED


def holds(place: Place, w: Wanted, gazetteer: Gazetteer) -> bool:
    """Whether the gold's point lies in a wide place: in its outline, or within its radius where it has none."""
    if w.lat is None or w.lon is None or place.feature.startswith("PPL"):
        return False
    outline = gazetteer.geometry(place.id)
    inside = outline is not None and outline.buffer(0.3).contains(shapely.Point(w.lon, w.lat))
    return inside or _km(w, place) <= place.radius_km


def _km(w: Wanted, place: Place) -> float:
    return distance_km(w.lat or 0.0, w.lon or 0.0, place.lat, place.lon)


def _quoted(case: Case, name: Wanted | Mention) -> str:
    text, start, end = case.document.text, name.start, name.end
    return f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 20]}".replace("\n", " ")


def bounds(causes: Causes) -> Iterator[str]:
    """What the same output scores, convention by convention."""
    own_missed, own_wrong = len(causes.missed[OWN_POINT]), len(causes.wrong[OWN_POINT])
    demonyms, elsewhere = len(causes.wrong[DEMONYM]), len(causes.wrong[ELSEWHERE])
    yield f"{'':58} F1     rec161  prec161"
    yield _bound("as it is", causes)
    yield _bound("demonyms left out", causes, dropped=causes.unannotated_demonyms, unjudged=demonyms)
    yield _bound("the corpus' own points for wide places", causes, own=own_missed, own_wrong=own_wrong)
    yield _bound(
        "both", causes, dropped=causes.unannotated_demonyms, unjudged=demonyms, own=own_missed, own_wrong=own_wrong
    )
    yield _bound(
        "and names it locates elsewhere not counted",
        causes,
        dropped=causes.unannotated_demonyms + elsewhere,
        unjudged=demonyms + elsewhere,
        own=own_missed,
        own_wrong=own_wrong,
    )


def _bound(name: str, causes: Causes, *, dropped: int = 0, unjudged: int = 0, own: int = 0, own_wrong: int = 0) -> str:
    f1 = ratio(2 * causes.exact, causes.gold + causes.found - dropped)
    missed = sum(map(len, causes.missed.values())) - own
    judged = causes.judged - unjudged
    wrong = sum(map(len, causes.wrong.values())) - unjudged - own_wrong
    recall, precision = 1 - ratio(missed, causes.located_gold), 1 - ratio(wrong, judged)
    return f"  {name:56} {f1:.3f}  {recall:.3f}   {precision:.3f}"


def table(title: str, of: int, causes: dict[str, list[str]], examples: int) -> Iterator[str]:
    yield f"{title}: {sum(map(len, causes.values()))} of {of}"
    for cause, found in sorted(causes.items(), key=lambda item: -len(item[1])):
        if found:
            yield f"  {len(found):5}  {cause}"
            yield from (f"           {example}" for example in _spread(found, examples))


def _spread(found: Sequence[str], wanted: int) -> Sequence[str]:
    """So many of them, from all over the corpus."""
    return found[:: max(1, len(found) // wanted)][:wanted] if wanted else ()


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", type=Path, default=[GOLD])
    parser.add_argument("--examples", type=int, default=0, help="print so many examples of each cause (default: none)")
    options = parser.parse_args(arguments)
    with open_gazetteer() as gazetteer:
        for path in options.corpora:
            causes = causes_of(read_cases(path)[0], gazetteer)
            print(path.name)
            print("\n".join(table("Located names missed", causes.located_gold, causes.missed, options.examples)))
            print("\n".join(table("Located predictions wrong", causes.judged, causes.wrong, options.examples)))
            print("\n".join(bounds(causes)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
