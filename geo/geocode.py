"""Online geocoding through geopy: OpenStreetMap's Nominatim, throttled and cached on disk. Never on by default.

Nominatim's usage policy asks for an own user agent, at most one request a second, and caching; all three hold here for
every request that leaves the machine, and answers from the cache do not wait.

    with OnlineGeocoder() as geocoder:
        geocoder.geocode("Sudzha")       # [] is "no such place"; no network is a ServiceUnreachableError

Errors::

    GeocodeError
    ├── ServiceUnreachableError  also a ConnectionError: no network, wrong address, or the service is down
    ├── ServiceTimeoutError      also a TimeoutError: no answer in time
    ├── ServiceRefusedError      also a PermissionError: blocked, or too many requests
    └── ServiceBrokenError       also a ValueError: an answer that is not a geocoder's
"""

import math
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from geopy.adapters import RequestsAdapter
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQuotaExceeded,
    GeocoderServiceError,
    GeocoderTimedOut,
)
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from requests_cache import CachedSession

from geo.types import GeoPrecision, Place
from paths import home

USER_AGENT = "demarc/0.1 (news geoparser; one request a second; cached)"
_MONTH_S = 30 * 24 * 3600

# GeoNames codes for Nominatim's address types; what is not listed is a spot.
_FEATURES = {
    "country": "PCLI", "state": "ADM1", "province": "ADM1", "region": "ADM1", "county": "ADM2", "district": "ADM2",
    "municipality": "ADM3", "city": "PPL", "town": "PPL", "village": "PPL", "hamlet": "PPL", "suburb": "PPLX",
    "neighbourhood": "PPLX", "quarter": "PPLX", "island": "ISL", "sea": "SEA", "ocean": "OCN", "bay": "BAY",
    "strait": "STRT", "river": "STM", "lake": "LK", "mountain_range": "MTS", "peak": "MT", "aeroway": "AIRP",
    "military": "MILB", "peninsula": "PEN", "continent": "CONT",
}  # fmt: skip
_REGIONS = frozenset({"ADM1", "ADM2", "SEA", "MTS", "STM", "PEN"})
_COUNTRIES = frozenset({"PCLI", "OCN", "CONT"})


class GeocodeError(Exception):
    """The online geocoder gave no answer. An answer of "no such place" is no error but an empty list."""


class ServiceUnreachableError(GeocodeError, ConnectionError):
    """No connection: no network, a wrong address, or the service is down."""


class ServiceTimeoutError(GeocodeError, TimeoutError):
    """No answer in time."""


class ServiceRefusedError(GeocodeError, PermissionError):
    """The service refuses this client, or has had too many requests from it."""


class ServiceBrokenError(GeocodeError, ValueError):
    """The service answered something that is not a geocoder's answer."""


class OnlineGeocoder:
    """Nominatim, at OpenStreetMap's server or one of your own."""

    def __init__(
        self,
        *,
        domain: str = "nominatim.openstreetmap.org",
        scheme: str = "https",
        user_agent: str = USER_AGENT,
        cache: Path | None = None,
        min_delay_s: float = 1.0,
        timeout_s: float = 10.0,
    ) -> None:
        """Prepare; no request is made yet. `cache` is an SQLite file, by default under Demarc's home."""
        self._domain = domain
        self._session = CachedSession(
            cache or home() / "geocode-cache.sqlite", backend="sqlite", expire_after=_MONTH_S, allowable_codes=(200,)
        )
        self._service = Nominatim(
            user_agent=user_agent,
            domain=domain,
            scheme=scheme,
            timeout=timeout_s,
            adapter_factory=_adapter_factory(self._session, min_delay_s),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection and the cache."""
        self._session.close()  # type: ignore[no-untyped-call]

    def geocode(self, name: str, *, limit: int = 5, language: str = "en") -> list[Place]:
        """The places of that name, the service's best first; an empty list where it knows none.

        Raises the errors of this module, which say what to do.
        """
        try:
            found = self._service.geocode(name, exactly_one=False, limit=limit, language=language, addressdetails=True)
        except GeocoderServiceError as error:
            raise self._explained(error, name) from error
        except ValueError as error:  # geopy's word for coordinates that are none
            raise ServiceBrokenError(f"{self._domain} was asked for {name!r} and answered nonsense: {error}") from error
        return [self._place(location.raw) for location in found or []]

    def _explained(self, error: GeocoderServiceError, name: str) -> GeocodeError:
        asked = f"{self._domain} was asked for {name!r}"
        status = getattr(error.__cause__, "status_code", None)
        if isinstance(error, GeocoderTimedOut) and status is None:
            return ServiceTimeoutError(f"{asked} and did not answer in time: try again later, or leave out --online")
        if isinstance(error, (GeocoderQuotaExceeded, GeocoderInsufficientPrivileges, GeocoderAuthenticationFailure)):
            return ServiceRefusedError(
                f"{asked} and refused ({error}): wait an hour, or use a Nominatim server of your own"
            )
        if isinstance(error, GeocoderParseError):
            return ServiceBrokenError(f"{asked} and answered no JSON: check that the address is a Nominatim server's")
        hint = "check the network, or leave out --online to use the gazetteer on this machine"
        return ServiceUnreachableError(f"{asked} but cannot be reached: {hint}")

    def _place(self, raw: dict[str, Any]) -> Place:
        try:
            return _to_place(raw)
        except (KeyError, TypeError, ValueError) as error:
            raise ServiceBrokenError(f"{self._domain} answered a place without {error}: {raw!r}") from error


def _adapter_factory(session: CachedSession, min_delay_s: float) -> Callable[..., RequestsAdapter]:
    """A geopy adapter whose session is the cached one; only what is not in the cache waits its turn."""

    def make(*, proxies: Any, ssl_context: Any) -> RequestsAdapter:
        adapter = RequestsAdapter(proxies=proxies, ssl_context=ssl_context, max_retries=0)
        for transport in adapter.session.adapters.values():
            transport.send = RateLimiter(
                transport.send, min_delay_seconds=min_delay_s, max_retries=0, swallow_exceptions=False
            )
        session.adapters = adapter.session.adapters
        session.trust_env, session.proxies = False, adapter.session.proxies
        adapter.session.close()
        adapter.session = session
        return adapter

    return make


def _to_place(raw: dict[str, Any]) -> Place:
    lat, lon = float(raw["lat"]), float(raw["lon"])
    if abs(lat) > 90 or abs(lon) > 180:
        raise ValueError(f"a latitude and longitude on Earth ({lat}, {lon})")
    feature = _FEATURES.get(str(raw.get("addresstype") or raw.get("type")), "SPOT")
    address = raw.get("address") or {}
    return Place(
        id=f"osm:{raw['osm_type']}/{raw['osm_id']}",
        name=str(raw.get("name") or raw["display_name"].split(",")[0]),
        lat=lat,
        lon=lon,
        country=str(address["country_code"]).upper() if "country_code" in address else None,
        admin1=address.get("state") or address.get("province"),
        feature=feature,
        geo_precision=_precision(feature),
        radius_km=_radius_km(raw.get("boundingbox"), lat),
    )


def _precision(feature: str) -> GeoPrecision:
    if feature in _COUNTRIES:
        return GeoPrecision.COUNTRY
    return GeoPrecision.REGION if feature in _REGIONS else GeoPrecision.TOWN


def _radius_km(bounds: list[str] | None, lat: float) -> float:
    """Half the diagonal of the bounding box (south, north, west, east), at least a kilometre; 10 km without one."""
    if not bounds:
        return 10.0
    south, north, west, east = (float(bound) for bound in bounds)
    width = (east - west) * math.cos(math.radians(lat))
    return round(max(1.0, math.hypot(north - south, width) / 2 * 111.2), 1)
