from house.access import Row, Scene
from make import campaigns as make_campaigns
from make import people as make_people

from boiduong.campaigns.models import Membership


def nothing() -> Scene:
    return Scene(args={}, users={"anonymous": None, "stranger": make_people.user()})


def a_campaign() -> Scene:
    campaign = make_campaigns.campaign()
    users = {
        "anonymous": None,
        "stranger": make_people.user(),
        "elsewhere": make_campaigns.organiser(make_campaigns.campaign()),
        "grader": make_campaigns.member(campaign, Membership.Role.GRADER),
        "organiser": make_campaigns.organiser(campaign),
    }
    return Scene(args={"code": campaign.code}, users=users)


SEEN_BY_MEMBERS = {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 200, "organiser": 200}
ROWS = {
    "campaigns:campaign_list": Row(nothing, {"anonymous": 302, "stranger": 200}),
    "campaigns:campaign_plan": Row(a_campaign, SEEN_BY_MEMBERS),
    "campaigns:job_list": Row(a_campaign, SEEN_BY_MEMBERS),
}
