from house.access import Row, Scene
from house.access.allocation import ORGANISERS, users_of
from house.access.campaigns import SEEN_BY_MEMBERS, a_campaign
from make import campaigns as make_campaigns
from make import schedule as make_schedule


def a_session() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_schedule.session(campaign).code}, users=users_of(campaign))


def a_change() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_schedule.change(make_schedule.session(campaign)).code}, users=users_of(campaign))


def a_speaker() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_schedule.speaker(campaign, topics=[]).code}, users=users_of(campaign))


MAY_CHANGE = ORGANISERS | {"organiser": 302}
ROWS = {
    "schedule:timetable": Row(a_campaign, SEEN_BY_MEMBERS),
    "schedule:preparation": Row(a_campaign, ORGANISERS),
    "schedule:venue_new": Row(a_campaign, ORGANISERS),
    "schedule:speaker_new": Row(a_campaign, ORGANISERS),
    "schedule:guest_new": Row(a_campaign, ORGANISERS),
    "schedule:session_change": Row(a_session, ORGANISERS),
    "schedule:timetable_edit": Row(a_campaign, ORGANISERS),
    "schedule:session_places": Row(a_session, ORGANISERS),
    "schedule:session_move": Row(a_session, MAY_CHANGE, method="POST"),
    "schedule:session_postpone": Row(a_session, ORGANISERS),
    "schedule:session_speaker": Row(a_session, ORGANISERS),
    "schedule:speaker_replace": Row(a_speaker, ORGANISERS),
    "schedule:change_list": Row(a_campaign, ORGANISERS),
    "schedule:change_detail": Row(a_change, ORGANISERS),
    "schedule:change_undo": Row(a_change, MAY_CHANGE, method="POST"),
}
