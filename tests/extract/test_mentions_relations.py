"""Spatial phrases: distances, bearings, parts, borders, waters."""

import pytest

from extract.relations import relation_of
from extract.types import Relation, RelationKind, Span


def read(text: str, name: str, *others: str) -> Relation | None:
    start = text.index(name)
    spans = [Span(text.index(o), text.index(o) + len(o)) for o in others]
    return relation_of(text, Span(start, start + len(name)), sentence=Span(0, len(text)), others=spans)


def test_a_distance_and_a_bearing() -> None:
    assert read("A village 30 km north of Goma burned.", "Goma") == Relation(RelationKind.OFFSET, 30.0, 0.0)


@pytest.mark.parametrize(
    ("phrase", "km"),
    [
        ("20 miles", 32.18),
        ("1,200 metres", 1.2),
        ("twenty kilometres", 20.0),
        ("5 nautical miles", 9.26),
        ("7.5km", 7.5),
    ],
)
def test_distances_in_the_units_and_words_of_news(phrase: str, km: float) -> None:
    relation = read(f"It fell {phrase} south-west of Aden.", "Aden")
    assert relation is not None
    assert relation.distance_km == pytest.approx(km)
    assert relation.bearing_deg == 225.0


def test_a_distance_without_a_bearing() -> None:
    assert read("They camped 12 km from Juba.", "Juba") == Relation(RelationKind.OFFSET, 12.0, None)


def test_a_bearing_without_a_distance() -> None:
    assert read("Fighting south of Marib resumed.", "Marib") == Relation(RelationKind.OFFSET, None, 180.0)


@pytest.mark.parametrize("phrase", ["near", "close to", "on the outskirts of", "outside", "in the vicinity of"])
def test_nearness(phrase: str) -> None:
    assert read(f"A patrol was hit {phrase} Kidal.", "Kidal") == Relation(RelationKind.NEAR)


@pytest.mark.parametrize(
    "phrase", ["in the east of Chad", "eastern Chad", "in the eastern part of Chad", "Chad's east"]
)
def test_parts(phrase: str) -> None:
    assert read(f"Refugees gathered: {phrase} is full.", "Chad") == Relation(RelationKind.PART, None, 90.0)


@pytest.mark.parametrize("phrase", ["the border with Niger", "the Niger border", "Niger's border"])
def test_borders(phrase: str) -> None:
    assert read(f"Troops massed along {phrase} again.", "Niger") == Relation(RelationKind.BORDER)


@pytest.mark.parametrize("phrase", ["off Wonsan", "off the coast of Wonsan", "in the waters off Wonsan"])
def test_waters(phrase: str) -> None:
    assert read(f"The missile fell {phrase}.", "Wonsan") == Relation(RelationKind.OFFSHORE)


def test_waters_off_a_coast_that_faces_a_way() -> None:
    assert read("It sank off the eastern coast of Oman.", "Oman") == Relation(RelationKind.OFFSHORE, None, 90.0)


def test_between_two_places_points_at_the_second() -> None:
    text = "It fell in the sea between Korea and Japan."
    assert read(text, "Korea", "Japan") == Relation(RelationKind.OFFSHORE, other=Span(37, 42))


@pytest.mark.parametrize("text", ["They met in Goma.", "Goma fell.", "East Timor voted.", "The call came from Goma."])
def test_plain_places_stand_in_no_relation(text: str) -> None:
    name = "Goma" if "Goma" in text else "East Timor"
    assert read(text, name) is None
