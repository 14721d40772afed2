from house.access import Row, Scene
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Membership
from boiduong.essays.actions import make_links, set_prompts

TEST = Actor(None, via="test")


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


def a_link() -> Scene:
    enrollment = make_campaigns.enrollment(make_campaigns.campaign())
    set_prompts(actor=TEST, campaign=enrollment.campaign, texts=["Liên hệ bản thân."])
    token = make_links(actor=TEST, campaign=enrollment.campaign, enrollments=[enrollment], at=NOON)[enrollment.pk]
    return Scene(args={"token": token}, users={"anonymous": None, "stranger": make_people.user(), "organiser": make_people.user()})


FOR_ORGANISERS = {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 403, "organiser": 200}
WHOEVER_HOLDS_IT = {"anonymous": 200, "stranger": 200, "organiser": 200}
NOT_VALID = {"anonymous": 422, "stranger": 422, "organiser": 422}
ROWS = {
    "essays:submission_list": Row(a_campaign, FOR_ORGANISERS | {"grader": 200}),
    "essays:missing_list": Row(a_campaign, FOR_ORGANISERS),
    "essays:prompts_edit": Row(a_campaign, FOR_ORGANISERS),
    "essays:links_make": Row(a_campaign, FOR_ORGANISERS, method="POST"),
    "essays:essay_write": Row(a_link, WHOEVER_HOLDS_IT),
    "essays:draft_save": Row(a_link, NOT_VALID, method="POST"),
    "essays:file_hand_in": Row(a_link, NOT_VALID, method="POST"),
}
