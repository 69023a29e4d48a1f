"""Several files as one ZIP archive."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def packed(files: Mapping[str, bytes], *, made: datetime) -> bytes:
    """A ZIP of files by their names, in the order given, each as old as `made`: the same for the same files."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, made.timetuple()[:6]), content, ZIP_DEFLATED)
    return held.getvalue()
