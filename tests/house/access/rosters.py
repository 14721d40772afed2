from house.access import Row, Scene
from make import campaigns as make_campaigns
from make import people as make_people
from make import rosters as make

from boiduong.campaigns.models import Campaign, Membership
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
    "rosters:import_file": Row(a_file, UNITS_TOO),
    "rosters:import_assign": Row(a_file, JUDGED, method="POST"),
    "rosters:import_confirm": Row(a_file, JUDGED | {"organiser": 409}, method="POST"),
    "rosters:import_send_back": Row(a_file, JUDGED, method="POST", data={"note": "Sửa dòng 3"}),
    "rosters:import_undo": Row(a_confirmed_file, JUDGED, method="POST"),
    "rosters:row_mend": Row(a_row, MENDED, method="POST", data={"name": "Nguyễn Thị Ánh"}),
    "rosters:row_leave_out": Row(a_row, MENDED, method="POST"),
    "rosters:row_decide": Row(a_row, MENDED, method="POST", data={"person": "new"}),
}
