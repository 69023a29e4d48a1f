"""Floors on the development corpora, where they lie beside the checkout: what the first real articles must give."""

import json
import runpy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from extract.read import read
from extract.types import Document
from geo.records import to_record
from paths import ROOT
from pipeline import extract, load_tools

SHARED = ROOT.parent / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="the development corpora are not beside the checkout"),
]
Record = Mapping[str, Any]


@pytest.fixture(scope="module")
def seeds() -> dict[str, Record]:
    """Records of the five first articles, by id."""
    documents = read([str(SHARED / "seeds" / "*.txt")])
    found = extract((d for d in documents if isinstance(d, Document)), tools=load_tools())
    return {record["id"]: record for record in map(to_record, found)}


def asserted(record: Record, sub_event_type: str) -> Iterator[Record]:
    return (e for e in record["events"] if e["sub_event_type"] == sub_event_type and e["modality"] == "asserted")


def seed(seeds: dict[str, Record], number: str) -> Record:
    return next(record for name, record in seeds.items() if name.startswith(number))


def test_events_of_the_first_articles_reach_their_floor(seeds: dict[str, Record]) -> None:
    scorer = runpy.run_path(str(SHARED / "eval" / "score.py"))
    lines = Path(SHARED / "gold" / "seeds.jsonl").read_text(encoding="utf-8").strip().split("\n")
    gold = {record["id"]: record for record in map(json.loads, lines)}
    result = scorer["score_events"](gold, seeds)
    assert result["type_place"]["f1"] >= 0.80
    assert result["false_facts"] <= 1


def test_eleven_thousand_troops_go_from_north_korea_to_kursk_oblast(seeds: dict[str, Record]) -> None:
    moves = list(asserted(seed(seeds, "001"), "Troop deployment"))
    assert [(m["origin"]["country"], m["place"]["feature"], m["place"]["name"]) for m in moves] == [
        ("KP", "ADM1", "Kursk Oblast")
    ]
    assert moves[0]["counts"]["troops"]["best"] == 11_000


@pytest.mark.parametrize("sub_event_type", ["Border incursion", "Warning shots"])
def test_the_crossing_and_the_shots_lie_on_the_demarcation_line(seeds: dict[str, Record], sub_event_type: str) -> None:
    places = [event["place"]["name"] for event in asserted(seed(seeds, "000"), sub_event_type)]
    assert places == ["Military Demarcation Line"]


def test_twenty_soldiers_cross(seeds: dict[str, Record]) -> None:
    crossing = next(asserted(seed(seeds, "000"), "Border incursion"))
    assert crossing["counts"]["troops"]["best"] == 20
