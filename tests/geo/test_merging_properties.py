"""Whatever the reports: order makes no difference, nothing is lost or made up."""

import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.types import Actor, Count, Counts, Modality
from geo.incidents import merge, merge_reports
from geo.merging.agreement import agreement
from geo.merging.blocking import candidate_pairs
from geo.merging.links import links
from geo.merging.reports import reports
from geo.merging.traits import Traits
from geo.types import Extraction, Unresolved
from tests.factories import CONGO, GOMA, NORD_KIVU, RWANDA, SAKE, day, exactly, extraction, month, report

some_places = st.sampled_from([GOMA, SAKE, NORD_KIVU, CONGO, RWANDA, Unresolved("unknown"), None])

some_dates = st.sampled_from(
    [day("2025-03-10"), day("2025-03-11"), day("2025-03-12"), month(2025, 3), month(2025, 4), None]
)

some_counts = st.sampled_from([None, exactly(2), exactly(6), exactly(40), exactly(1200), Count(12, None, None)])

some_events = st.fixed_dictionaries(
    {
        "date": some_dates,
        "counts": st.builds(Counts, some_counts, some_counts),
        "actors": st.sampled_from([(), (Actor("M23"),), (Actor("Congolese army"),)]),
        "modality": st.sampled_from([Modality.ASSERTED, Modality.ASSERTED, Modality.PLANNED, Modality.DENIED]),
        "spot": st.sampled_from([None, None, "Kibati", "Kibaati", "Rubaya"]),
        "sub_event_type": st.sampled_from(
            ["Shelling/artillery/missile attack", "Air/drone strike", "Peaceful protest"]
        ),
    }
)

some_sentences = st.sampled_from(
    [
        "Shells fell on Goma.",
        "A market in Goma burned in the morning after shells hit it.",
        "Goma was hit in the evening.",
        "A second strike on Goma hit a school.",
    ]
)


@st.composite
def corpora(draw: st.DrawFn) -> list[Extraction]:
    """A few documents, by different sources, each telling one to three events in and around Goma."""
    made = []
    for number in range(draw(st.integers(1, 7))):
        events = draw(st.lists(some_events, min_size=1, max_size=3))
        size = len(events)
        places = [("Goma", draw(some_places)) for _ in events]
        made.append(
            extraction(
                [draw(some_sentences) for _ in range(size)],
                document_id=f"d{number}",
                source=draw(st.sampled_from(["River Herald", "Lake Post", None])),
                published=draw(st.sampled_from([date(2025, 3, 11), date(2025, 3, 14), date(2025, 6, 1), None])),
                places=places,
                events=events,
            )
        )
    return made


@given(corpora(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_documents_makes_no_difference(told: list[Extraction], random: Random) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)
    assert merge(shuffled) == merge(told)


@given(corpora())
@settings(max_examples=150, deadline=None)
def test_every_report_is_in_one_incident_and_no_document_twice_in_one(told: list[Extraction]) -> None:
    incidents = merge(told)
    kept = [one.report_id for incident in incidents for one in incident.evidence]
    assert sorted(kept) == sorted(one.id for one in reports(told))
    for incident in incidents:
        documents = [one.document_id for one in incident.evidence]
        assert len(documents) == len(set(documents))


@given(corpora())
@settings(max_examples=150, deadline=None)
def test_ids_are_unique(told: list[Extraction]) -> None:
    incidents = merge(told)
    assert len({incident.id for incident in incidents}) == len(incidents)


@given(corpora())
@settings(max_examples=150, deadline=None)
def test_agreement_is_symmetric(told: list[Extraction]) -> None:
    for a, b in combinations([Traits(one) for one in reports(told)], 2):
        one, other = agreement(a, b), agreement(b, a)
        assert (one.forbidden is None) == (other.forbidden is None)
        assert one.total == pytest.approx(other.total) or one.forbidden


@given(corpora())
@settings(max_examples=200, deadline=None)
def test_blocking_loses_no_pair_that_agrees_enough(told: list[Extraction]) -> None:
    traits = [Traits(one) for one in reports(told)]
    candidates = set(candidate_pairs(traits))
    for i, j in combinations(range(len(traits)), 2):
        if agreement(traits[i], traits[j]).enough:
            assert (i, j) in candidates


@given(corpora())
@settings(max_examples=100, deadline=None)
def test_merged_incidents_hold_only_what_was_told(told: list[Extraction]) -> None:
    for incident in merge(told):
        modalities = {found.modality for one in told for found in one.events}
        assert incident.modality in modalities
        assert (len(incident.evidence) == 1) == (incident.why_merged == ())


@pytest.mark.slow
def test_ten_thousand_reports_merge_in_seconds() -> None:
    told = [
        report(
            "Shells fell on Goma.",
            document_id=str(number),
            source=str(number % 50),
            place=replace(GOMA, id=f"t{number % 400}", lat=-1.0 + number % 20, lon=10.0 + number % 400 / 20),
            place_name="Goma",
            date=day(str(date(2022, 1, 1) + timedelta(days=number % 1000))),
        )
        for number in range(10_000)
    ]
    began = time.process_time()
    merge(told)
    assert time.process_time() - began < 20


@settings(deadline=None, max_examples=40)
@given(corpora(), st.data())
def test_pairs_of_some_reports_are_those_of_all_that_hold_one(told: list[Extraction], data: st.DataObject) -> None:
    traits = [Traits(report) for report in reports(told)]
    some = data.draw(st.sets(st.integers(0, max(0, len(traits) - 1))))
    wanted = {pair for pair in candidate_pairs(traits) if some & set(pair)}
    assert wanted <= set(candidate_pairs(traits, of=some))


@settings(deadline=None, max_examples=300)
@given(corpora(), corpora())
def test_merging_what_changed_gives_what_merging_all_anew_gives(
    before: list[Extraction], after: list[Extraction]
) -> None:
    """Documents new, gone, and read anew under the same id."""
    last = merge_reports(reports(before))
    read = {one.document.id: one for one in before}
    changed = {one.document.id for one in after if read.get(one.document.id) != one}
    changed |= read.keys() - {one.document.id for one in after}
    again = merge_reports(reports(after), last=last, changed=changed)
    assert again.merged == merge_reports(reports(after)).merged
    assert set(again.links) == set(links(reports(after)))


@settings(deadline=None, max_examples=150)
@given(corpora(), st.data())
def test_links_of_some_reports_are_those_of_all_that_hold_one(told: list[Extraction], data: st.DataObject) -> None:
    listed = reports(told)
    some = data.draw(st.sets(st.sampled_from([one.id for one in listed])))
    assert set(links(listed, of=some)) == {one for one in links(listed) if some & {one.one, one.other}}
