"""`./bd bench [NAME...] [--json FILE]`: a table, each figure beside a calibration of the same run."""

import argparse
import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from bench import Figure, calibrate

MODULES = {
    "import": "rosters",
    "allocation": "allocation",
    "similarity": "similarity",
    "certificates": "certificates",
    "doors": "doors",
    "hostile": "hostile",
}
NAMES = list(MODULES)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bd bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)}; none: all")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in NAMES]
    if unknown:
        print(f"bd bench: there is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    told = {name: [calibrate(), *import_module(f"bench.{MODULES[name]}").run()] for name in options.names or NAMES}
    for name, figures in told.items():
        show(name, figures)
    if options.json:
        options.json.write_text(
            json.dumps({name: [asdict(figure) for figure in figures] for name, figures in told.items()}, ensure_ascii=False, indent=1)
        )
    return 0


def show(name: str, figures: list[Figure]) -> None:
    print(f"\n{name}\n{'':60} {'wall s':>9} {'cpu s':>9}")
    for figure in figures:
        print(f"{figure.what:60} {figure.seconds:9.2f} {figure.cpu_seconds:9.2f}  {figure.note}")


if __name__ == "__main__":
    sys.exit(main())
