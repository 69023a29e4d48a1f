"""Charts and their files: what a PNG, an SVG and a CSV of a chart hold."""

import io
from datetime import date
from xml.etree import ElementTree

import pandas as pd
import pytest
from PIL import Image

from dashboard import words
from dashboard.charts import FILE_WIDTH, PNG_SCALE, Figure, as_csv, as_png, as_svg
from dashboard.deployment_figures import flow_figure, strength_figure
from dashboard.trend_figures import calendar_figure, region_figure, type_figure
from dashboard.trends_page import REGIONS, change_table, region_parts
from extract.taxonomy import load_taxonomy
from geo.deployments import Ends, Period, flows, strengths
from geo.filters import Filters
from geo.trends import Change, Unit, Window, count_series
from geo.types import Incident
from tests.factories import CONGO, SUVA, day, deployment, incident, month, undated, unplaced

FILTERS = Filters(since=date(2025, 1, 1), text="shell & co")
WINDOW = Window(date(2025, 1, 1), date(2025, 3, 20), date(2025, 1, 1), date(2025, 3, 20))


def listed() -> list[Incident]:
    return [
        incident(),
        incident(date=day("2025-02-03"), place=SUVA, event_type="Protests"),
        incident(date=month(2025, 1), place=CONGO),
        undated(),
        unplaced(),
        deployment(),
    ]


def figures() -> list[Figure]:
    """One of each chart."""
    by_type = count_series(listed(), key=lambda one: one.event_type, window=WINDOW, unit=Unit.WEEK)
    by_region = count_series(listed(), key=REGIONS["province"], window=WINDOW, unit=Unit.MONTH)
    return [
        type_figure(by_type, load_taxonomy()),
        region_figure(by_region, region_parts(listed(), REGIONS["province"], list(by_region.counts))),
        calendar_figure(listed(), WINDOW),
        flow_figure(flows(listed(), period=Period.WHOLE, ends=Ends.COUNTRY)),
        strength_figure(strengths(listed())),
    ]


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.name)
def test_a_picture_is_wide_enough_to_print_and_has_its_title_written_on_white(figure: Figure) -> None:
    picture = Image.open(io.BytesIO(as_png(figure, FILTERS))).convert("L")
    assert picture.width >= FILE_WIDTH * PNG_SCALE
    assert picture.getpixel((2, 2)) == 255
    title = picture.crop((30, 30, 300, 70))
    assert sum(title.histogram()[:90]) > 300, "the letters of a title are hundreds of dark pixels"


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.name)
def test_vectors_say_what_they_show_and_leave_out(figure: Figure) -> None:
    root = ElementTree.fromstring(as_svg(figure, FILTERS))
    said = " ".join(" ".join(text for node in root.iter() if (text := (node.text or "").strip())).split())
    assert figure.title in said
    assert 'from 2025-01-01; text "shell & co"' in said
    for note in figure.notes:
        assert note.split(".")[0][:60] in said


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.name)
def test_numbers_say_how_they_were_filtered(figure: Figure) -> None:
    table = pd.read_csv(io.BytesIO(as_csv(figure, FILTERS)))
    assert len(table) == len(figure.table) > 0
    assert table[words.columns.ABOUT].str.contains("from 2025-01-01").all()


def test_numbers_hold_nothing_a_spreadsheet_runs() -> None:
    figure = Figure("x", "X", type_figure, pd.DataFrame({"Actor": ["=1+1", "M23"], "n": [1, 2]}), [])  # type: ignore[arg-type]
    assert as_csv(figure, Filters()).decode("utf-8-sig").splitlines()[1].startswith("'=1+1,1,")


def test_the_bars_of_a_chart_add_up_to_what_its_note_says() -> None:
    series = count_series(listed(), key=lambda one: one.event_type, window=WINDOW, unit=Unit.WEEK)
    figure = type_figure(series, load_taxonomy())
    assert figure.table[words.columns.INCIDENTS].sum() == series.counted == 3
    assert "3 incidents counted" in figure.notes[0]
    assert "1 without a date, 2 known less exactly" in figure.notes[0]


def test_regions_name_what_has_no_place_or_province() -> None:
    names = [REGIONS["province"](one) for one in (incident(), incident(place=CONGO), unplaced())]
    assert names == [
        "Nord Kivu, Democratic Republic of the Congo",
        "Democratic Republic of the Congo, province not told",
        words.trends.NO_REGION,
    ]


def test_a_change_without_a_base_shows_a_dash() -> None:
    frame = change_table([Change("A", 3, 1.5), Change("B", 2, None), Change("C", 2, 0)], "Event type")
    assert list(frame[words.columns.CHANGE]) == ["+1.50", words.trends.NOT_KNOWN, "+2.00"]
    assert list(frame[words.columns.PERCENT]) == ["+100%", words.trends.NOT_KNOWN, words.trends.NOT_KNOWN]
