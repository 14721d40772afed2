"""Doors: every session of every class on the rehearsal's clock, through the phones' own HTTP API; then judged, made up, and judged again.

Nobody is written down as present: who came is decided by the events that the phones sent and by the campaign's rules.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from boiduong.allocation import actions as allocation
from boiduong.allocation.models import MakeupPlace
from boiduong.attendance import excusing, jobs, settling
from boiduong.attendance.models import Excuse, OddCase
from boiduong.attendance.queries import missed_topics, present_enrollment_ids
from boiduong.campaigns.models import Enrollment
from boiduong.doors import actions as doors
from boiduong.rehearsal import arrivals, lexicon
from boiduong.rehearsal.arrivals import DOORS, OFFLINE_RATIO, Half, Step
from boiduong.rehearsal.cast import Member
from boiduong.rehearsal.phone import Phone
from boiduong.rehearsal.scenario import ENDS_ON, MAKEUP_ON, STARTS_ON, at
from boiduong.rehearsal.world import PlayBroken, World
from boiduong.schedule.models import ClassSession, Venue
from boiduong.summonses.models import Card

STRANGERS = 4  # people on no list, in the whole campaign
FORGOTTEN = "Quên thẻ"
DECISIONS = {  # what the organiser finds out in the evening, and whether the event counts
    OddCase.Kind.MANUAL: (True, "Đã đối chiếu với người trực cửa"),
    OddCase.Kind.TWO_DOORS: (True, "Cùng một người quét ở hai cửa"),
    OddCase.Kind.WRONG_CLASS: (False, "Đã mời sang đúng lớp"),
    OddCase.Kind.NOT_LISTED: (False, "Không được triệu tập, đã mời về"),
}
LAST_DECISIONS = {  # and at the end, on what the judging itself has found
    OddCase.Kind.NO_CHECK_OUT: (False, "Không quét ra, phải học bù"),
    OddCase.Kind.QUICK_DOORS: (True, "Cùng một người quét lại ở cửa khác"),
}
type People = dict[int, tuple[Member, Enrollment]]  # by enrollment key


def play(world: World) -> None:
    people = _people(world)
    cards = dict(Card.objects.valid().filter(enrollment__campaign=world.campaign).values_list("enrollment", "text"))
    sessions = list(ClassSession.objects.held().filter(campaign=world.campaign).for_list().select_related("campaign"))
    _excuses(world, people, sessions)
    _doors_of(world, people, cards, sessions)
    _settle(world, LAST_DECISIONS, at(ENDS_ON, "18:30"))
    makeup = _makeup(world)
    _doors_of(world, people, cards, makeup)
    _nobody_else(world, people)


def _people(world: World) -> People:
    members = {member.number: member for member in world.cast.members}
    return {row.pk: (members[number], row) for number, row in world.enrollments().items()}


def _excuses(world: World, people: People, sessions: Sequence[ClassSession]) -> None:
    """Papers come in before the first day: the schools know who is ill, away on duty or on maternity leave."""
    by_class: dict[int, list[ClassSession]] = defaultdict(list)
    for session in sessions:
        by_class[session.training_class_id].append(session)
    for member, row in people.values():
        if member.excuse and row.training_class_id:
            excusing.hand_in_excuse(
                actor=world.actor(),
                enrollment=row,
                sessions=by_class[row.training_class_id],
                kind=Excuse.Kind(member.excuse),
                paper_name=f"don-xin-phep-{member.number}.txt",
                paper=f"Đơn xin phép vắng mặt của {member.full_name}".encode(),
                at=at(STARTS_ON, "6:45"),
            )


def _doors_of(world: World, people: People, cards: dict[int, str], sessions: Sequence[ClassSession]) -> None:
    """Day after day: the doors of its sessions, in the evening the odd cases, then the judging."""
    astray, strangers = _astray(world, people, sessions), _strangers(world, sessions)
    by_day: dict[date, list[ClassSession]] = defaultdict(list)
    for session in sessions:
        by_day[session.starts_at.astimezone(at(STARTS_ON, "0:00").tzinfo).date()].append(session)
    done = 0
    for day, today in by_day.items():
        for session in today:
            done += 1
            world.say(f"Điểm danh {session.training_class.name}, chuyên đề {session.topic.number}", done, len(sessions))
            due = _due(people, session)
            half = Half(session.topic.number, session.starts_at, session.ends_at, session.training_class.is_makeup)
            dice = world.dice(f"doors {session.training_class.number} {session.topic.number}")
            steps = arrivals.steps_of(dice, half, [people[pk][0] for pk in due], astray[session.pk], strangers[session.pk])
            _play_session(world, session, steps, {member.number: row for member, row in people.values()}, cards)
        evening = at(day, "18:00")
        _settle(world, DECISIONS, evening)
        for session in today:
            jobs.judge_session(session.pk, at=evening)


def _due(people: People, session: ClassSession) -> list[int]:
    if session.training_class.is_makeup:
        return sorted(MakeupPlace.objects.filter(class_session=session).values_list("enrollment", flat=True))
    return sorted(pk for pk, (_, row) in people.items() if row.training_class_id == session.training_class_id)


def _play_session(world: World, session: ClassSession, steps: Sequence[Step], rows: dict[int, Enrollment], cards: dict[int, str]) -> None:
    dice = world.dice(f"phones {session.training_class.number} {session.topic.number}")
    phones = [_phone(world, session, door) for door in range(DOORS)]
    phones[-1].is_online = dice.random() >= OFFLINE_RATIO or session.training_class.is_makeup
    last: dict[tuple[int, int], str] = {}  # door, member -> the event that can be taken back
    for step in steps:
        _do(phones[step.door], step, rows, cards, last)
        for phone in phones:
            phone.send(step.at)
    for phone in phones:
        phone.is_online = True
        phone.send(session.ends_at + timedelta(minutes=20), is_due=True)


def _phone(world: World, session: ClassSession, door: int) -> Phone:
    name = f"Cửa {door + 1}"
    invitation = doors.invite_device(actor=world.actor(), class_session=session, door=name, operator_name=f"Người trực {name.lower()}")
    phone = Phone(world.dice(f"uuid {session.training_class.number} {session.topic.number} {door}"))
    phone.open(invitation.code, session.starts_at - timedelta(minutes=45))
    return phone


def _do(phone: Phone, step: Step, rows: dict[int, Enrollment], cards: dict[int, str], last: dict[tuple[int, int], str]) -> None:
    if step.member is None:
        _ = phone.note(step.text, step.at) if step.deed == "stranger" else phone.scan(step.text, step.kind, step.at)
        return
    row, key = rows[step.member.number], (step.door, step.member.number)
    if step.deed == "take_back":
        phone.take_back(last[key], step.at)
    elif step.deed == "by_name":
        last[key] = phone.mark(row.code, step.kind, step.at, FORGOTTEN)
    else:
        last[key] = phone.scan(cards[row.pk], step.kind, step.at)


def _astray(world: World, people: People, sessions: Sequence[ClassSession]) -> dict[int, list[Member]]:
    """Who comes once with a class that is not theirs, and to which session."""
    dice, found = world.dice("astray"), defaultdict[int, list[Member]](list)
    for pk in sorted(people):
        member, row = people[pk]
        others = [session for session in sessions if session.training_class_id != row.training_class_id and not session.training_class.is_makeup]
        if member.tries_wrong_class and not member.never_comes and others:
            found[dice.choice(others).pk].append(member)
    return found


def _strangers(world: World, sessions: Sequence[ClassSession]) -> dict[int, list[str]]:
    dice, found = world.dice("strangers"), defaultdict[int, list[str]](list)
    own = [session for session in sessions if not session.training_class.is_makeup]
    for _ in range(STRANGERS if own else 0):
        note = f"{lexicon.full_name(dice, dice.choice(('F', 'M')))}, trường ngoài quận"
        found[dice.choice(own).pk].append(note)
    return found


def _settle(world: World, decisions: dict[OddCase.Kind, tuple[bool, str]], when: datetime) -> None:
    for kind, (counts, decision) in decisions.items():
        if OddCase.objects.open().filter(campaign=world.campaign, kind=kind).exists():
            settling.settle_cases(actor=world.actor(), campaign=world.campaign, kind=kind, counts=counts, decision=decision, at=when)


def _makeup(world: World) -> list[ClassSession]:
    """Everybody who has not attended gets a place in what they missed; whether they come is their own affair."""
    missed = missed_topics(world.campaign)
    topics = {topic.pk: topic for topic in world.campaign.topics.all()}
    rows = Enrollment.objects.in_bulk(list(missed))
    missing = [(rows[learner], topics[topic]) for learner in sorted(missed) for topic in sorted(missed[learner])]
    world.say(f"Xếp lớp học bù cho {len(missed)} học viên", 0, 0)
    venue = Venue.objects.order_by("pk")[0]
    opened = allocation.plan_makeup(actor=world.actor(), campaign=world.campaign, on=MAKEUP_ON, missing=missing, venue=venue, at=at(ENDS_ON, "19:00"))
    return list(opened.sessions.held().for_list().select_related("campaign"))


def _nobody_else(world: World, people: People) -> None:
    """Those whom the scenario lets come, and nobody else, were judged present because of what the doors saw."""
    came = {pk for pk, (member, _) in people.items() if not member.never_comes}
    present = present_enrollment_ids(world.campaign)
    if present != came or len(present) != world.scenario.attending:
        raise PlayBroken(f"điểm danh: {len(came)} người đã đến, {len(present)} người được tính có mặt, kịch bản cần {world.scenario.attending}")
    world.say(f"{len(present)} học viên có mặt", 0, 0)
