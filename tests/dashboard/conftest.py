"""A running dashboard for browser tests, and incidents far enough apart for each to have its own dot."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from extract.types import Actor, Count, Counts, Modality
from geo.gazetteer import open_gazetteer
from geo.map import load_ground
from geo.store import open_store
from geo.types import Extraction, GeoPrecision, Place, Unresolved
from paths import ROOT
from tests.factories import SUVA, day, exactly, month, report

HOSTILE = "<img src=x onerror=alert(1)>"
START_SECONDS = 60

RIGA = Place("geonames:456172", "Riga", 56.946, 24.10589, "LV", "Riga", "PPLC", GeoPrecision.TOWN, 10.0, 0.9)
NOME = Place("geonames:5870133", "Nome", 64.50111, -165.40639, "US", "Alaska", "PPL", GeoPrecision.TOWN, 10.0, 0.9)
SINDH = Place("iso:PK-SD", "Sindh", 26.0, 68.5, "PK", "Sindh", "ADM1", GeoPrecision.REGION, 300.0, 0.9)
LIMA = Place("geonames:3936456", "Lima", -12.04318, -77.02824, "PE", "Lima", "PPLC", GeoPrecision.TOWN, 10.0, 0.9)


def reports() -> list[Extraction]:
    """Nine incidents: seven with a place, seven with a date, one planned, one deployment, one hostile text."""
    protest: dict[str, Any] = {"event_type": "Protests", "sub_event_type": "Peaceful protest", "counts": Counts()}
    clash: dict[str, Any] = {"event_type": "Battles", "sub_event_type": "Armed clash"}
    return [
        report("Shells killed six people in Goma on Tuesday.", document_id="goma"),
        report("Dockers marched through Suva.", document_id="suva", place=SUVA, date=day("2025-04-02"), **protest),
        report("Students filled a square in Riga.", document_id="riga", place=RIGA, date=day("2025-06-20"), **protest),
        report(
            f"Gunmen fought police in Nome. {HOSTILE}",
            document_id="nome",
            source=HOSTILE,
            place=NOME,
            date=day("2024-11-05"),
            actors=(Actor(HOSTILE),),
            **clash,
        ),
        report("Rebels met soldiers near Lima one night.", document_id="lima", place=LIMA, date=None, **clash),
        report("A union will march in Lima.", document_id="plan", place=LIMA, modality=Modality.PLANNED, **protest),
        report(
            "Fighting broke out at Kibaati.",
            document_id="kibaati",
            place=Unresolved("no gazetteer entry of that name"),
            place_name="Kibaati",
            date=day("2025-03-30"),
            **clash,
        ),
        report("A crowd gathered, a witness said.", document_id="nowhere", place=None, date=None, **protest),
        report(
            "Some 4,000 soldiers went to Sindh.",
            document_id="sindh",
            place=SINDH,
            event_type="Deployments",
            sub_event_type="Troop deployment",
            counts=Counts(troops=Count(3500, 4000, 4000), fatalities=exactly(0)),
            date=month(2025, 1),
        ),
    ]


@dataclass(frozen=True)
class Dashboard:
    """A running dashboard: its address and the store it shows."""

    url: str
    store: Path


Serve = Callable[[Path], Dashboard]


@pytest.fixture(scope="session")
def built() -> None:
    """Gazetteer and ground, which a machine builds once: minutes that belong to no test."""
    with open_gazetteer() as gazetteer:
        load_ground(gazetteer=gazetteer)


@pytest.fixture(scope="session")
def serve(built: None) -> Iterator[Serve]:
    """Start dashboards, each on a free port with a store of its own; all end with the tests."""
    running: list[subprocess.Popen[bytes]] = []

    def start(store: Path) -> Dashboard:
        log = store.with_suffix(".log")
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
        options = ["--server.headless=true", "--server.port=0", "--server.address=127.0.0.1"]
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*command, *options], cwd=ROOT, env=os.environ | {"DEMARC_STORE": str(store)}, stdout=out, stderr=out
            )
        running.append(process)
        return Dashboard(_address(log, process), store)

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=20)


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    """The address a starting server prints, once it answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        printed = [word for word in log.read_text(errors="replace").split() if word.startswith("http://127.0.0.1")]
        if printed and _answers(printed[0]):
            return printed[0]
        time.sleep(0.1)
    raise RuntimeError(f"the dashboard did not start: {log.read_text(errors='replace')[-2000:]}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError):
        return False


@pytest.fixture(scope="session")
def dashboard(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Dashboard:
    """A dashboard of `reports()`; tests must not change its store."""
    path = tmp_path_factory.mktemp("dashboard") / "store.sqlite"
    with open_store(str(path)) as store:
        for extraction in reports():
            store.add(extraction)
    return serve(path)
