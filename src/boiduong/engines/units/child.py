"""The process that reads strangers' lists of units. Started by `reader`."""

import json

from boiduong.engines.apart.child import answer_questions
from boiduong.engines.sheets import TOO_BIG
from boiduong.engines.units.reading import UnitFile, read


def main() -> None:
    answer_questions(_answer)


def _answer(data: bytes) -> bytes:
    try:
        file = read(data)
    except MemoryError:
        file = UnitFile(problem=TOO_BIG)
    told = {"lines": [(line.sheet, line.row, dict(line.values)) for line in file.lines], "problem": file.problem, "ignored": file.ignored}
    return json.dumps(told, ensure_ascii=False).encode()


if __name__ == "__main__":
    main()
