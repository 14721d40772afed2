from datetime import date
from decimal import Decimal
from typing import Any

from boiduong.attendance.models import SheetMark
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.payments import actions
from boiduong.payments.actions import Rate
from boiduong.payments.models import FeeTable
from boiduong.schedule.models import ClassSession, Speaker
from make import campaigns, schedule

MACHINE = Actor(None, via="test")
RATES = (Rate("Tiến sĩ", 1_500_000, ("TS.",)), Rate("Thạc sĩ", 1_100_000, ("ThS.",)))


def table(campaign: Campaign, **said: Any) -> FeeTable:
    usual: dict[str, Any] = {
        "source": "Quyết định số 12/QĐ-TTCT ngày 01/6/2019",
        "basis": FeeTable.Basis.SESSION,
        "valid_from": date(2019, 1, 1),
        "valid_to": None,
        "rates": RATES,
        "tax_percent": Decimal(10),
        "tax_from_amount": 2_000_000,
    }
    return actions.keep_table(actor=MACHINE, campaign=campaign, **usual | said)


def taught(campaign: Campaign, speaker: Speaker | None = None, *, is_seen: bool = True, **said: Any) -> ClassSession:
    """A session of 2019 by a speaker; seen: a door saw somebody there."""
    session = schedule.session(campaign, **said)
    session.speaker = speaker or schedule.speaker(campaign, [session.topic])
    session.speaker_titles = list(session.speaker.titles)
    session.save()
    if is_seen:
        learner = campaigns.enrollment(campaign, training_class=session.training_class)
        SheetMark.objects.create(class_session=session, enrollment=learner, has_signed=True, marked_at=session.ends_at)
    return session
