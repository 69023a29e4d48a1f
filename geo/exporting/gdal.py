"""Writing frames through GDAL."""

import warnings
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio

from geo.frames import DATE_COLUMNS, require_wgs84


def write_layer(
    frame: gpd.GeoDataFrame,
    path: Path,
    *,
    driver: str,
    layer: str | None = None,
    geometry_type: str = "Unknown",
    append: bool = False,
    as_days: bool = True,
    layer_options: Mapping[str, str] | None = None,
    dataset_options: Mapping[str, str] | None = None,
    dataset_metadata: Mapping[str, str] | None = None,
) -> None:
    """Write one layer; `append` adds it to an existing file. ValueError unless the frame is in EPSG:4326.

    A "Multi" `geometry_type` makes every geometry one, so that the layer has one type.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*GDAL_METADATA.*")
        pyogrio.write_dataframe(
            with_dates(require_wgs84(frame)) if as_days else require_wgs84(frame),
            path,
            driver=driver,
            layer=layer,
            geometry_type=geometry_type,
            promote_to_multi=geometry_type.startswith("Multi"),
            append=append,
            use_arrow=True,
            layer_options=dict(layer_options or {}),
            dataset_options=dict(dataset_options or {}),
            dataset_metadata=dict(dataset_metadata) if dataset_metadata else None,
        )


def with_dates(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with days as dates: GDAL and Parquet write pandas' own kind as date and time."""
    names = [name for name in DATE_COLUMNS if name in frame]
    return frame.assign(**{name: frame[name].astype(pd.ArrowDtype(pa.date32())) for name in names})


def write_table(rows: pd.DataFrame, path: Path, *, layer: str) -> None:
    """Add a table without geometry to a GeoPackage."""
    pyogrio.write_dataframe(with_dates(rows), path, driver="GPKG", layer=layer, append=True, use_arrow=True)
