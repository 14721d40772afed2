"""`./bd similarity scan`: which texts of a folder share passages, without a database."""

import argparse
import json
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path

from boiduong.engines.similarity.files import Folder, Unusable, check_ids, read_folder, write_clusters, write_common, write_matches
from boiduong.engines.similarity.scan import scan
from boiduong.engines.similarity.shapes import Text


def main(argv: list[str] | None = None) -> int:
    options = _options(sys.argv[1:] if argv is None else argv)
    try:
        print(json.dumps(_scan(options), ensure_ascii=False))
    except Unusable as reason:
        print(f"similarity: {reason}", file=sys.stderr)
        return 2
    return 0


def _scan(options: argparse.Namespace) -> dict[str, object]:
    if options.engine != "local":
        raise Unusable("the engine ray is not a part of this installation; use --engine local")
    began, cpu_began = time.monotonic(), time.process_time()
    essays = read_folder(options.essays)
    official, models, archive = (read_folder(path) if path else None for path in (options.official, options.models, options.archive))
    check_ids([essays, official, models, archive])
    result = scan(essays.texts, official=_texts(official), models=_texts(models), archive=_texts(archive), threads=options.threads)
    write_matches(options.out, result)
    if options.clusters:
        write_clusters(options.clusters, result)
    if options.common:
        write_common(options.common, result)
    unreadable = [name for part in (essays, official, models, archive) if part for name in part.unreadable]
    return asdict(result.figures) | {
        "common_passages": len(result.common),
        "unreadable": unreadable,
        "seconds": round(time.monotonic() - began, 3),
        "cpu_seconds": round(time.process_time() - cpu_began, 3),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _texts(folder: Folder | None) -> tuple[Text, ...]:
    return tuple(folder.texts) if folder else ()


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="similarity", description="Find passages that texts share. Nothing is judged.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("scan", help="every essay against every other, an archive and model texts")
    verb.add_argument("--essays", type=Path, required=True, help="a folder of UTF-8 text files; the name without ending is the id")
    verb.add_argument("--official", type=Path, help="texts everybody may quote: masked")
    verb.add_argument("--models", type=Path, help="known model texts")
    verb.add_argument("--archive", type=Path, help="essays of earlier campaigns")
    verb.add_argument("--out", type=Path, required=True, help="the passages: a, start, end, b, start, end")
    verb.add_argument("--clusters", type=Path, help="the groups: essay, number")
    verb.add_argument("--common", type=Path, help="passages too many share, for a person to look at: essay, start, end, essays")
    verb.add_argument("--threads", type=_positive, default=1)
    verb.add_argument("--engine", choices=["local", "ray"], default="local")
    return parser.parse_args(argv)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


if __name__ == "__main__":
    sys.exit(main())
