"""The console sessions of the pages, played again: `python docs/sessions.py` writes what the commands print today."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("*.md")])
SESSION = re.compile(r"(?<=^```console\n).*?(?=^```)", re.M | re.S)


def main() -> None:
    """Rewrite the pages whose sessions print something else by now, and name them."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        if (anew := replayed(text)) != text:
            page.write_text(anew, encoding="utf-8")
            sys.stdout.write(f"{page.relative_to(ROOT)}\n")


def replayed(page: str) -> str:
    """The page with what its sessions print; they follow one another in one fresh folder."""
    with TemporaryDirectory() as folder:
        for name in ("cli.py", "data"):
            (Path(folder) / name).symlink_to(ROOT / name)
        return SESSION.sub(lambda session: "".join(_played(folder, session.group())), page)


def _played(folder: str, session: str) -> list[str]:
    commands = [line[2:] for line in session.splitlines() if line.startswith("$ ")]
    return [f"$ {command}\n{_printed(folder, command)}" for command in commands]


def _printed(folder: str, command: str) -> str:
    """What a command prints in the folder, both streams, with a store of the folder's own."""
    program, *arguments = shlex.split(command)
    if program != "python":
        raise ValueError(f"the sessions call python only, not {program!r}: {command}")
    done = subprocess.run(  # noqa: S603 - the commands are those of our own pages
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONWARNINGS": "ignore", "DEMARC_STORE": str(Path(folder) / "store.sqlite")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


if __name__ == "__main__":
    main()
