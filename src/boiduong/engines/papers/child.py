"""The process that reads papers. Started by `reader`, one file after another."""

import json
import sys
from dataclasses import asdict

from boiduong.engines.apart.child import answer_questions
from boiduong.engines.papers.extract import extract
from boiduong.engines.papers.shapes import Limits, Paper, Reason


def main() -> None:
    limits = Limits(**json.loads(sys.argv[2]))
    answer_questions(lambda data: json.dumps(_answer(data, limits)).encode())


def _answer(data: bytes, limits: Limits) -> dict[str, object]:
    try:
        result = extract(data, limits)
    except MemoryError:
        return {"refused": Reason.TOO_SLOW}
    return asdict(result) if isinstance(result, Paper) else {"refused": result.reason}


if __name__ == "__main__":
    main()
