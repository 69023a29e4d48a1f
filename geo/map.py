"""Incidents on a map: one HTML page that needs no network. The only module that knows folium, and latitude first.

`render_html` makes the page to give away. `build_map` makes the same as a `folium.Map` for a page around it, which
follows it by messages: `data/map/demarc.js` lists them (`demarc:select` with an incident's id on each click, and back).
To show other incidents in an open page without loading it anew, post it `{"type": "demarc:data", "data": ...}` with
the object that `map_data` gives: view, time window and layers stay.
"""

import base64
import hashlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache, lru_cache

import folium
import jinja2
from branca.element import Element, Figure

from extract.taxonomy import Taxonomy, load_taxonomy
from geo.areas import Polygons
from geo.basemap import digest, load_basemap
from geo.filters import Filters
from geo.map_assets import FOLDER, Assets, inline_assets, linked_assets
from geo.map_ground import GROUND_FORMAT, Ground, Places, ground_json, towns_json, zones_json
from geo.map_payload import (
    EVIDENCE_SHARE,
    NOTHING_BESIDE,
    Beside,
    Geometries,
    Json,
    dumps,
    evidence_columns,
    incident_columns,
)
from geo.types import Incident
from paths import home

PACK_ABOVE_CHARACTERS = 2_000_000
"""Data up to this size stands in the page as plain JSON, which any tool can read; beyond it, deflated."""
OFFLINE_MAX_ZOOM = 12
"""Natural Earth at 1:50m has nothing more to show beyond this zoom."""
ONLINE_MAX_ZOOM = 18
OPENSTREETMAP = {
    "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    "attribution": "© OpenStreetMap contributors",
}

_templates = jinja2.Environment(loader=jinja2.FileSystemLoader(FOLDER), autoescape=True)


class Theme(StrEnum):
    """Colours of the page. AUTO follows the reader's device."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Part(StrEnum):
    """Parts of the page that a page around it may show itself."""

    BAR = "bar"
    PANEL = "panel"
    TIME = "time"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Credit:
    """A source the map must name, and where it is."""

    text: str
    url: str


CREDITS = (
    Credit("Places: GeoNames (CC BY 4.0)", "https://www.geonames.org/"),
    Credit("Villages of Myanmar: MIMU", "https://themimu.info/"),
    Credit("Ground: Natural Earth (public domain)", "https://www.naturalearthdata.com/"),
    Credit("Map code: Leaflet", "https://leafletjs.com/"),
)


@dataclass(frozen=True, slots=True)
class View:
    """Where a map opens: WGS84 degrees and a web map zoom, 0 to 18."""

    lat: float
    lon: float
    zoom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What a map page says of itself. `made` is timezone-aware; `filters` says in words what was left out."""

    made: datetime
    title: str = "Incident map"
    filters: str = "All incidents"
    credits: Sequence[Credit] = CREDITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a map page looks and what it may do. Only `online_tiles` lets a reader switch on tiles of a server."""

    theme: Theme = Theme.AUTO
    without: frozenset[Part] = frozenset()
    view: View | None = None
    online_tiles: bool = False
    areas: Sequence[Polygons] = ()
    """What the filters ask for, drawn as outlines."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A JSON block of the page, its text deflated and in base64 where `packed`."""

    name: str
    text: str
    packed: bool


class _Rendered(Element):
    """Text that is no template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: object) -> str:
        return self.text


class IncidentMap(folium.Map):
    """A folium map whose page, scripts and layers are Demarc's. Its `default_js` names no other host."""

    _template = jinja2.Template("")

    def __init__(self, *, text: PageText, data: Sequence[_Block], assets: Assets, options: Options) -> None:
        super().__init__(location=(0.0, 0.0), tiles=None, zoom_control=False)
        self._name = "DemarcMap"
        self.default_js = [(url.rsplit("/", 1)[-1], url) for url in assets.script_urls]
        self.default_css = [(url.rsplit("/", 1)[-1], url) for url in assets.style_urls]
        self.assets, self.data, self.text, self.allowed = assets, data, text, options
        self.made = f"Made {text.made.day} {text.made:%B %Y, %H:%M %Z}".rstrip()
        self.without = sorted(options.without)
        self.leaflet_options = dumps(_leaflet_options(options))
        self.settings = dumps(_settings(options))
        page = Figure()
        page._template = _templates.get_template("page.html.jinja")
        page.title = text.title
        page.add_child(self)

    def render(self, **kwargs: object) -> str:
        """Put the map into its page, and then whatever folium layers were added to it.

        folium reads rendered text as a template once more, which would run a `{{ ... }}` out of the news: `_Rendered`
        stands in the page as it is.
        """
        macros = _templates.get_template("map.html.jinja").module
        page = self.get_root()
        for part in ("header", "html", "script"):
            text = getattr(macros, part)(self)
            getattr(page, part).add_child(_Rendered(text), name=f"{self.get_name()}_{part}")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


def build_map(
    incidents: Iterable[Incident],
    *,
    gazetteer: Geometries,
    ground: Ground,
    text: PageText,
    assets_at: str | None = None,
    options: Options | None = None,
    taxonomy: Taxonomy | None = None,
    evidence: bool = True,
    beside: Beside = NOTHING_BESIDE,
) -> IncidentMap:
    """A map page of `incidents`; `.get_root().render()` gives its HTML.

    `assets_at` is the address under which a server has the files of `map_assets.copy_assets`; None puts them into the
    page. `evidence=False` leaves the sentences out, for a page that is sent them incident by incident. `beside` is
    listed and not drawn. KeyError for an incident whose event type the taxonomy does not have.
    """
    rows, kinds = list(incidents), taxonomy or load_taxonomy()
    drawn = incident_columns(rows, gazetteer=gazetteer, taxonomy=kinds, evidence=False, beside=beside)
    told = [dumps(evidence_columns(part)) for part in _parts([*rows, *beside.all])] if evidence else []
    blocks = (
        *_blocks("data", [dumps(drawn | {"share": EVIDENCE_SHARE if evidence else None})]),
        *_blocks("evidence-{}", told),
        *(_Block(name, text, packed=False) for name, text in asdict(ground).items()),
    )
    assets = inline_assets() if assets_at is None else linked_assets(assets_at)
    return IncidentMap(text=text, data=blocks, assets=assets, options=options or Options())


def render_html(
    incidents: Iterable[Incident],
    *,
    gazetteer: Places,
    made: datetime,
    title: str = "Incident map",
    filters: Filters | None = None,
    worldview: str = "de-facto",
    options: Options | None = None,
    taxonomy: Taxonomy | None = None,
    evidence: bool = True,
) -> str:
    """One self-contained HTML file. It asks no server for anything, and its own policy forbids it to.

    Drawn are those of the `incidents` that pass the filters; those that might are listed beside them. The page tells
    the filters in words and draws the area they ask for. `worldview` decides on disputed borders (`geo.basemap`).
    `evidence=False` is for a page around it that sends the sentences when an incident is opened.
    """
    chosen = filters or Filters()
    selection = chosen.select(incidents)
    text = PageText(made=made, title=title, filters=_sentence(_in_words(chosen)))
    ground = load_ground(worldview, gazetteer=gazetteer)
    drawn = build_map(
        selection.incidents,
        gazetteer=gazetteer,
        ground=ground,
        text=text,
        options=replace(options or Options(), areas=_areas(chosen)),
        taxonomy=taxonomy,
        evidence=evidence,
        beside=Beside(selection.listed, selection.known.take(selection.too_wide)),
    )
    return single_file(drawn)


def single_file(drawn: IncidentMap) -> str:
    """The HTML of a map whose assets stand in it, locked (see `locked`) against everything outside."""
    tiles = OPENSTREETMAP["url"].split("/{")[0] if drawn.allowed.online_tiles else None
    return locked(drawn.get_root().render(), tiles_from=tiles)


def map_data(
    incidents: Iterable[Incident],
    *,
    gazetteer: Geometries,
    taxonomy: Taxonomy | None = None,
    evidence: bool = True,
) -> dict[str, Json]:
    """What an open page draws instead when it is sent as `{"type": "demarc:data", "data": ...}`."""
    return incident_columns(incidents, gazetteer=gazetteer, taxonomy=taxonomy or load_taxonomy(), evidence=evidence)


@cache
def _ground_areas(worldview: str) -> str:
    """Written out once a machine: outlines and the room for their names take half a second to work out."""
    file = home() / f"ground-{GROUND_FORMAT}-{digest()}-{worldview}.json"
    if not file.is_file():
        countries = load_basemap(worldview)
        part = file.with_suffix(f".{os.getpid()}.part")  # two first users at once each write; the later one stays
        part.write_text(ground_json(countries), encoding="utf-8")
        part.replace(file)
    return file.read_text(encoding="utf-8")


def load_ground(worldview: str = "de-facto", *, gazetteer: Places) -> Ground:
    """The ground of a map: countries as `worldview` sees them, and the gazetteer's towns, lines and zones."""
    towns, zones = _ground_places(gazetteer)
    return Ground(areas=_ground_areas(worldview), towns=towns, zones=zones)


@lru_cache(maxsize=1)
def _ground_places(gazetteer: Places) -> tuple[str, str]:
    return towns_json(gazetteer), zones_json(gazetteer)


def locked(html: str, *, tiles_from: str | None = None) -> str:
    """`html` with a Content-Security-Policy that runs its own scripts alone and asks no server for anything.

    Should a text of the news get past escaping, its script would still not run: only scripts whose SHA-256 the policy
    names do. `tiles_from` is the one origin whose images are let in.
    """
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in scripts)
    images = f"data: blob: {tiles_from}" if tiles_from else "data: blob:"
    rules = ("default-src 'none'", f"script-src {hashes}", "style-src 'unsafe-inline'", f"img-src {images}")
    policy = "; ".join((*rules, "base-uri 'none'", "form-action 'none'"))
    return html.replace("<head>", f'<head>\n<meta http-equiv="Content-Security-Policy" content="{policy}">', 1)


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _parts(incidents: Sequence[Incident]) -> Iterator[Sequence[Incident]]:
    for first in range(0, len(incidents), EVIDENCE_SHARE):
        yield incidents[first : first + EVIDENCE_SHARE]


def _blocks(name: str, texts: Sequence[str]) -> Iterator[_Block]:
    """Texts under their numbered names, packed where they are too long taken together."""
    packed = sum(map(len, texts)) > PACK_ABOVE_CHARACTERS
    for number, text in enumerate(texts):
        yield _Block(name.format(number), _pack(text) if packed else text, packed)


def _pack(text: str) -> str:
    """Deflated, in base64. Level 4 takes a quarter of the time of the usual 6 and leaves a tenth more."""
    return base64.b64encode(zlib.compress(text.encode(), level=4)).decode()


def _leaflet_options(options: Options) -> Mapping[str, Json]:
    return {
        "center": [20, 10],
        "zoom": 2,
        "minZoom": 1,
        "maxZoom": ONLINE_MAX_ZOOM if options.online_tiles else OFFLINE_MAX_ZOOM,
        "zoomControl": False,
        "attributionControl": options.online_tiles,
        "worldCopyJump": True,
    }


def _in_words(filters: Filters) -> str:
    """The filters in words, where the corners of what stands outlined on the map tell a reader nothing."""
    if not _areas(filters):
        return filters.describe()
    others = filters.without("bbox").without("polygon")
    return "; ".join(([others.describe()] if others.active() else []) + ["within the outlined area"])


def _areas(filters: Filters) -> tuple[Polygons, ...]:
    return tuple(area.polygons for area in (filters.bbox, filters.polygon) if area)


def _settings(options: Options) -> Mapping[str, Json]:
    view = options.view
    return {
        "areas": options.areas,
        "theme": options.theme.value,
        "view": {"lat": view.lat, "lon": view.lon, "zoom": view.zoom} if view else None,
        "online": OPENSTREETMAP if options.online_tiles else None,
    }


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
