from house.access import Row, Scene
from house.access.allocation import ORGANISERS, a_class, users_of
from house.access.campaigns import SEEN_BY_MEMBERS, a_campaign
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people
from make import schedule as make_schedule

from boiduong.audit.trail import Actor
from boiduong.schedule import moving
from boiduong.schedule.models import ConnectedPlace


def a_session() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_schedule.session(campaign).code}, users=users_of(campaign))


def a_change() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_schedule.change(make_schedule.session(campaign)).code}, users=users_of(campaign))


def a_calendar() -> Scene:
    campaign = make_campaigns.campaign()
    subject = make_campaigns.training_class(campaign)
    token = moving.renew_calendar(actor=Actor(None, via="test"), campaign=campaign, subject=subject, at=NOON)
    return Scene(args={"token": token}, users={"anonymous": None, "stranger": make_people.user()})


def a_connected_place() -> Scene:
    campaign = make_campaigns.campaign()
    place = ConnectedPlace.objects.create(
        training_class=make_campaigns.training_class(campaign), name="Điểm cầu 1", capacity=20, recorder_name="Cô Hạnh"
    )
    return Scene(args={"code": place.code}, users=users_of(campaign))


def a_speaker() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_schedule.speaker(campaign, topics=[]).code}, users=users_of(campaign))


def a_guest() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": str(make_schedule.guest(campaign).pk)}, users=users_of(campaign))


MAY_CHANGE = ORGANISERS | {"organiser": 302}
ROWS = {
    "schedule:timetable": Row(a_campaign, SEEN_BY_MEMBERS),
    "schedule:preparation": Row(a_campaign, ORGANISERS),
    "schedule:venue_new": Row(a_campaign, ORGANISERS),
    "schedule:speaker_new": Row(a_campaign, ORGANISERS),
    "schedule:guest_new": Row(a_campaign, ORGANISERS),
    "schedule:days_edit": Row(a_campaign, ORGANISERS),
    "schedule:venue_edit": Row(a_campaign, ORGANISERS | {"organiser": 404}),  # names no hall
    "schedule:venue_remove": Row(a_campaign, ORGANISERS | {"organiser": 302}),  # names no row: back to the list
    "schedule:speaker_edit": Row(a_speaker, ORGANISERS),
    "schedule:speaker_answer": Row(a_speaker, ORGANISERS),
    "schedule:speaker_remove": Row(a_campaign, ORGANISERS | {"organiser": 302}),
    "schedule:guest_edit": Row(a_guest, ORGANISERS),
    "schedule:guest_move": Row(a_guest, ORGANISERS | {"organiser": 302}, method="POST"),
    "schedule:guest_remove": Row(a_campaign, ORGANISERS | {"organiser": 302}),
    "schedule:session_change": Row(a_session, ORGANISERS),
    "schedule:timetable_edit": Row(a_campaign, ORGANISERS),
    "schedule:session_places": Row(a_session, ORGANISERS),
    "schedule:session_move": Row(a_session, MAY_CHANGE, method="POST"),
    "schedule:calendar_list": Row(a_campaign, ORGANISERS),
    "schedule:calendar_feed": Row(a_calendar, {"anonymous": 200, "stranger": 200}),
    "schedule:place_list": Row(a_campaign, ORGANISERS),
    "schedule:place_new": Row(a_class, ORGANISERS),
    "schedule:place_edit": Row(a_connected_place, ORGANISERS),
    "schedule:place_remove": Row(a_connected_place, MAY_CHANGE, method="POST"),
    "schedule:session_postpone": Row(a_session, ORGANISERS),
    "schedule:session_speaker": Row(a_session, ORGANISERS),
    "schedule:speaker_replace": Row(a_speaker, ORGANISERS),
    "schedule:change_list": Row(a_campaign, ORGANISERS),
    "schedule:change_detail": Row(a_change, ORGANISERS),
    "schedule:change_undo": Row(a_change, MAY_CHANGE, method="POST"),
}
