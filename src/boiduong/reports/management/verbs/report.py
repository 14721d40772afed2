from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.timezone import now

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.reports.actions import make_report

HELP = "The summary report: report.docx, report.xlsx, report.pdf. Figures that did not change give the same files again."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", help="the campaign's code")
    parser.add_argument("--out", type=Path, required=True, help="a folder; made if need be")


def run(campaign: Campaign, options: Mapping[str, Any]) -> dict[str, str | int]:
    folder: Path = options["out"]
    folder.mkdir(parents=True, exist_ok=True)
    report = make_report(actor=Actor(None, via="command"), campaign=campaign, at=now())
    paths = {kind: (folder / f"report.{kind}").absolute() for kind in ("docx", "xlsx", "pdf")}
    for kind, path in paths.items():
        path.write_bytes(getattr(report, kind))
    return {"campaign": campaign.code, "version": report.version, **{kind: str(path) for kind, path in paths.items()}}
