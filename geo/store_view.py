"""The incidents of a store at one revision, and how the next revision's are made without reading all anew."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from geo.incidents import Merged, judged, merge_reports
from geo.merging.reports import Report, reports
from geo.store_tables import Entry
from geo.types import Extraction

_MOST_KEPT = 50_000
"""Reports kept in memory between corrections, some 2 kB of text each; of more, the store is read anew."""

_MOST_EARLIER = 20
"""They share their incidents, so each costs little."""


@dataclass(frozen=True, slots=True)
class View:
    """What the store came to at one revision, so that the next correction is quick."""

    revision: str
    documents: str
    """The revision of the documents alone."""
    standing: tuple[Entry, ...]
    """Oldest first."""
    reports: Sequence[Report]
    """Empty where there are too many to keep."""
    merged: Merged
    earlier: tuple[tuple[tuple[Entry, ...], Merged], ...] = ()
    """What stood before and what it came to, newest first, so that undoing is quick, too."""


def built(
    revision: str,
    documents: str,
    standing: tuple[Entry, ...],
    extractions: Callable[[], Iterable[Extraction]],
    *,
    last: View | None,
) -> View:
    """The view of this revision, made from the last one where the documents are the same."""
    same = last if last and last.documents == documents else None
    earlier = ((same.standing, same.merged), *same.earlier)[:_MOST_EARLIER] if same else ()
    known = next((merged for stood, merged in earlier if stood == standing), None)
    if same and (sooner := known or _judged(same, standing)) is not None:
        return replace(same, revision=revision, standing=standing, merged=sooner, earlier=earlier)
    told = (same.reports if same else ()) or reports(extractions())
    merged = merge_reports(told, acts=[entry.act for entry in standing])
    return View(revision, documents, standing, told if len(told) <= _MOST_KEPT else (), merged, earlier)


def _judged(last: View, standing: Sequence[Entry]) -> Merged | None:
    """The last view's incidents after verdicts given since; None where more than that happened."""
    known = len(last.standing)
    if tuple(standing[:known]) != last.standing:
        return None
    merged: Merged | None = last.merged
    newest = max((entry.act.at for entry in last.standing), default=None)
    for entry in standing[known:]:
        if merged is None or (newest is not None and entry.act.at <= newest):
            return None
        merged, newest = judged(merged, entry.act), entry.act.at
    return merged
