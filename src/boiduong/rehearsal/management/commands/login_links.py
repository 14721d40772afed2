from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from boiduong.accounts.models import User
from boiduong.audit.trail import Actor
from boiduong.rehearsal.served import site_now
from boiduong.web.actions import make_login_link


class Command(BaseCommand):
    help = "Print a link for each of a rehearsal's roles; each signs in once, within a week."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, help="where it is served, unless it is being served now")

    def handle(self, *, port: int | None, **options: Any) -> str:  # noqa: ARG002
        if not settings.REHEARSAL:
            raise CommandError("Only a rehearsal gives its logins away.")
        users = User.objects.filter(username__startswith="dien-tap-").order_by("pk")
        site = site_now(port)
        address = f"{'https' if site['tls'] else 'http'}://{site['host']}:{site['port']}"
        lines = [f"  {user.first_name:<18} {address}/login/{self.token(user)}/" for user in users]
        return "\n".join(["Đăng nhập một lần (mỗi đường dẫn dùng một lần):", *lines])

    def token(self, user: User) -> str:
        return make_login_link(actor=Actor(None, via="rehearsal"), user=user, at=now())
