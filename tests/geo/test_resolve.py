"""Resolution: which place a name means in its document, and when to say that nobody knows."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from extract.types import Document, Mention, MentionKind, Relation, RelationKind, Span
from geo.context import alike, context_of
from geo.project import NO_PROJECT, Project, ProjectError, unknown_meanings
from geo.relations import moved, travelled
from geo.resolve import hints, resolve
from geo.scoring import calibrated, rank
from geo.types import Candidate, GeoPrecision, Place, ResolvedMention, Unresolved


def place(
    name: str, at: tuple[float, float], country: str, admin1: str | None, feature: str, radius_km: float
) -> Place:
    precision = {"PCLI": GeoPrecision.COUNTRY, "ADM1": GeoPrecision.REGION}.get(feature, GeoPrecision.TOWN)
    return Place(f"test:{name}-{country}-{admin1}", name, *at, country, admin1, feature, precision, radius_km)


PARIS_FR = place("Paris", (48.85, 2.35), "FR", "Île-de-France", "PPLC", 20)
PARIS_US = place("Paris", (33.66, -95.56), "US", "Texas", "PPL", 10)
TEXAS = place("Texas", (31.25, -99.25), "US", "Texas", "ADM1", 600)
USA = place("United States", (39.76, -98.5), "US", None, "PCLI", 2000)
GOMA = place("Goma", (-1.68, 29.22), "CD", "North Kivu", "PPL", 20)
KURSK = place("Kursk", (51.74, 36.19), "RU", "Kursk Oblast", "PPL", 20)
KURSK_OBLAST = place("Kursk Oblast", (51.75, 36.25), "RU", "Kursk Oblast", "ADM1", 150)
GEORGIA = place("Georgia", (42, 43.5), "GE", None, "PCLI", 200)
GEORGIA_US = place("Georgia", (32.75, -83.5), "US", "Georgia", "ADM1", 250)
TBILISI = place("Tbilisi", (41.69, 44.83), "GE", "Tbilisi", "PPLC", 20)
ATLANTA = place("Atlanta", (33.75, -84.39), "US", "Georgia", "PPLA", 20)

BY_NAME = {
    "Paris": [(PARIS_FR, 2_100_000, "name", 0.7), (PARIS_US, 24_000, "name", 0.44)],
    "Texas": [(TEXAS, 28_000_000, "name", 0.74)],
    "Texan": [(TEXAS, 28_000_000, "demonym", 0.74)],
    "Goma": [(GOMA, 1_000_000, "name", 0.6)],
    "Kursk": [(KURSK, 440_000, "name", 0.57), (KURSK_OBLAST, 1_100_000, "alternate", 0.6)],
    "Georgia": [(GEORGIA, 3_700_000, "name", 0.79), (GEORGIA_US, 10_000_000, "name", 0.7)],
    "Tbilisi": [(TBILISI, 1_000_000, "name", 0.6)],
    "Atlanta": [(ATLANTA, 500_000, "name", 0.57)],
    "Ohio": [(place("Ohio", (40.4, -82.8), "US", "Ohio", "ADM1", 250), 11_500_000, "name", 0.7)],
    "Lima": [
        (place("Lima", (-12.04, -77.03), "PE", "Lima", "PPLC", 20), 8_000_000, "name", 0.69),
        (place("Lima Region", (-11.7, -76.6), "PE", "Lima", "ADM1", 150), 900_000, "alternate", 0.6),
    ],
    "United States": [(USA, 320_000_000, "name", 0.98)],
    "Springfield": [
        (place("Springfield", (39.8, -89.64 + 4 * i), "US", f"State {i}", "PPL", 10), 100_000, "name", 0.5)
        for i in range(9)
    ],
}  # fmt: skip


class Gazetteer:
    """The part of a gazetteer that resolution asks, with a handful of places."""

    def candidates(self, names: Iterable[str]) -> dict[str, list[Candidate]]:
        return {name: [Candidate(*row) for row in BY_NAME.get(name, [])] for name in names}

    def place(self, place_id: str) -> Place | None:
        return next((row[0] for rows in BY_NAME.values() for row in rows if row[0].id == place_id), None)

    def geometry(self, place_id: str) -> BaseGeometry | None:
        return box(34.0, 50.9, 38.5, 52.4) if place_id == KURSK_OBLAST.id else None


def resolved(
    text: str,
    *names: str,
    feature: str | None = None,
    relation: Relation | None = None,
    project: Project = NO_PROJECT,
    kinds: Mapping[str, MentionKind] = MappingProxyType({}),
) -> list[ResolvedMention]:
    mentions, at = [], 0
    for name in names:
        start = text.index(name, at)
        at = start + len(name)
        kind = kinds.get(name, MentionKind.LITERAL)
        mentions.append(Mention(start, at, name, kind, name, feature, relation))
    return resolve(mentions, Document("test", text), gazetteer=Gazetteer(), project=project)  # type: ignore[arg-type]


def only(text: str, name: str, **how: str | Project) -> Place:
    found = resolved(text, name, **how)[0].resolution  # type: ignore[arg-type]
    assert isinstance(found, Place)
    return found


def test_without_other_words_a_name_is_its_best_known_place() -> None:
    assert only("A fire broke out in Paris.", "Paris").country == "FR"


def test_the_unit_named_after_a_comma_decides() -> None:
    assert resolved("A fire broke out in Paris, Texas.", "Paris", "Texas")[0].resolution.admin1 == "Texas"  # type: ignore[union-attr]


def test_a_place_the_text_puts_where_none_of_its_name_lies_is_doubted() -> None:
    def score(text: str) -> float:
        found = resolved(text, "Goma", "Texas")[0].resolution
        return found.score if isinstance(found, Place) else found.candidates[0].score

    assert score("He is from Goma, Texas.") < score("He is from Goma and lives in Texas.")


def test_the_people_whose_town_it_is_decide() -> None:
    found = resolved(
        "A fire broke out in the Texan town of Paris.", "Texan", "Paris", kinds={"Texan": MentionKind.DEMONYM}
    )
    assert found[1].resolution.admin1 == "Texas"  # type: ignore[union-attr]


def literal(start: int, name: str, feature: str | None = None) -> Mention:
    return Mention(start, start + len(name), name, MentionKind.LITERAL, name, feature)


def test_a_town_once_called_a_town_is_the_same_by_its_bare_name() -> None:
    mentions = literal(0, "Paris"), literal(20, "Paris", "PPL")
    (sense,) = context_of(mentions, "Paris shut. The town Paris opened.", {}).senses
    assert set(sense.mentions) == set(mentions)


def test_a_town_and_the_region_of_its_name_stay_two() -> None:
    mentions = literal(0, "Kursk"), literal(10, "Kursk", "ADM1")
    assert len(context_of(mentions, "Kursk and Kursk region", {}).senses) == 2


def test_one_sense_in_one_document() -> None:
    found = resolved("Paris, Texas, is small. Paris votes today.", "Paris", "Texas", "Paris")
    assert found[0].resolution == found[2].resolution


@pytest.mark.parametrize(("company", "country"), [("Tbilisi", "GE"), ("Atlanta", "US")])
def test_company_decides_between_a_country_and_a_state(company: str, country: str) -> None:
    found = resolved(f"Roads between {company} and the rest of Georgia are shut.", company, "Georgia")
    assert found[1].resolution.country == country  # type: ignore[union-attr]


def test_a_bare_name_is_the_town_and_a_described_one_its_region() -> None:
    assert only("Drones over Kursk.", "Kursk").feature == "PPL"
    assert only("Drones over Kursk region.", "Kursk", feature="ADM1").feature == "ADM1"


def test_a_town_and_the_unit_around_it_share_their_probability() -> None:
    text = "Drones over Kursk."
    town = only(text, "Kursk")
    kursk = Mention(12, 17, "Kursk", MentionKind.LITERAL, "Kursk")
    apart = rank(context_of([kursk], text, Gazetteer().candidates(["Kursk"])))[0].probabilities
    assert town.feature == "PPL"
    assert town.score == pytest.approx(calibrated(sum(apart)), abs=0.002)


def test_a_name_nobody_knows_is_unresolved_and_says_so() -> None:
    found = resolved("It fell in Zzyzxville.", "Zzyzxville")[0].resolution
    assert isinstance(found, Unresolved)
    assert "Zzyzxville" in found.reason


def test_a_name_of_many_places_is_unresolved_with_its_candidates() -> None:
    found = resolved("It fell in Springfield.", "Springfield")[0].resolution
    assert isinstance(found, Unresolved)
    assert len(found.candidates) > 1
    assert "9 places" in found.reason


def test_scores_are_probabilities_and_runners_up_follow_in_order() -> None:
    found = resolved("A fire broke out in Paris.", "Paris")[0]
    scores = [found.resolution.score, *(other.score for other in found.others)]  # type: ignore[union-attr]
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) <= 1.001


def test_a_focus_country_decides_where_the_text_does_not() -> None:
    text = "Georgia has closed its schools."
    assert only(text, "Georgia").country == "GE"
    assert only(text, "Georgia", project=Project(focus_countries=frozenset({"US"}))).country == "US"


def test_the_text_beats_a_focus_country() -> None:
    found = resolved(
        "A fire broke out in Paris, Texas.", "Paris", "Texas", project=Project(focus_countries=frozenset({"FR"}))
    )
    assert found[0].resolution.country == "US"  # type: ignore[union-attr]


def test_a_name_the_project_settled_is_that_place_and_says_so() -> None:
    project = Project(meanings={"Paris": PARIS_US.id})
    found = resolved("The PARIS of this story lies by Goma.", "PARIS", "Goma", project=project)[0]
    assert isinstance(found.resolution, Place)
    assert (found.resolution.id, found.resolution.score) == (PARIS_US.id, 1.0)
    assert found.note is not None
    assert PARIS_US.id in found.note


def test_a_settled_unit_is_not_traded_for_the_town_of_its_name() -> None:
    project = Project(meanings={"kursk": KURSK_OBLAST.id})
    assert only("Drones over Kursk.", "Kursk", project=project).feature == "ADM1"


def test_a_name_settled_as_a_place_nobody_knows_by_it_is_that_place() -> None:
    project = Project(meanings={"The Nest": GOMA.id})
    assert only("Shots near the Nest.", "the Nest", project=project).id == GOMA.id


def test_a_settled_name_is_evidence_for_the_others() -> None:
    project = Project(meanings={"springfield": ATLANTA.id})
    found = resolved("Between Springfield and Georgia.", "Springfield", "Georgia", project=project)
    assert found[1].resolution.country == "US"  # type: ignore[union-attr]


def test_a_described_region_is_not_the_town_its_name_was_settled_as() -> None:
    project = Project(meanings={"kursk": KURSK.id})
    found = resolved("Drones over Kursk region.", "Kursk", feature="ADM1", project=project)[0]
    assert isinstance(found.resolution, Place)
    assert found.resolution.feature == "ADM1"
    assert "not the kind" in (found.note or "")


def test_a_meaning_the_gazetteer_lacks_is_said_and_passed_over() -> None:
    project = Project(meanings={"paris": "geonames:0"})
    found = resolved("A fire broke out in Paris.", "Paris", project=project)[0]
    assert isinstance(found.resolution, Place)
    assert found.resolution.country == "FR"
    assert "geonames:0" in (found.note or "")
    assert [w for w in unknown_meanings(project, gazetteer=Gazetteer()) if "'paris'" in w]  # type: ignore[arg-type]


def test_a_focus_that_is_no_country_code_says_what_is_one() -> None:
    with pytest.raises(ProjectError, match=r"'ua'.*ISO 3166-1"):
        Project(focus_countries=frozenset({"ua"}))


def test_a_spatial_phrase_moves_the_place_and_keeps_what_was_named() -> None:
    text = "A village 30 km north of Goma burned."
    found = resolved(text, "Goma", relation=Relation(RelationKind.OFFSET, 30.0, 0.0))[0]
    assert found.named is not None
    assert (found.named.lat, found.named.lon) == (GOMA.lat, GOMA.lon)
    assert found.resolution.lat == pytest.approx(GOMA.lat + 30 / 111.19, abs=0.01)  # type: ignore[union-attr]


@given(st.floats(0, 1), st.floats(0, 1))
def test_calibration_keeps_the_order_and_stays_a_probability(p: float, q: float) -> None:
    low, high = sorted((p, q))
    assert 0 < calibrated(low) <= calibrated(high) < 1


def chance(text: str, name: str, kind: MentionKind = MentionKind.LITERAL) -> float:
    """The probability of the best-known candidate of a name, read alone in its text."""
    start = text.lower().index(name.lower())
    mention = Mention(start, start + len(name), text[start : start + len(name)], kind, name)
    return rank(context_of([mention], text, Gazetteer().candidates([name])))[0].probabilities[0]


@pytest.mark.parametrize(
    "opening", ["LIMA, Nov. 3 (AFP) - It", "LIMA (Reuters) It", "Fair opens.\nLIMA — It", "LIMA The fair"]
)
def test_a_dateline_is_a_town(opening: str) -> None:
    assert chance(f"{opening} opened today.", "Lima") > chance("It opened in Lima today.", "Lima")


def test_names_counted_up_are_of_one_kind() -> None:
    found = resolved("It was seen in Texas, Georgia and Ohio.", "Texas", "Georgia", "Ohio")
    assert found[1].resolution.country == "US"  # type: ignore[union-attr]


@pytest.mark.parametrize("speech", ["Paris denies it.", "Paris has warned them.", "Paris's foreign ministry knew."])
def test_a_state_speaks_from_its_capital(speech: str) -> None:
    assert chance(speech, "Paris", MentionKind.ASSOCIATIVE) > chance(
        "Paris police knew.", "Paris", MentionKind.ASSOCIATIVE
    )


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [("Kiltimagh", "Kiltamagh", True), ("Pacific", "Pacific Ocean", True), ("Casablanca", "White House", False),
     ("Пхеньян", "Pyongyang", True)],
)  # fmt: skip
def test_spellings_of_one_name_are_alike(name: str, other: str, same: bool) -> None:
    assert alike(name, other) is same


def test_no_mentions_resolve_to_nothing() -> None:
    assert resolve([], Document("test", "Nothing."), gazetteer=Gazetteer()) == []  # type: ignore[arg-type]


def test_hints_name_the_resolved_and_leave_out_the_others() -> None:
    found = resolved("From Goma to Zzyzxville.", "Goma", "Zzyzxville")
    assert [(m.name, h.country, h.feature) for m, h in hints(found).items()] == [("Goma", "CD", "PPL")]


def test_a_bearing_points_where_the_compass_does() -> None:
    lat, lon = travelled(0.0, 179.9, bearing_deg=90.0, km=50.0)
    assert lat == pytest.approx(0.0, abs=1e-6)
    assert lon == pytest.approx(-179.65, abs=0.01)


def test_a_part_of_a_region_lies_inside_it_on_that_side() -> None:
    east = moved(KURSK_OBLAST, Relation(RelationKind.PART, bearing_deg=90.0), other=None, gazetteer=Gazetteer())  # type: ignore[arg-type]
    assert KURSK_OBLAST.lon < east.lon < 38.5
    assert east.radius_km < KURSK_OBLAST.radius_km


def test_near_a_town_is_less_precise_than_the_town() -> None:
    near = moved(GOMA, Relation(RelationKind.NEAR), other=None, gazetteer=Gazetteer())  # type: ignore[arg-type]
    assert (near.geo_precision, near.lat) == (GeoPrecision.NEAR, GOMA.lat)
    assert near.radius_km > GOMA.radius_km


def test_a_distance_without_a_bearing_widens_the_circle_to_it() -> None:
    off = moved(GOMA, Relation(RelationKind.OFFSET, 40.0), other=None, gazetteer=Gazetteer())  # type: ignore[arg-type]
    assert (off.lat, off.lon, off.radius_km) == (GOMA.lat, GOMA.lon, 40.0)


def test_between_two_far_places_is_a_region_half_way() -> None:
    relation = Relation(RelationKind.OFFSHORE, other=Span(0, 1))
    middle = moved(PARIS_FR, relation, other=GEORGIA, gazetteer=Gazetteer())  # type: ignore[arg-type]
    assert PARIS_FR.lon < middle.lon < GEORGIA.lon
    assert middle.geo_precision is GeoPrecision.REGION
