from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from boiduong.attendance.letters import absence_notice
from boiduong.audit.trail import Refusal
from boiduong.campaigns.models import Campaign
from boiduong.documents.models import DocumentProfile
from boiduong.hosting.papers import duties, programme
from boiduong.people.models import Unit
from boiduong.reports.decision import decision
from boiduong.summonses.papers import KINDS as EARLIER_KINDS
from boiduong.summonses.papers import Wanted, files_of
from boiduong.summonses.queries import profile_of

HELP = "Official paper of the campaign, in PDF and, where it exists, in Word. Numbers and dates not yet given are left to the pen."


LATER = {"absence-notice": absence_notice, "decision": decision}  # these look back at what came after the doors
KINDS = {**EARLIER_KINDS, "programme": programme, "duty-roster": duties, **LATER}


class Unusable(Refusal):
    pass


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", help="the campaign's code")
    parser.add_argument("--kind", required=True, help=", ".join(KINDS))
    parser.add_argument("--profile", choices=["state", "party"], default="", help="the form; without it, as the campaign's organiser writes")
    parser.add_argument("--unit", default="", help="name or code of one unit, for papers that are a unit's")
    parser.add_argument("--out", type=Path, required=True, help="a folder; made if need be")


def run(campaign: Campaign, options: Mapping[str, Any]) -> dict[str, str | list[str]]:
    kind, folder = options["kind"], options["out"]
    if kind not in KINDS:
        raise Unusable(f"There is no paper of the kind {kind}; there are: {', '.join(KINDS)}.")
    wanted = Wanted(campaign, profile_of(campaign, options["profile"].upper()), _unit(campaign, options["unit"]))
    files = files_of(KINDS[kind], wanted)
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        (folder / file.name).write_bytes(file.content)
    form = DocumentProfile.Form(wanted.profile.form)
    return {"campaign": campaign.code, "kind": kind, "profile": form.lower(), "paths": [str((folder / file.name).absolute()) for file in files]}


def _unit(campaign: Campaign, name: str) -> Unit | None:
    if not name:
        return None
    called = Unit.objects.filter(enrollments__campaign=campaign).distinct()
    unit = called.filter(code=name).first() or called.filter(name__iexact=name).first()
    if unit is None:
        raise Unusable(f"No unit of this campaign is called {name}.")
    return unit
