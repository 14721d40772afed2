"""`./bd bench [NAME...] [--json FILE]`: a table, each figure beside a calibration of the same run.

`./bd bench allocation --public DIR [--set NAME] [--only A,B] [--seconds N]`: public problem sets in DIR instead, beside their published values.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from importlib import import_module
from itertools import chain
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
    parser.add_argument("--public", type=Path, metavar="DIR", help="allocation: the public problem sets in this folder")
    parser.add_argument("--set", metavar="NAME", help="of these, one set")
    parser.add_argument("--only", default="", metavar="A,B", help="of these, some instances")
    parser.add_argument("--seconds", type=float, metavar="N", help="processor seconds of an instance")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in NAMES]
    if unknown:
        print(f"bd bench: there is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    if options.public:
        return public(options)
    told = {name: show(name, import_module(f"bench.{MODULES[name]}").run()) for name in options.names or NAMES}
    write(told, options.json)
    return 0


def public(options: argparse.Namespace) -> int:
    """The public sets take minutes an instance, so only they are run, and each line comes when it is known."""
    module = import_module("bench.public")  # the solvers take a second to load
    if options.names != ["allocation"] or (options.set and options.set not in module.SETS):
        print(f"bd bench: --public goes with allocation, and --set with {' or '.join(module.SETS)}", file=sys.stderr)
        return 2
    sets, only = (options.set,) if options.set else tuple(module.SETS), tuple(filter(None, options.only.split(",")))
    write({"public": show("public", module.run(module.Wanted(options.public, sets, only, options.seconds)))}, options.json)
    return 0


def show(name: str, figures: Iterable[Figure]) -> list[Figure]:
    """Print each figure as it comes, behind a calibration."""
    told = []
    print(f"\n{name}\n{'':60} {'wall s':>9} {'cpu s':>9}")
    for figure in chain([calibrate()], figures):
        print(f"{figure.what:60} {figure.seconds:9.2f} {figure.cpu_seconds:9.2f}  {figure.note}", flush=True)
        told.append(figure)
    return told


def write(told: dict[str, list[Figure]], path: Path | None) -> None:
    if path:
        path.write_text(json.dumps({name: [asdict(figure) for figure in figures] for name, figures in told.items()}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    sys.exit(main())
