"""Rows of this app -> workbooks for those who send rosters."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from boiduong.audit.trail import Refusal
from boiduong.engines.sheets import Column, Unreadable, write_table
from boiduong.engines.sheets.marking import Mark, mark_workbook
from boiduong.rosters.models import RosterImport, RosterRow

HEADING = "Việc cần sửa"  # no heading that the reader of rosters knows, so that it passes over the column
_OPEN = {
    RosterRow.Status.WRONG: "Dòng này chưa nhập được, đề nghị đơn vị xem lại.",
    RosterRow.Status.AMBIGUOUS: "Chưa rõ là ai: ban tổ chức sẽ xác định.",
}


class FileForgotten(Refusal):
    pass


class NoTable(Refusal):
    pass


def original_file(roster_import: RosterImport) -> tuple[str, bytes]:
    """The name and bytes of a file as it came. Refuses: FileForgotten."""
    if roster_import.forgotten_at is not None:
        raise FileForgotten(_("The campaign ended long ago: files that came with it are not kept any more, only who was called."))
    return roster_import.file_name, bytes((roster_import.part_of or roster_import).content)


def marked_file(roster_import: RosterImport) -> tuple[str, bytes]:
    """The name and bytes of the unit's own workbook with all that must still be corrected in it. Refuses: FileForgotten, NoTable."""
    name, content = original_file(roster_import)
    stem = (name.rpartition(".")[0] or name).removesuffix(" - cần sửa")
    marks = [mark for row in roster_import.rows.order_by("pk") for mark in _marks(row)]
    try:
        return f"{stem} - cần sửa.xlsx", mark_workbook(content, marks, heading=HEADING)
    except Unreadable as fault:
        raise NoTable(str(fault)) from fault


def _marks(row: RosterRow) -> Iterator[Mark]:
    if row.status == RosterRow.Status.LEFT_OUT:
        return
    told = [problem for problem in row.problems if problem["severity"] != "notice"]
    columns = row.values.get("columns", {})
    whose = columns.get("name") or columns.get("family") if row.table else None  # which of two people in one row of the file
    for problem in told:
        proposal = f" Có phải: {problem['proposal']}?" if problem.get("proposal") else ""
        yield Mark(row.sheet, row.row, problem["column"] or whose, problem["severity"] == "error", f"{problem['message']}{proposal}")
    if not told and (sentence := _OPEN.get(RosterRow.Status(row.status))):
        yield Mark(row.sheet, row.row, whose, True, sentence)


def links_file(lines: Sequence[tuple[str, str, str]]) -> bytes:
    """A workbook of units, the addresses of their clerks, and what to paste into a message to each. lines: unit, address, text."""
    columns = (Column("Đơn vị", 36), Column("Đường dẫn riêng", 60), Column("Nội dung nhắn", 90))
    return write_table("Đường dẫn", columns, lines, title="Mỗi đơn vị một đường dẫn riêng: chỉ gửi cho đúng đơn vị")
