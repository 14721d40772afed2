"""The process that reads a sent plan. Started by `plan_sheets`."""

import json

from boiduong.engines.allocation.plans import PlanUnusable, read_plan
from boiduong.engines.apart.child import answer_questions
from boiduong.engines.sheets import TOO_BIG, Unreadable, read_sheets


def main() -> None:
    answer_questions(lambda data: json.dumps(_answer(data)).encode())


def _answer(data: bytes) -> dict[str, object]:
    try:
        sheets = read_sheets(data)
        return {"rows": read_plan(sheets[0].rows if sheets else [])}
    except (PlanUnusable, Unreadable) as reason:
        return {"wrong": str(reason)}
    except MemoryError:
        return {"wrong": TOO_BIG}


if __name__ == "__main__":
    main()
