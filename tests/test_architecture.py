"""The import directions of docs/design.md, read from the source with `ast`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from paths import ROOT

LAYERS = {
    "paths": set[str](),
    "extract": {"paths", "extract"},
    "geo": {"paths", "extract", "geo"},
    "pipeline": {"paths", "extract", "geo"},
    "cli_places": {"paths", "extract", "geo", "cli_options"},
    "cli_store": {"paths", "extract", "geo"},
    "cli_options": {"paths", "extract", "geo"},
    "cli_serve": {"paths", "extract", "geo", "cli_options", "cli_store"},
    "cli": {"paths", "extract", "geo", "pipeline", "cli_options", "cli_places", "cli_serve", "cli_store"},
    "dashboard": {"paths", "extract", "geo", "pipeline", "dashboard"},
    "app": {"paths", "extract", "geo", "pipeline", "dashboard"},
}
ONLY_IN = {
    "folium": ("geo/map",),
    "branca": ("geo/map",),
    "starlette": ("geo/serve.py",),
    "uvicorn": ("cli_serve.py",),
    "streamlit": ("app.py", "dashboard/"),
}
NETWORK = {"requests", "httpx", "urllib3", "socket", "http", "ftplib", "geopy.geocoders", "urllib.request"}
NETWORK_IN = ("extract/read", "extract/reading/fetch.py", "geo/geocode.py")


def modules() -> list[Path]:
    """Every module of the product, relative to the repository."""
    packages = [file for name in ("extract", "geo", "dashboard") for file in (ROOT / name).rglob("*.py")]
    return sorted(file.relative_to(ROOT) for file in [*ROOT.glob("*.py"), *packages])


def imports(module: Path) -> Iterator[str]:
    """Dotted names of everything a module imports."""
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


@pytest.mark.parametrize("module", modules(), ids=str)
def test_imports_follow_the_layers(module: Path) -> None:
    layer = module.parts[0].removesuffix(".py")
    ours = {name.partition(".")[0] for name in imports(module)} & set(LAYERS)
    assert ours <= LAYERS[layer], f"{module} may import {sorted(LAYERS[layer])}, imports {sorted(ours)}"


@pytest.mark.parametrize("module", modules(), ids=str)
def test_libraries_stay_where_they_belong(module: Path) -> None:
    for library, homes in ONLY_IN.items():
        if not module.as_posix().startswith(homes):
            assert not [name for name in imports(module) if within(name, library)], f"{library} belongs in {homes}"


@pytest.mark.parametrize("module", modules(), ids=str)
def test_only_reading_and_geocoding_reach_the_network(module: Path) -> None:
    if not module.as_posix().startswith(NETWORK_IN):
        reached = [name for name in imports(module) for library in NETWORK if within(name, library)]
        assert not reached, f"{module} imports {reached}; the network belongs in {NETWORK_IN}"


def test_no_module_swallows_every_exception() -> None:
    for module in modules():
        for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                assert caught not in {"everything", "Exception", "BaseException"}, f"{module}:{node.lineno}"
