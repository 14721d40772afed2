from house.access import Row, Scene
from house.access.doors import DECIDES, a_campaign, a_device, a_session, users, watchers
from make import NOON
from make import attendance as make_attendance
from make import campaigns as make_campaigns
from make import doors as make
from make import people as make_people

from boiduong.attendance.models import Excuse
from boiduong.attendance.sheets import Page, keep_sheet
from boiduong.campaigns.models import Enrollment
from boiduong.schedule.models import ClassSession


def nothing() -> Scene:
    return Scene(args={}, users={"anonymous": None, "stranger": make_people.user()})


def a_case() -> Scene:
    session = make.class_session(make_campaigns.training_class(make_campaigns.campaign()))
    return Scene(args={"code": make_attendance.odd_case(session.campaign, session).code}, users=users(session.campaign))


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


LEARNER = {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 404, "operator": 404, "organiser": 200, "coordinator": 200}

ROWS = {
    "attendance:board": Row(a_campaign, watchers(200)),
    "attendance:inbox": Row(a_campaign, watchers(200)),
    "attendance:own_attendance_list": Row(nothing, {"anonymous": 302, "stranger": 200}),
    "attendance:cases_settle": Row(a_campaign, DECIDES, "POST"),
    "attendance:rule_list": Row(a_campaign, watchers(200)),
    "attendance:rule_change": Row(a_campaign, watchers(400) | {"operator": 403}, "POST"),
    "attendance:case_match": Row(a_case, watchers(200) | {"operator": 403}),
    "attendance:case_reopen": Row(a_case, watchers(409) | {"operator": 403}, "POST"),
    "attendance:absentees": Row(a_campaign, watchers(200)),
    "attendance:session_detail": Row(a_session, watchers(200)),
    "attendance:session_judge": Row(a_session, DECIDES, "POST"),
    "attendance:case_admit": Row(a_case, watchers(200) | {"operator": 403}),
    "attendance:absence_letter": Row(a_campaign, watchers(404) | {"operator": 403}),
    "attendance:makeup_plan": Row(a_campaign, watchers(200) | {"operator": 403}),
    "attendance:excuse_list": Row(a_campaign, watchers(200) | {"operator": 403}),
    "attendance:excuse_decide": Row(a_campaign, DECIDES, "POST"),
    "attendance:sheet": Row(a_session, watchers(200) | {"operator": 403}),
    "attendance:sheet_keep": Row(a_session, watchers(400) | {"operator": 403}, "POST"),
    "attendance:sheet_mark": Row(a_session, DECIDES, "POST", {"typed": "nobody"}),
    "attendance:sheet_unmark": Row(a_session, watchers(404) | {"operator": 403}, "POST"),
    "attendance:sheet_page": Row(a_sheet, watchers(200) | {"operator": 403}),
    "attendance:device_queue": Row(a_device, watchers(200)),
    "attendance:sheet_withdraw": Row(a_sheet, DECIDES, "POST", {"why": "Tờ của lớp khác"}),
    "attendance:sheet_restore": Row(a_sheet, watchers(409) | {"operator": 403}, "POST"),
    "attendance:case_settle": Row(a_case, DECIDES, "POST", {"counts": "no", "decision": "Mời sang đúng lớp"}),
    "attendance:learner": Row(a_learner, LEARNER),
    "attendance:learner_correct": Row(a_learner, LEARNER | {"coordinator": 403}, "POST"),
    "attendance:learner_excuse": Row(a_learner, LEARNER, "POST"),
    "attendance:learner_excuse_decide": Row(a_learner, LEARNER | {"organiser": 302, "coordinator": 403}, "POST"),
    "attendance:learner_paper": Row(an_excused_learner, LEARNER, data={"session": "vang-mat"}),
}
