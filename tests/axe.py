"""What axe-core finds in a page and the documents in it."""

from playwright.sync_api import Frame, Page

from paths import NODE_MODULES
from tests.conftest import missing

SCRIPT = NODE_MODULES / "axe-core" / "axe.min.js"


def serious(page: Page) -> list[str]:
    """Serious and critical violations: which rule, and the element."""
    if not SCRIPT.is_file():
        missing("axe-core (run `make setup`)")
    return [found for frame in page.frames for found in _in_frame(frame)]


def _in_frame(frame: Frame) -> list[str]:
    frame.evaluate(SCRIPT.read_text(encoding="utf-8"))  # by the test's own hand, which a page's policy does not bind
    # Each document is judged by itself: a map's own policy keeps axe from reaching into it from around.
    found = frame.evaluate("() => axe.run({exclude: ['iframe']}, {resultTypes: ['violations']})")["violations"]
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
