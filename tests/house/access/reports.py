from house.access import Row, Scene
from house.access.campaigns import SEEN_BY_MEMBERS, a_campaign
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Membership
from boiduong.reports import actions


def a_report() -> Scene:
    campaign = make_campaigns.campaign()
    make_campaigns.enrollment(campaign)
    report = actions.make_report(actor=Actor(None, via="test"), campaign=campaign, at=NOON)
    users = {
        "anonymous": None,
        "stranger": make_people.user(),
        "elsewhere": make_campaigns.organiser(make_campaigns.campaign()),
        "grader": make_campaigns.member(campaign, Membership.Role.GRADER),
        "organiser": make_campaigns.organiser(campaign),
    }
    return Scene(args={"code": report.code}, users=users)


FOR_ORGANISERS = SEEN_BY_MEMBERS | {"grader": 403}
ROWS = {
    "reports:dashboard": Row(a_campaign, SEEN_BY_MEMBERS),
    "reports:report_list": Row(a_campaign, SEEN_BY_MEMBERS),
    "reports:report_make": Row(a_campaign, FOR_ORGANISERS | {"organiser": 409}, method="POST"),  # nobody is called yet
    "reports:figures": Row(a_campaign, FOR_ORGANISERS),
    "reports:figure_people": Row(a_campaign, FOR_ORGANISERS),
    "reports:report_docx": Row(a_report, FOR_ORGANISERS),
    "reports:report_xlsx": Row(a_report, FOR_ORGANISERS),
    "reports:report_pdf": Row(a_report, FOR_ORGANISERS),
}
