"""CSV in ACLED's column names, read back as a spreadsheet does."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.taxonomy import load_taxonomy
from extract.types import Actor, ActorRole, Count, Counts
from geo.export import Format, archived, exported
from geo.exporting.acled_csv import DISORDER_TYPES, safe_cell
from geo.exporting.columns import ACLED, BEYOND_ACLED
from geo.filters import Filters
from tests.factories import (
    evidence,
    incident,
)
from tests.geo.exporting import CORRECTED, LISTED, MADE, SHAPES, rows, write

pytestmark = pytest.mark.filterwarnings("error")


class TestCsv:
    def test_columns_are_acleds_then_ours(self, tmp_path: Path) -> None:
        with write(tmp_path, Format.CSV).open(encoding="utf-8-sig", newline="") as file:
            assert next(csv.reader(file)) == [*ACLED, *BEYOND_ACLED]

    def test_a_row_reads_as_acled_has_it(self, tmp_path: Path) -> None:
        row = rows(write(tmp_path, Format.CSV))[0]
        expected = {
            "event_id_cnty": "inc-0001",
            "event_date": "2025-03-11",
            "year": "2025",
            "time_precision": "1",
            "disorder_type": "Political violence",
            "event_type": "Explosions/Remote violence",
            "actor1": "M23",
            "actor2": "Congolese army",
            "iso": "180",
            "country": "Democratic Republic of the Congo",
            "admin1": "Nord Kivu",
            "location": "Goma",
            "latitude": "-1.67409",
            "longitude": "29.22845",
            "geo_precision": "1",
            "source": "River Herald",
            "fatalities": "6",
        }
        assert {name: row[name] for name in expected} == expected

    @pytest.mark.parametrize(
        ("event_type", "sub_event_type", "disorder"),
        [
            ("Battles", "Armed clash", "Political violence"),
            ("Riots", "Mob violence", "Political violence"),
            ("Riots", "Violent demonstration", "Demonstrations"),
            ("Protests", "Excessive force against protesters", "Political violence; Demonstrations"),
            ("Strategic developments", "Arrests", "Strategic developments"),
            ("Deployments", "Troop deployment", "Strategic developments"),
            ("Weapons tests", "Missile test", "Strategic developments"),
            ("Diplomacy", "Sanctions", ""),
            ("Losses", "Casualty toll", ""),
        ],
    )
    def test_the_disorder_type_is_acleds(
        self, tmp_path: Path, event_type: str, sub_event_type: str, disorder: str
    ) -> None:
        one = incident(event_type=event_type, sub_event_type=sub_event_type)
        assert rows(write(tmp_path, Format.CSV, [one]))[0]["disorder_type"] == disorder

    def test_every_event_type_has_a_disorder_type_or_is_none_of_acleds(self) -> None:
        without = {kind.name for kind in load_taxonomy().event_types} - set(DISORDER_TYPES)
        assert without == {"Diplomacy", "Symbolic", "Losses"}

    def test_every_incident_is_a_row_placed_or_not(self, tmp_path: Path) -> None:
        read = rows(write(tmp_path, Format.CSV))
        assert [row["event_id_cnty"] for row in read] == [one.id for one in LISTED]
        assert (read[4]["location"], read[4]["latitude"]) == ("Kibaati", "")

    def test_a_vague_toll_gives_its_low_figure(self, tmp_path: Path) -> None:
        vague = incident(counts=Counts(fatalities=Count(12, None, None)))
        row = rows(write(tmp_path, Format.CSV, [vague]))[0]
        assert (row["fatalities"], row["fatalities_low"], row["fatalities_high"]) == ("12", "12", "")

    def test_targets_are_the_second_actor(self, tmp_path: Path) -> None:
        actors = (Actor("civilians", ActorRole.TARGET), Actor("M23", ActorRole.SIDE_A), Actor("CMC", ActorRole.SIDE_A))
        row = rows(write(tmp_path, Format.CSV, [incident(actors=actors)]))[0]
        assert (row["actor1"], row["assoc_actor_1"], row["actor2"]) == ("M23", "CMC", "civilians")

    def test_formulas_in_news_text_are_defused(self, tmp_path: Path) -> None:
        hostile = incident(
            id="+1",
            actors=(Actor("@SUM(A1)"),),
            evidence=(evidence(sentence='=HYPERLINK("http://x")', source="-cmd"),),
        )
        row = rows(write(tmp_path, Format.CSV, [hostile]))[0]
        assert row["event_id_cnty"] == "'+1"
        assert row["actor1"] == "'@SUM(A1)"
        assert row["notes"] == '\'=HYPERLINK("http://x")'
        assert row["source"] == "'-cmd"

    def test_negative_degrees_stay_numbers(self, tmp_path: Path) -> None:
        assert "-1.67409,29.22845" in write(tmp_path, Format.CSV).read_text("utf-8-sig")

    def test_metadata_lies_beside_it_as_csv_on_the_web(self, tmp_path: Path) -> None:
        path = write(tmp_path, Format.CSV, filters=Filters(min_confidence=0.8))
        about = json.loads((tmp_path / "incidents.csv-metadata.json").read_text("utf-8"))
        assert about["@context"] == "http://www.w3.org/ns/csvw"
        assert about["url"] == path.name
        assert "confidence at least 0.8" in about["dc:description"]
        assert (
            rows(path)[0]["about"] == "confidence at least 0.8; made by Demarc from news text on 2025-04-01; "
            "places: GeoNames (CC BY 4.0), MIMU"
        )

    def test_its_archive_holds_it_and_its_metadata_each_naming_the_other(self) -> None:
        told: dict[str, Any] = {"gazetteer": SHAPES, "made": MADE, "filters": Filters(min_confidence=0.8)}
        packed = archived(LISTED, format="csv", stem="desk", **told)
        with ZipFile(io.BytesIO(packed)) as archive:
            assert archive.namelist() == ["desk.csv", "desk.csv-metadata.json"]
            about = json.loads(archive.read("desk.csv-metadata.json"))
            assert about["url"] == "desk.csv"
            assert archive.read("desk.csv") == exported(LISTED, format="csv", **told)
        assert archived(LISTED, format="csv", stem="desk", **told) == packed

    def test_the_metadata_tells_each_column_in_order_with_its_type(self, tmp_path: Path) -> None:
        write(tmp_path, Format.CSV)
        about = json.loads((tmp_path / "incidents.csv-metadata.json").read_text("utf-8"))
        told = {column["name"]: column for column in about["tableSchema"]["columns"]}
        assert [*told] == [*ACLED, *BEYOND_ACLED]
        assert told["event_date"]["datatype"] == "date"
        assert told["fatalities"]["datatype"] == "integer"
        assert told["corrections"]["dc:description"].startswith("what analysts decided")

    def test_every_value_is_of_the_type_its_column_has(self, tmp_path: Path) -> None:
        read: dict[str, Callable[[str], object]] = {
            "date": date.fromisoformat, "integer": int, "number": float, "string": str
        }  # fmt: skip
        for row in rows(write(tmp_path, Format.CSV, [*LISTED, CORRECTED])):
            for name, column in {**ACLED, **BEYOND_ACLED}.items():
                assert row[name] == "" or read[column.kind](row[name]) is not None

    @given(st.text() | st.integers() | st.floats() | st.none())
    def test_no_text_cell_starts_a_formula(self, value: str | int | float | None) -> None:
        safe = safe_cell(value)
        if isinstance(value, str):
            assert str(safe).removeprefix("'") == value.removeprefix("'") or safe == value
            assert not str(safe).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        else:
            assert safe is value
