from house.access import Row, Scene
from make import campaigns as make_campaigns
from make import people as make_people


def users() -> dict[str, object]:
    campaign = make_campaigns.campaign()
    return {
        "anonymous": None,
        "stranger": make_people.user(),
        "organiser": make_campaigns.organiser(campaign),
        "keeper": make_people.keeper(),
    }


def nothing() -> Scene:
    return Scene(args={}, users=users())


def a_document() -> Scene:
    return Scene(args={"code": make_campaigns.reference().code}, users=users())


READ = {"anonymous": 302, "stranger": 200, "organiser": 200, "keeper": 200}
KEPT = {"anonymous": 302, "stranger": 403, "organiser": 403, "keeper": 200}
ROWS = {
    "documents:reference_list": Row(nothing, READ),
    "documents:reference_detail": Row(a_document, READ),
    "documents:reference_new": Row(nothing, KEPT),
    "documents:reference_edit": Row(a_document, KEPT),
    "documents:issued_list": Row(nothing, KEPT),
    "documents:profile_edit": Row(nothing, KEPT),
}
