"""A map page to test: incidents, ground, and how to find what is drawn."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import geopandas as gpd
from playwright.sync_api import Locator, Page
from shapely import LineString, box
from shapely.geometry.base import BaseGeometry

from extract.types import Modality
from geo.map import PageText, build_map, single_file
from geo.map_ground import Ground, ground_json
from geo.map_payload import dumps, encode_shape
from geo.types import Candidate, Incident, Place
from tests.browsing import Watched
from tests.factories import GOMA, NORD_KIVU, SAKE, SUVA, day, deployment, evidence, incident, undated, unplaced

MADE = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
SENTENCE = "Artillery shells killed six people at a market in Goma on Tuesday."
PROTEST = incident(
    id="pro-1",
    event_type="Protests",
    sub_event_type="Peaceful protest",
    place=SUVA,
    date=day("2025-06-20"),
    evidence=(evidence(sentence="Thousands marched in Suva.", title="March in Suva"),),
)
PLANNED = incident(id="plan-1", modality=Modality.PLANNED, place=SAKE, date=day("2025-03-12"))
SOME = [incident(), PROTEST, deployment(), undated(id="und-1"), unplaced(), PLANNED]


class Shapes:
    """A gazetteer that draws Nord Kivu as a box."""

    def geometry(self, place_id: str) -> BaseGeometry | None:
        return box(27.5, -2.0, 30.0, 0.9) if place_id == NORD_KIVU.id else None


class Gazette(Shapes):
    """A gazetteer of two towns, a line, and a border between states."""

    def towns(self, *, min_population: int) -> list[Candidate]:
        capital = replace(GOMA, id="c", name="Capital", feature="PPLC")
        return [Candidate(GOMA, 6_000_000, "name"), Candidate(capital, 200_000, "name")]

    def outlined(self, features: Iterable[str]) -> list[Place]:
        assert "ZN" in features
        return [replace(NORD_KIVU, name="A line"), replace(NORD_KIVU, name="Congo-Rwanda border")]


def unfolded(line: list[int]) -> list[tuple[float, float]]:
    """Lon and lat, WGS84 degrees, of a line that `encode_shape` wrote as steps."""
    x = y = 0
    points = []
    for dx, dy in zip(line[::2], line[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 1000, y / 1000))
    return points


def ground() -> Ground:
    countries = gpd.GeoDataFrame(
        {"name": ["Westland", "Eastland"], "disputed": [False, True]},
        geometry=[box(10, -20, 30, 20), box(30, -20, 50, 20)],
        crs=4326,
    )
    line = {"id": "z", "name": "A line", "shape": encode_shape(LineString([(30, -20), (30, 20)]))}
    return Ground(areas=ground_json(countries), towns=dumps([["Midtown", 0.0, 29.0, 4]]), zones=dumps([line]))


GROUND = ground()
Show = Callable[..., Watched]


def page_of(incidents: Sequence[Incident], *, title: str = "Incident map", **choices: Any) -> str:
    """The page of `build_map`; `choices` are its other arguments."""
    text = PageText(made=MADE, title=title)
    return single_file(build_map(incidents, gazetteer=Shapes(), ground=GROUND, text=text, **choices))


def marker(page: Page, incident_id: str) -> Locator:
    return page.locator(f'.dm-marker[data-incident="{incident_id}"]')


def switch(page: Page, layer: str) -> Locator:
    return page.locator(f'.dm-switch input[data-layer="{layer}"]')
