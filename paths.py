"""Where Demarc keeps what it ships and what it builds."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent
DATA = ROOT / "data"


def home() -> Path:
    """Folder of everything built or stored on this machine: gazetteer, basemap, store, caches.

    DEMARC_HOME names another one. Deleting it costs a rebuild and every stored article.
    """
    folder = Path(os.environ.get("DEMARC_HOME") or ROOT / ".demarc").expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


NODE_MODULES = ROOT / "node_modules"
"""Map code and map data from the npm registry, laid down by `make setup` (package.json says which)."""
