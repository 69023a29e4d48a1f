"""Filters between widgets and address: links, reloads and the back button show what they say."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboard import state
from extract.taxonomy import load_taxonomy
from extract.types import Modality
from geo.areas import Area, BBox
from geo.filters import Filters

TAXONOMY = load_taxonomy()
TYPES = [kind.name for kind in TAXONOMY.event_types]

FILTERS = st.builds(
    Filters,
    since=st.none() | st.dates(date(1990, 1, 1), date(2020, 1, 1)),
    until=st.none() | st.dates(date(2020, 1, 2), date(2030, 1, 1)),
    event_types=st.frozensets(st.sampled_from(TYPES)),
    modalities=st.frozensets(st.sampled_from(list(Modality)), min_size=1),
    countries=st.frozensets(st.sampled_from(["UA", "KP", "CD"])),
    admin1s=st.frozensets(st.sampled_from(["UA/Kharkiv", "FJ/Central"])),
    side_a=st.frozensets(st.sampled_from(["M23", "Army & police"])),
    bbox=st.none() | st.just(BBox(124, 33, 131, 43)),
    polygon=st.none() | st.just(Area.parse("124_33_131_33_131_43")),
    text=st.sampled_from(["", "drone", "fog & ice"]),
    min_confidence=st.sampled_from([0.0, 0.5]),
)


def visit(session: dict[str | int, Any], query: dict[str, list[str]], *, page: str = "map") -> Filters:
    """A run of the page at an address: what it shows; the address is written like the page does."""
    state.begin(session, query, page=page, taxonomy=TAXONOMY)
    filters, _ = state.collect(session)
    state.remember_address(session, state.write_address(filters, session.get(state.SELECTED)))
    return filters


@given(FILTERS)
def test_a_link_opens_with_the_filters_it_was_made_of(filters: Filters) -> None:
    assert visit({}, state.write_address(filters, None)) == filters


def test_the_default_view_shows_facts_alone_at_a_bare_address() -> None:
    assert visit({}, {}) == state.DEFAULT
    assert state.write_address(state.DEFAULT, None) == {}


def test_a_touched_widget_wins_over_an_address_that_lags_behind() -> None:
    session: dict[str | int, Any] = {}
    visit(session, {})
    session[state.widget_key("text")] = "drone"
    state.touched(session)
    assert visit(session, {}).text == "drone"


def test_going_back_in_the_browser_brings_the_earlier_filters_back() -> None:
    session: dict[str | int, Any] = {}
    visit(session, {"q": ["drone"]})
    session[state.widget_key("text")] = "mine"
    state.touched(session)
    visit(session, {"q": ["drone"]})
    assert visit(session, {"q": ["drone"]}).text == "drone"


def test_a_rerun_at_the_written_address_changes_nothing() -> None:
    session: dict[str | int, Any] = {}
    visit(session, {"q": ["drone"], "country": ["UA"]})
    assert visit(session, {"q": ["drone"], "country": ["UA"]}).countries == {"UA"}


def test_filters_survive_a_visit_to_another_page() -> None:
    session: dict[str | int, Any] = {}
    visit(session, {"q": ["drone"]})
    for name in list(session):
        if str(name).startswith("filter-"):
            del session[name]
    assert visit(session, {}).text == "drone"


def test_filters_come_along_to_a_page_opened_from_another() -> None:
    session: dict[str | int, Any] = {}
    visit(session, {"q": ["drone"]})
    assert visit(session, {}, page="trends").text == "drone"


def test_a_link_to_another_page_shows_what_the_link_says() -> None:
    session: dict[str | int, Any] = {}
    visit(session, {"q": ["drone"]})
    assert visit(session, {"q": ["mine"]}, page="trends").text == "mine"


def test_what_is_ticked_in_a_tree_sets_its_two_filters() -> None:
    session: dict[str | int, Any] = {}
    visit(session, {})
    state.choose(session, ("countries", "admin1s"), [("countries", "UA"), ("admin1s", "FJ/Central")])
    filters = visit(session, {})
    assert filters.countries == {"UA"}
    assert filters.admin1s == {"FJ/Central"}
    assert state.chosen(session, ("countries", "admin1s")) == {("countries", "UA"), ("admin1s", "FJ/Central")}


def test_dropping_a_tree_clears_both_its_filters() -> None:
    session: dict[str | int, Any] = {}
    visit(session, {"country": ["UA"], "admin1": ["FJ/Central"]})
    state.drop(session, "countries")
    assert visit(session, {}) == state.DEFAULT


def test_the_opened_incident_is_in_the_address() -> None:
    session: dict[str | int, Any] = {}
    visit(session, {"incident": ["inc-7"]})
    assert session[state.SELECTED] == "inc-7"
    assert state.write_address(state.DEFAULT, "inc-7") == {"incident": ["inc-7"]}


def test_a_bad_part_of_an_address_is_named_and_the_rest_kept() -> None:
    filters, problems = state.read_address({"from": ["yesterday"], "q": ["drone"]}, taxonomy=TAXONOMY)
    assert filters.text == "drone"
    assert len(problems) == 1
    assert "yesterday" in problems[0]


def test_an_unknown_event_type_in_an_address_is_named() -> None:
    filters, problems = state.read_address({"type": ["Skirmishes"]}, taxonomy=TAXONOMY)
    assert filters == state.DEFAULT
    assert "Skirmishes" in problems[0]


def test_reversed_dates_keep_the_first_and_say_why() -> None:
    session: dict[str | int, Any] = {}
    visit(session, {})
    session[state.widget_key("since")] = date(2025, 2, 1)
    session[state.widget_key("until")] = date(2025, 1, 1)
    filters, problem = state.collect(session)
    assert (filters.since, filters.until) == (date(2025, 2, 1), None)
    assert problem is not None
    assert "2025-02-01" in problem


def test_clearing_leaves_the_default_and_the_opened_incident() -> None:
    session: dict[str | int, Any] = {}
    visit(session, {"q": ["drone"], "bbox": ["1,2,3,4"], "incident": ["inc-7"]})
    state.clear(session)
    assert visit(session, {}) == state.DEFAULT
    assert session[state.SELECTED] == "inc-7"


def test_dropping_one_filter_keeps_the_others() -> None:
    session: dict[str | int, Any] = {}
    visit(session, {"q": ["drone"], "country": ["UA"]})
    state.drop(session, "text")
    filters = visit(session, {})
    assert filters.text == ""
    assert filters.countries == {"UA"}


def test_a_pages_view_comes_from_its_address_and_goes_into_it() -> None:
    session: dict[str | int, Any] = {}
    views = {"by": ("week", "month"), "regions": ("country", "province")}
    state.begin_views(session, {"by": ["month"], "regions": ["planet"]}, views)
    assert state.write_views(session, views) == {"by": ["month"]}


def test_a_view_the_reader_changed_wins_over_the_address() -> None:
    session: dict[str | int, Any] = {state.view_key("by"): "week"}
    state.begin_views(session, {"by": ["month"]}, {"by": ("week", "month")})
    assert session[state.view_key("by")] == "week"
