"""The form of the Review page: what its fields mean together."""

from datetime import date

import pytest

from dashboard.review_facts import read_days
from extract.types import TimePrecision, TimeSpan

MONDAY, SUNDAY = date(2025, 3, 10), date(2025, 3, 16)


def test_no_days_mean_no_date() -> None:
    assert read_days(None, None, TimePrecision.DAY) is None


def test_a_first_day_alone_is_that_day() -> None:
    assert read_days(MONDAY, None, TimePrecision.DAY) == TimeSpan(MONDAY, MONDAY, TimePrecision.DAY)


def test_two_days_are_a_span() -> None:
    assert read_days(MONDAY, SUNDAY, TimePrecision.WEEK) == TimeSpan(MONDAY, SUNDAY, TimePrecision.WEEK)


@pytest.mark.parametrize(
    ("first", "last", "precision", "said"),
    [
        (None, SUNDAY, TimePrecision.DAY, "first day"),
        (SUNDAY, MONDAY, TimePrecision.WEEK, "before the first"),
        (MONDAY, SUNDAY, TimePrecision.DAY, "one day"),
    ],
)
def test_days_that_mean_no_span_are_refused(
    first: date | None, last: date | None, precision: TimePrecision, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        read_days(first, last, precision)
