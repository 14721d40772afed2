import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from boiduong.audit.trail import verify_chain


class Command(BaseCommand):
    help = "`audit verify`: recompute the audit trail and say whether it is whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["verify"])

    def handle(self, **options: Any) -> str:  # noqa: ARG002
        held, broken = verify_chain()
        told = json.dumps({"ok": broken is None, "entries": held, "first_broken": broken})
        if broken is not None:
            raise CommandError(told, returncode=1)
        return told
