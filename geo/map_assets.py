"""The scripts and styles of a map page: read into the page, or named by address for a server that has them.

Libraries come from `paths.NODE_MODULES`, Demarc's own from `data/map`. Nothing is ever asked of another host.
"""

import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paths import DATA, NODE_MODULES

FOLDER = DATA / "map"
LIBRARIES = (
    NODE_MODULES / "leaflet" / "dist" / "leaflet.js",
    NODE_MODULES / "supercluster" / "dist" / "supercluster.min.js",
)
OWN = tuple(
    FOLDER / f"{name}.js"
    for name in (
        "words",
        "symbols",
        "data",
        "basemap",
        "details",
        "arcs",
        "selection",
        "markers",
        "layers",
        "panel",
        "timeline",
        "picture",
        "area",
        "side",
        "demarc",
        "pin",
    )
)
STYLES = (NODE_MODULES / "leaflet" / "dist" / "leaflet.css", FOLDER / "demarc.css", FOLDER / "area.css")


class AssetMissingError(FileNotFoundError):
    """A script or style that the map needs is not on this machine."""


@dataclass(frozen=True, slots=True)
class Assets:
    """Either the text of scripts and styles, to stand in the page, or their addresses."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    script_urls: tuple[str, ...] = ()
    style_urls: tuple[str, ...] = ()


@cache
def inline_assets() -> Assets:
    """All scripts and styles as text; AssetMissingError where the npm packages are not installed."""
    return Assets(
        scripts=(*(_licence(path) + _script(path) for path in LIBRARIES), *(_script(path) for path in OWN)),
        styles=tuple(_style(path) for path in STYLES),
    )


def linked_assets(prefix: str) -> Assets:
    """Addresses under `prefix`, where the files of `copy_assets` are served ("/app/static/map")."""
    base = prefix.rstrip("/")
    return Assets(
        script_urls=tuple(f"{base}/{path.name}" for path in (*LIBRARIES, *OWN)),
        style_urls=tuple(f"{base}/{path.name}" for path in STYLES),
    )


def copy_assets(folder: Path) -> None:
    """Lay the files of `linked_assets` into `folder`, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in (*LIBRARIES, *OWN, *STYLES):
        _read(path)
        shutil.copyfile(path, folder / path.name)


def _read(path: Path) -> str:
    if not path.is_file():
        raise AssetMissingError(f"the map needs {path}, which is not there: run `make setup` (npm install) once")
    return path.read_text(encoding="utf-8")


def _script(path: Path) -> str:
    """A script without its source map, which a browser's tools would ask for."""
    text = re.sub(r"^//# sourceMappingURL=.*$", "", _read(path), flags=re.MULTILINE)
    if "</script" in text.lower():
        raise ValueError(f"{path} contains '</script', which would end the script element it stands in")
    return text


def _licence(library: Path) -> str:
    """The licence of a library as a comment: who passes the page on passes a copy of the library on."""
    package = NODE_MODULES / library.relative_to(NODE_MODULES).parts[0]
    text = _read(package / "LICENSE").replace("*/", "* /")
    return f"/*! {package.name}\n{text}*/\n"


def _style(path: Path) -> str:
    """A style sheet without its image files: the map draws its own symbols."""
    return re.sub(r"url\((?!['\"]?(?:data:|#))[^)]*\)", "none", _read(path))
