from house.access import Row, Scene
from house.access.campaigns import nothing
from make import campaigns as make_campaigns
from make import people as make_people

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Membership
from boiduong.portal import actions


def a_campaign() -> Scene:
    campaign = make_campaigns.campaign()
    users = {
        "anonymous": None,
        "stranger": make_people.user(),
        "elsewhere": make_campaigns.member(make_campaigns.campaign(), Membership.Role.EDITOR),
        "grader": make_campaigns.member(campaign, Membership.Role.GRADER),
        "organiser": make_campaigns.organiser(campaign),
        "editor": make_campaigns.member(campaign, Membership.Role.EDITOR),
    }
    return Scene(args={"code": campaign.code}, users=users)


def a_section() -> Scene:
    by = Actor(None, via="test")
    actions.open_portal(actor=by, office="Trung tâm Chính trị")
    actions.open_section(actor=by, title="Đảng - đoàn thể")
    return Scene(args={"path": "dang-doan-the/"}, users={"anonymous": None, "stranger": make_people.user()})


def for_editors(editor: int) -> dict[str, int]:
    return {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 403, "organiser": 403, "editor": editor}


EVERYBODY = {"anonymous": 200, "stranger": 200}
scene = a_campaign
ROWS = {
    "home": Row(nothing, EVERYBODY),
    "portal:class_find": Row(nothing, EVERYBODY),
    "portal:page": Row(a_section, EVERYBODY),
    "portal:news_list": Row(scene, for_editors(200) | {"organiser": 200}),
    "portal:news_draft": Row(scene, for_editors(409), method="POST", data={"new_section": "Tin tức"}),  # nobody was present yet
    "portal:news_publish": Row(scene, for_editors(404), method="POST"),  # no such article
    "portal:news_edit": Row(scene, for_editors(404), method="POST"),
}
