from house.access import Row, Scene
from house.access.allocation import ORGANISERS, users_of
from house.access.campaigns import SEEN_BY_MEMBERS, a_campaign
from make import campaigns as make_campaigns
from make import schedule as make_schedule


def a_session() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_schedule.session(campaign).code}, users=users_of(campaign))


ROWS = {
    "schedule:timetable": Row(a_campaign, SEEN_BY_MEMBERS),
    "schedule:preparation": Row(a_campaign, ORGANISERS),
    "schedule:venue_new": Row(a_campaign, ORGANISERS),
    "schedule:speaker_new": Row(a_campaign, ORGANISERS),
    "schedule:guest_new": Row(a_campaign, ORGANISERS),
    "schedule:session_change": Row(a_session, ORGANISERS),
}
