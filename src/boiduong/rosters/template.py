"""An empty roster for a clerk who has none: headings the reader knows, three made-up people, every cell text so that no zero is lost."""

from boiduong.engines.sheets import Column, write_table

_COLUMNS = (
    Column("TT", 5),
    Column("Họ và tên", 28),
    Column("Ngày sinh", 13),
    Column("Giới tính", 10),
    Column("Chức vụ", 20),
    Column("Số điện thoại", 15),
    Column("Số CCCD", 16),
    Column("Email", 26),
    Column("Ghi chú", 20),
)
_EXAMPLES = (
    ("1", "Nguyễn Thị Ví Dụ", "15/08/1979", "Nữ", "Hiệu trưởng", "0912345678", "001179000001", "", "Xóa ba dòng ví dụ này"),
    ("2", "Trần Văn Ví Dụ", "02/11/1985", "Nam", "Giáo viên", "0912345679", "001085000002", "", ""),
    ("3", "Lê Thị Ví Dụ", "1990", "Nữ", "Nhân viên thư viện", "", "", "", ""),
)


def template() -> bytes:
    """The bytes of an .xlsx file that the reader takes back unchanged."""
    return write_table("Danh sách", _COLUMNS, _EXAMPLES, title="Đơn vị: ")
