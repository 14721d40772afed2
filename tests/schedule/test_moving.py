from collections.abc import Callable
from datetime import date, timedelta

import pytest
from make import NOON
from make import campaigns as make_campaigns
from make import doors as make_doors
from make import people as make_people
from make import schedule as make_schedule

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor, Refusal
from boiduong.campaigns.models import Campaign, Unavailability
from boiduong.schedule import moving
from boiduong.schedule.board import Place, board_of, free_places, weigh
from boiduong.schedule.models import ClassSession, Half, SessionChange, SpeakerUnavailability, VenueClosure

TEST = Actor(None, via="test")
NEXT_DAY = make_schedule.FIRST_DAY + timedelta(days=1)


def closed_hall(session: ClassSession) -> None:
    VenueClosure.objects.create(venue=session.venue, on=NEXT_DAY, half=Half.MORNING)


def closed_day(session: ClassSession) -> None:
    session.campaign.closed_days = [NEXT_DAY]
    session.campaign.save(update_fields=["closed_days"])


def taken_hall(session: ClassSession) -> None:
    make_schedule.session(session.campaign, on=NEXT_DAY, hall=session.venue)


def taken_by_another_campaign(session: ClassSession) -> None:
    make_schedule.session(make_campaigns.campaign(), on=NEXT_DAY, hall=session.venue)


def busy_class(session: ClassSession) -> None:
    make_schedule.session(session.campaign, session.training_class, on=NEXT_DAY, topic=session.topic)


def busy_speaker(session: ClassSession) -> None:
    make_schedule.session(session.campaign, on=NEXT_DAY, by=session.speaker)


def speaker_away(session: ClassSession) -> None:
    assert session.speaker
    SpeakerUnavailability.objects.create(speaker=session.speaker, on=NEXT_DAY, half=Half.MORNING)


def speaker_had_enough(session: ClassSession) -> None:
    assert session.speaker
    session.speaker.max_per_day = 1
    session.speaker.save(update_fields=["max_per_day"])
    other = make_schedule.session(session.campaign, on=NEXT_DAY, by=session.speaker)
    ClassSession.objects.filter(pk=other.pk).update(starts_at=other.starts_at + timedelta(hours=6), ends_at=other.ends_at + timedelta(hours=6))


def small_hall(session: ClassSession) -> None:
    session.venue.capacity, session.venue.reserved_count = 2, 1
    session.venue.save(update_fields=["capacity", "reserved_count"])
    for _ in range(2):
        make_campaigns.enrollment(session.campaign, training_class=session.training_class)


def somebody_is_scanned(session: ClassSession) -> None:
    phone, _token = make_doors.device(session)
    make_doors.deliver(phone, make_doors.event(), at=session.starts_at)
    assert session.check_ins.exists()


TROUBLES: dict[Callable[[ClassSession], None], str] = {
    closed_hall: "{hall} không dùng được vào buổi đó.",
    closed_day: "Ngày đó không tổ chức học.",
    taken_hall: "{other} học tại {hall} vào buổi đó.",
    taken_by_another_campaign: "{hall} đã có đợt bồi dưỡng khác vào buổi đó.",
    busy_class: "{mine} có buổi học khác vào lúc đó: Chuyên đề 1.",
    busy_speaker: "{speaker} giảng cho {other} vào buổi đó.",
    speaker_away: "{speaker} không đến được vào buổi đó.",
    speaker_had_enough: "{speaker} đã giảng 1 buổi trong ngày đó, bằng mức tối đa đã thống nhất.",
    small_hall: "{hall} có 1 chỗ cho học viên; {mine} có 2 người.",
}


def a_session(campaign: Campaign) -> ClassSession:
    return make_schedule.session(campaign, topic=make_campaigns.topic(campaign), by=make_schedule.speaker(campaign))


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.__name__)
def test_what_speaks_against_a_place_is_said_and_forbids_it(campaign: Campaign, trouble: Callable[[ClassSession], None]) -> None:
    session = a_session(campaign)
    trouble(session)
    campaign.refresh_from_db()
    other = ClassSession.objects.exclude(pk=session.pk).order_by("pk").last()
    said = TROUBLES[trouble].format(
        hall=session.venue, mine=session.training_class, speaker=session.speaker, other=other.training_class if other else ""
    )
    place = Place(NEXT_DAY, Half.MORNING, session.venue)

    assert said in weigh(board_of(campaign, at=NOON), session, place).troubles
    with pytest.raises(Refusal):
        moving.move_session(actor=TEST, session=session, place=place, why=moving.Why(), at=NOON)
    session.refresh_from_db()
    assert session.starts_at == make_schedule.morning()[0]
    assert not AuditEntry.objects.exists()


def test_a_cancelled_session_is_not_moved(campaign: Campaign) -> None:
    session = a_session(campaign)
    ClassSession.objects.update(cancelled_at=NOON)

    with pytest.raises(moving.SessionCancelled):
        make_schedule.change(session)


def test_a_moved_session_keeps_its_hours_in_its_half_of_the_day(campaign: Campaign) -> None:
    session = a_session(campaign)
    ClassSession.objects.update(starts_at=session.starts_at + timedelta(minutes=15))

    make_schedule.change(session, on=NEXT_DAY)

    session.refresh_from_db()
    assert session.starts_at == make_schedule.morning(NEXT_DAY)[0] + timedelta(minutes=15)
    assert AuditEntry.objects.get().verb == "schedule.session.moved"


def test_a_move_is_taken_back_once(campaign: Campaign) -> None:
    session = a_session(campaign)
    change = make_schedule.change(session)

    moving.undo_change(actor=TEST, change=change, at=NOON)

    session.refresh_from_db()
    assert session.starts_at == make_schedule.morning()[0]
    with pytest.raises(moving.NothingToUndo):
        moving.undo_change(actor=TEST, change=change, at=NOON)


def test_only_the_newest_change_of_a_session_is_taken_back(campaign: Campaign) -> None:
    session = a_session(campaign)
    first = make_schedule.change(session)
    make_schedule.change(session, on=NEXT_DAY + timedelta(days=1))

    with pytest.raises(moving.NothingToUndo):
        moving.undo_change(actor=TEST, change=first, at=NOON)


def test_a_move_whose_old_hall_was_taken_since_is_not_taken_back(campaign: Campaign) -> None:
    session = a_session(campaign)
    change = make_schedule.change(session)
    make_schedule.session(campaign, hall=session.venue)

    with pytest.raises(Refusal, match="Hội trường, hoặc hội trường của điểm cầu, đã có lớp"):
        moving.undo_change(actor=TEST, change=change, at=NOON)

    assert SessionChange.objects.standing().get() == change


def test_a_move_is_not_taken_back_once_somebody_was_scanned(campaign: Campaign) -> None:
    session = a_session(campaign)
    change = make_schedule.change(session)
    session.refresh_from_db()
    somebody_is_scanned(session)

    with pytest.raises(moving.SessionBegun):
        moving.undo_change(actor=TEST, change=change, at=NOON)


def test_a_session_that_has_begun_is_broken_off_and_planned_anew(campaign: Campaign) -> None:
    session = a_session(campaign)
    somebody_is_scanned(session)

    change = make_schedule.change(session)

    session.refresh_from_db()
    assert (change.instead_of, session.cancelled_at, session.check_ins.count()) == (session, NOON, 1)
    assert (change.class_session.topic, change.class_session.check_ins.count()) == (session.topic, 0)


def test_free_places_are_first_those_to_which_everybody_can_come_then_the_own_hall_then_the_nearest_day(campaign: Campaign) -> None:
    session = a_session(campaign)
    learner = make_campaigns.enrollment(campaign, training_class=session.training_class, person=make_people.person(make_people.unit()))
    Unavailability.objects.create(enrollment=learner, on=date(2019, 7, 24))
    other = make_schedule.venue()

    free = free_places(board_of(campaign, at=NOON), session)

    assert [(one.place.on.day, one.place.half, one.place.venue, one.away_count) for one in free[:2]] == [
        (23, Half.AFTERNOON, session.venue, 0),
        (25, Half.MORNING, session.venue, 0),
    ]
    assert (free[-1].place.venue, free[-1].away_count) == (other, 1)


def test_nothing_is_put_off_into_the_past(campaign: Campaign) -> None:
    session = a_session(campaign)
    ClassSession.objects.update(starts_at=session.starts_at + timedelta(days=3), ends_at=session.ends_at + timedelta(days=3))
    session.refresh_from_db()

    weighed = weigh(board_of(campaign, at=session.starts_at - timedelta(hours=12)), session, Place(NEXT_DAY, Half.MORNING, session.venue))

    assert weighed.troubles == ["Buổi đó đã qua."]
