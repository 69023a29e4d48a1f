"""Files of exactly the incidents the filters show."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from dashboard import resources, words
from geo.filters import Filters
from geo.map import render_html
from geo.types import Incident

FORMATS = (
    ("geojson", words.downloads.GEOJSON, "application/geo+json"),
    ("gpkg", words.downloads.GPKG, "application/geopackage+sqlite3"),
    ("csv", words.downloads.CSV, "text/csv"),
    ("kmz", words.downloads.KMZ, "application/vnd.google-earth.kmz"),
    ("parquet", words.downloads.PARQUET, "application/vnd.apache.parquet"),
)
"""Format, label and media type as registered with IANA."""


def show(incidents: Sequence[Incident], filters: Filters) -> None:
    """A button for each format; a file is made when its button is pressed, and says how it was filtered."""
    st.markdown(f"**{words.downloads.TITLE}**")
    with st.container(horizontal=True):
        st.download_button(
            words.downloads.HTML,
            partial(map_file, incidents, filters),
            file_name="demarc-map.html",
            mime="text/html",
            on_click="ignore",
            help=words.downloads.HELP["html"],
        )
        for name, label, mime in FORMATS:
            st.download_button(
                label,
                partial(table_file, incidents, filters, name),
                file_name=f"demarc-incidents.{name}",
                mime=mime,
                on_click="ignore",
                help=words.downloads.HELP[name],
            )


def map_file(incidents: Sequence[Incident], filters: Filters) -> str:
    """A single-file map of those of the incidents that pass the filters."""
    return render_html(
        filters.apply(incidents),
        gazetteer=resources.gazetteer(),
        made=datetime.now(UTC),
        title=words.map.TITLE,
        filters=filters,
    )


def table_file(incidents: Sequence[Incident], filters: Filters, name: str) -> bytes:
    """Those of the incidents that pass the filters, as a file of that format."""
    from geo.export import exported  # its file drivers are not needed before someone downloads

    return exported(incidents, format=name, gazetteer=resources.gazetteer(), filters=filters)
