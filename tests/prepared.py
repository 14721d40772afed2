"""A PostgreSQL whose tables are made once for each set of migrations and shared by every run: making them takes longer than most tests.

It stands in the system's temporary folder, under a name that tells the migrations and the installed packages, so that no run ever meets tables of
another state. Every run and every worker copies the database `ground` and works in its own copy.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import psycopg
from fasteners import InterProcessLock

from boiduong.project import embedded

GROUND = "ground"
SOURCES = Path(__file__).parents[1] / "src/boiduong"


@contextlib.contextmanager
def server() -> Iterator[embedded.Server]:
    """The server of this state of the tables, with a database named `ground` that has them."""
    with embedded.server(_folder(), options=embedded.FAST) as found:
        with InterProcessLock(found.data / "ground.lock"):
            if not found.has_database(GROUND):
                _make_ground(found)
            _drop_what_killed_runs_left(found)
        yield found


def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"bd-tests-{os.getuid()}-{_state()}"
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        return Path(tempfile.mkdtemp(prefix="bd-tests-"))  # somebody else's: made by whom, and of what?
    return folder


def _state() -> str:
    """Twelve hexadecimal digits that change with any migration and any package."""
    told = hashlib.sha256()
    for path in sorted(SOURCES.glob("*/migrations/*.py")):
        told.update(f"{path.relative_to(SOURCES)}\n".encode() + path.read_bytes())
    for name in sorted(f"{found.name}=={found.version}" for found in distributions()):
        told.update(f"{name}\n".encode())
    return told.hexdigest()[:12]


def _make_ground(found: embedded.Server) -> None:
    """Under another name until it is whole: a killed run leaves nothing that looks usable."""
    unfinished = f"{GROUND}_unfinished"
    found.drop_database(unfinished)
    found.make_database(unfinished)
    env = {**os.environ, "DATABASE_URL": found.owner_url(unfinished), "DJANGO_SETTINGS_MODULE": "boiduong.project.settings"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=env, check=True)
    with psycopg.connect(found.owner_url("postgres"), autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{GROUND}"')


def _drop_what_killed_runs_left(found: embedded.Server) -> None:
    """Copies are named test_RUN, RUN being the number of the process that made them."""
    with psycopg.connect(found.owner_url("postgres"), autocommit=True) as connection:
        names = [name for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_run%'").fetchall()]
    for name in names:
        number = name.removeprefix("test_run").partition("_")[0]
        if not _is_running(int(number)):
            found.drop_database(name)


def _is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
