"""The incident panel: everything a reader needs to judge a dot, and nothing of the text as markup."""

from dataclasses import replace

import pytest

from dashboard.panel import panel_html, title
from extract.taxonomy import load_taxonomy
from extract.types import Modality, Reasons
from geo.types import Incident
from tests.factories import SAKE, deployment, evidence, incident, undated, unplaced


def html(one: Incident) -> str:
    return panel_html(one, taxonomy=load_taxonomy())


def test_the_sentence_stands_highlighted_in_its_context() -> None:
    shown = html(incident())
    assert 'Residents fled at dawn. </span> <mark class="d-event">' in shown
    assert '<mark class="d-event d-place">Goma</mark>' in shown
    assert '<span class="d-context"> The army blamed the M23 rebels.</span>' in shown


def test_a_headline_above_is_not_the_context_of_a_sentence() -> None:
    shown = html(
        incident(evidence=(evidence(before="BREAKING NEWS\n\nResidents fled. ", after=" More.\n \nRead also: x"),))
    )
    assert "BREAKING NEWS" not in shown
    assert "Read also" not in shown
    assert "Residents fled." in shown


def test_each_source_shows_its_own_sentence_and_figures() -> None:
    second = evidence(
        document_id="b", title="Second paper", sentence="Seven died.", place_text=None, source="Lake Post"
    )
    shown = html(incident(evidence=(evidence(), second)))
    assert shown.count("<blockquote>") == 2
    assert "Second paper" in shown
    assert "Lake Post" in shown


def test_who_when_where_and_how_many_are_said() -> None:
    shown = html(incident())
    for said in (
        "11 Mar 2025 (known to the day)",
        "M23 (side A)",
        "at least 12",
        "A named spot, within 10 km",
        "high, 82%",
    ):
        assert said in shown


def test_other_places_that_were_considered_are_listed() -> None:
    assert "Sake, Nord Kivu" in html(incident(others=(SAKE,)))


def test_disagreements_are_said() -> None:
    assert "6 or 9 killed" in html(incident(disagreements=("6 or 9 killed",)))


def test_who_claims_it_is_said() -> None:
    assert "<dt>Claimed by</dt><dd>a UN panel</dd>" in html(deployment())


def test_a_deployment_is_titled_by_both_ends() -> None:
    assert title(deployment()) == "Troop deployment: Rwanda → Nord Kivu"


def test_a_plan_is_marked_as_one() -> None:
    assert '<span class="d-claim">Planned</span>' in html(incident(modality=Modality.PLANNED))


def test_a_fact_carries_no_such_mark() -> None:
    assert "d-claim" not in html(incident())


def test_an_incident_without_place_or_date_says_so() -> None:
    assert "The text gives no way to date it" in html(undated())
    assert "No coordinates: no gazetteer entry named &#x27;Kibaati&#x27;" in html(unplaced())


def test_reasons_are_shown_where_given() -> None:
    told = replace(evidence(), reasons=Reasons(trigger="the verb 'killed'"))
    assert "the verb &#x27;killed&#x27;" in html(incident(evidence=(told,)))


@pytest.mark.parametrize("field", ["sentence", "before", "after", "title", "source", "attribution"])
def test_markup_in_a_source_is_shown_as_text(field: str) -> None:
    shown = html(incident(evidence=(evidence(**{field: "<img src=x onerror=alert(1)>"}),)))
    assert "<img" not in shown
    assert "&lt;img src=x" in shown


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://[broken"])
def test_only_web_addresses_become_links(url: str) -> None:
    assert "<a " not in html(incident(evidence=(evidence(url=url),)))


def test_a_web_address_becomes_a_link_that_tells_nobody_where_from() -> None:
    shown = html(incident())
    assert '<a href="https://example.org/river-herald/0312" target="_blank" rel="noopener noreferrer">' in shown
