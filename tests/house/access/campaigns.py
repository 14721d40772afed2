from house.access import Row, Scene
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Membership, Organizer
from boiduong.people.actions import merge_people
from boiduong.people.models import RegisterKeeper


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


def a_topic() -> Scene:
    scene = a_campaign()
    topic = make_campaigns.topic(Campaign.objects.get(code=scene.args["code"]))
    return Scene(args={"code": str(topic.pk)}, users=scene.users)


def a_partner() -> Scene:
    scene = a_campaign()
    campaign = Campaign.objects.get(code=scene.args["code"])
    partner = Organizer.objects.create(campaign=campaign, group_name="các trường THPT", role=Organizer.Role.PARTNER, order=2)
    return Scene(args={"code": str(partner.pk)}, users=scene.users)


def nothing_but_a_keeper() -> Scene:
    keeper = make_people.user()
    RegisterKeeper.objects.create(user=keeper)
    return Scene(args={}, users={"anonymous": None, "stranger": make_people.user(), "keeper": keeper})


def a_pair() -> Scene:
    pair = make_people.pair()
    users = {
        "anonymous": None,
        "stranger": make_people.user(),
        "coordinator": make_people.coordinator(pair.first.unit),
        "keeper": make_people.keeper(),
    }
    return Scene(args={"code": pair.code}, users=users)


def a_learner() -> Scene:
    campaign = make_campaigns.campaign()
    place = make_campaigns.enrollment(campaign, make_people.person(make_people.unit()))
    users = {
        "anonymous": None,
        "stranger": make_people.user(),
        "elsewhere": make_campaigns.organiser(make_campaigns.campaign()),
        "grader": make_campaigns.member(campaign, Membership.Role.GRADER),
        "organiser": make_campaigns.organiser(campaign),
        "coordinator": make_people.coordinator(place.unit),
        "keeper": make_people.keeper(),
    }
    return Scene(args={"code": place.person.code}, users=users)


def a_merge() -> Scene:
    kept = make_people.person(make_people.unit())
    merge = merge_people(actor=Actor(None, via="test"), kept=kept, merged=make_people.person(kept.unit), taken=(), at=NOON)
    users = {"anonymous": None, "stranger": make_people.user(), "coordinator": make_people.coordinator(kept.unit), "keeper": make_people.keeper()}
    return Scene(args={"code": merge.code}, users=users)


SEEN_BY_ORGANISERS = {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 403, "organiser": 200}
SEEN_BY_MEMBERS = {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 200, "organiser": 200}
ROWS = {
    "campaigns:campaign_list": Row(nothing, {"anonymous": 302, "stranger": 200}),
    "campaigns:campaign_new": Row(nothing_but_a_keeper, {"anonymous": 302, "stranger": 403, "keeper": 200}),
    "campaigns:partner_new": Row(a_campaign, SEEN_BY_ORGANISERS),
    "campaigns:partner_edit": Row(a_partner, SEEN_BY_ORGANISERS),
    "campaigns:partner_move": Row(a_partner, SEEN_BY_ORGANISERS | {"organiser": 302}, method="POST"),
    "campaigns:partner_remove": Row(a_campaign, SEEN_BY_ORGANISERS | {"organiser": 302}),  # names no row: back to the plan
    "campaigns:topic_edit": Row(a_topic, SEEN_BY_ORGANISERS),
    "campaigns:topic_move": Row(a_topic, SEEN_BY_ORGANISERS | {"organiser": 302}, method="POST"),
    "campaigns:topic_remove": Row(a_campaign, SEEN_BY_ORGANISERS | {"organiser": 302}),
    "campaigns:rules_edit": Row(a_campaign, SEEN_BY_ORGANISERS),
    "campaigns:member_remove": Row(a_campaign, SEEN_BY_ORGANISERS | {"organiser": 302}),
    "campaigns:topic_new": Row(a_campaign, SEEN_BY_ORGANISERS),
    "campaigns:member_new": Row(a_campaign, SEEN_BY_ORGANISERS),
    "campaigns:campaign_plan": Row(a_campaign, SEEN_BY_MEMBERS),
    "campaigns:person_list": Row(nothing, {"anonymous": 302, "stranger": 200}),
    "campaigns:person_detail": Row(a_learner, SEEN_BY_ORGANISERS | {"grader": 404, "coordinator": 200, "keeper": 200}),
    "campaigns:merge_part": Row(a_merge, {"anonymous": 302, "stranger": 404, "coordinator": 403, "keeper": 302}, method="POST"),
    "campaigns:pair_decide": Row(a_pair, {"anonymous": 302, "stranger": 404, "coordinator": 403, "keeper": 200}),
    "campaigns:pair_part": Row(a_pair, {"anonymous": 302, "stranger": 404, "coordinator": 403, "keeper": 404}, method="POST"),
    "campaigns:job_list": Row(a_campaign, SEEN_BY_MEMBERS),
}
