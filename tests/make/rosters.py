from itertools import count

from boiduong.campaigns.models import Campaign
from boiduong.engines.sheets import Cell
from boiduong.people.models import Unit
from boiduong.rehearsal.sheet_files import Grid, as_workbook
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow
from make import NOON, people

numbers = count(1)
HEAD: list[Cell] = ["TT", "Họ và tên", "Ngày sinh", "Chức vụ", "SĐT", "CCCD"]
ANH: list[Cell] = [1, "Nguyễn Thị Ánh", "15/08/1979", "Giáo viên", "0912345678", "079179012345"]
BINH: list[Cell] = [2, "Lê Văn Bình", "16/09/1980", "Hiệu trưởng", "0912345679", "079080012345"]
WRONG: list[Cell] = [3, "Đỗ Thị Cúc", "31/02/1980", "Giáo viên", "0912345670", ""]


def book(*rows: list[Cell], unit: str = "") -> bytes:
    """A school's workbook; rows stand from the second (third with a unit's line) on."""
    top: list[list[Cell]] = [[f"Đơn vị: {unit}"]] if unit else []
    return as_workbook([Grid("Sheet1", [*top, HEAD, *rows])])


def call(campaign: Campaign, unit: Unit | None = None) -> RosterCall:
    return RosterCall.objects.create(campaign=campaign, unit=unit or people.unit(), due_on=campaign.starts_on, called_at=NOON, changed_at=NOON)


def roster_import(call: RosterCall, state: RosterImport.State = RosterImport.State.READ, content: bytes = b"x") -> RosterImport:
    return RosterImport.objects.create(
        campaign=call.campaign,
        call=call,
        file_name=f"ds {next(numbers)}.xlsx",
        content=content,
        sha256=f"{next(numbers):064d}",
        state=state,
        uploaded_at=NOON,
    )


def row(roster_import: RosterImport, name: str = "Nguyễn Thị Ánh", status: RosterRow.Status = RosterRow.Status.NEW) -> RosterRow:
    number = next(numbers)
    wrong = {"column": "B", "kind": "missing_name", "severity": "error", "value": "", "message": "Thiếu họ và tên.", "proposal": None}
    problems = [wrong] if status == RosterRow.Status.WRONG else []
    values = {"name": name, "birth_date": None, "birth_precision": None, "role": "teacher", "columns": {"name": "B"}}
    return RosterRow.objects.create(roster_import=roster_import, sheet="Sheet1", row=number, values=values, problems=problems, status=status)
