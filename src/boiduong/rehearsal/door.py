"""One session with any number of carded people and a paired phone, for whoever wants to see how much a door bears."""

import math
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random, SystemRandom
from typing import Any

from django.utils.timezone import localdate

from boiduong.accounts.models import User
from boiduong.allocation import actions as allocation
from boiduong.allocation import jobs as allocation_jobs
from boiduong.allocation.models import Run
from boiduong.audit.trail import Actor
from boiduong.campaigns import actions as campaigns
from boiduong.campaigns.actions import Call
from boiduong.campaigns.models import Campaign, Membership
from boiduong.documents import actions as documents
from boiduong.documents.models import DocumentProfile, ReferenceDocument
from boiduong.doors import actions as doors
from boiduong.doors.models import CheckIn, Device
from boiduong.people import actions as people
from boiduong.people.actions import NewUnit
from boiduong.people.models import Person, Unit
from boiduong.people.queries import Said
from boiduong.rehearsal import lexicon
from boiduong.rehearsal.phone import Phone
from boiduong.rehearsal.world import PlayBroken
from boiduong.schedule import actions as schedule
from boiduong.schedule import moving
from boiduong.schedule.models import ClassSession, Venue
from boiduong.summonses import actions as summonses
from boiduong.summonses import jobs as summonses_jobs
from boiduong.summonses.models import Card

MACHINE = Actor(None, via="rehearsal")
SEATS_PER_ROW = 20
STARTS_AFTER, LASTS = timedelta(minutes=15), timedelta(hours=3, minutes=30)
PATIENCE_SECONDS = 120  # for a worker that took the dividing before this process did
SEARCHES = 20


@dataclass(frozen=True, slots=True)
class Door:
    """What a load test needs: the phone's token, its session, the texts of all cards, and pieces of names that are there."""

    token: str
    session: str
    codes: list[str]
    search_terms: list[str]


def open_door(*, people_count: int, at: datetime) -> Door:
    """Call so many made-up people to one class, card them, and pair a phone for their session, which starts a quarter of an hour from `at`.

    All of it by the apps' own actions, as a campaign of its own beside the played one. Raises PlayBroken if no class comes of it.
    """
    campaign, unit = _plan(at)
    _call(campaign, unit, people_count)
    session = _session(campaign, unit, people_count, at)
    summonses.issue_summonses(actor=MACHINE, campaign=campaign, profile=_profile(unit), at=at)
    summonses_jobs.sign_cards(campaign)
    invitation = doors.invite_device(actor=MACHINE, class_session=session, door="Cửa 1", operator_name="Thử tải")
    _device, token = doors.pair_device(actor=MACHINE, code=invitation.code, at=at)
    cards = Card.objects.valid().filter(enrollment__campaign=campaign).order_by("pk")
    names = campaign.enrollments.order_by("pk").values_list("person__full_name", flat=True)
    terms = dict.fromkeys(piece for name in names for piece in (name.split()[-1], lexicon.ascii_name(name.split()[0])))
    return Door(token, session.code, list(cards.values_list("text", flat=True)), list(terms)[:SEARCHES])


def reset_door(*, token: str, at: datetime) -> int:
    """Take back, as the phone itself would, all that it has entered, so that every card is a first scan again. Returns how many."""
    device = Device.objects.get(token_hash=doors.digest(token))
    kept = device.check_ins.filter(status=CheckIn.Status.ACCEPTED)
    gone = kept.exclude(voids=None).values("voids")
    standing = list(kept.filter(voids=None).exclude(uuid__in=gone).order_by("pk").values_list("uuid", "seen_at"))
    phone = Phone(SystemRandom(), token=token, manifest={"session": device.class_session.code})
    for uuid, seen_at in standing:
        phone.take_back(str(uuid), seen_at)  # at once, as far as the phone tells: later a door takes nothing back
    phone.send(at, is_due=True)
    return len(standing)


def _plan(at: datetime) -> tuple[Campaign, Unit]:
    stamp = f"{at:%Y%m%d-%H%M%S}"
    school = NewUnit(f"Trường thử tải {stamp}", Unit.Kind.SCHOOL, level=Unit.Level.PRIMARY, ownership=Unit.Ownership.PUBLIC)
    unit = people.add_units(actor=MACHINE, parent=None, units=[school])[0]
    today = localdate(at)
    campaign = campaigns.plan_campaign(
        actor=MACHINE, code=f"thu-cua-{stamp}", title=f"Thử cửa {stamp}", lead_unit=unit, starts_on=today, ends_on=today
    )
    document = ReferenceDocument.objects.order_by("pk").first()
    if document is None:
        raise PlayBroken("chưa có văn bản nào trong cơ sở dữ liệu diễn tập; chạy ./bd demo trước")
    campaigns.add_topic(actor=MACHINE, campaign=campaign, title="Thử cửa điểm danh", document=document, key_points=[])
    for user in User.objects.filter(username="dien-tap-organiser"):
        campaigns.grant_membership(actor=MACHINE, campaign=campaign, user=user, role=Membership.Role.ORGANISER)
    return campaign, unit


def _call(campaign: Campaign, unit: Unit, count: int) -> None:
    dice = Random(campaign.code)
    said = [Said(unit, lexicon.full_name(dice, dice.choice(("F", "M"))), Person.Role.TEACHER) for _ in range(count)]
    made = people.upsert_people(actor=MACHINE, people=[(None, one) for one in said])
    campaigns.enroll_people(actor=MACHINE, campaign=campaign, calls=[Call(person, unit, Person.Role.TEACHER) for person in made])


def _session(campaign: Campaign, unit: Unit, count: int, at: datetime) -> ClassSession:
    """One class in a hall of just this size; then its session is moved to now, since a timetable knows only mornings and afternoons."""
    rows = math.ceil(count / SEATS_PER_ROW)
    venue = schedule.add_venue(
        actor=MACHINE, name=campaign.title, owner=unit, capacity=rows * SEATS_PER_ROW, seat_rows=rows, seats_per_row=SEATS_PER_ROW
    )
    topics = list(campaign.topics.all())
    speaker = schedule.invite_speaker(actor=MACHINE, campaign=campaign, full_name="Báo cáo viên thử", degree="ThS.", titles=[], topics=topics)
    _divide(campaign, venue, at)
    session = ClassSession.objects.held().get(campaign=campaign)
    starts_at = at + STARTS_AFTER
    ends_at = starts_at + LASTS
    moving.change_session(actor=MACHINE, session=session, starts_at=starts_at, ends_at=ends_at, venue=venue, speaker=speaker, at=at)
    return ClassSession.objects.held().get(campaign=campaign)


def _divide(campaign: Campaign, venue: Venue, at: datetime) -> None:
    run = allocation.request_run(actor=MACHINE, campaign=campaign, class_count=1, venues=[venue], at=at)
    allocation_jobs.solve_run(run.pk)
    until = time.monotonic() + PATIENCE_SECONDS
    run.refresh_from_db()
    while run.state in {Run.State.QUEUED, Run.State.RUNNING} and time.monotonic() < until:
        time.sleep(0.5)
        run.refresh_from_db()
    if run.state != Run.State.SOLVED:
        raise PlayBroken(f"không chia được lớp: {run.failure or run.causes}")
    allocation.publish_run(actor=MACHINE, run=run, at=at)


def _profile(unit: Unit) -> DocumentProfile:
    return documents.keep_profile(
        actor=MACHINE,
        unit=unit,
        form=DocumentProfile.Form.STATE,
        parent_name="Diễn tập",
        short_symbol="TT",
        place="Hà Nội",
        signing_authority="",
        signer_position="Hiệu trưởng",
        signer_name="Người ký thử",
    )


def told(door: Door, *, host: str, port: int) -> dict[str, Any]:
    """CTX.json of formats.md, "Doors over HTTP"."""
    return {"host": host, "port": port, "token": door.token, "session": door.session, "codes": door.codes, "search_terms": door.search_terms}
