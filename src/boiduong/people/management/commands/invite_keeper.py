from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from boiduong.accounts.models import User
from boiduong.audit.trail import Actor
from boiduong.people.entrusting import invite_keeper
from boiduong.web.actions import renew_login


class Command(BaseCommand):
    help = "Entrust the register to somebody and print a link that signs in once, within a week: the first organiser of an office, or one locked out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="the login name, without accents: dothihoa")
        parser.add_argument("--name", default="", help="the full name; it can be written at the first entry too")
        parser.add_argument("--address", default="http://localhost:8000", help="where the site is reached")
        parser.add_argument("--if-nobody-entered", action="store_true", help="only where nobody has ever signed in, else print nothing")

    def handle(self, *, username: str, name: str, address: str, if_nobody_entered: bool, **options: Any) -> str:  # noqa: ARG002
        if if_nobody_entered and User.objects.exclude(last_login=None).exists():
            return ""
        console = Actor(None, via="console")
        user, token = invite_keeper(actor=console, username=username, full_name=name, at=now())
        token = token or renew_login(actor=console, user=user, at=now())
        return f"{address}/login/{token}/"
