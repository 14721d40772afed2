import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from boiduong.audit.trail import Refusal
from boiduong.campaigns.models import Campaign
from boiduong.reports.management.verbs import VERBS

UNUSABLE = 2  # exit status, as of every command here


class Command(BaseCommand):
    help = "Write the files of a campaign into a folder. The last line of output is JSON with their paths."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for name, verb in VERBS.items():
            verb.add_arguments(verbs.add_parser(name, help=verb.HELP))

    def handle(self, *, verb: str, code: str, **options: Any) -> str:
        campaign = Campaign.objects.filter(code=code).first()
        if campaign is None:
            known = ", ".join(Campaign.objects.order_by("code").values_list("code", flat=True)) or "none"
            raise CommandError(f"There is no campaign {code} here; there are: {known}.", returncode=UNUSABLE)
        try:
            with translation.override("vi"):
                return json.dumps(VERBS[verb].run(campaign, options), ensure_ascii=False)
        except (OSError, Refusal) as reason:
            raise CommandError(str(reason), returncode=UNUSABLE) from reason
