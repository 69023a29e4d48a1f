"""Lists to tick: how they travel to the browser, and where they end."""

from dashboard.choices import Choice, row_of
from dashboard.sidebar import offered_of

FIELDS = ["countries", "admin1s"]


def test_a_line_names_its_field_by_number_and_leaves_out_what_is_empty() -> None:
    assert row_of(Choice("admin1s", "FJ/Central", "Central", 3), FIELDS) == [1, "FJ/Central", "Central", 3]
    assert row_of(Choice("countries", "M23", "M23", 2), FIELDS) == [0, "M23", "", 2]


def test_a_line_carries_its_colour_and_its_parts() -> None:
    part = Choice("admin1s", "FJ/Central", "Central", 3)
    whole = Choice("countries", "FJ", "Fiji", 4, (part,), "#00ff00")
    assert row_of(whole, FIELDS) == [0, "FJ", "Fiji", 4, "#00ff00", [[1, "FJ/Central", "Central", 3]]]


def test_a_list_ends_at_the_most_frequent_and_keeps_what_is_chosen() -> None:
    counts = {"many": 9, "some": 5, "few": 1}
    assert offered_of(counts, ["few", "gone"], most=1) == {"many": 9, "few": 1, "gone": 0}
    assert offered_of(counts, [], most=5) == counts
