"""The import directions of docs/design.md and the one place for words, read from the source with `ast`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.taxonomy import load_taxonomy
from paths import ROOT

LAYERS = {
    "paths": set[str](),
    "extract": {"paths", "extract"},
    "geo": {"paths", "extract", "geo"},
    "pipeline": {"paths", "extract", "geo"},
    "commands": {"paths", "extract", "geo", "pipeline", "commands"},
    "cli": {"paths", "extract", "geo", "pipeline", "commands"},
    "dashboard": {"paths", "extract", "geo", "pipeline", "dashboard"},
    "app": {"paths", "extract", "geo", "pipeline", "dashboard"},
}
ONLY_IN = {
    "folium": ("geo/map",),
    "branca": ("geo/map",),
    "starlette": ("geo/serve.py", "dashboard/shell.py"),
    "uvicorn": ("commands/serve.py",),
    "streamlit": ("app.py", "dashboard/"),
}
NETWORK = {"requests", "httpx", "urllib3", "socket", "http", "ftplib", "geopy.geocoders", "urllib.request"}
NETWORK_IN = ("extract/read", "extract/reading/fetch.py", "geo/geocode.py")
WORDS = "dashboard/words/"
NO_WORDS = {"Liberation Sans, DejaVu Sans, Arial, sans-serif"}
"""Literals that read like words and are shown nowhere: a list of fonts."""
SHOWN_BY = {"alt", "caption", "help", "label", "page_title", "placeholder", "title"}
"""Keyword arguments of Streamlit's and Altair's whose text a reader sees."""
KEYED = {"form", "get_option"}
"""Functions of Streamlit whose first argument is a name in code."""


def modules() -> list[Path]:
    """Every module of the product, relative to the repository."""
    packages = [file for name in ("extract", "geo", "commands", "dashboard") for file in (ROOT / name).rglob("*.py")]
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


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every string in code; `{}` stands for what an f-string fills in, docstrings are left out."""
    inside: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside.update(node.values)
            yield node.lineno, "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inside.add(node.value)
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            inside.update(ast.walk(node.annotation))
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            inside.update(ast.walk(node.returns))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inside:
            yield node.lineno, node.value


def reads_as_words(text: str) -> bool:
    """Whether a reader would see words: two in a row, or one with a capital; HTML, scripts and styles are none."""
    bare = re.sub(r"<(script|style)>.*?</\1>|<[^>]*>?", "", text)
    return bool(re.search(r"[^\W\d_]{2,}[,;:]?\s+[^\W\d_]{2,}|\b[A-Z][a-z]", bare))


def shown_at_once(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of literals given straight to a call as what it shows, were they a single small word."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            given = [one.value for one in node.keywords if one.arg in SHOWN_BY]
            if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                given += node.args[:1] if node.func.value.id == "st" and node.func.attr not in KEYED else []
            for one in given:
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and re.search(r"[^\W\d_]", one.value):
                    yield one.lineno, one.value


@pytest.mark.parametrize("module", [one for one in modules() if one.parts[0] in {"app.py", "dashboard"}], ids=str)
def test_the_dashboard_takes_its_words_from_one_place(module: Path) -> None:
    if module.as_posix().startswith(WORDS):
        return
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    taxonomy = load_taxonomy()
    data = {kind.name for kind in taxonomy.event_types}
    data |= {sub.name for kind in taxonomy.event_types for sub in kind.sub_event_types}
    found = [(line, text) for line, text in texts(tree) if reads_as_words(text) and text not in data | NO_WORDS]
    found += shown_at_once(tree)
    assert not found, f"{module} has words of its own: {found}; they belong in {WORDS}"


@pytest.mark.parametrize("script", sorted((ROOT / "dashboard").glob("*.js")), ids=lambda path: path.name)
def test_the_scripts_of_the_dashboard_are_given_their_words(script: Path) -> None:
    code = re.sub(r"(?m)//.*$", "", script.read_text(encoding="utf-8"))
    found = [text for text in re.findall(r"[\"'`]([^\"'`\n]*)[\"'`]", code) if reads_as_words(text)]
    assert not found, f"{script.name} has words of its own: {found}; they belong in {WORDS}"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('st.button("save")', True),
        ('st.button(words.review.SAVE, key="save")', False),
        ('column.text_input(NAME, help="who you are")', True),
        ('st.error(f"Cannot open {name}")', True),
        ('note = "two words"', True),
        ('\'<div class="of two" role="status">\'', False),
        ('def f() -> "Found": ...', False),
    ],
)
def test_words_in_code_are_recognised(code: str, words: bool) -> None:
    tree = ast.parse(code if code.startswith("def") else f"x = {code}" if "=" not in code.split("(")[0] else code)
    assert words is bool([text for _, text in texts(tree) if reads_as_words(text)] or list(shown_at_once(tree)))
