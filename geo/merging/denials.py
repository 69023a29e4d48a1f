"""Denials beside the facts they deny: never merged with them, never silent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.types import Modality
from geo.merging.agreement import agreement
from geo.merging.blocking import candidate_pairs
from geo.merging.reports import Report
from geo.merging.traits import Traits


def denials(reports: Sequence[Report]) -> Mapping[str, Sequence[Report]]:
    """Reports that deny something, by the id of each report that asserts it.

    A denial denies a report that it would be merged with, did both assert it.
    """
    compared = [Traits(_as_asserted(report)) for report in _asserted_or_denied(reports)]
    denied = {report.id: report for report in reports if report.event.modality is Modality.DENIED}
    found: dict[str, list[Report]] = defaultdict(list)
    speaking = {index for index, one in enumerate(compared) if one.report.id in denied}
    for i, j in candidate_pairs(compared, of=speaking) if denied else ():
        one, other = compared[i].report.id, compared[j].report.id
        if (one in denied) != (other in denied) and agreement(compared[i], compared[j]).enough:
            asserted, denial = (other, one) if one in denied else (one, other)
            found[asserted].append(denied[denial])
    return found


def _asserted_or_denied(reports: Sequence[Report]) -> list[Report]:
    """Denials, and facts of the types that are denied."""
    denied_types = {report.event.event_type for report in reports if report.event.modality is Modality.DENIED}
    kept = (Modality.ASSERTED, Modality.DENIED)
    return [one for one in reports if one.event.modality in kept and one.event.event_type in denied_types]


def _as_asserted(report: Report) -> Report:
    return replace(report, event=replace(report.event, modality=Modality.ASSERTED))
