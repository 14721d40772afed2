from house.access import Row, Scene
from house.access.allocation import ORGANISERS, users_of
from house.access.campaigns import a_campaign
from make import campaigns as make_campaigns
from make import hosting as make
from make import people as make_people

from boiduong.hosting.models import AgendaItem


def a_ceremony() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make.ceremony(campaign).code}, users=users_of(campaign))


def an_item() -> Scene:
    campaign = make_campaigns.campaign()
    item = AgendaItem.objects.filter(ceremony=make.ceremony(campaign)).earliest("order")
    return Scene(args={"code": str(item.pk)}, users=users_of(campaign))


def a_steward() -> Scene:
    """The steward sees the own list, whatever else they may."""
    campaign, own = make_campaigns.campaign(), make_people.user()
    return Scene(args={"code": make.steward(campaign, own).code}, users=users_of(campaign) | {"steward": own})


def nobody_else() -> Scene:
    return Scene(args={}, users={"anonymous": None, "stranger": make_people.user()})


MOVED = ORGANISERS | {"organiser": 302}
ROWS = {
    "hosting:ceremony_list": Row(a_campaign, ORGANISERS),
    "hosting:ceremony_plan": Row(a_campaign, ORGANISERS | {"organiser": 404}),  # names no kind
    "hosting:ceremony_detail": Row(a_ceremony, ORGANISERS),
    "hosting:ceremony_paper": Row(a_ceremony, ORGANISERS),
    "hosting:item_edit": Row(an_item, ORGANISERS),
    "hosting:item_move": Row(an_item, MOVED, method="POST"),
    "hosting:item_remove": Row(an_item, MOVED, method="POST"),
    "hosting:duty_list": Row(a_campaign, ORGANISERS),
    "hosting:duty_new": Row(a_campaign, ORGANISERS),
    "hosting:duty_remove": Row(a_campaign, MOVED),  # names no row: back to the roster
    "hosting:duty_paper": Row(a_campaign, ORGANISERS | {"organiser": 409}),  # nobody is on duty
    "hosting:steward_new": Row(a_campaign, ORGANISERS),
    "hosting:steward_remove": Row(a_campaign, MOVED),
    "hosting:steward_detail": Row(a_steward, ORGANISERS | {"grader": 404, "steward": 200}),
    "hosting:own_duty_list": Row(nobody_else, {"anonymous": 302, "stranger": 200}),
}
