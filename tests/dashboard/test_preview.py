"""The preview marks exactly what was found."""

from dataclasses import replace

from dashboard import preview
from extract.types import MentionKind, Modality
from geo.types import Unresolved
from tests.factories import GOMA, extraction, mention


def test_the_event_sentence_and_its_place_are_marked() -> None:
    shown = preview.text_html(extraction())
    assert '<mark class="d-event d-place" title="Goma, Nord Kivu, ' in shown


def test_a_plan_is_marked_as_doubt() -> None:
    planned = extraction(events=[{"modality": Modality.PLANNED}])
    assert {mark.style for mark in preview.marks(planned)} == {"doubt", "place"}


def test_a_place_without_coordinates_says_why() -> None:
    lost = extraction(places=[("Goma", Unresolved("two towns of that name"))])
    notes = {mark.style: mark.note for mark in preview.marks(lost)}
    assert notes["lost"] == "No coordinates: two towns of that name"


def test_a_government_is_not_marked_as_a_place() -> None:
    found = extraction()
    capital = replace(
        found.mentions[0], mention=mention(found.document.text, "Goma", kind=MentionKind.ASSOCIATIVE), resolution=GOMA
    )
    assert {mark.style for mark in preview.marks(replace(found, mentions=(capital,)))} == {"event", "name"}


def test_markup_in_the_article_is_shown_as_text() -> None:
    hostile = extraction(["<script>alert(1)</script> hit Goma."])
    assert "<script" not in preview.text_html(hostile)


def test_a_very_long_text_is_cut_and_says_so() -> None:
    long = extraction()
    long = replace(long, document=replace(long.document, text=long.document.text + " x" * preview.MOST_CHARACTERS))
    shown = preview.text_html(long)
    assert len(shown) < preview.MOST_CHARACTERS + 2_000
    assert "The first 60,000 of" in shown
