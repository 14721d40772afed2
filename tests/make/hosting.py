from datetime import time
from itertools import count

from boiduong.accounts.models import User
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.hosting import actions
from boiduong.hosting.models import Ceremony, Duty, Steward
from boiduong.schedule.models import ClassSession, Half
from make import schedule

numbers = count(1)
MACHINE = Actor(None, via="test")


def ceremony(campaign: Campaign, session: ClassSession | None = None, kind: Ceremony.Kind = Ceremony.Kind.OPENING) -> Ceremony:
    session = session or schedule.session(campaign)
    return actions.plan_ceremony(actor=MACHINE, campaign=campaign, kind=kind, session=session, begins=time(7, 15))


def steward(campaign: Campaign, user: User | None = None) -> Steward:
    return Steward.objects.create(campaign=campaign, full_name=f"Trần Thị Lan {next(numbers)}", phone="0912345678", user=user)


def duty(campaign: Campaign, session: ClassSession | None = None, steward_: Steward | None = None) -> Duty:
    session = session or schedule.session(campaign)
    who = steward_ or steward(campaign)
    return Duty.objects.create(campaign=campaign, steward=who, venue=session.venue, on=schedule.FIRST_DAY, half=Half.MORNING, task=Duty.Task.CLASS)
