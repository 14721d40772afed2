"""An empty list of units for whoever has none: headings the reader knows, made-up lines, every cell text so that no zero is lost."""

from boiduong.engines.sheets import Column, write_table

_COLUMNS = (
    Column("Mã đơn vị", 12),
    Column("Tên đơn vị", 40),
    Column("Loại đơn vị", 22),
    Column("Cấp học", 20),
    Column("Loại hình", 12),
    Column("Đơn vị cấp trên", 36),
    Column("Số người", 10),
    Column("Email", 26),
    Column("Điện thoại", 14),
    Column("Từ ngày", 12),
    Column("Đến ngày", 12),
    Column("Đơn vị kế tiếp", 36),
    Column("Tên gọi khác", 36),
)
_OFFICE = "Phòng Giáo dục và Đào tạo Ví Dụ"
_EXAMPLES = (
    ("PGD01", _OFFICE, "Cơ quan giáo dục", "", "", "", "25", "", "02438000000", "", "", "", "PGD Ví Dụ"),
    ("MN001", "Trường Mầm non Ví Dụ", "Trường", "Mầm non", "Công lập", _OFFICE, "32", "", "", "01/08/2010", "", "", "MN Ví Dụ; Mầm non Ví Dụ 1"),
    ("TH002", "Trường Tiểu học Ví Dụ Cũ", "Trường", "Tiểu học", "Công lập", _OFFICE, "", "", "", "", "30/06/2025", "Trường Mầm non Ví Dụ", ""),
)


def template() -> bytes:
    """The bytes of an .xlsx file that `read` takes back unchanged."""
    return write_table("Đơn vị", _COLUMNS, _EXAMPLES)
