"""Files of exactly the incidents the filters show."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from dashboard import resources, words
from geo.filters import Filters
from geo.map import render_html
from geo.types import Incident

FILES: Mapping[str, tuple[str, str, str]] = {
    "html": (words.downloads.HTML, "demarc-map.html", "text/html"),
    "geojson": (words.downloads.GEOJSON, "demarc-incidents.geojson", "application/geo+json"),
    "gpkg": (words.downloads.GPKG, "demarc-incidents.gpkg", "application/geopackage+sqlite3"),
    "csv": (words.downloads.CSV, "demarc-incidents.csv", "text/csv"),
    "csv-zip": (words.downloads.CSV_ZIP, "demarc-incidents-csv.zip", "application/zip"),
    "kmz": (words.downloads.KMZ, "demarc-incidents.kmz", "application/vnd.google-earth.kmz"),
    "parquet": (words.downloads.PARQUET, "demarc-incidents.parquet", "application/vnd.apache.parquet"),
}
"""Label, file name and media type as registered with IANA."""


def show(incidents: Sequence[Incident], filters: Filters) -> None:
    """A button for each file, which is made when its button is pressed, and says how it was filtered."""
    st.markdown(f"**{words.downloads.TITLE}**")
    with st.container(horizontal=True):
        for name, (label, file_name, mime) in FILES.items():
            st.download_button(
                label,
                _maker(incidents, filters, name),
                file_name=file_name,
                mime=mime,
                on_click="ignore",
                help=words.downloads.HELP[name],
            )


def _maker(incidents: Sequence[Incident], filters: Filters, name: str) -> Callable[[], str | bytes]:
    make = map_file if name == "html" else partial(table_file, name=name)
    return partial(make, incidents, filters)


def map_file(incidents: Sequence[Incident], filters: Filters) -> str:
    """The single-file map that `python cli.py map` writes for the same filters."""
    return render_html(incidents, gazetteer=resources.gazetteer(), made=datetime.now(UTC), filters=filters)


def table_file(incidents: Sequence[Incident], filters: Filters, name: str) -> bytes:
    """Those of the incidents that pass the filters, as one of FILES but the map."""
    from geo.export import archived, exported  # its file drivers are not needed before someone downloads

    places = resources.gazetteer()
    if name == "csv-zip":
        return archived(incidents, format="csv", gazetteer=places, filters=filters, stem="demarc-incidents")
    return exported(incidents, format=name, gazetteer=places, filters=filters)
