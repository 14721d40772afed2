import json
from pathlib import Path
from typing import Any

import pytest

from boiduong.doors.verdicts import Facts, decide
from boiduong.engines.tokens import Reason

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "vectors/checkin.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_phone_and_server_say_what_the_vectors_say(case: dict[str, Any]) -> None:
    decision = decide(Facts(**case["facts"]))

    assert {"state": decision.state, "reason": decision.reason, "status": decision.status} == case["expect"]


def test_the_vectors_show_every_reason_of_a_card() -> None:
    assert {str(reason) for reason in Reason} <= {case["expect"]["reason"] for case in CASES}
