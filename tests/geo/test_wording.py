"""Counts as people write them, and attributions of one and of several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.types import Count
from geo.wording import claimants, claimed_by, read_count, write_count

numbers = st.integers(0, 10**7)
written = st.one_of(
    st.none(),
    numbers.map(lambda n: Count(n, n, n)),
    numbers.map(lambda n: Count(n, None, None)),
    numbers.map(lambda n: Count(None, None, n)),
    st.tuples(numbers, st.integers(1, 10**6)).map(lambda pair: Count(pair[0], None, sum(pair))),
    st.tuples(numbers, st.integers(1, 10**6)).map(lambda pair: Count(pair[0], pair[0], sum(pair))),
)


@given(written)
def test_a_count_that_was_written_reads_back_equal(count: Count | None) -> None:
    assert read_count(write_count(count)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("6", Count(6, 6, 6)),
        ("1,347", Count(1347, 1347, 1347)),
        ("10-12", Count(10, None, 12)),
        ("10 to 15, best 12", Count(10, 12, 15)),
        ("1,000–1,200 most likely 1,100", Count(1000, 1100, 1200)),
        ("At least 12", Count(12, None, None)),
        ("12+", Count(12, None, None)),
        ("40 or more", Count(40, None, None)),
        ("up to 50", Count(None, None, 50)),
        ("  ", None),
    ],
)
def test_counts_are_read_as_people_write_them(text: str, count: Count | None) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["dozens", "-4", "1.5", "12-10", "10-15, best 20", "six", "1,2"])
def test_what_is_no_count_is_refused_with_what_is(text: str) -> None:
    with pytest.raises(ValueError, match=r"give|write"):
        read_count(text)


@given(st.lists(st.text("abc ,.", min_size=1), unique=True))
def test_an_attribution_names_each_claimant_once(names: list[str]) -> None:
    assert claimants(claimed_by([*names, *names])) == tuple(names)


def test_nobody_claims_what_is_stated_as_fact() -> None:
    assert claimed_by(()) is None
    assert claimants(None) == ()
