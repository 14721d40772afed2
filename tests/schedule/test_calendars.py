import re
from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar
from make import NOON
from make import campaigns as make_campaigns
from make import schedule as make_schedule
from pytest_django import DjangoAssertNumQueries

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.schedule import moving
from boiduong.schedule.models import ClassSession, ConnectedPlace, SessionChange, Speaker, Venue

TEST = Actor(None, via="test")


def feed(client: Client, campaign: Campaign, subject: TrainingClass | Venue | Speaker) -> bytes:
    token = moving.renew_calendar(actor=TEST, campaign=campaign, subject=subject, at=NOON)
    return client.get(f"/calendars/{token}.ics").content


def events(raw: bytes) -> list[tuple[str, str, int]]:
    return [(str(event["uid"]), str(event["status"]), int(event["sequence"].to_ical())) for event in Calendar.from_ical(raw).walk("VEVENT")]


def test_an_address_that_was_renewed_is_unknown(client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    old, new = (moving.renew_calendar(actor=TEST, campaign=campaign, subject=session.training_class, at=NOON) for _ in range(2))

    assert [client.get(f"/calendars/{token}.ics").status_code for token in ("x", old, new)] == [404, 404, 200]


def test_long_lines_are_folded_at_75_octets_and_commas_escaped(client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    session.topic.title = "Nghị quyết, nhiệm vụ; giải pháp đẩy mạnh công tác bồi dưỡng lý luận chính trị cho cán bộ, đảng viên"
    session.topic.save(update_fields=["title"])

    raw = feed(client, campaign, session.training_class)

    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    whole = raw.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Lớp 1: Nghị quyết\\, nhiệm vụ\\; giải pháp đẩy mạnh" in whole
    assert "DTSTART:20190723T003000Z\r\nDTEND:20190723T040000Z" in whole


def test_a_calendar_is_strictly_what_rfc_5545_asks_for(client: Client, campaign: Campaign) -> None:
    klass = make_campaigns.training_class(campaign)
    for days in range(3):
        make_schedule.session(campaign, klass, make_schedule.FIRST_DAY + timedelta(days=days))

    raw = feed(client, campaign, klass)

    lines = raw.replace(b"\r\n ", b"").split(b"\r\n")
    assert lines.pop() == b""
    assert not [line for line in lines if b"\r" in line or b"\n" in line]
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-1] == b"END:VCALENDAR"
    once = [sum(line.startswith(name) for line in lines) for name in (b"PRODID:", b"VERSION:2.0", b"UID:", b"DTSTAMP:", b"DTSTART:", b"DTEND:")]
    assert once == [1, 1, 3, 3, 3, 3]
    assert len({line for line in lines if line.startswith(b"UID:")}) == 3
    times = [line.split(b":", 1)[1] for line in lines if line.startswith((b"DTSTAMP", b"DTSTART", b"DTEND", b"LAST-MODIFIED"))]
    assert not [time for time in times if not re.fullmatch(rb"\d{8}T\d{6}Z", time)]  # UTC: no VTIMEZONE is needed
    assert [error for event in Calendar.from_ical(raw).walk() for error in event.errors] == []


def test_a_hall_that_a_class_follows_from_has_the_sessions_too(client: Client, campaign: Campaign) -> None:
    session, hall = make_schedule.session(campaign), make_schedule.venue()
    other = make_schedule.session(campaign, on=make_schedule.FIRST_DAY + timedelta(days=1), hall=hall)
    place = ConnectedPlace.objects.create(training_class=session.training_class, name="Điểm cầu", venue=hall, capacity=50)
    told = [events(feed(client, campaign, hall))]
    ConnectedPlace.objects.filter(pk=place.pk).update(ended_at=NOON)
    told.append(events(feed(client, campaign, hall)))

    mine, theirs = ((f"{one.code}@schedule.boiduong", "CONFIRMED", 0) for one in (session, other))
    assert told == [[mine, theirs], [theirs]]


def test_a_change_keeps_the_uid_and_raises_the_sequence_and_so_does_taking_it_back(client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    uid = f"{session.code}@schedule.boiduong"
    told = [events(feed(client, campaign, session.training_class))]
    change = make_schedule.change(session)
    told.append(events(feed(client, campaign, session.training_class)))
    moving.undo_change(actor=TEST, change=change, at=NOON)
    told.append(events(feed(client, campaign, session.training_class)))
    ClassSession.objects.update(cancelled_at=NOON)
    told.append(events(feed(client, campaign, session.training_class)))

    assert told == [[(uid, "CONFIRMED", 0)], [(uid, "CONFIRMED", 1)], [(uid, "CONFIRMED", 2)], [(uid, "CANCELLED", 3)]]


def test_a_hall_and_a_speaker_are_told_of_what_is_not_theirs_any_more_as_cancelled(client: Client, campaign: Campaign) -> None:
    old_hall, old, new = make_schedule.venue(), make_schedule.speaker(campaign), make_schedule.speaker(campaign)
    session = make_schedule.session(campaign, hall=old_hall, by=old)
    hall = make_schedule.venue()

    moving.change_session(actor=TEST, session=session, starts_at=session.starts_at, ends_at=session.ends_at, venue=hall, speaker=new, at=NOON)

    uid = f"{session.code}@schedule.boiduong"
    assert [events(feed(client, campaign, one)) for one in (old_hall, hall, old, new)] == [
        [(uid, "CANCELLED", 1)],
        [(uid, "CONFIRMED", 1)],
        [(uid, "CANCELLED", 1)],
        [(uid, "CONFIRMED", 1)],
    ]


@pytest.mark.parametrize("sessions", [1, 3])
def test_a_calendar_costs_the_same_for_any_number_of_sessions(
    client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, sessions: int
) -> None:
    topic, training_class = make_campaigns.topic(campaign), make_campaigns.training_class(campaign)
    for n in range(sessions):
        make_schedule.session(campaign, training_class, on=make_schedule.FIRST_DAY + timedelta(days=n), topic=topic)
    token = moving.renew_calendar(actor=TEST, campaign=campaign, subject=training_class, at=NOON)

    with django_assert_num_queries(2):
        raw = client.get(f"/calendars/{token}.ics").content

    assert len(events(raw)) == sessions
    assert not SessionChange.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_calendars_costs_the_same_for_any_number(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    topic = make_campaigns.topic(campaign)
    for n in range(rows):
        make_schedule.session(campaign, on=make_schedule.FIRST_DAY + timedelta(days=n), topic=topic, by=make_schedule.speaker(campaign))

    with django_assert_num_queries(10):
        page = organiser_client.get(f"/campaigns/{campaign.code}/schedule/calendars/")

    assert len(page.context["subjects"]) == rows * 3


def test_an_address_is_shown_once_when_it_is_made(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)

    page = organiser_client.post(f"/campaigns/{campaign.code}/schedule/calendars/", {"kind": "class", "subject": session.training_class.code})

    address = page.context["address"]
    assert events(organiser_client.get(address.removeprefix("http://testserver")).content) == [(f"{session.code}@schedule.boiduong", "CONFIRMED", 0)]
