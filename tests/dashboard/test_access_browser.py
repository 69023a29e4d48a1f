"""The dashboard on a phone, in light and dark, by keyboard, and as axe judges every page and state of it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from dashboard import words
from geo.store import open_store
from tests.axe import serious
from tests.browsing import OpenPage
from tests.dashboard.conftest import Dashboard, Serve
from tests.dashboard.showing import incident_id, show
from tests.factories import report

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)

Act = Callable[[Page], object]
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 23, 29)"}
"""Of .streamlit/config.toml, as a browser says them."""


@dataclass(frozen=True)
class Stores:
    """Dashboards of stores that have something to show, nothing at all, nothing with a place, and no use."""

    full: Dashboard
    empty: Dashboard
    unplaced: Dashboard
    broken: Dashboard


@pytest.fixture(scope="module")
def stores(dashboard: Dashboard, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Stores:
    folder = tmp_path_factory.mktemp("states")
    with open_store(str(folder / "unplaced.sqlite")) as store:
        store.add(report("A crowd gathered, a witness said.", place=None, date=None))
    (folder / "broken.sqlite").write_text("This file is no database. " * 100)
    empty, unplaced, broken = (serve(folder / f"{name}.sqlite") for name in ("empty", "unplaced", "broken"))
    return Stores(dashboard, empty, unplaced, broken)


def unfold(page: Page) -> None:
    page.get_by_text(words.filters.MORE_FILTERS).click()
    expect(page.get_by_label(words.filters.MIN_CONFIDENCE).last).to_be_visible()


def found(page: Page) -> None:
    page.get_by_role("textbox", name=words.review.SEARCH_PLACE).fill("Goma")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="1 · Goma").first).to_be_visible()


def tab(name: str) -> Act:
    return lambda page: page.get_by_role("tab", name=name).click()


def way(name: str) -> Act:
    return lambda page: page.get_by_text(name, exact=True).click()


def read(page: Page) -> None:
    page.get_by_role("textbox", name=words.add.PASTE_LABEL).fill("Gunmen killed four farmers in Goma on 13 May 2025.")
    page.get_by_role("button", name=words.add.READ, exact=True).click()
    expect(page.locator(".d-text")).to_be_visible(timeout=120_000)
    expect(page.frame_locator("iframe").locator(".dm-drawn")).to_be_visible(timeout=60_000)


def opened(page: Page) -> None:
    popups = page.frame_locator("iframe").locator(".leaflet-popup")
    expect(popups).to_have_count(1)  # one that is replaced fades out beside its successor
    expect(popups).to_contain_text("Shells hit a market")


def as_it_is(page: Page) -> None:
    """Nothing to do."""


STATES: dict[str, tuple[str, str, Act]] = {
    "map": ("full", "/?incident={suva}", opened),
    "all filters": ("full", "/", unfold),
    "filters that leave nothing": ("full", "/?q=nothing&type=Riots", as_it_is),
    "bad address": ("full", "/?type=Parties&incident=none", as_it_is),
    "deployments": ("full", "/deployments", as_it_is),
    "no deployments": ("full", "/deployments?type=Protests", as_it_is),
    "trends": ("full", "/trends", as_it_is),
    "trends of nothing": ("full", "/trends?q=nothing", as_it_is),
    "review, place": ("full", "/review", as_it_is),
    "review, places found": ("full", "/review", found),
    "review, facts": ("full", "/review", tab(words.review.TAB_FACTS)),
    "review, who": ("full", "/review", tab(words.review.TAB_WHO)),
    "review, same": ("full", "/review", tab(words.review.TAB_SAME)),
    "add, paste": ("full", "/add", as_it_is),
    "add, files": ("full", "/add", way(words.add.FILES)),
    "add, address": ("full", "/add", way(words.add.ADDRESS)),
    "add, feeds and folders": ("full", "/add", way(words.add.SAVED)),
    "add, found": ("full", "/add", read),
    "empty store": ("empty", "/", as_it_is),
    "empty review": ("empty", "/review", as_it_is),
    "unplaced": ("unplaced", "/", as_it_is),
    "undated trends": ("unplaced", "/trends", as_it_is),
    "broken store": ("broken", "/", as_it_is),
    "broken review": ("broken", "/review", as_it_is),
    "broken feeds": ("broken", "/add", way(words.add.SAVED)),
}


DRAWN = """() => {
    const maps = [...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument);
    const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
    const moves = (at) => at.getAnimations().some((one) => one.playState === "running" && ends(one));
    return maps.every((map) => map?.querySelector(".dm-drawn")) && ![document, ...maps].some(moves);
}"""
"""Every map is drawn, and nothing fades in or out any more: axe would judge colours half there."""


def settled(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    page.wait_for_function(DRAWN, timeout=60_000)


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_no_serious_violation(open_page: OpenPage, stores: Stores, state: str) -> None:
    name, address, act = STATES[state]
    dashboard: Dashboard = getattr(stores, name)
    page = open_page(allowed=(dashboard.url,)).page
    suva = incident_id(stores.full.store, "suva")
    page.goto(dashboard.url + address.format(suva=suva))
    expect(page.locator("h1").first).to_be_visible(timeout=60_000)
    settled(page)
    act(page)
    settled(page)
    seen = {}
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            expect(page.get_by_test_id("stApp")).to_have_css("background-color", GROUNDS[theme])
            settled(page)
            page.wait_for_timeout(400)  # colours fade into each other
            seen[width, theme] = serious(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not any(seen.values()), seen


def test_a_press_on_a_map_half_in_sight_opens_what_is_under_the_mouse(
    open_page: OpenPage, dashboard: Dashboard
) -> None:
    shown = show(open_page, dashboard, height=350)
    main = shown.page.get_by_test_id("stMain")
    main.evaluate("node => node.scrollTo(0, 30)")
    box = shown.dot("goma", dashboard.store).bounding_box()
    assert box is not None
    shown.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown.page.mouse.down()
    assert main.evaluate("node => node.scrollTop") == 30
    shown.page.mouse.up()
    expect(shown.popup).to_contain_text("Shells killed six people in Goma")


def test_the_tab_key_reaches_pages_filters_map_and_table(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    reached = []
    for _ in range(150):
        shown.page.keyboard.press("Tab")
        reached.append(shown.page.evaluate(FOCUSED))
        if reached[-1] == "table":
            break
    order = list(dict.fromkeys(one for one in reached if one))
    assert set(order) >= {"page link", "filter", "map", "table"}, reached


FOCUSED = """() => {
    let at = document.activeElement;
    const outer = at;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (outer.tagName === "IFRAME") return "map";
    if (outer.closest("[data-testid=stDataFrame]")) return "table";
    if (outer.closest("[data-testid=stTopNavLink]")) return "page link";
    if (outer.closest("[data-testid=stSidebar]")) return "filter";
    return null;
}"""
"""What has the focus."""


def test_what_has_the_focus_is_seen_to_have_it(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.page.get_by_role("textbox", name=words.filters.TEXT).focus()
    unmarked = []
    for _ in range(25):
        shown.page.keyboard.press("Tab")
        if said := shown.page.evaluate(UNMARKED):
            unmarked.append(said)
    assert unmarked == []


UNMARKED = """async () => {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (at.tagName === "IFRAME" || at === document.body) return null;
    const around = [at, at.parentElement, at.parentElement?.parentElement].filter(Boolean);
    const looks = () => around.map((node) => {
        const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(node);
        return [outline, boxShadow, borderColor, backgroundColor].join();
    });
    const faded = () => new Promise((done) => setTimeout(done, 300));
    await faded();
    const focused = looks();
    at.blur();
    await faded();
    const same = looks().join() === focused.join();
    at.focus();
    return same ? at.outerHTML.slice(0, 160) : null;
}"""
"""The element in focus, if it looks as it does without."""


@pytest.mark.parametrize("width", [390, 768])
def test_a_narrow_screen_is_used_whole_and_never_wider(open_page: OpenPage, dashboard: Dashboard, width: int) -> None:
    shown = show(open_page, dashboard, width=width, height=844, touch=True)
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    box = shown.page.locator(f'iframe[title="{words.map.LABEL}"]').bounding_box()
    assert box is not None
    assert box["width"] > 0.9 * width if width == 390 else box["width"] > 0.5 * width
    assert 380 < box["height"] < 844


def test_dark_reaches_the_map(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard, dark=True)
    expect(shown.map.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_first_filter_is_reached_by_keyboard(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.page.get_by_role("textbox", name=words.filters.TEXT).focus()
    shown.page.keyboard.type("dockers")
    shown.page.keyboard.press("Enter")
    shown.count("1 of 9 incidents")
