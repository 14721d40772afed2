from house.access import Row, Scene
from house.access.campaigns import nothing
from make import campaigns as make_campaigns
from make import doors as make
from make import people as make_people

from boiduong.accounts.models import User
from boiduong.campaigns.models import Campaign, Membership


def users(campaign: Campaign) -> dict[str, User | None]:
    return {
        "anonymous": None,
        "stranger": make_people.user(),
        "elsewhere": make_campaigns.organiser(make_campaigns.campaign()),
        "grader": make_campaigns.member(campaign, Membership.Role.GRADER),
        "operator": make_campaigns.member(campaign, Membership.Role.OPERATOR),
        "organiser": make_campaigns.organiser(campaign),
    }


def a_campaign() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": campaign.code}, users=users(campaign))


def a_session() -> Scene:
    session = make.class_session(make_campaigns.training_class(make_campaigns.campaign()))
    return Scene(args={"code": session.code}, users=users(session.campaign))


def a_device() -> Scene:
    session = make.class_session(make_campaigns.training_class(make_campaigns.campaign()))
    return Scene(args={"code": make.device(session)[0].code}, users=users(session.campaign))


def watchers(seen: int) -> dict[str, int]:
    return {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 403, "operator": seen, "organiser": seen}


DECIDES = watchers(302) | {"operator": 403}
PUBLIC = {"anonymous": 200, "stranger": 200}
DEVICES_ONLY = {"anonymous": 401, "stranger": 401}

ROWS = {
    "doors:pin_set": Row(a_campaign, DECIDES, "POST", {"pin": "271828"}),
    "doors:device_invite": Row(a_session, watchers(302), "POST", {"door": "Cửa 1"}),  # this client's address is not secure
    "doors:readiness": Row(a_campaign, watchers(200)),
    "doors:device_revoke": Row(a_device, watchers(302), "POST"),
    "doors:door_page": Row(nothing, PUBLIC),
    "doors:door_secure": Row(nothing, PUBLIC),
    "doors:door_authority": Row(nothing, {"anonymous": 404, "stranger": 404}),  # an office without a CA of its own
    "doors:door_worker": Row(nothing, PUBLIC),
    "doors:door_assets": Row(nothing, PUBLIC),
    "doors:door_install": Row(nothing, PUBLIC),
    "api:door_manifest": Row(nothing, DEVICES_ONLY),
    "api:door_search": Row(nothing, DEVICES_ONLY),
    "api:door_supervise": Row(nothing, DEVICES_ONLY, "POST"),
    "api:door_ready": Row(nothing, DEVICES_ONLY, "POST"),
    "api:door_pair": Row(nothing, {"anonymous": 400, "stranger": 400}, "POST"),
    "api:door_events": Row(nothing, DEVICES_ONLY, "POST"),
}
