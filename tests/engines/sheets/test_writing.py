from datetime import date

from boiduong.engines.sheets import Cell, Column, read_sheets, write_table


def test_what_is_written_comes_back_as_it_was() -> None:
    rows: list[list[Cell]] = [["001080012345", "=1+1", 7, date(1980, 8, 30)], ["0912345678", "Nguyễn Thị Ánh", 2.5, None]]

    sheet = read_sheets(write_table("Danh sách", [Column("A"), Column("B"), Column("C"), Column("D")], rows, title="Tiêu đề"))[0]

    assert sheet.name == "Danh sách"
    assert sheet.rows[0][0] == "Tiêu đề"
    assert sheet.rows[2] == ["A", "B", "C", "D"]
    assert sheet.rows[3] == ["001080012345", "=1+1", 7.0, date(1980, 8, 30)]
    assert sheet.rows[4][:3] == ["0912345678", "Nguyễn Thị Ánh", 2.5]
