"""The live layer: OGC API Features, Part 1 (17-069r4), over what is in the store now.

`service` gives the web application; whoever runs it decides on which address it listens. Why not pygeoapi:
docs/decisions/live-layer.md.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.exporting.about import PlaceData, attribution
from geo.filters import Filters
from geo.serving import described
from geo.serving.asked import Asked, RequestError, read_query
from geo.serving.described import CONFORMANCE, CRS84, GEOJSON, JSON, OPENAPI, PROBLEM, SCHEMA, About, link
from geo.serving.layers import LAYERS, Layer
from geo.serving.rows import Incidents, LiveLayers, dumps
from geo.store import StoreError


def service(
    store: Incidents,
    *,
    gazetteer: PlaceData,
    filters: Filters,
    hosts: Sequence[str] = ("*",),
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Starlette:
    """An ASGI application with the collections of `LAYERS`, of those incidents that pass the filters.

    What is stored or ruled while it runs shows in the next answer. `hosts` are the names it answers to: a service on
    the loopback should know its own, else a page of a stranger's could rebind a name to it and read along.
    """
    about = About(filters.describe(), attribution(gazetteer.info()))
    desk = _Desk(LiveLayers(store, gazetteer=gazetteer, filters=filters), about, now)
    at = "/collections/{collection}"
    return Starlette(
        routes=[
            Route("/", desk.landing),
            Route("/api", desk.api),
            Route("/conformance", desk.conformance),
            Route("/collections", desk.collections),
            Route(at, desk.collection),
            Route(f"{at}/schema", desk.schema),
            Route(f"{at}/items", desk.items),
            Route(f"{at}/items/{{feature:path}}", desk.item),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)],
        exception_handlers={RequestError: _bad_request, HTTPException: _refused, StoreError: _out_of_order},
    )


_HEADERS = {"Cache-Control": "no-store"}
"""No cache keeps an answer: the next may hold more."""


class _Desk:
    """Answers requests. Starlette calls each method in a thread of its own."""

    def __init__(self, layers: LiveLayers, about: About, now: Callable[[], datetime]) -> None:
        self._layers = layers
        self._about = about
        self._now = now

    def landing(self, request: Request) -> Response:
        _format_only(request)
        return _answer(described.landing(_base(request), self._about), JSON)

    def api(self, request: Request) -> Response:
        _format_only(request)
        return _answer(described.openapi(_base(request), self._about), OPENAPI)

    def conformance(self, request: Request) -> Response:
        _format_only(request)
        return _answer({"conformsTo": CONFORMANCE}, JSON)

    def collections(self, request: Request) -> Response:
        _format_only(request)
        rows = {name: self._layers.rows(layer) for name, layer in LAYERS.items()}
        return _answer(described.collections(_base(request), self._about, rows), JSON)

    def collection(self, request: Request) -> Response:
        _format_only(request)
        layer = _layer(request)
        return _answer(described.collection(_base(request), self._about, layer, self._layers.rows(layer)), JSON)

    def schema(self, request: Request) -> Response:
        _format_only(request)
        layer = _layer(request)
        at = f"{_base(request)}/collections/{layer.id}/schema"
        return _answer(described.schema(at, layer), SCHEMA)

    def items(self, request: Request) -> Response:
        """A page of the features asked for, with links to itself and to the next."""
        layer = _layer(request)
        rows = self._layers.rows(layer)
        asked = read_query(request.query_params.multi_items(), types=layer.types)
        found = rows.matching(asked)
        page = rows.features(found[asked.offset : asked.offset + asked.limit])
        told = {
            "type": "FeatureCollection",
            "timeStamp": self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "numberMatched": len(found),
            "numberReturned": len(page),
            "links": _page_links(request, layer, asked, len(found)),
        }
        return _features(told, f'"features":[{",".join(page)}]')

    def item(self, request: Request) -> Response:
        _format_only(request)
        layer = _layer(request)
        rows = self._layers.rows(layer)
        number = rows.number(feature := request.path_params["feature"])
        if number is None:
            raise HTTPException(404, f"{layer.id} has no feature {feature!r}")
        at = f"{_base(request)}/collections/{layer.id}"
        links = [link(str(request.url), "self", GEOJSON, "This feature"), link(at, "collection", JSON, layer.title)]
        return _features({"links": links}, rows.features([number])[0][1:-1])


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _layer(request: Request) -> Layer:
    name = request.path_params["collection"]
    if name not in LAYERS:
        raise HTTPException(404, f"no collection {name!r}; there are {', '.join(LAYERS)}")
    return LAYERS[name]


def _format_only(request: Request) -> None:
    """Refuse query parameters other than the format, as the standard wants."""
    for name, value in request.query_params.multi_items():
        if (name, value) != ("f", "json"):
            raise RequestError(f"{name}={value!r}: nothing but f=json may be asked here")


def _page_links(request: Request, layer: Layer, asked: Asked, matched: int) -> list[described.Json]:
    at = f"{_base(request)}/collections/{layer.id}"
    links = [link(str(request.url), "self", GEOJSON, "This page"), link(at, "collection", JSON, layer.title)]
    if (after := asked.offset + asked.limit) < matched:
        links.append(link(_page(request, asked, after), "next", GEOJSON, "Next page"))
    if asked.offset:
        links.append(link(_page(request, asked, max(0, asked.offset - asked.limit)), "prev", GEOJSON, "Previous page"))
    return links


def _page(request: Request, asked: Asked, offset: int) -> str:
    kept = [pair for pair in request.query_params.multi_items() if pair[0] not in ("limit", "offset")]
    return str(request.url.replace(query=urlencode([*kept, ("limit", asked.limit), ("offset", offset)])))


def _features(told: Mapping[str, object], more: str) -> Response:
    """GeoJSON of what is told, and of more members as text, because a shape is written only once."""
    body = f"{dumps(told)[:-1]},{more}}}"
    return Response(body, headers={**_HEADERS, "Content-Crs": f"<{CRS84}>"}, media_type=GEOJSON)


def _answer(content: Mapping[str, object], media_type: str, status: int = 200) -> Response:
    return JSONResponse(content, status, headers=_HEADERS, media_type=media_type)


def _problem(status: int, detail: str, *, code: str | None = None) -> Response:
    """What is wrong and what is accepted, as RFC 9457 has it (Part 1.1 will), with the two members of Part 1.0."""
    title = HTTPException(status).detail  # HTTP's own phrase
    told = {
        "title": title,
        "status": status,
        "detail": detail,
        "code": code or title.replace(" ", ""),
        "description": detail,
    }
    return _answer(told, PROBLEM, status)


def _bad_request(_: Request, problem: Exception) -> Response:
    return _problem(400, str(problem), code="InvalidParameterValue")


def _refused(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    status, detail = problem.status_code, problem.detail
    if detail == HTTPException(status).detail:
        detail = f"{request.method} {request.url.path}: GET {_base(request)}/ leads to all there is"
    return _problem(status, detail)


def _out_of_order(_: Request, problem: Exception) -> Response:
    return _problem(503, str(problem))
