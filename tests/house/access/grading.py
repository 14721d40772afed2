from house.access import Row, Scene
from house.access.campaigns import a_campaign
from make import campaigns as make_campaigns
from make import grading
from make import people as make_people

from boiduong.campaigns.models import Campaign, Membership


def a_campaign_with_an_operator() -> Scene:
    scene = a_campaign()
    campaign = Campaign.objects.get(code=scene.args["code"])
    return Scene(scene.args, {**scene.users, "operator": make_campaigns.member(campaign, Membership.Role.OPERATOR)})


def a_share() -> Scene:
    campaign = make_campaigns.campaign()
    grading.rubric(campaign)
    grader = grading.grader(campaign)
    share = grading.share(grading.essay(campaign), grader)
    former = grading.grader(campaign)
    former.memberships.all().delete()
    users = {
        "anonymous": None,
        "stranger": make_people.user(),
        "organiser": make_campaigns.organiser(campaign),
        "coordinator of the author": make_people.coordinator(share.submission.enrollment.unit),
        "another grader": grading.grader(campaign),
        "a former grader": former,
        "its grader": grader,
    }
    return Scene({"code": share.code}, users)


NOT_MEMBERS = {"anonymous": 302, "stranger": 404, "elsewhere": 404}
ONLY_ORGANISERS = NOT_MEMBERS | {"grader": 403, "operator": 403}
NOT_THE_GRADER = {
    "anonymous": 302,
    "stranger": 404,
    "organiser": 404,
    "coordinator of the author": 404,
    "another grader": 404,
    "a former grader": 404,
}
ROWS = {
    "grading:pile_list": Row(a_campaign_with_an_operator, NOT_MEMBERS | {"grader": 200, "operator": 403, "organiser": 200}),
    "grading:pile_mine": Row(a_campaign_with_an_operator, NOT_MEMBERS | {"grader": 200, "operator": 403, "organiser": 403}),
    "grading:rubric_edit": Row(a_campaign_with_an_operator, ONLY_ORGANISERS | {"organiser": 200}),
    "grading:essays_share": Row(a_campaign_with_an_operator, ONLY_ORGANISERS | {"organiser": 409}, method="POST"),
    "grading:grades_release": Row(a_campaign_with_an_operator, ONLY_ORGANISERS | {"organiser": 409}, method="POST"),
    "grading:share_grade": Row(a_share, NOT_THE_GRADER | {"its grader": 200}),
}
