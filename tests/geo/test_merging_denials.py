"""Looking for denials alone finds what looking at every pair finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.merging.blocking import candidate_pairs
from geo.merging.reports import reports
from geo.merging.traits import Traits
from geo.types import Extraction
from tests.geo.test_incidents import corpora


@settings(deadline=None, max_examples=40)
@given(corpora(), st.data())
def test_pairs_of_some_reports_are_those_of_all_that_hold_one(told: list[Extraction], data: st.DataObject) -> None:
    traits = [Traits(report) for report in reports(told)]
    some = data.draw(st.sets(st.integers(0, max(0, len(traits) - 1))))
    wanted = {pair for pair in candidate_pairs(traits) if some & set(pair)}
    assert wanted <= set(candidate_pairs(traits, of=some))
