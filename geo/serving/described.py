"""How the live layer describes itself: links, collections, schemas, and its OpenAPI 3.0 definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.serving.asked import DEFAULT_LIMIT, MAX_LIMIT
from geo.serving.layers import LAYERS, Layer
from geo.serving.rows import Rows

Json = Mapping[str, object]

JSON = "application/json"
GEOJSON = "application/geo+json"
SCHEMA = "application/schema+json"
PROBLEM = "application/problem+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
CONFORMANCE = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "oas30", "geojson")
)
"""The classes of OGC API Features, Part 1, that all answers keep to."""


_SCHEMA_REL = "describedBy"
"""RFC 8288 compares relation types without case; GDAL 3.6 knows this one only, and takes field types from there."""


@dataclass(frozen=True, slots=True)
class About:
    """What the service says of itself. `filters` says in words what it leaves out."""

    filters: str
    attribution: str

    @property
    def description(self) -> str:
        return f"Incidents drawn from news text ({self.filters}). {self.attribution}"


def link(href: str, rel: str, media_type: str, title: str) -> Json:
    return {"href": href, "rel": rel, "type": media_type, "title": title}


def landing(base: str, about: About) -> Json:
    """The landing page; `base` is the address of the service without a slash at its end."""
    return {
        "title": "Demarc",
        "description": about.description,
        "attribution": about.attribution,
        "links": [
            link(f"{base}/", "self", JSON, "This page"),
            link(f"{base}/api", "service-desc", OPENAPI, "Definition of this service"),
            link(f"{base}/conformance", "conformance", JSON, "Classes of OGC API Features it keeps to"),
            link(f"{base}/collections", "data", JSON, "Collections"),
        ],
    }


def collections(base: str, about: About, rows: Mapping[str, Rows]) -> Json:
    return {
        "links": [link(f"{base}/collections", "self", JSON, "Collections")],
        "collections": [collection(base, about, LAYERS[name], listed) for name, listed in rows.items()],
    }


def collection(base: str, about: About, layer: Layer, rows: Rows) -> Json:
    """A collection with its extent, its items and the schema a GIS takes the field types from."""
    at = f"{base}/collections/{layer.id}"
    return {
        "id": layer.id,
        "title": layer.title,
        "description": f"{layer.description} {about.description}",
        "attribution": about.attribution,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": _extent(rows),
        "links": [
            link(at, "self", JSON, layer.title),
            link(f"{at}/items", "items", GEOJSON, f"{layer.title}: features"),
            link(f"{at}/schema", _SCHEMA_REL, SCHEMA, f"{layer.title}: schema of a feature"),
        ],
    }


def _extent(rows: Rows) -> Json:
    """Bounds of what has a place and of what has a date; the parts nothing is known of are left out."""
    extent: dict[str, object] = {}
    if rows.bounds:
        extent["spatial"] = {"bbox": [list(rows.bounds)], "crs": CRS84}
    if rows.days:
        first, last = rows.days
        extent["temporal"] = {"interval": [[f"{first}T00:00:00Z", f"{last}T23:59:59Z"]], "trs": GREGORIAN}
    return extent


def schema(at: str, layer: Layer) -> Json:
    """JSON Schema of one feature. What a text does not say is null, whatever the type."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": at,
        "type": "object",
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            "geometry": {
                "oneOf": [{"type": "null"}, {"$ref": f"https://geojson.org/schema/{layer.geometry}.json"}],
            },
            "properties": {"type": "object", "properties": dict(layer.types)},
        },
    }


def openapi(base: str, about: About) -> Json:
    """OpenAPI 3.0 definition."""
    paths: dict[str, object] = {
        "/": _get("Landing page", JSON),
        "/api": _get("This definition", OPENAPI),
        "/conformance": _get("Conformance classes", JSON),
        "/collections": _get("Collections", JSON),
    }
    for layer in LAYERS.values():
        at = f"/collections/{layer.id}"
        paths[at] = _get(layer.title, JSON)
        paths[f"{at}/schema"] = _get(f"Schema of {layer.id}", SCHEMA)
        paths[f"{at}/items"] = _get(layer.description, GEOJSON, [*_PARAMETERS, *_property_parameters(layer.types)])
        paths[f"{at}/items/{{featureId}}"] = _get(f"One of {layer.id}", GEOJSON, [_FEATURE_ID])
    return {
        "openapi": "3.0.3",
        "info": {"title": "Demarc", "version": "1.0.0", "description": about.description},
        "servers": [{"url": base}],
        "paths": paths,
        "components": {"schemas": {"exception": _EXCEPTION}},
    }


def _get(summary: str, media_type: str, parameters: Sequence[Json] = ()) -> Json:
    problem = {"schema": {"$ref": "#/components/schemas/exception"}}
    answer = {"description": summary, "content": {media_type: {"schema": {"type": "object"}}}}
    return {
        "get": {
            "summary": summary,
            "parameters": [*parameters, _FORMAT],
            "responses": {
                "200": answer,
                "default": {"description": "What is wrong, and what is accepted", "content": {PROBLEM: problem}},
            },
        }
    }


def _property_parameters(types: Mapping[str, Json]) -> list[Json]:
    return [
        _parameter(name, f"Features whose {name} is this, or one of these", {"type": "array", "items": dict(kind)})
        for name, kind in types.items()
    ]


def _parameter(name: str, description: str, schema: Json, *, explode: bool = True) -> Json:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        "style": "form",
        "explode": explode,
    }


_EXCEPTION = {
    "type": "object",
    "required": ["title", "status", "detail", "code"],
    "properties": {
        **{name: {"type": "string"} for name in ("title", "detail", "code", "description")},
        "status": {"type": "integer"},
    },
}
_FORMAT = _parameter("f", "Format of the answer", {"type": "string", "enum": ["json"]})
_FEATURE_ID = {
    "name": "featureId",
    "in": "path",
    "required": True,
    "description": "Id of a feature",
    "schema": {"type": "string"},
}
_PARAMETERS = (
    _parameter(
        "bbox",
        "West, south, east, north in degrees; west beyond east crosses the antimeridian",
        {
            "type": "array",
            "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
            "items": {"type": "number"},
        },
        explode=False,
    ),
    _parameter(
        "datetime",
        "A moment, a day, or an interval of them, open ends as ..; undated features always match",
        {"type": "string"},
        explode=False,
    ),
    _parameter(
        "limit",
        "Features a page",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        explode=False,
    ),
    _parameter("offset", "Features to pass over", {"type": "integer", "minimum": 0, "default": 0}, explode=False),
)
