from house.access import Row, Scene
from house.access.campaigns import a_campaign
from make import allocation as make_allocation
from make import campaigns as make_campaigns
from make import people as make_people

from boiduong.allocation.models import Run
from boiduong.campaigns.models import Campaign, Membership


def users_of(campaign: Campaign) -> dict[str, object]:
    return {
        "anonymous": None,
        "stranger": make_people.user(),
        "elsewhere": make_campaigns.organiser(make_campaigns.campaign()),
        "grader": make_campaigns.member(campaign, Membership.Role.GRADER),
        "organiser": make_campaigns.organiser(campaign),
    }


def a_queued_run() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_allocation.run(campaign, Run.State.QUEUED).code}, users=users_of(campaign))


def a_class() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_campaigns.training_class(campaign).code}, users=users_of(campaign))


ORGANISERS = {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 403, "organiser": 200}
ROWS = {
    "allocation:run_list": Row(a_campaign, ORGANISERS),
    "allocation:run_new": Row(a_campaign, ORGANISERS | {"organiser": 422}, method="POST"),  # let in; the form is empty
    "allocation:run_detail": Row(a_queued_run, ORGANISERS),
    "allocation:run_publish": Row(a_queued_run, ORGANISERS | {"organiser": 409}, method="POST"),  # let in, then refused for its state
    "allocation:class_detail": Row(a_class, ORGANISERS),
}
