"""What the doors are measured on: a made-up session of many people, its phones, and a board of eight classes. Its rows are the apps' own."""

import os
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg
from django.conf import settings
from django.test import Client
from django.utils.timezone import now

from bench import Figure, measured
from boiduong.accounts.models import User
from boiduong.campaigns import actions as campaigns
from boiduong.campaigns.models import Membership, TrainingClass
from boiduong.documents.actions import register_reference
from boiduong.doors.actions import invite_device, pair_device
from boiduong.doors.models import CheckIn
from boiduong.rehearsal.door import MACHINE, open_door
from boiduong.schedule.models import ClassSession


@dataclass(frozen=True, slots=True)
class Ground:
    cluster: Path  # PostgreSQL's own folder
    session: ClassSession
    codes: list[str]
    token: str

    @classmethod
    def open(cls, folder: Path, people: int) -> "Ground":
        register_reference(
            actor=MACHINE, kind="Nghị quyết", symbol="01-NQ/TT", issued_on=date(2019, 1, 1), issuer="Ban tổ chức thử", subject="Thử cửa"
        )
        door = open_door(people_count=people, at=now())
        return cls(folder / "postgres", ClassSession.objects.get(code=door.session), door.codes, door.token)

    def phone(self, number: int) -> str:
        """One more paired phone; returns its token."""
        invitation = invite_device(actor=MACHINE, class_session=self.session, door=f"Cửa {number}")
        return pair_device(actor=MACHINE, code=invitation.code, at=now())[1]

    def forget(self) -> None:
        """Empty the doors' rows, so that every card is a first scan again. No command of ours can: what a door saw is never taken away."""
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
            connection.execute("TRUNCATE doors_checkin CASCADE")

    def kept(self) -> dict[str, int]:
        """Events in the database by status."""
        rows = CheckIn.objects.order_by().values_list("status", flat=True)
        return {status: list(rows).count(status) for status in set(rows)}

    def board(self, classes: int) -> Figure:
        """The live board of so many classes, whose doors have let in everybody: the page as a browser asks for it every five seconds."""
        self._spread(classes)
        user = User.objects.create_user(username="bench")
        campaigns.grant_membership(actor=MACHINE, campaign=self.session.campaign, user=user, role=Membership.Role.ORGANISER)
        client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        address = f"/campaigns/{self.session.campaign.code}/doors/"
        client.get(address, headers={"hx-request": "true"})
        times = []
        with measured() as told:
            for _ in range(20):
                began = time.perf_counter()
                answer = client.get(address, headers={"hx-request": "true"})
                times.append(time.perf_counter() - began)
                if answer.status_code != 200:
                    raise RuntimeError(f"the board answers {answer.status_code}")
        note = f"median {1000 * sorted(times)[10]:.0f} ms, worst {1000 * max(times):.0f} ms, {CheckIn.objects.count():,} events"
        return Figure(f"live board of {classes} classes, 20 times", told.seconds, told.cpu_seconds, note)

    def _spread(self, classes: int) -> None:
        """More classes, each with a session of its own, three phones, and its share of the events; the people are the same."""
        session = self.session
        for number in range(2, classes + 1):
            training_class = TrainingClass.objects.create(campaign=session.campaign, number=number, name=f"Lớp {number}")
            starts_at = session.starts_at + timedelta(days=number)
            more = ClassSession.objects.create(
                campaign=session.campaign,
                training_class=training_class,
                topic=session.topic,
                venue=session.venue,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=4),
            )
            devices = [
                pair_device(actor=MACHINE, code=invite_device(actor=MACHINE, class_session=more, door=f"Cửa {door}").code, at=now())[0]
                for door in (1, 2, 3)
            ]
            share = list(CheckIn.objects.filter(class_session=session, kind="in").order_by("pk")[(number - 2) * 370 : (number - 1) * 370])
            for row in share:
                row.class_session, row.device = more, devices[row.pk % 3]
            CheckIn.objects.bulk_update(share, ["class_session", "device"])
