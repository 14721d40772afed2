"""`./bd rosters read FILE... --json`: what workbooks say, without a database."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from boiduong.engines.rosters import Duplicate, Problem, Reader, RosterFile, RosterRow, find_duplicates
from boiduong.engines.sheets import MAX_FILE_BYTES


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="rosters", description="Read the rosters that schools send.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    reading = verbs.add_parser("read", help="read workbooks and text tables")
    reading.add_argument("files", nargs="+", type=Path, metavar="FILE")
    reading.add_argument("--json", action="store_true", help="the whole document as JSON; otherwise a summary and the problems")
    options = parser.parse_args(argv)
    missing = [str(file) for file in options.files if not file.is_file()]
    if missing:
        print(f"rosters: no such file: {', '.join(missing)}", file=sys.stderr)
        return 2
    try:
        files = _read(options.files)
    except OSError as fault:
        print(f"rosters: cannot read {fault.filename}: {fault.strerror}", file=sys.stderr)
        return 2
    duplicates = find_duplicates(files)
    if options.json:
        print(json.dumps(document(files, duplicates), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_summary(files)))
    return 0


def _read(paths: Sequence[Path]) -> list[RosterFile]:
    files = []
    with Reader() as reader:
        for path in paths:
            with path.open("rb") as stream:
                files.append(reader.read(stream.read(MAX_FILE_BYTES + 1), path.name))
    return files


def document(files: Sequence[RosterFile], duplicates: Sequence[Duplicate]) -> dict[str, Any]:
    """The rosters document of docs: files with their rows and problems, and who stands in them twice."""
    return {
        "files": [
            {"file": file.file, "unit": file.unit, "rows": [_row(row) for row in file.rows], "problems": [_problem(p) for p in file.problems]}
            for file in files
        ],
        "duplicates": [{"rows": [list(place) for place in duplicate.rows], "why": duplicate.why} for duplicate in duplicates],
    }


def _row(row: RosterRow) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.row,
        "table": row.table,
        "name": row.name,
        "birth_date": row.birth_date.isoformat() if row.birth_date else None,
        "birth_precision": row.birth_precision,
        "sex": row.sex,
        "role": row.role,
        "position": row.position,
        "team": row.team,
        "unit": row.unit,
        "phone": row.phone,
        "national_id": row.national_id,
        "staff_code": row.staff_code,
        "email": row.email,
        "note": row.note,
        "problems": [_problem(problem) for problem in row.problems],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "column": problem.column,
        "kind": problem.kind,
        "severity": problem.severity,
        "value": problem.value,
        "message": problem.message,
        "proposal": problem.proposal,
    }


def _summary(files: Sequence[RosterFile]) -> list[str]:
    lines = []
    for file in files:
        lines.append(f"{file.file}: {file.unit or '?'}, {len(file.rows)} người")
        lines += [f"  {problem.message}" for problem in file.problems]
        for row in file.rows:
            lines += [
                f"  {row.sheet}, dòng {row.row}{', cột ' + problem.column if problem.column else ''}: {problem.value!r}. {problem.message}"
                for problem in row.problems
                if problem.severity != "notice"
            ]
    return lines


if __name__ == "__main__":
    sys.exit(main())
