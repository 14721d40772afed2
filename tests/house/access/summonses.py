from collections.abc import Mapping
from typing import Any

from house.access import Row, Scene
from make import campaigns as make_campaigns
from make import people as make_people
from make import summonses as make

from boiduong.campaigns.models import Campaign, Membership
from boiduong.people.models import Unit
from boiduong.summonses.models import Card


def users(campaign: Campaign, unit: Unit) -> Mapping[str, Any]:
    return {
        "anonymous": None,
        "stranger": make_people.user(),
        "elsewhere": make_campaigns.organiser(make_campaigns.campaign()),
        "other_unit": make_people.coordinator(make_people.unit()),
        "coordinator": make_people.coordinator(unit),
        "grader": make_campaigns.member(campaign, Membership.Role.GRADER),
        "organiser": make_campaigns.organiser(campaign),
    }


def a_campaign() -> Scene:
    campaign, unit = make_campaigns.campaign(), make_people.unit()
    make.ready(campaign, [unit])
    return Scene(args={"code": campaign.code}, users=users(campaign, unit))


def a_class() -> Scene:
    campaign, unit = make_campaigns.campaign(), make_people.unit()
    make.ready(campaign, [unit])
    return Scene(args={"code": campaign.classes.get().code}, users=users(campaign, unit))


def a_session() -> Scene:
    campaign, unit = make_campaigns.campaign(), make_people.unit()
    make.ready(campaign, [unit])
    return Scene(args={"code": campaign.sessions.get().code}, users=users(campaign, unit))


def a_bundle() -> Scene:
    campaign, unit = make_campaigns.campaign(), make_people.unit()
    (bundle,) = make.ready(campaign, [unit])
    return Scene(args={"code": bundle.code}, users=users(campaign, unit))


def a_card() -> Scene:
    campaign, unit = make_campaigns.campaign(), make_people.unit()
    make.ready(campaign, [unit])
    return Scene(args={"token": Card.objects.get(enrollment__campaign=campaign).link_token}, users=users(campaign, unit))


def nothing() -> Scene:
    return Scene(args={}, users={"anonymous": None, "stranger": make_people.user()})


def organisers(status: int) -> dict[str, int]:
    outside = {"stranger": 404, "elsewhere": 404, "other_unit": 404, "coordinator": 404}
    return {"anonymous": 302, **outside, "grader": 403, "organiser": status}


def unit_and_organisers(status: int) -> dict[str, int]:
    outside = {"stranger": 404, "elsewhere": 404, "other_unit": 404, "grader": 404}
    return {"anonymous": 302, **outside, "coordinator": status, "organiser": status}


EVERYBODY = dict.fromkeys(["anonymous", "stranger", "elsewhere", "other_unit", "coordinator", "grader", "organiser"], 200)
ROWS = {
    "summonses:bundle_renew": Row(a_campaign, organisers(302), "POST"),
    "summonses:bundle_list": Row(a_campaign, organisers(200)),
    "summonses:summons_issue": Row(a_campaign, organisers(302), method="POST"),  # the form is empty: back to the page, which says what is missing
    "summonses:summons_list": Row(a_campaign, organisers(200)),
    "summonses:bundle_archive": Row(a_campaign, organisers(200)),
    "summonses:paper_list": Row(a_campaign, organisers(200)),
    "summonses:timetable_download": Row(a_campaign, organisers(200)),
    "summonses:class_list_download": Row(a_class, organisers(200)),
    "summonses:class_workbook_download": Row(a_class, organisers(200)),
    "summonses:class_cards_download": Row(a_class, organisers(200)),
    "summonses:seat_map_download": Row(a_class, organisers(200)),
    "summonses:sign_in_download": Row(a_session, organisers(200)),
    "summonses:own_bundle_list": Row(nothing, {"anonymous": 302, "stranger": 200}),
    "summonses:bundle_detail": Row(a_bundle, unit_and_organisers(200)),
    "summonses:bundle_download": Row(a_bundle, unit_and_organisers(200)),
    "summonses:bundle_restart": Row(a_bundle, unit_and_organisers(302), method="POST"),
    "summonses:card_page": Row(a_card, EVERYBODY),
    "summonses:card_picture": Row(a_card, EVERYBODY),
    "summonses:card_worker": Row(nothing, {"anonymous": 200, "stranger": 200}),
}
