"""Files for a GIS, a spreadsheet and a globe: GeoJSON, GeoPackage, CSV, KML, GeoParquet.

Every file holds what the filters leave and says so: which filters, how many incidents they left out for want of a date
or a place, when it was made, and whose place data it carries.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
from pyogrio.errors import DataLayerError, DataSourceError

from geo.exporting.about import About, PlaceData
from geo.exporting.acled_csv import write_csv
from geo.exporting.archive import packed
from geo.exporting.gdal import with_dates, write_layer
from geo.exporting.geopackage import write_gpkg
from geo.exporting.kml import write_kml
from geo.filters import Filters
from geo.frames import feature_frame
from geo.types import Incident


class Format(StrEnum):
    """Export formats by the name the command line takes."""

    GEOJSON = "geojson"
    GPKG = "gpkg"
    CSV = "csv"
    KML = "kml"
    KMZ = "kmz"
    PARQUET = "parquet"


class ExportError(RuntimeError):
    """A file that could not be written: which, why, what to do."""


def export(
    incidents: Iterable[Incident],
    path: Path,
    *,
    format: Format | str,
    gazetteer: PlaceData,
    filters: Filters | None = None,
    made: datetime | None = None,
) -> About:
    """Write what `filters` leave of the incidents to `path`; returns what the file says of itself.

    Coordinates are EPSG:4326, longitude first. A CSV file gets its metadata beside it (`NAME.csv-metadata.json`, W3C
    CSV on the Web). A file of that name is replaced only when the new one is whole. ExportError if the format is
    unknown or the file cannot be written.
    """
    write = _WRITERS[_known(format)]
    chosen = filters or Filters()
    selection = chosen.select(incidents)
    moment = (made or datetime.now(UTC)).astimezone(UTC)
    about = About.of(selection, filters=chosen.describe(), made=moment, gazetteer=gazetteer)
    try:
        with TemporaryDirectory(dir=path.absolute().parent, prefix=".demarc-export-") as folder:
            write(selection.incidents, Path(folder) / path.name, gazetteer, about)
            for file in Path(folder).iterdir():
                os.replace(file, path.with_name(file.name))
    except (OSError, DataSourceError, DataLayerError) as problem:
        raise ExportError(
            f"{path} cannot be written ({problem}): name a file in a folder you may write to"
        ) from problem
    return about


def exported(
    incidents: Iterable[Incident],
    *,
    format: Format | str,
    gazetteer: PlaceData,
    filters: Filters | None = None,
    made: datetime | None = None,
) -> bytes:
    """The same file as bytes, for a download."""
    with TemporaryDirectory(prefix="demarc-export-") as folder:
        path = Path(folder) / f"incidents.{_known(format)}"
        export(incidents, path, format=format, gazetteer=gazetteer, filters=filters, made=made)
        return path.read_bytes()


def archived(
    incidents: Iterable[Incident],
    *,
    format: Format | str,
    gazetteer: PlaceData,
    filters: Filters | None = None,
    made: datetime | None = None,
    stem: str = "incidents",
) -> bytes:
    """The same file, named `stem`, with whatever lies beside it, as one ZIP archive for a download."""
    with TemporaryDirectory(prefix="demarc-export-") as folder:
        path = Path(folder) / f"{stem}.{_known(format)}"
        about = export(incidents, path, format=format, gazetteer=gazetteer, filters=filters, made=made)
        return packed({file.name: file.read_bytes() for file in sorted(Path(folder).iterdir())}, made=about.made)


def _known(name: Format | str) -> Format:
    try:
        return Format(name)
    except ValueError:
        raise ExportError(f"there is no export format {name!r}; there are {', '.join(Format)}") from None


def _write_geojson(incidents: Sequence[Incident], path: Path, gazetteer: PlaceData, about: About) -> None:
    """RFC 7946: no crs member, five decimals, right-hand rule; what the file says of itself is a foreign member."""
    write_layer(
        feature_frame(incidents, gazetteer=gazetteer),
        path,
        driver="GeoJSON",
        layer_options={
            "RFC7946": "YES",
            "COORDINATE_PRECISION": "5",
            "ID_FIELD": "id",
            "DESCRIPTION": str(about),
            "NATIVE_DATA": json.dumps({"type": "FeatureCollection", "metadata": about.as_dict()}),
            "NATIVE_MEDIA_TYPE": "application/vnd.geo+json",
        },
    )


def _write_kml(incidents: Sequence[Incident], path: Path, gazetteer: PlaceData, about: About) -> None:
    write_kml(incidents, path, gazetteer=gazetteer, about=about)


def _write_kmz(incidents: Sequence[Incident], path: Path, gazetteer: PlaceData, about: About) -> None:
    write_kml(incidents, path, gazetteer=gazetteer, about=about, zipped=True)


def _write_csv(incidents: Sequence[Incident], path: Path, _: PlaceData, about: About) -> None:
    write_csv(incidents, path, about=about)


def _write_gpkg(incidents: Sequence[Incident], path: Path, gazetteer: PlaceData, about: About) -> None:
    write_gpkg(incidents, path, gazetteer=gazetteer, about=about)


def _write_parquet(incidents: Sequence[Incident], path: Path, gazetteer: PlaceData, about: About) -> None:
    """GeoParquet 1.1; what the file says of itself is the schema metadata key `demarc`."""
    with_dates(feature_frame(incidents, gazetteer=gazetteer)).to_parquet(path, index=False, schema_version="1.1.0")
    table = pq.read_table(path)
    metadata = {**(table.schema.metadata or {}), b"demarc": json.dumps(about.as_dict()).encode()}
    pq.write_table(table.replace_schema_metadata(metadata), path)


_WRITERS: Mapping[Format, Callable[[Sequence[Incident], Path, PlaceData, About], None]] = {
    Format.GEOJSON: _write_geojson,
    Format.GPKG: _write_gpkg,
    Format.CSV: _write_csv,
    Format.KML: _write_kml,
    Format.KMZ: _write_kmz,
    Format.PARQUET: _write_parquet,
}
