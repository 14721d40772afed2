from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from make import NOON
from make import campaigns as make_campaigns
from make import schedule as make_schedule

from boiduong.accounts.models import User
from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.actions import DatesReversed
from boiduong.campaigns.marks import ChangedMeanwhile, GoneMeanwhile, Known, mark_of
from boiduong.campaigns.models import Campaign
from boiduong.campaigns.standing import InUse
from boiduong.schedule import actions, planning
from boiduong.schedule.models import ClassSession, Half, Speaker, Venue
from boiduong.schedule.saying import days_said, guest_said, speaker_said, venue_said

TEST = Actor(None, via="test")
DAY = make_schedule.FIRST_DAY


def amend_venue(campaign: Campaign, venue: Venue, *, seen: str = "", **changes: Any) -> Venue:
    return planning.amend_venue(actor=TEST, venue=venue, campaign=campaign, at=NOON, seen=seen, **venue_said(venue, campaign) | changes)


def amend_speaker(speaker: Speaker, *, seen: str = "", **changes: Any) -> Speaker:
    return planning.amend_speaker(actor=TEST, speaker=speaker, at=NOON, seen=seen, **speaker_said(speaker) | changes)


def taught(campaign: Campaign) -> tuple[ClassSession, Speaker]:
    session = make_schedule.session(campaign)
    speaker = make_schedule.speaker(campaign, [session.topic])
    session.speaker = speaker
    session.save()
    return session, speaker


def test_a_hall_is_not_made_too_small_for_the_class_that_sits_in_it(campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    for _ in range(3):
        make_campaigns.enrollment(campaign, training_class=session.training_class)

    with pytest.raises(actions.HallTooSmall):
        amend_venue(campaign, session.venue, capacity=12)


def test_a_hall_is_not_closed_on_a_half_day_with_a_session(campaign: Campaign) -> None:
    session = make_schedule.session(campaign)

    with pytest.raises(planning.SessionsInTheWay, match=session.training_class.name):
        amend_venue(campaign, session.venue, closed=[(DAY, Half.MORNING)])


def test_a_hall_changed_meanwhile_is_not_changed_unseen(campaign: Campaign) -> None:
    venue = make_schedule.venue()
    seen = mark_of(venue_said(venue, campaign))
    amend_venue(campaign, venue, address="Số 1")

    with pytest.raises(ChangedMeanwhile):
        amend_venue(campaign, venue, seen=seen, address="Số 2")


def test_a_second_hall_of_one_name_is_told(campaign: Campaign) -> None:
    first, second = make_schedule.venue(), make_schedule.venue()

    with pytest.raises(Known):
        amend_venue(campaign, second, owner=first.owner, name=first.name)


def test_a_hall_is_changed_with_its_closures_and_those_of_other_days_stay(campaign: Campaign) -> None:
    venue = make_schedule.venue()
    venue.closures.create(on=DAY, half=Half.MORNING)
    venue.closures.create(on=DAY - timedelta(days=300), half=Half.MORNING)

    amend_venue(campaign, venue, capacity=300, closed=[(DAY, Half.AFTERNOON)])

    venue.refresh_from_db()
    assert venue.capacity == 300
    assert sorted(venue.closures.values_list("on", "half")) == [(DAY - timedelta(days=300), "MORNING"), (DAY, "AFTERNOON")]


def test_a_hall_in_use_is_not_removed(campaign: Campaign) -> None:
    session = make_schedule.session(campaign)

    with pytest.raises(InUse, match="buổi học"):
        planning.remove_venue(actor=TEST, campaign=campaign, key=session.venue_id)


def test_a_hall_that_nothing_stands_on_goes_with_its_closures(campaign: Campaign) -> None:
    venue = make_schedule.venue()
    venue.closures.create(on=DAY, half=Half.MORNING)

    planning.remove_venue(actor=TEST, campaign=campaign, key=venue.pk)

    assert not Venue.objects.exists()
    with pytest.raises(GoneMeanwhile):
        planning.remove_venue(actor=TEST, campaign=campaign, key=venue.pk)


IN_THE_WAY: dict[str, dict[str, Any]] = {
    "a half-day on which they teach": {"unavailable": [(DAY, Half.MORNING)]},
    "a topic that they teach": {"topics": []},
}


@pytest.mark.parametrize("what", IN_THE_WAY)
def test_a_speaker_is_not_changed_against_the_timetable(campaign: Campaign, what: str) -> None:
    _session, speaker = taught(campaign)

    with pytest.raises(planning.SessionsInTheWay):
        amend_speaker(speaker, **IN_THE_WAY[what])


def test_a_speaker_who_teaches_twice_a_day_is_not_limited_to_once(campaign: Campaign) -> None:
    session, speaker = taught(campaign)
    ClassSession.objects.create(
        campaign=campaign,
        training_class=session.training_class,
        topic=session.topic,
        venue=session.venue,
        speaker=speaker,
        starts_at=session.starts_at + timedelta(hours=6),
        ends_at=session.ends_at + timedelta(hours=6),
    )

    with pytest.raises(planning.SessionsInTheWay):
        amend_speaker(speaker, max_per_day=1)


def test_new_titles_are_those_of_sessions_to_come_and_not_of_those_held(campaign: Campaign) -> None:
    session, speaker = taught(campaign)
    held = make_schedule.session(campaign, on=NOON.date() - timedelta(days=1), topic=session.topic)
    held.speaker, held.speaker_titles = speaker, ["Phó Giám đốc"]
    held.save()

    amend_speaker(speaker, titles=["Giám đốc"])

    session.refresh_from_db()
    held.refresh_from_db()
    assert (session.speaker_titles, held.speaker_titles) == (["Giám đốc"], ["Phó Giám đốc"])


def test_a_speaker_with_sessions_is_not_removed(campaign: Campaign) -> None:
    _session, speaker = taught(campaign)

    with pytest.raises(InUse):
        planning.remove_speaker(actor=TEST, campaign=campaign, key=speaker.pk)


def test_two_clicks_name_one_speaker(campaign: Campaign) -> None:
    topic = make_campaigns.topic(campaign)
    said = {"campaign": campaign, "full_name": "Vũ Lâm", "degree": "ThS.", "titles": ["Giám đốc"], "topics": [topic]}
    actions.invite_speaker(actor=TEST, **said)  # type: ignore[arg-type]

    with pytest.raises(Known):
        actions.invite_speaker(actor=TEST, **said)  # type: ignore[arg-type]


def test_an_answer_of_tomorrow_is_refused(campaign: Campaign) -> None:
    speaker = make_schedule.speaker(campaign)

    with pytest.raises(planning.NotYet):
        planning.note_answer(actor=TEST, speaker=speaker, invitation=Speaker.Invitation.ACCEPTED, on=date(2019, 7, 2), today=date(2019, 7, 1))


def test_an_answer_is_kept_with_its_day_and_who_noted_it(campaign: Campaign, organiser: User) -> None:
    speaker = make_schedule.speaker(campaign)

    for _ in range(2):
        planning.note_answer(
            actor=Actor(organiser, via="test"),
            speaker=speaker,
            invitation=Speaker.Invitation.ACCEPTED,
            on=date(2019, 7, 1),
            note="qua điện thoại",
            today=date(2019, 7, 1),
        )

    speaker.refresh_from_db()
    assert (speaker.invitation, speaker.invitation_on, speaker.invitation_noted_by) == ("ACCEPTED", date(2019, 7, 1), organiser)
    assert AuditEntry.objects.filter(verb="schedule.speaker.answered").count() == 1


def test_a_speaker_who_declined_leaves_their_topic_without_one(organiser_client: Client, campaign: Campaign) -> None:
    make_campaigns.topic(campaign)
    make_schedule.venue()
    speaker = make_schedule.speaker(campaign)

    organiser_client.post(f"/speakers/{speaker.code}/answer/", {"invitation": "DECLINED", "on": "01/07/2019", "note": ""})

    preparation = organiser_client.get(f"/campaigns/{campaign.code}/preparation/").context["preparation"]
    assert preparation.next_need.view == "schedule:speaker_new"
    assert [need.is_met for need in preparation.needs if need.is_awaited] == [True]


def test_what_is_awaited_from_others_keeps_nobody_from_going_on(organiser_client: Client, campaign: Campaign) -> None:
    make_schedule.speaker(campaign)

    preparation = organiser_client.get(f"/campaigns/{campaign.code}/preparation/").context["preparation"]

    assert [(need.is_met, need.is_awaited) for need in preparation.needs][-1] == (False, True)
    assert preparation.next_need is not preparation.needs[-1]


def test_guests_change_places(campaign: Campaign) -> None:
    first, second, third = (make_schedule.guest(campaign) for _ in range(3))

    planning.move_guest(actor=TEST, guest=third, is_up=True)
    planning.move_guest(actor=TEST, guest=first, is_up=True)

    assert list(campaign.guests.order_by("precedence")) == [first, third, second]


def test_a_guest_changed_to_be_another_is_told(campaign: Campaign) -> None:
    first, second = (make_schedule.guest(campaign) for _ in range(2))

    with pytest.raises(Known):
        planning.amend_guest(actor=TEST, guest=second, **guest_said(second) | {"full_name": first.full_name})


def test_a_guest_of_the_closing_is_not_named_at_the_opening(organiser_client: Client, campaign: Campaign) -> None:
    guest = make_schedule.guest(campaign)
    said = {"full_name": guest.full_name, "body_name": "", "form_of_address": "đồng chí", "titles": "Bí thư\nChủ tịch", "comes_to": "closing"}

    organiser_client.post(f"/guests/{guest.pk}/edit/", said)

    assert list(campaign.guests.of_opening()) == []
    assert [row.titles for row in campaign.guests.of_closing()] == [["Bí thư", "Chủ tịch"]]


def test_a_guest_is_removed_and_a_second_click_is_told(campaign: Campaign) -> None:
    guest = make_schedule.guest(campaign)
    planning.remove_guest(actor=TEST, campaign=campaign, key=guest.pk)

    with pytest.raises(GoneMeanwhile):
        planning.remove_guest(actor=TEST, campaign=campaign, key=guest.pk)


def set_days(campaign: Campaign, *, seen: str = "", **changes: Any) -> Campaign:
    return planning.set_days(actor=TEST, campaign=campaign, seen=seen, **days_said(campaign) | changes)


def test_days_the_wrong_way_round_are_refused(campaign: Campaign) -> None:
    with pytest.raises(DatesReversed):
        set_days(campaign, ends_on=campaign.starts_on - timedelta(days=1))


@pytest.mark.parametrize("change", [{"closed_days": [DAY]}, {"starts_on": DAY + timedelta(days=1)}])
def test_a_day_with_sessions_stays_a_day_of_the_campaign(campaign: Campaign, change: dict[str, Any]) -> None:
    make_schedule.session(campaign)

    with pytest.raises(planning.SessionsInTheWay):
        set_days(campaign, **change)


def test_days_are_closed_from_the_page(organiser_client: Client, campaign: Campaign) -> None:
    page = organiser_client.get(f"/campaigns/{campaign.code}/days/")
    said = {
        "title": campaign.title,
        "lead_unit": campaign.lead_unit_id,
        "starts_on": "23/07/2019",
        "ends_on": "03/08/2019",
        "closed_days": ["2019-07-28"],
        "seen": page.context["seen"],
    }

    organiser_client.post(f"/campaigns/{campaign.code}/days/", said)

    campaign.refresh_from_db()
    assert campaign.closed_days == [date(2019, 7, 28)]
    assert len(campaign.open_days()) == 11


def test_a_hall_is_changed_from_the_page_with_its_boxes_as_they_were(organiser_client: Client, campaign: Campaign) -> None:
    venue = make_schedule.venue()
    venue.closures.create(on=DAY, half=Half.MORNING)
    address = f"/campaigns/{campaign.code}/halls/edit/"

    page = organiser_client.get(address, {"row": venue.pk})
    said = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    saved = organiser_client.post(address, said | {"owner": venue.owner_id, "address": "Số 1", "row": venue.pk, "seen": page.context["seen"]})

    assert (saved.status_code, said["closed"]) == (302, [f"{DAY.isoformat()} MORNING"])
    venue.refresh_from_db()
    assert (venue.address, venue.closures.count()) == ("Số 1", 1)
