"""The browser's side has tests of its own; `./bd test` runs them too."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_tests_of_the_browser_code_pass() -> None:
    done = subprocess.run(["npm", "test", "--silent"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "fail 0" in done.stdout
