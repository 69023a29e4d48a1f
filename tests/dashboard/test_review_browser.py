"""The Review page in a real browser: judged by keys alone, placed by search and by click, undone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Frame, FrameLocator, Locator, Page, expect

from dashboard import words
from extract.types import Actor, ActorRole, Counts
from geo.corrections import SetActors, edit
from geo.store import Store, open_store
from geo.types import Extraction, Incident, Place, Unresolved, Verdict
from tests.browsing import OpenPage
from tests.dashboard.conftest import LIMA, RIGA, Dashboard, Serve
from tests.factories import SUVA, report

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)

HOSTILE = "<img src=x onerror=alert(1)>"


def doubtful() -> list[Extraction]:
    """Four doubtful incidents, worst first: Goma, Lima, Suva, one without coordinates; and Riga, which is sure."""
    clash: dict[str, Any] = {"event_type": "Battles", "sub_event_type": "Armed clash", "counts": Counts()}
    nowhere = Unresolved("no gazetteer entry of that name")
    return [
        report("Shells killed six people in Goma on Tuesday.", document_id="goma", confidence=0.2),
        report(f"Rebels met soldiers near Lima. {HOSTILE}", document_id="lima", place=LIMA, confidence=0.3, **clash),
        report("Dockers fought in Suva.", document_id="suva", place=replace(SUVA, score=0.6), confidence=0.9, **clash),
        report("Fighting broke out at Kibaati.", document_id="kibaati", place=nowhere, place_name="Kibaati", **clash),
        report("A patrol was shot at in Riga.", document_id="riga", place=RIGA, confidence=0.95, **clash),
    ]


@pytest.fixture(scope="module")
def review(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Dashboard:
    path = tmp_path_factory.mktemp("review") / "store.sqlite"
    open_store(str(path)).close()
    return serve(path)


@pytest.fixture
def store(review: Dashboard) -> Iterator[Store]:
    """The store of the dashboard with nothing but `doubtful()` in it and nothing decided."""
    with open_store(str(review.store)) as opened:
        for one in doubtful():
            opened.add(one)
        for entry in opened.trail():
            if entry.stands:
                opened.undo(entry.number, by="the test before", at=entry.act.at)
        yield opened


def show(open_page: OpenPage, review: Dashboard, **how: Any) -> Page:
    page = open_page(allowed=(review.url,), **{"width": 1400, "height": 1000, **how}).page
    page.goto(f"{review.url}/review")
    expect(pins(page).first).to_be_visible(timeout=60_000)
    page.wait_for_load_state("networkidle")  # a key pressed while parts of the page still load may be lost
    settled(page)
    return page


def settled(page: Page) -> None:
    expect(page.locator('[data-testid="stApp"]')).to_have_attribute("data-test-script-state", "notRunning")


def pick_map(page: Page) -> FrameLocator:
    return page.frame_locator(f'iframe[title="{words.review.PICK_MAP_LABEL}"]')


def pick_frame(page: Page) -> Frame:
    return next(frame for frame in page.frames if frame != page.main_frame)


def pins(page: Page) -> Locator:
    return pick_map(page).locator(".dm-pin")


def panel(page: Page) -> Locator:
    return page.locator(".d-panel").first


def reviewed(page: Page, said: str) -> None:
    expect(page.locator(".d-count h1")).to_have_text(f"{words.review.TITLE}: {said}")


def incident(store: Store, document_id: str) -> Incident:
    merged = store.merged()
    return next(one for one in (*merged.incidents, *merged.rejected) if one.evidence[0].document_id == document_id)


def press(page: Page, key: str) -> None:
    settled(page)
    page.keyboard.press(key)


def test_the_worst_comes_first_with_its_reason_in_words(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    reviewed(page, "0 of 4 reviewed")
    expect(panel(page)).to_contain_text("Shells killed six people")
    expect(page.locator(".d-doubts")).to_contain_text("Confidence 20%")


def test_accepting_rejecting_and_moving_on_take_one_key_each(
    open_page: OpenPage, review: Dashboard, store: Store
) -> None:
    page = show(open_page, review)
    press(page, "a")
    reviewed(page, "1 of 4 reviewed")
    expect(panel(page)).to_contain_text("Rebels met soldiers")
    press(page, "n")
    expect(panel(page)).to_contain_text(re.compile("Dockers fought|Fighting broke out"))
    press(page, "p")
    expect(panel(page)).to_contain_text("Rebels met soldiers")
    press(page, "x")
    reviewed(page, "2 of 4 reviewed")
    expect(page.locator(".d-count p")).to_contain_text("1 rejected")
    assert incident(store, "goma").verdict is Verdict.ACCEPTED
    assert incident(store, "lima").verdict is Verdict.REJECTED
    assert [one.evidence[0].document_id for one in store.merged().rejected] == ["lima"]


def test_the_undo_key_takes_back_and_shows_what_it_was(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    before = store.merged()
    page = show(open_page, review)
    press(page, "x")
    reviewed(page, "1 of 4 reviewed")
    press(page, "u")
    reviewed(page, "0 of 4 reviewed")
    expect(panel(page)).to_contain_text("Shells killed six people")
    assert store.merged() == before


def test_a_key_typed_into_a_field_judges_nothing(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    page.get_by_role("textbox", name=words.review.WHY_CORRECTED).fill("")
    page.get_by_role("textbox", name=words.review.WHY_CORRECTED).press_sequentially("axnu")
    page.keyboard.press("Enter")
    settled(page)
    reviewed(page, "0 of 4 reviewed")
    assert not any(entry.stands for entry in store.trail())


def test_single_keys_can_be_switched_off(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    page.get_by_text(words.review.KEYS, exact=True).click()
    settled(page)
    press(page, "x")
    page.wait_for_timeout(1000)
    reviewed(page, "0 of 4 reviewed")


def test_a_correction_says_who_and_why(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    page.get_by_role("textbox", name=words.review.REVIEWER).fill("Ada Lindqvist")
    page.get_by_role("textbox", name=words.review.WHY_CORRECTED).fill("a drill, says the ministry")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_role("button", name=words.review.REJECT).click()
    reviewed(page, "1 of 4 reviewed")
    act = store.trail()[0].act
    assert (act.by, act.why) == ("Ada Lindqvist", "a drill, says the ministry")
    expect(page.get_by_role("textbox", name=words.review.WHY_CORRECTED)).to_have_value("")
    expect(page.get_by_role("textbox", name=words.review.REVIEWER)).to_have_value("Ada Lindqvist")


def test_a_place_is_found_by_name_and_set_by_keyboard(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    press(page, "f")
    expect(page.get_by_role("textbox", name=words.review.SEARCH_PLACE)).to_be_focused()
    page.keyboard.type("Tripoli, Lebanon")
    page.keyboard.press("Enter")
    candidate = page.get_by_role("button", name=re.compile(r"^1 · Tripoli, .*Lebanon"))
    expect(candidate).to_be_visible()
    settled(page)
    page.keyboard.press("Tab")
    page.keyboard.press("1")
    expect(panel(page)).to_contain_text("place set to Tripoli")
    place = incident(store, "goma").place
    assert isinstance(place, Place)
    assert (place.name, place.country) == ("Tripoli", "LB")


def test_a_click_on_the_map_offers_that_spot_and_sets_it(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    pick_frame(page).evaluate("() => demarc.map.setView([-1.45, 29.05], 9, {animate: false})")
    at = pick_frame(page).evaluate("() => demarc.map.latLngToContainerPoint([-1.45, 29.05])")
    pick_map(page).locator(".leaflet-container").click(position={"x": at["x"], "y": at["y"]})
    spot = page.get_by_role("button", name=re.compile(r"^1 · .* km .* \(this spot\)"))
    expect(spot).to_be_visible()
    settled(page)
    spot.click()
    expect(panel(page)).to_contain_text("place set to")
    place = incident(store, "goma").place
    assert isinstance(place, Place)
    assert [place.lat, place.lon] == pytest.approx([-1.45, 29.05], abs=0.01)


def test_a_numbered_pin_on_the_map_is_that_candidate(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    page.get_by_role("textbox", name=words.review.SEARCH_PLACE).fill("Nairobi")
    page.keyboard.press("Enter")
    pin = pick_map(page).locator(".dm-pin", has_text="1").first
    expect(pin).to_have_attribute("title", re.compile("Nairobi"))
    settled(page)
    pin.click()
    expect(panel(page)).to_contain_text("place set to Nairobi")


def test_what_when_and_how_many_are_edited_with_validation(
    open_page: OpenPage, review: Dashboard, store: Store
) -> None:
    page = show(open_page, review)
    page.get_by_role("tab", name=words.review.TAB_FACTS).click()
    deaths = page.get_by_role("textbox", name=words.incident.FATALITIES)
    deaths.fill("about a dozen")
    page.get_by_role("button", name=words.review.SAVE).click()
    expect(page.get_by_text("is no count; write")).to_be_visible()
    assert not any(entry.stands for entry in store.trail())
    deaths.fill("at least 12")
    page.get_by_role("button", name=words.review.SAVE).click()
    expect(panel(page)).to_contain_text("fatalities set to at least 12 (was 6)")
    fatalities = incident(store, "goma").counts.fatalities
    assert fatalities is not None
    assert (fatalities.low, fatalities.best, fatalities.high) == (12, None, None)


def name(page: Page, label: str, *typed: str) -> None:
    """Type names into a field of the form for who, each ended with Enter, and leave it."""
    for one in typed:
        page.locator(f'input[aria-label="{label}"]').press_sequentially(one)
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")


def test_who_did_it_and_who_says_so_are_edited_and_undone(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    before = store.merged()
    page = show(open_page, review)
    page.get_by_role("tab", name=words.review.TAB_WHO, exact=True).click()
    name(page, words.review.EDIT_ROLES["side_a"], "Hill Brigade")
    name(page, words.review.EDIT_ROLES["target"], "market traders")
    name(page, words.review.EDIT_CLAIMED_BY, "the governor", "the army")
    page.get_by_role("button", name=words.review.SAVE).last.click()
    expect(panel(page)).to_contain_text("actors set to M23 (side A), Hill Brigade (side A), market traders (target)")
    expect(panel(page)).to_contain_text("attribution set to the governor; the army (was stated as fact)")
    told = incident(store, "goma")
    acting = (Actor("M23", ActorRole.SIDE_A), Actor("Hill Brigade", ActorRole.SIDE_A))
    assert told.actors == (*acting, Actor("market traders", ActorRole.TARGET))
    assert told.attribution == "the governor; the army"
    press(page, "Escape")
    page.locator("h1").click()
    press(page, "u")
    expect(panel(page)).not_to_contain_text("actors set to")
    assert store.merged() == before


def test_a_known_name_is_offered_and_one_in_two_roles_refused(
    open_page: OpenPage, review: Dashboard, store: Store
) -> None:
    act = edit(incident(store, "riga"), SetActors((Actor("Harbour Guard"),)), by="Ada", at=datetime.now(UTC))
    store.record(act)
    before = incident(store, "goma").actors
    page = show(open_page, review)
    page.get_by_role("tab", name=words.review.TAB_WHO, exact=True).click()
    page.get_by_role("combobox", name=words.review.EDIT_ROLES["side_a"]).press_sequentially("harb")
    page.get_by_role("option", name="Harbour Guard").click()
    name(page, words.review.EDIT_ROLES["side_b"], "harbour guard")
    page.get_by_role("button", name=words.review.SAVE).last.click()
    expect(page.get_by_text("leave it in one role")).to_be_visible()
    assert incident(store, "goma").actors == before


def test_two_incidents_are_joined_and_split_again(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    page.get_by_role("tab", name=words.review.TAB_SAME).click()
    page.get_by_role("combobox", name=re.compile(words.review.JOIN_WITH)).click()
    page.get_by_role("option", name=re.compile("Riga")).click()
    page.get_by_role("button", name=words.review.JOIN).click()
    expect(panel(page)).to_contain_text("put together by")
    assert len(incident(store, "goma").evidence) == 2
    settled(page)
    page.get_by_role("tab", name=words.review.TAB_SAME).click()
    page.get_by_role("button", name=words.review.SPLIT_OFF).last.click()
    expect(panel(page)).to_contain_text("kept apart by")
    assert len(incident(store, "goma").evidence) == 1


def test_reasons_filter_the_queue(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    page.get_by_role("button", name=re.compile(words.review.REASONS["no coordinates"])).click()
    expect(panel(page)).to_contain_text("Fighting broke out at")
    expect(page.get_by_text(words.review.POSITION.format(n=1, total=1))).to_be_visible()


def test_a_rejected_incident_is_off_the_map_and_counted_there(
    open_page: OpenPage, review: Dashboard, store: Store
) -> None:
    page = show(open_page, review)
    press(page, "x")
    reviewed(page, "1 of 4 reviewed")
    page.get_by_role("link", name=words.common.MAP_PAGE, exact=True).click()
    expect(page.locator(".d-count p")).to_contain_text("1 rejected", timeout=60_000)
    expect(page.locator(".d-count h1")).to_contain_text("of 4 incidents")
    drawn = page.frame_locator(f'iframe[title="{words.map.LABEL}"]')
    expect(drawn.locator(".dm-drawn")).to_be_visible(timeout=60_000)
    expect(drawn.locator(".dm-marker").first).to_be_visible()
    expect(drawn.locator(f'.dm-marker[data-incident="{incident(store, "goma").id}"]')).to_have_count(0)


def test_a_rejected_incident_is_taken_back_from_its_list(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    press(page, "x")
    page.get_by_text(words.review.REJECTED_TITLE.format(n=1)).click()
    page.get_by_role("button", name=words.review.TAKE_BACK).click()
    reviewed(page, "0 of 4 reviewed")
    assert store.merged().rejected == ()


def test_the_trail_undoes_any_correction_and_keeps_it(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    press(page, "a")
    reviewed(page, "1 of 4 reviewed")
    page.get_by_text(words.review.TRAIL_TITLE.format(n=1)).click()
    page.get_by_role("button", name=words.review.UNDO, exact=True).last.click()
    reviewed(page, "0 of 4 reviewed")
    assert not store.trail()[0].stands


def test_a_name_is_taught_and_the_project_knows_it(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    page.get_by_role("textbox", name=words.review.SEARCH_PLACE).fill("Goma, Philippines")
    page.keyboard.press("Enter")
    candidate = page.get_by_role("button", name=re.compile(r"^1 · Goma, .*Philippines"))
    expect(candidate).to_be_visible()
    settled(page)
    candidate.click()
    page.get_by_role("button", name=re.compile("From now on “Goma” means")).click()
    expect(
        page.get_by_role("button", name=words.review.READ_AGAIN.format(articles=words.counts.articles(1)))
    ).to_be_visible()
    place = incident(store, "goma").place
    assert isinstance(place, Place)
    assert store.project().meanings == {"goma": place.id}


def test_markup_in_an_article_never_runs(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review)
    alarms: list[str] = []

    def alarm(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", alarm)
    press(page, "n")
    expect(panel(page)).to_contain_text(HOSTILE)
    press(page, "a")
    page.get_by_text(words.review.TRAIL_TITLE.format(n=1)).click()
    expect(page.get_by_text("accepted by").last).to_be_visible()
    assert alarms == []


def test_it_asks_nothing_of_the_outside(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    watched = open_page(allowed=(review.url,))
    watched.page.goto(f"{review.url}/review")
    expect(pins(watched.page).first).to_be_visible(timeout=60_000)
    assert watched.outside == []


def test_a_phone_shows_it_whole(open_page: OpenPage, review: Dashboard, store: Store) -> None:
    page = show(open_page, review, width=390, height=844, touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_empty_store_says_so(open_page: OpenPage, serve: Serve, tmp_path: Path) -> None:
    empty = serve(tmp_path / "empty.sqlite")
    page = open_page(allowed=(empty.url,)).page
    page.goto(f"{empty.url}/review")
    expect(page.get_by_text(words.review.NO_INCIDENTS_TO_REVIEW)).to_be_visible(timeout=60_000)
