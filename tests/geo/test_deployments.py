"""Flows and strengths: nothing is summed unseen, every deployment is in one flow."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from extract.types import Count, Counts
from geo.deployments import ARMS, WITHDRAWAL, End, Ends, Period, bounds, flows, strengths
from geo.types import Incident
from tests.factories import CONGO, GOMA, NORD_KIVU, RWANDA, SAKE, day, deployment, exactly, incident, month

numbers = st.none() | st.integers(0, 20_000)
counts = st.none() | st.builds(Count, numbers, numbers, numbers)
deployments = st.lists(
    st.builds(
        lambda kind, origin, place, time, count: deployment(
            sub_event_type=kind,
            origin=origin,
            place=place,
            date=time,
            counts=Counts(weapons=count) if kind == ARMS else Counts(troops=count),
        ),
        st.sampled_from(["Troop deployment", WITHDRAWAL, ARMS]),
        st.sampled_from([RWANDA, CONGO, None]),
        st.sampled_from([GOMA, SAKE, NORD_KIVU, None]),
        st.sampled_from([None, day("2025-01-05"), month(2025, 2), month(2024, 12)]),
        counts,
    ),
    max_size=10,
)
periods = st.sampled_from(Period)
ends = st.sampled_from(Ends)


def troops(best: int, low: int | None = None, high: int | None = None, **changes: object) -> Incident:
    return deployment(counts=Counts(troops=Count(low or best, best, high or best)), **changes)


@given(deployments, periods, ends)
def test_every_deployment_is_in_one_flow(listed: list[Incident], period: Period, kind: Ends) -> None:
    found = flows([*listed, incident()], period=period, ends=kind)
    assert sum(len(flow.incidents) for flow in found) == len(listed)


@given(deployments, periods, ends)
def test_the_largest_is_some_reports_own_and_the_sum_is_no_less(
    listed: list[Incident], period: Period, kind: Ends
) -> None:
    for flow in flows(listed, period=period, ends=kind):
        told = [one.counts.weapons if flow.kind == ARMS else one.counts.troops for one in flow.incidents]
        if flow.largest is None or flow.if_separate is None:
            assert not any(told)
            continue
        assert flow.largest in told
        assert bounds(flow.if_separate)[1] == sum(bounds(count)[1] for count in told if count)
        assert bounds(flow.if_separate)[1] >= bounds(flow.largest)[1]


def test_overlapping_reports_are_not_added_up() -> None:
    (flow,) = flows([troops(3000), troops(11_000, id="dep-2")], period=Period.WHOLE, ends=Ends.PLACE)
    assert flow.largest == exactly(11_000)
    assert flow.if_separate == exactly(14_000)


def test_sending_and_withdrawing_are_two_flows() -> None:
    found = flows([troops(300), troops(200, sub_event_type=WITHDRAWAL)], period=Period.WHOLE, ends=Ends.PLACE)
    assert {flow.kind for flow in found} == {"Troop deployment", WITHDRAWAL}


def test_places_of_one_country_are_one_end_by_country() -> None:
    listed = [troops(300, place=GOMA), troops(200, place=NORD_KIVU)]
    assert len(flows(listed, period=Period.WHOLE, ends=Ends.PLACE)) == 2
    (flow,) = flows(listed, period=Period.WHOLE, ends=Ends.COUNTRY)
    assert (flow.origin, flow.destination) == (End("RW", "RW"), End("CD", "CD"))


def test_an_end_the_text_does_not_tell_stays_unknown() -> None:
    (flow,) = flows([troops(300, origin=None)], period=Period.WHOLE, ends=Ends.COUNTRY)
    assert flow.origin == End(None)


def test_what_is_known_to_the_year_is_in_no_month() -> None:
    year = deployment(date=month(2025, 1)).date
    assert year is not None
    whole = type(year)(date(2025, 1, 1), date(2025, 12, 31), year.precision)
    by_month = flows([troops(300, date=whole)], period=Period.MONTH, ends=Ends.PLACE)
    by_year = flows([troops(300, date=whole)], period=Period.YEAR, ends=Ends.PLACE)
    assert [flow.first_day for flow in (*by_month, *by_year)] == [None, date(2025, 1, 1)]


def test_a_months_strength_is_the_range_of_its_reports() -> None:
    found = strengths([troops(3000, 2500, 3500), troops(4000, 3800, 6000), troops(100, date=month(2025, 3))])
    assert [(one.low, one.best, one.high) for one in found.months] == [(2500, 4000, 6000), (100, 100, 100)]


def test_withdrawals_and_arms_are_no_strength_and_what_lacks_a_figure_is_counted() -> None:
    found = strengths(
        [
            troops(500, sub_event_type=WITHDRAWAL),
            deployment(sub_event_type=ARMS, counts=Counts(weapons=exactly(10))),
            deployment(counts=Counts()),
            troops(500, date=None),
        ]
    )
    assert (found.months, found.without_number, found.without_month) == ((), 1, 1)


@given(st.builds(Count, numbers, numbers, numbers))
def test_missing_bounds_are_taken_from_those_given(count: Count) -> None:
    low, best, high = bounds(count)
    for given_value, used in ((count.low, low), (count.best, best), (count.high, high)):
        assert given_value is None or given_value == used
