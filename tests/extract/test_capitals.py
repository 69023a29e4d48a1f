"""Capitals the text means but does not name."""

import pytest

from extract.capitals import unnamed_capitals
from extract.language import load_language


@pytest.mark.parametrize(
    ("text", "capital"),
    [
        ("Armed men stormed a prison in the Haitian capital late on Saturday.", "Port-au-Prince"),
        ("A bomb killed two people in Somalia's capital on Monday.", "Mogadishu"),
        ("Thousands marched through the streets of the Belarusian capital.", "Minsk"),
    ],
)
def test_where_something_is_in_a_countrys_capital_that_is_meant(text: str, capital: str) -> None:
    assert [name for _, name in unnamed_capitals(load_language()(text))] == [capital]


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed two people in the Iraqi capital, Baghdad, on Monday.",
        "A bomb killed two people in the Iraqi capital Baghdad on Monday.",
        "The Haitian capital was quiet on Sunday.",
        "Investors put Swiss capital into the mine.",
        "A bomb killed two people in the capital of the province on Monday.",
    ],
)
def test_a_capital_with_its_name_beside_it_or_no_location_is_left_alone(text: str) -> None:
    assert list(unnamed_capitals(load_language()(text))) == []
