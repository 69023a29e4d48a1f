"""Incidents as one GeoPackage: layers, a table of what cannot be drawn, and the styles QGIS opens it with."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import pandas as pd

from extract.taxonomy import Taxonomy, load_taxonomy
from geo.exporting.about import About, PlaceData
from geo.exporting.gdal import write_layer, write_table
from geo.exporting.qgis_style import deployment_style, incident_style, place_style, uncertainty_style
from geo.frames import deployment_frame, incident_frame, place_frame, uncertainty_frame
from geo.types import Incident

WITHOUT_DATE_OR_PLACE = "undated_or_unplaced"

_GPKG_VERSION = "1.3"
"""QGIS releases still in use warn of 1.4, which adds nothing here."""

_STYLES_TABLE = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)
"""
"""The table as QGIS itself makes it; it finds a layer's style here when it opens the file."""


def write_gpkg(
    incidents: Sequence[Incident],
    path: Path,
    *,
    gazetteer: PlaceData,
    about: About,
    taxonomy: Taxonomy | None = None,
) -> None:
    """Write layers incidents, deployments, places, uncertainty, the table undated_or_unplaced and their styles.

    The file's metadata (`gpkg_metadata`) holds what `about` says.
    """
    placed = [incident for incident in incidents if incident.located]
    layers = {
        "uncertainty": (uncertainty_frame(placed, gazetteer=gazetteer), "MultiPolygon"),
        "deployments": (deployment_frame(incidents, gazetteer=gazetteer), "MultiLineString"),
        "incidents": (incident_frame(placed, gazetteer=gazetteer), "Point"),
        "places": (place_frame(incidents), "Point"),
    }
    metadata = {name: str(value) for name, value in about.as_dict().items()}
    for number, (name, (frame, geometry_type)) in enumerate(layers.items()):
        write_layer(
            frame,
            path,
            driver="GPKG",
            layer=name,
            geometry_type=geometry_type,
            append=number > 0,
            layer_options={"DESCRIPTION": str(about), "GEOMETRY_NAME": "geom"},
            dataset_options={"VERSION": _GPKG_VERSION} if number == 0 else None,
            dataset_metadata=metadata if number == 0 else None,
        )
    write_table(_without_date_or_place(incidents, gazetteer), path, layer=WITHOUT_DATE_OR_PLACE)
    _write_styles(path, taxonomy or load_taxonomy())


def _without_date_or_place(incidents: Iterable[Incident], gazetteer: PlaceData) -> pd.DataFrame:
    listed = [incident for incident in incidents if not incident.located or incident.date is None]
    return pd.DataFrame(incident_frame(listed, gazetteer=gazetteer).drop(columns="geometry"))


def _write_styles(path: Path, taxonomy: Taxonomy) -> None:
    styles = {
        "incidents": incident_style(taxonomy),
        "deployments": deployment_style(taxonomy),
        "uncertainty": uncertainty_style(taxonomy),
        "places": place_style(),
    }
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(_STYLES_TABLE)
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles', '', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"
        )
        file.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
            " styleQML, styleSLD, useAsDefault, description, owner, update_time)"
            " VALUES ('', '', ?, 'geom', 'Demarc', ?, '', 1, 'As on the map', '',"
            " strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
            styles.items(),
        )
