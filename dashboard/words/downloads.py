"""Words of what can be taken away."""

TITLE = "Download what the filters show"
HTML = "Map (HTML)"
GEOJSON = "GeoJSON"
GPKG = "GeoPackage"
CSV = "CSV"
CSV_ZIP = "CSV with metadata"
KMZ = "KMZ"
PARQUET = "GeoParquet"
HELP = {
    "html": "One file that opens in any browser without a network, with every sentence.",
    "geojson": "For web maps and any GIS.",
    "gpkg": "For QGIS: layers with their styles.",
    "csv": "For a spreadsheet, in ACLED's column names; filters, date and credit stand in its last column.",
    "csv-zip": "A ZIP of the same file and a description of its columns, filters and licences (W3C CSV on the Web).",
    "kmz": "KML for Google Earth: the map's symbols, a time slider.",
    "parquet": "For pandas, DuckDB and R.",
}
CHART_FILE = "Download as {kind}: {title}"
CHART_ABOUT = "Filters: {filters}. Made with Demarc on {made} from news reports; places: GeoNames (CC BY 4.0)."
