from house.access import Row, Scene
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people
from make import rosters as make

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Membership
from boiduong.people.actions import renew_links, revoke_links
from boiduong.people.models import Unit
from boiduong.rosters.models import RosterImport, RosterRow


def users(campaign: Campaign, unit: Unit | None = None) -> dict[str, object]:
    return {
        "anonymous": None,
        "stranger": make_people.user(),
        "elsewhere": make_campaigns.organiser(make_campaigns.campaign()),
        "grader": make_campaigns.member(campaign, Membership.Role.GRADER),
        "coordinator": make_people.coordinator(unit or make_people.unit()),
        "organiser": make_campaigns.organiser(campaign),
    }


def nothing() -> Scene:
    return Scene(args={}, users={"anonymous": None, "stranger": make_people.user()})


def a_campaign() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": campaign.code}, users=users(campaign))


def a_call() -> Scene:
    call = make.call(make_campaigns.campaign())
    return Scene(args={"code": call.code}, users=users(call.campaign, call.unit))


def a_file(state: RosterImport.State = RosterImport.State.READ, status: RosterRow.Status = RosterRow.Status.WRONG) -> Scene:
    call = make.call(make_campaigns.campaign())
    made = make.roster_import(call, state)
    make.row(made, status=status)
    return Scene(args={"code": made.code}, users=users(call.campaign, call.unit))


def a_confirmed_file() -> Scene:
    return a_file(RosterImport.State.CONFIRMED)


def a_row() -> Scene:
    call = make.call(make_campaigns.campaign())
    row = make.row(make.roster_import(call), status=RosterRow.Status.WRONG)
    return Scene(args={"code": row.code}, users=users(call.campaign, call.unit))


def a_link() -> Scene:
    """A clerk's own address: whoever holds it, signed in or not."""
    call = make.call(make_campaigns.campaign())
    token = renew_links(actor=Actor(None, via="test"), units=[call.unit], at=NOON)[call.unit_id]
    return Scene(args={"token": token}, users={"anonymous": None, "stranger": make_people.user()})


def an_ended_link() -> Scene:
    scene = a_link()
    revoke_links(actor=Actor(None, via="test"), unit=Unit.objects.get(links__isnull=False), at=NOON)
    return scene


def a_sheet() -> Scene:
    scene = a_file()
    RosterImport.objects.update(content=make.book(make.WRONG))
    return scene


ORGANISERS = {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 403, "coordinator": 404, "organiser": 200}
UNITS_TOO = {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 404, "coordinator": 200, "organiser": 200}
JUDGED = {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 404, "coordinator": 403, "organiser": 302}
MENDED = {"anonymous": 302, "stranger": 404, "elsewhere": 404, "grader": 404, "coordinator": 302, "organiser": 302}
ROWS = {
    "rosters:own_call_list": Row(nothing, {"anonymous": 302, "stranger": 200}),
    "rosters:template_file": Row(nothing, {"anonymous": 302, "stranger": 200}),
    "rosters:call_list": Row(a_campaign, ORGANISERS),
    "rosters:call_new": Row(a_campaign, ORGANISERS),
    "rosters:files_upload": Row(a_campaign, ORGANISERS, method="POST"),  # without a file: the page again
    "rosters:ready_confirm": Row(a_campaign, ORGANISERS | {"organiser": 302}, method="POST"),
    "rosters:call_detail": Row(a_call, UNITS_TOO),
    "rosters:import_detail": Row(a_file, UNITS_TOO),
    "rosters:import_marked": Row(a_sheet, UNITS_TOO),
    "rosters:reminder_list": Row(a_campaign, ORGANISERS),
    "rosters:link_list": Row(a_campaign, ORGANISERS),
    "rosters:link_renew": Row(a_call, JUDGED | {"organiser": 200}, method="POST"),
    "rosters:link_revoke": Row(a_call, JUDGED, method="POST"),
    "rosters:link_home": Row(a_link, {"anonymous": 200, "stranger": 200}),
    "rosters:link_row_mend": Row(a_link, {"anonymous": 404, "stranger": 404}, method="POST"),  # let in; no such row of this unit
    "rosters:link_row_leave_out": Row(an_ended_link, {"anonymous": 404, "stranger": 404}, method="POST"),
    "rosters:link_marked": Row(an_ended_link, {"anonymous": 404, "stranger": 404}),
    "rosters:link_template": Row(a_link, {"anonymous": 200, "stranger": 200}),
    "rosters:import_file": Row(a_file, UNITS_TOO),
    "rosters:import_assign": Row(a_file, JUDGED, method="POST"),
    "rosters:import_divide": Row(a_file, JUDGED | {"organiser": 409}, method="POST"),  # of one unit: let in, then refused
    "rosters:import_confirm": Row(a_file, JUDGED | {"organiser": 409}, method="POST"),
    "rosters:import_send_back": Row(a_file, JUDGED, method="POST", data={"note": "Sửa dòng 3"}),
    "rosters:import_undo": Row(a_confirmed_file, JUDGED, method="POST"),
    "rosters:row_mend": Row(a_row, MENDED, method="POST", data={"name": "Nguyễn Thị Ánh"}),
    "rosters:row_leave_out": Row(a_row, MENDED, method="POST"),
    "rosters:row_decide": Row(a_row, JUDGED, method="POST", data={"person": "new"}),
}
