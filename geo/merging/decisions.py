"""Analysts' acts applied to reports, before these are merged; and reports found again after they were read anew."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from geo.corrections import Act, Anchor, SetVerdict, anchor, folded, settles
from geo.merging.reports import Report
from geo.merging.rulings import Ruling, RulingKind


@dataclass(frozen=True, slots=True)
class Decided:
    """Reports with all decisions applied, in the order given, and what the merging of them has to obey."""

    reports: tuple[Report, ...]
    rulings: tuple[Ruling, ...] = ()
    lost: frozenset[str] = frozenset()
    """Report ids that decisions speak of and that no document tells any more: those decisions wait."""


def decide(told: Sequence[Report], acts: Iterable[Act]) -> Decided:
    """Apply acts in order of time, so that of two on one field the newer counts."""
    ordered = sorted(acts, key=lambda act: act.at)
    if not ordered:
        return Decided(tuple(told))
    reports = {report.id: report for report in told}
    named = {one: one for act in ordered for one in act.report_ids}
    anchors = [one for act in ordered for one in act.anchors]
    present = {one: one for one in named.keys() - {one.report_id for one in anchors} if one in reports}
    present |= found_again(anchors, told)
    rulings: list[Ruling] = []
    for act in ordered:
        _correct(reports, act, present)
        ruled = _ruled(act.rulings, present)
        _note(reports, ruled)
        rulings += [*_held_together(act, present), *ruled]
    lost = frozenset(one for one in named if one not in present)
    return Decided(tuple(reports[report.id] for report in told), tuple(rulings), lost)


def _correct(reports: dict[str, Report], act: Act, present: Mapping[str, str]) -> None:
    for correction in act.corrections:
        if (report_id := present.get(correction.report_id)) is None:
            continue
        report, change = reports[report_id], correction.edit
        noted = _with_line(report, act.at, f"{change.words(report)} {act.signature}")
        settled = report.settled | {settles(change)}
        reports[report_id] = change.applied(replace(noted, told=report.as_told, settled=settled))


def _note(reports: dict[str, Report], rulings: Iterable[Ruling]) -> None:
    for ruling in rulings:
        for report_id in (ruling.report_id, ruling.other_id):
            reports[report_id] = _with_line(reports[report_id], ruling.at, str(ruling))


def _with_line(report: Report, at: datetime, line: str) -> Report:
    return replace(report, history=tuple(dict.fromkeys((*report.history, (at, line)))))


def _held_together(act: Act, present: Mapping[str, str]) -> list[Ruling]:
    """What was edited as one incident stays one, also where the edit makes its reports agree less."""
    changed = (one for one in act.corrections if not isinstance(one.edit, SetVerdict))
    ids = dict.fromkeys(present[one.report_id] for one in changed if one.report_id in present)
    first, *others = list(ids) or [""]
    return [Ruling(RulingKind.TOGETHER, first, one, act.by, act.at, "edited as one incident") for one in others]


def _ruled(rulings: Iterable[Ruling], present: Mapping[str, str]) -> list[Ruling]:
    """The rulings both of whose reports are there, under the ids these have now."""
    return [
        replace(ruling, report_id=present[ruling.report_id], other_id=present[ruling.other_id])
        for ruling in rulings
        if ruling.report_id in present and ruling.other_id in present
    ]


def found_again(anchors: Iterable[Anchor], reports: Sequence[Report]) -> dict[str, str]:
    """The present id of each anchored report that is still told, by the id it had when it was anchored.

    The same id with the same sentence is the same report. Else the one report of that document whose sentence is the
    same and whose place name or trigger is: another event of the same sentence must not inherit a correction.
    """
    by_id = {report.id: report for report in reports}
    by_document: dict[str, list[Report]] = {}
    found: dict[str, str] = {}
    for one in {one.report_id: one for one in anchors}.values():
        same = by_id.get(one.report_id)
        if same and one.sentence in _sentences(same):
            found[one.report_id] = same.id
            continue
        if not by_document:
            by_document = _by_document(reports)
        if again := _alike(one, by_document.get(one.document_id, [])):
            found[one.report_id] = again.id
    return found


def _by_document(reports: Sequence[Report]) -> dict[str, list[Report]]:
    grouped: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        grouped[report.document.id].append(report)
    return dict(grouped)


def _alike(one: Anchor, reports: Sequence[Report]) -> Report | None:
    """The single report that shares the most of sentence, trigger and place name with an anchor."""
    in_sentence = [report for report in reports if one.sentence in _sentences(report)]
    shared = [(_shared(one, report), report) for report in in_sentence]
    most = max((points for points, _ in shared), default=0)
    best = [report for points, report in shared if points == most]
    return best[0] if most and len(best) == 1 else None


def _shared(one: Anchor, report: Report) -> int:
    theirs = anchor(report)
    same_place = one.place_text is not None and one.place_text == theirs.place_text
    return int(same_place) + int(bool(one.trigger) and one.trigger == theirs.trigger)


def _sentences(report: Report) -> set[str]:
    told, text = report.as_told, report.document.text
    return {folded(text[span.start : span.end]) for span in (told.evidence, *told.more_evidence)}
