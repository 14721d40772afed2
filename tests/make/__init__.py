"""Real rows for tests: every argument has a sound default, so that a test names only what it is about. One module an app."""

from datetime import UTC, datetime

NOON = datetime(2019, 7, 1, 5, tzinfo=UTC)  # 12:00 in Hanoi, before the reference campaign begins
