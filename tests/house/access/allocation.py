from house.access import Row, Scene
from house.access.campaigns import a_campaign
from make import allocation as make_allocation
from make import campaigns as make_campaigns
from make import people as make_people
from make import schedule as make_schedule

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


def a_rule() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_allocation.rule(campaign).code}, users=users_of(campaign))


def a_swap() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_allocation.swap(campaign).code}, users=users_of(campaign))


def a_learner() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_campaigns.enrollment(campaign).code}, users=users_of(campaign))


def a_hall() -> Scene:
    """A hall belongs to no campaign: whoever organises one may draw it."""
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make_schedule.venue().code}, users=users_of(campaign))


def someone() -> Scene:
    return Scene(args={}, users={"anonymous": None, "stranger": make_people.user()})


ORGANISERS = {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 403, "organiser": 200}
HALLS = {"anonymous": 302, "stranger": 404, "elsewhere": 200, "grader": 404, "organiser": 200}
ROWS = {
    "allocation:run_list": Row(a_campaign, ORGANISERS),
    "allocation:run_new": Row(a_campaign, ORGANISERS | {"organiser": 422}, method="POST"),  # let in; the form is empty
    "allocation:run_detail": Row(a_queued_run, ORGANISERS),
    "allocation:run_publish": Row(a_queued_run, ORGANISERS | {"organiser": 409}, method="POST"),  # let in, then refused for its state
    "allocation:run_cancel": Row(a_queued_run, ORGANISERS | {"organiser": 302}, method="POST"),
    "allocation:run_keep": Row(a_queued_run, ORGANISERS | {"organiser": 409}, method="POST"),  # let in; it is not cancelled
    "allocation:run_relax": Row(a_queued_run, ORGANISERS | {"organiser": 409}, method="POST"),  # let in; nothing was proposed
    "allocation:run_difference": Row(a_queued_run, ORGANISERS),
    "allocation:run_days": Row(a_queued_run, ORGANISERS),
    "allocation:run_people": Row(a_queued_run, ORGANISERS),
    "allocation:run_why": Row(a_queued_run, ORGANISERS | {"organiser": 302}),  # let in; nobody was named
    "allocation:run_prices": Row(a_queued_run, ORGANISERS),
    "allocation:run_prices_ask": Row(a_queued_run, ORGANISERS | {"organiser": 409}, method="POST"),  # let in; it is not published
    "allocation:run_prices_take": Row(a_queued_run, ORGANISERS | {"organiser": 302}, method="POST"),  # let in; the form is empty
    "allocation:run_move": Row(a_queued_run, ORGANISERS | {"organiser": 302}, method="POST"),  # let in; nobody was named
    "allocation:run_undo": Row(a_queued_run, ORGANISERS | {"organiser": 409}, method="POST"),
    "allocation:run_revise": Row(a_campaign, ORGANISERS | {"organiser": 409}, method="POST"),  # let in; nothing is published
    "allocation:rule_list": Row(a_campaign, ORGANISERS),
    "allocation:rule_new": Row(a_campaign, ORGANISERS | {"organiser": 422}, method="POST"),
    "allocation:aim_order": Row(a_campaign, ORGANISERS | {"organiser": 302}, method="POST"),
    "allocation:rule_take_back": Row(a_rule, ORGANISERS | {"organiser": 302}, method="POST"),
    "allocation:swap_list": Row(a_campaign, ORGANISERS),
    "allocation:own_swap_list": Row(someone, {"anonymous": 302, "stranger": 200}),
    "allocation:swap_grant": Row(a_swap, ORGANISERS | {"organiser": 409}, method="POST"),  # let in; nothing is published
    "allocation:swap_decline": Row(a_swap, ORGANISERS | {"organiser": 302}, method="POST"),
    "allocation:run_seats": Row(a_queued_run, ORGANISERS),
    "allocation:seat_change": Row(a_queued_run, ORGANISERS | {"organiser": 302}, method="POST"),  # let in; nobody was named
    "allocation:run_reseat": Row(a_queued_run, ORGANISERS | {"organiser": 409}, method="POST"),  # let in, then refused for its state
    "allocation:seat_need": Row(a_learner, ORGANISERS | {"grader": 404, "organiser": 302}, method="POST"),
    "allocation:own_seat_need_list": Row(someone, {"anonymous": 302, "stranger": 200}),
    "allocation:hall_plan": Row(a_hall, HALLS),
    "allocation:hall_draw": Row(a_hall, HALLS | {"elsewhere": 422, "organiser": 422}, method="POST"),  # let in; the form is empty
    "allocation:hall_upload": Row(a_hall, HALLS | {"elsewhere": 422, "organiser": 422}, method="POST"),
    "allocation:hall_download": Row(a_hall, HALLS),
    "allocation:class_detail": Row(a_class, ORGANISERS),
}
