"""A PostgreSQL cluster of its own for a test run: in a temporary folder, on loopback, gone afterwards."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

PASSWORD = secrets.token_urlsafe(12)


def programs() -> Path | None:
    """Folder of initdb and pg_ctl; Debian keeps them off the PATH. None if there are none."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a cluster with `folder`'s programs; yields its URL, password and all; stops it at the end."""
    with TemporaryDirectory(prefix="demarc-postgres-") as home:
        user = _owner(Path(home))
        data, port = Path(home) / "data", _free_port()
        secret = Path(home) / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        run = [str(folder / "initdb"), "-D", str(data), "-U", "analyst", "--auth=scram-sha-256", f"--pwfile={secret}"]
        subprocess.run([*run, "--no-sync", "-E", "UTF8"], check=True, capture_output=True, user=user, cwd=home)
        options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
        control = [str(folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(Path(home) / "log")]
        subprocess.run([*control, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, user=user, cwd=home)
        try:
            yield f"postgresql://analyst:{PASSWORD}@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, user=user, cwd=home)


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """A database of either kind without the store around it: `url` as `open_store` takes it."""
    file = not url.startswith("postgresql")
    engine = sa.create_engine(f"sqlite:///{url}" if file else url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _owner(home: Path) -> str | None:
    """PostgreSQL refuses to run as root: another user then, who gets the folder."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in known else "nobody"
    shutil.chown(home, user)
    return user


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
