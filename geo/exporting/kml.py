"""Incidents as KML, for a globe: the map's colours and shapes, a time slider, the evidence in the balloon.

Its parts are those of the GeoPackage: incidents (each a point or, unplaced, none), deployments (arcs), uncertainty.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from html import escape
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from extract.taxonomy import Taxonomy, load_taxonomy
from geo.exporting.about import About, PlaceData
from geo.exporting.archive import packed
from geo.exporting.gdal import write_layer
from geo.exporting.kml_style import KML, REACH, arc_style_name, as_data, icon_style_name, styles, symbols_of
from geo.frames import CRS, deployment_frame, incident_frame, place_name, uncertainty_of
from geo.map_payload import safe_url, simplified
from geo.types import Evidence, GeoPrecision, Incident, Place
from geo.wording import describe_count, describe_date, full_name, writable

_STYLE = "OGR_STYLE"
"""What GDAL takes for a feature's style, and writes as a field, too."""
_DECIMALS = 5
_TO_ITS_END = timedelta(hours=23, minutes=59, seconds=59)


def write_kml(
    incidents: Sequence[Incident],
    path: Path,
    *,
    gazetteer: PlaceData,
    about: About,
    zipped: bool = False,
    taxonomy: Taxonomy | None = None,
) -> None:
    """Write a KML file or, `zipped`, a KMZ: an archive of one and its icons.

    A KML file carries its icons as data: an address of a server would be asked on every opening. Globes that show no
    such icons show those of a KMZ. KeyError for an incident whose event type the taxonomy does not have.
    """
    kinds = taxonomy or load_taxonomy()
    document = path.with_name("doc.kml")
    _write_parts(_parts(incidents, gazetteer, kinds), document, about)
    pictures = symbols_of(incidents, kinds)
    hrefs = {name: f"icons/{name}.png" if zipped else as_data(png) for name, png in pictures.items()}
    _finish(document, styles(incidents, kinds, hrefs=hrefs))
    if zipped:
        icons = {hrefs[name]: png for name, png in pictures.items()}
        # A reader takes the first KML file of an archive (KML 2.2, annex C).
        path.write_bytes(packed({document.name: document.read_bytes()} | icons, made=about.made))
        document.unlink()
    else:
        document.replace(path)


def _parts(incidents: Sequence[Incident], gazetteer: PlaceData, taxonomy: Taxonomy) -> Mapping[str, gpd.GeoDataFrame]:
    points = incident_frame(incidents, gazetteer=gazetteer)
    arcs = deployment_frame(incidents, gazetteer=gazetteer)
    by_id = {incident.id: incident for incident in incidents}
    moved = [by_id[one] for one in arcs["id"]]
    return {
        "incidents": _placemarks(points, incidents, [icon_style_name(one, taxonomy) for one in incidents]),
        "deployments": _placemarks(arcs, moved, [arc_style_name(one, taxonomy) for one in moved]),
        "uncertainty": _reaches(incidents, gazetteer),
    }


def _placemarks(frame: gpd.GeoDataFrame, incidents: Sequence[Incident], style_names: Sequence[str]) -> gpd.GeoDataFrame:
    """A frame's rows with what a globe shows of them."""
    made = _with_short_integers(frame).rename(columns={"start": "begin"})
    made["end"] += _TO_ITS_END
    made.insert(1, "Name", [writable(_title(one)) for one in incidents])
    made.insert(2, "description", [writable(_balloon(one)) for one in incidents])
    made["tessellate"] = pd.Series(1, index=made.index, dtype="Int32")
    made[_STYLE] = [f"@{name}" for name in style_names]
    return made


def _reaches(incidents: Iterable[Incident], gazetteer: PlaceData) -> gpd.GeoDataFrame:
    """Where each place may be, once, over the time of what happened there; whole countries are switched off."""
    there: dict[str, list[Incident]] = {}
    places: dict[str, Place] = {}
    for incident in incidents:
        if isinstance(incident.place, Place):
            there.setdefault(incident.place.id, []).append(incident)
            places.setdefault(incident.place.id, incident.place)
    rows = [_reach_row(places[place_id], reported) for place_id, reported in there.items()]
    frame = pd.DataFrame(rows, columns=list(_REACH_COLUMNS)).astype(_REACH_COLUMNS)
    areas = (uncertainty_of(place, gazetteer=gazetteer) for place in places.values())
    shapes = [simplified(area) if area is not None else None for area in areas]
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, crs=CRS))


_REACH_COLUMNS = {
    "Name": "str",
    "description": "str",
    "begin": "datetime64[us]",
    "end": "datetime64[us]",
    "tessellate": "Int32",
    "visibility": "Int32",
    "place_id": "str",
    "radius_km": "float64",
    "incident_count": "Int32",
    _STYLE: "str",
}


def _reach_row(place: Place, reported: Sequence[Incident]) -> tuple[object, ...]:
    dates = [incident.date for incident in reported]
    always = None in dates
    first = None if always else min(date.start for date in dates if date)
    last = None if always else max(date.end for date in dates if date)
    return (
        writable(full_name(place)),
        escape(writable(f"{_whereabouts(place)}: {_counted(reported)}")),
        pd.Timestamp(first) if first else pd.NaT,
        pd.Timestamp(last) + _TO_ITS_END if last else pd.NaT,
        1,
        int(place.geo_precision < GeoPrecision.COUNTRY),
        place.id,
        place.radius_km,
        len(reported),
        f"@{REACH}",
    )


def _counted(reported: Sequence[Incident]) -> str:
    return f"{len(reported):,} incident" + "s" * (len(reported) != 1)


def _title(incident: Incident) -> str:
    """What and where; a deployment on its way has both ends."""
    name = place_name(incident) or "no place given"
    origin = f"{incident.origin.name} to " if incident.is_deployment and isinstance(incident.origin, Place) else ""
    return f"{incident.sub_event_type}: {origin}{name}"


def _balloon(incident: Incident) -> str:
    """What a globe shows when a placemark is clicked: facts, then every sentence. HTML, so all text is escaped."""
    facts = "<br>".join(f"<b>{name}</b> {escape(said)}" for name, said in _facts(incident) if said)
    return facts + "".join(map(_quoted, incident.evidence))


def _facts(incident: Incident) -> Iterator[tuple[str, str | None]]:
    place, origin, counts = incident.place, incident.origin, incident.counts
    yield "Told as", None if incident.modality == "asserted" else incident.modality.value
    yield "When", describe_date(incident.date) if incident.date else "no date given"
    yield "From", full_name(origin) if isinstance(origin, Place) else None
    yield "Where", _whereabouts(place) if isinstance(place, Place) else place_name(incident)
    yield "Who", ", ".join(actor.name for actor in incident.actors)
    yield "Claimed by", incident.attribution
    for name, count in (
        ("Killed", counts.fatalities),
        ("Injured", counts.injured),
        ("Troops", counts.troops),
        ("Weapons", counts.weapons),
    ):
        yield name, describe_count(count) if count else None
    yield "Reports disagree", "; ".join(incident.disagreements)
    yield "Corrections", "; ".join(incident.history)


def _whereabouts(place: Place) -> str:
    vague = place.geo_precision >= GeoPrecision.REGION
    return f"{'somewhere in ' if vague else ''}{full_name(place)} (within {place.radius_km:,.0f} km)"


def _quoted(report: Evidence) -> str:
    title, url = escape(report.title or report.document_id), safe_url(report.url)
    name = f'<a href="{escape(url)}">{title}</a>' if url else title
    said = [name, *(escape(str(part)) for part in (report.source, report.published) if part)]
    return f"<blockquote>{escape(report.sentence)}<br><small>{', '.join(said)}</small></blockquote>"


def _with_short_integers(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Whole numbers in 32 bits where they fit: KML has no longer ones, and GDAL writes those as text."""
    largest = frame.select_dtypes("Int64").abs().max().fillna(0)
    return frame.astype(dict.fromkeys(largest[largest < 2**31].index, "Int32"))


def _write_parts(parts: Mapping[str, gpd.GeoDataFrame], path: Path, about: About) -> None:
    about_all = {"NAME": "Incidents", "DESCRIPTION": escape(str(about))}
    for number, (name, frame) in enumerate(parts.items()):
        write_layer(
            _as_libkml_takes_it(frame),
            path,
            driver="LIBKML",
            layer=name,
            as_days=False,
            append=number > 0,
            dataset_options=None if number else about_all,
            layer_options={"NAME": name},
        )


def _as_libkml_takes_it(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Coordinates rounded, and text kept whole: libkml puts it in CDATA sections and lets "]]>" end them."""
    made = frame.copy()
    texts = made.select_dtypes("str").columns
    made[texts] = made[texts].apply(lambda column: column.str.replace("]]>", "]] >", regex=False))
    made.geometry = made.geometry.map(_rounded, na_action="ignore")
    return made


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda degrees: degrees.round(_DECIMALS))


def _finish(path: Path, styles: Iterable[Element]) -> None:
    """Put in the styles that placemarks name, and each schema into its own part, where GDAL finds it in a KMZ, too."""
    ElementTree.register_namespace("", KML)
    tree = ElementTree.parse(path)  # noqa: S314  # GDAL wrote it just now
    document = tree.getroot()[0]
    parts = document.findall(f"{{{KML}}}Document")
    schemas = document.findall(f"{{{KML}}}Schema")
    at = list(document).index(schemas[0])
    for part, schema in zip(parts, schemas, strict=True):
        document.remove(schema)
        part.insert(1, schema)
        for fields in (schema, *part.iter(f"{{{KML}}}SchemaData")):
            fields.remove(next(field for field in fields if field.get("name") == _STYLE))
    for number, style in enumerate(styles):
        document.insert(at + number, style)
    tree.write(path, encoding="UTF-8", xml_declaration=True)
