"""The ground a command stands on: a data folder, its PostgreSQL, which of its databases, migrated by their owner."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import psycopg
from fasteners import InterProcessLock

from boiduong.project import embedded
from boiduong.rehearsal.scenario import Scenario

FREE_BYTES_NEEDED = 1_500_000_000  # a rehearsal of 3,000 people writes about a third of it
# Sessions of the same database, those of roles that this one is a member of.
OTHERS_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND pg_has_role(usesysid, 'MEMBER')
"""
type Keep = Callable[[], object]  # keeps the server alive; cheap enough to call every second


class Unready(Exception):
    """A command cannot begin, or cannot go on; the text tells a person why and what to do."""


def default_folder() -> Path:
    return Path(os.environ.get("BOIDUONG_DATA", "boiduong-data"))


@contextlib.contextmanager
def rehearsal(data: Path) -> Iterator[Keep]:
    """The rehearsal's database of this folder, for one process at a time. Made-up people never stand beside real ones."""
    if "DATABASE_URL" in os.environ:
        _refuse_a_real_database()
        with _settled(data):
            yield bool
        return
    with embedded.server(data) as server:
        _refuse_a_full_disk(data)
        turn = InterProcessLock(data / "rehearsal.lock")
        if not turn.acquire(blocking=False):
            raise Unready(f"Another rehearsal is being played in {data}. Wait for its end, or choose another folder with --data.")
        try:
            server.make_database(embedded.REHEARSAL)
            _point_to(server, embedded.REHEARSAL)
            with _settled(data):
                yield server.ensure
        finally:
            turn.release()


@contextlib.contextmanager
def whatever_is_there(data: Path, *, real: bool) -> Iterator[Keep]:
    """The office's own database if there is one (or is to be: `real`), else the rehearsal's if one was played, else a new one of the office's own."""
    if "DATABASE_URL" in os.environ:
        with _settled(data):
            yield bool
        return
    with embedded.server(data) as server:
        only_rehearsal = server.has_database(embedded.REHEARSAL) and not server.has_database(embedded.REAL)
        name = embedded.REHEARSAL if only_rehearsal and not real else embedded.REAL
        if name == embedded.REHEARSAL:
            print("boiduong: this folder holds a rehearsal; `serve --real` begins the office's own work beside it", file=sys.stderr)
        server.make_database(name)
        _point_to(server, name)
        with _settled(data):
            yield server.ensure


def migrate() -> None:
    """Bring the tables up to date, as their owner."""
    env = {**os.environ, "DATABASE_URL": os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])}
    done = subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unready(f"The database could not be brought up to date: {done.stderr.strip().splitlines()[-1]}")


def play(data: Path, scenario: Scenario, *, fresh: bool) -> str:
    """Play the campaign unless just this one was played to its end here. Returns the summary as JSON.

    A play that was broken off, or another one, is taken away first: a rehearsal is worth nothing in halves.
    """
    began = time.monotonic()
    print("boiduong: setting up the database", file=sys.stderr)
    migrate()
    if fresh or not _asked(scenario, "--check"):
        _begin_anew(data, scenario)
    setup = round(time.monotonic() - began, 2)
    print(f"boiduong: set up in {setup:.0f} s; the campaign is being played", file=sys.stderr)
    summary = json.loads(_rehearse(data, scenario))
    print(f"boiduong: played in {summary['seconds']['total']:.0f} s", file=sys.stderr)
    summary["seconds"] = {"setup": setup, **summary["seconds"]}
    return json.dumps(summary, ensure_ascii=False)


def tell_how_to_enter(port: int) -> None:
    """A link for each role, that signs in once."""
    done = subprocess.run([sys.executable, "-m", "django", "login_links", "--port", str(port)], capture_output=True, text=True, check=False)  # noqa: S603
    print(done.stdout or done.stderr, file=sys.stderr)


def tell_first_entry(address: str) -> None:
    """Where nobody has signed in yet: a link for the office's first organiser, that signs in once. A rehearsal has its own links."""
    if database_name() == embedded.REHEARSAL:
        return
    command = [sys.executable, "-m", "django", "invite_keeper", "nguoi-to-chuc", "--if-nobody-entered", "--address", address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Unready(f"No first login could be made: {done.stderr.strip().splitlines()[-1]}")
    if link := done.stdout.strip():
        print(f"boiduong: nobody has signed in here yet. The first organiser enters by {link} (once, within a week)", file=sys.stderr)


def _begin_anew(data: Path, scenario: Scenario) -> None:
    """An empty database and folder, unless they are empty already."""
    if not _asked(scenario, "--is-empty"):
        print("boiduong: what was played here before is taken away; the campaign begins anew", file=sys.stderr)
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
            connection.execute(OTHERS_OUT)  # what a killed play left running would go on writing into the new one
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        migrate()
    shutil.rmtree(data / "rehearsal", ignore_errors=True)


def _asked(scenario: Scenario, question: str) -> bool:
    command = [sys.executable, "-m", "django", "rehearse", question, *_wish(scenario)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


def _rehearse(data: Path, scenario: Scenario) -> str:
    """In a process of its own, so that a broken play leaves nothing behind in this one."""
    folder = data.absolute() / "rehearsal"
    command = [sys.executable, "-m", "django", "rehearse", *_wish(scenario), "--folder", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Unready("The rehearsal did not reach its end (its last words stand above). Run the same command again: it begins anew by itself.")
    return done.stdout.strip().splitlines()[-1]


def _wish(scenario: Scenario) -> list[str]:
    return [part for name, value in asdict(scenario).items() for part in (f"--{name}", str(value))]


@contextlib.contextmanager
def _settled(data: Path) -> Iterator[None]:
    """What Django's settings read from the environment, for this process and its children."""
    os.environ["BOIDUONG_DATA"] = str(data.absolute())
    os.environ.setdefault("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])
    if not os.environ.get("BOIDUONG_HOST"):
        os.environ.setdefault("BOIDUONG_SECRET_KEY", _kept_secret(data / "secret.key"))
    yield


def _point_to(server: embedded.Server, name: str) -> None:
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = server.url(name), server.owner_url(name)


def database_name() -> str:
    return str(psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_URL"]).get("dbname", ""))


def _refuse_a_real_database() -> None:
    name = database_name()
    if not name.endswith("_rehearsal"):
        raise Unready(
            f"A rehearsal never enters a database of real people. Make one whose name ends in _rehearsal, and name it in DATABASE_URL (now: {name})."
        )


def _refuse_a_full_disk(data: Path) -> None:
    free = shutil.disk_usage(data).free
    if free < FREE_BYTES_NEEDED:
        raise Unready(
            f"Only {free / 1e9:.1f} GB are free on the disk of {data}, and a rehearsal wants {FREE_BYTES_NEEDED / 1e9:.1f} GB. "
            "Free some space, or choose another folder with --data."
        )


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()
