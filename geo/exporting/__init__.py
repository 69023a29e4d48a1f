"""The parts of exporting: what a file says of itself, GDAL, GeoPackage with its styles, CSV."""
