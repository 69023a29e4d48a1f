"""Stores for tests: of each kind, a new one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from geo.store import Store, open_store
from tests.conftest import missing
from tests.geo import throwaway_postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    programs = throwaway_postgres.programs()
    if programs is None:
        missing("PostgreSQL (initdb and pg_ctl, as in Debian's package postgresql)")
    with throwaway_postgres.cluster(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where no store is yet, of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "store.sqlite")
    postgres: str = request.getfixturevalue("postgres_url")
    with throwaway_postgres.connected(postgres) as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    return postgres


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store of each kind."""
    with open_store(store_url) as opened:
        yield opened
