"""An analyst's rulings come before all points."""

from dataclasses import replace
from datetime import timedelta

import pytest

from geo.corrections import Act, join
from geo.incidents import merge
from geo.merging.rulings import Ruling, RulingKind, split_off
from tests.factories import SAKE, report
from tests.geo.merging import NOON, herald, merged, post


def test_an_analyst_takes_a_report_out() -> None:
    one = merged(herald(), post())
    rulings = split_off(one, one.evidence[1].report_id, by="Ada", at=NOON)
    assert len(merge([herald(), post()], acts=[Act("Ada", NOON, rulings=tuple(rulings))])) == 2


def test_an_analyst_puts_together_what_disagrees_and_it_says_who() -> None:
    told = [herald(), post("Six died as shells fell on Sake.", place=SAKE)]
    one, other = merge(told)
    (joined,) = merge(told, acts=[join(one, other, by="Ada", at=NOON, why="same salvo")])
    assert joined.why_merged[0].endswith("put together by Ada on 2025-04-01: same salvo")
    assert len(joined.evidence) == 2


def test_the_newest_ruling_on_a_pair_counts() -> None:
    one = merged(herald(), post())
    apart = split_off(one, one.evidence[1].report_id, by="Ada", at=NOON)
    again = [replace(ruling, kind=RulingKind.TOGETHER, at=NOON + timedelta(hours=1)) for ruling in apart]
    assert len(merge([herald(), post()], acts=[Act("Ada", NOON, rulings=(*again, *apart))])) == 1


def test_no_third_report_brings_together_what_was_kept_apart() -> None:
    third = report("Six were killed by shells in Goma.", document_id="wire", source="Wire")
    one = merged(herald(), post(), third)
    apart = Ruling(RulingKind.APART, one.evidence[0].report_id, one.evidence[1].report_id, "Ada", NOON)
    sizes = sorted(
        len(incident.evidence)
        for incident in merge([herald(), post(), third], acts=[Act("Ada", NOON, rulings=(apart,))])
    )
    assert sizes == [1, 2]


def test_a_ruling_on_a_report_that_is_gone_is_left_alone() -> None:
    gone = Ruling(RulingKind.APART, "gone", "lost", "Ada", NOON)
    assert len(merge([herald(), post()], acts=[Act("Ada", NOON, rulings=(gone,))])) == 1


def test_splitting_off_a_stranger_names_the_reports_there_are() -> None:
    one = merged(herald())
    with pytest.raises(ValueError, match=one.evidence[0].report_id):
        split_off(one, "stranger", by="Ada", at=NOON)
