from house.access import Row, Scene
from house.access.campaigns import nothing
from make import NOON
from make import attendance as make
from make import campaigns as make_campaigns
from make import people as make_people

from boiduong.accounts.models import User
from boiduong.attendance.models import Excuse
from boiduong.attendance.sheets import Page, keep_sheet
from boiduong.campaigns.models import Campaign, Enrollment, Membership
from boiduong.schedule.models import ClassSession


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


def a_case() -> Scene:
    session = make.class_session(make_campaigns.training_class(make_campaigns.campaign()))
    return Scene(args={"code": make.odd_case(session.campaign, session).code}, users=users(session.campaign))


def a_sheet() -> Scene:
    session = make.class_session(make_campaigns.training_class(make_campaigns.campaign()))
    [page] = keep_sheet(actor=make.TEST, class_session=session, pages=[Page("trang 1.jpg", b"\xff\xd8\xff")], at=NOON)
    return Scene(args={"code": page.code}, users=users(session.campaign))


def a_learner() -> Scene:
    campaign = make_campaigns.campaign()
    learner = make_campaigns.enrollment(campaign)
    return Scene(args={"code": learner.code}, users=users(campaign) | {"coordinator": make_people.coordinator(learner.unit)})


def an_excused_learner() -> Scene:
    scene = a_learner()
    learner = Enrollment.objects.get(code=scene.args["code"])
    session = make.class_session(make_campaigns.training_class(learner.campaign))
    ClassSession.objects.filter(pk=session.pk).update(code="vang-mat")
    Excuse.objects.create(enrollment=learner, class_session=session, kind=Excuse.Kind.ILLNESS, paper_name="don.pdf", paper=b"%PDF-", received_at=NOON)
    return scene


def watchers(seen: int) -> dict[str, int]:
    return {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 403, "operator": seen, "organiser": seen}


DECIDES = watchers(302) | {"operator": 403}
LEARNER = {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 404, "operator": 404, "organiser": 200, "coordinator": 200}
PUBLIC = {"anonymous": 200, "stranger": 200}
DEVICES_ONLY = {"anonymous": 401, "stranger": 401}

ROWS = {
    "attendance:board": Row(a_campaign, watchers(200)),
    "attendance:inbox": Row(a_campaign, watchers(200)),
    "attendance:rule_list": Row(a_campaign, watchers(200)),
    "attendance:rule_change": Row(a_campaign, watchers(400) | {"operator": 403}, "POST"),
    "attendance:pin_set": Row(a_campaign, DECIDES, "POST", {"pin": "271828"}),
    "attendance:case_match": Row(a_case, watchers(200) | {"operator": 403}),
    "attendance:case_reopen": Row(a_case, watchers(409) | {"operator": 403}, "POST"),
    "attendance:absentees": Row(a_campaign, watchers(200)),
    "attendance:session_detail": Row(a_session, watchers(200)),
    "attendance:device_invite": Row(a_session, watchers(302), "POST", {"door": "Cửa 1"}),  # this client's address is not secure
    "attendance:session_judge": Row(a_session, DECIDES, "POST"),
    "attendance:case_admit": Row(a_case, watchers(200) | {"operator": 403}),
    "attendance:absence_letter": Row(a_campaign, watchers(404) | {"operator": 403}),
    "attendance:makeup_plan": Row(a_campaign, watchers(200) | {"operator": 403}),
    "attendance:excuse_list": Row(a_campaign, watchers(200) | {"operator": 403}),
    "attendance:excuse_decide": Row(a_campaign, DECIDES, "POST"),
    "attendance:readiness": Row(a_campaign, watchers(200)),
    "attendance:sheet": Row(a_session, watchers(200) | {"operator": 403}),
    "attendance:sheet_keep": Row(a_session, watchers(400) | {"operator": 403}, "POST"),
    "attendance:sheet_mark": Row(a_session, DECIDES, "POST", {"typed": "nobody"}),
    "attendance:sheet_unmark": Row(a_session, watchers(404) | {"operator": 403}, "POST"),
    "attendance:sheet_page": Row(a_sheet, watchers(200) | {"operator": 403}),
    "attendance:device_revoke": Row(a_device, watchers(302), "POST"),
    "attendance:device_queue": Row(a_device, watchers(200)),
    "attendance:case_settle": Row(a_case, DECIDES, "POST", {"counts": "no", "decision": "Mời sang đúng lớp"}),
    "attendance:learner": Row(a_learner, LEARNER),
    "attendance:learner_correct": Row(a_learner, LEARNER | {"coordinator": 403}, "POST"),
    "attendance:learner_excuse": Row(a_learner, LEARNER, "POST"),
    "attendance:learner_excuse_decide": Row(a_learner, LEARNER | {"organiser": 302, "coordinator": 403}, "POST"),
    "attendance:learner_paper": Row(an_excused_learner, LEARNER, data={"session": "vang-mat"}),
    "attendance:door_page": Row(nothing, PUBLIC),
    "attendance:door_secure": Row(nothing, PUBLIC),
    "attendance:door_authority": Row(nothing, {"anonymous": 404, "stranger": 404}),  # an office without a CA of its own
    "attendance:door_worker": Row(nothing, PUBLIC),
    "attendance:door_assets": Row(nothing, PUBLIC),
    "attendance:door_install": Row(nothing, PUBLIC),
    "api:door_manifest": Row(nothing, DEVICES_ONLY),
    "api:door_search": Row(nothing, DEVICES_ONLY),
    "api:door_supervise": Row(nothing, DEVICES_ONLY, "POST"),
    "api:door_ready": Row(nothing, DEVICES_ONLY, "POST"),
    "api:door_pair": Row(nothing, {"anonymous": 400, "stranger": 400}, "POST"),
    "api:door_events": Row(nothing, DEVICES_ONLY, "POST"),
}
