"""An empty roster for a clerk who has none: headings the reader knows, two examples that it passes over, lists to choose from."""

from boiduong.engines.rosters import EXAMPLES
from boiduong.engines.sheets.blank import Blank, write_blank

_POSITIONS = (
    "Hiệu trưởng", "Phó hiệu trưởng", "Giáo viên", "Tổ trưởng chuyên môn", "Tổ phó chuyên môn", "Tổng phụ trách Đội", "Nhân viên kế toán",
    "Nhân viên văn thư", "Nhân viên thư viện", "Nhân viên thiết bị", "Nhân viên y tế", "Nhân viên bảo vệ", "Nhân viên nuôi dưỡng",
)  # fmt: skip
_SUBJECTS = (
    "Nhà trẻ", "Mẫu giáo bé", "Mẫu giáo nhỡ", "Mẫu giáo lớn", "Lớp 1", "Lớp 2", "Lớp 3", "Lớp 4", "Lớp 5", "Toán", "Ngữ văn", "Tiếng Anh", "Vật lí",
    "Hóa học", "Sinh học", "Khoa học tự nhiên", "Lịch sử", "Địa lí", "Lịch sử và Địa lí", "Giáo dục công dân", "Giáo dục kinh tế và pháp luật",
    "Tin học", "Công nghệ", "Giáo dục thể chất", "Giáo dục quốc phòng và an ninh", "Âm nhạc", "Mĩ thuật", "Nghệ thuật", "Hoạt động trải nghiệm",
)  # fmt: skip
_COLUMNS = (
    Blank("TT", 5),
    Blank("Họ và tên", 28, hint="Ghi đủ họ, đệm, tên như trong giấy tờ."),
    Blank("Ngày sinh", 13, hint="Ngày/tháng/năm, ví dụ 05/09/1985. Không nhớ ngày thì ghi năm."),
    Blank("Giới tính", 10, ("Nam", "Nữ")),
    Blank("Chức vụ", 24, _POSITIONS, hint="Chọn trong danh mục hoặc tự ghi."),
    Blank("Môn dạy / khối lớp", 24, _SUBJECTS, hint="Chọn trong danh mục hoặc tự ghi. Cán bộ quản lý, nhân viên để trống."),
    Blank("Số điện thoại", 15, lengths=(10,), hint="Đủ 10 số, có số 0 ở đầu."),
    Blank("Số CCCD", 16, lengths=(12, 9), hint="Đủ 12 số, có số 0 ở đầu. Có số này, người trùng tên không bị nhầm."),
    Blank("Email", 26),
    Blank("Đang nghỉ dài hạn", 12, ("Có", "Không"), hint="Chọn Có nếu đang nghỉ thai sản, nghỉ ốm dài ngày, đi học dài hạn."),
    Blank("Ghi chú", 34),
)
_EXAMPLES = (
    ("VD1", EXAMPLES[0], "15/08/1979", "Nữ", "Hiệu trưởng", "", "0912345678", "001179000001", "", "Không", "Dòng ví dụ: xóa đi hoặc ghi đè lên"),
    ("VD2", EXAMPLES[1], "02/11/1985", "Nam", "Giáo viên", "Toán", "0912345679", "001085000002", "", "Không", "Dòng ví dụ: xóa đi hoặc ghi đè lên"),
)
_GUIDANCE = (
    "Cách lập danh sách",
    "1. Ghi vào trang “Danh sách”, mỗi người một dòng, dưới hai dòng ví dụ in nghiêng. Dòng ví dụ xóa, ghi đè hay để lại đều được: máy không nhập.",
    "2. Chỉ cần đúng họ tên. Ô nào chưa có thông tin thì để trống, đừng ghi tạm.",
    "3. Ngày sinh, số điện thoại, số CCCD đã được đặt sẵn là dạng chữ, nên số 0 ở đầu không mất. Khi dán từ tệp khác, hãy chọn “Dán giá trị”.",
    "4. Các ô Giới tính, Chức vụ, Môn dạy / khối lớp, Đang nghỉ dài hạn có danh mục để chọn; không có trong danh mục thì tự ghi.",
    "5. Số CCCD chỉ dùng để không nhầm người trùng tên và được xóa khỏi danh sách sau khi ban tổ chức xác nhận.",
    "6. Không cần ghi dân tộc, tôn giáo, đảng viên: các cột này không được lưu.",
    "7. Lưu tệp rồi gửi lên trang của đơn vị. Máy sẽ báo ngay ô nào cần sửa; sửa trên trang đó hoặc sửa trong tệp rồi gửi lại đều được.",
)


def template(unit_name: str = "") -> bytes:
    """The bytes of an .xlsx file. unit_name: told in its first line, so that nobody has to write it."""
    return write_blank("Danh sách", _COLUMNS, _EXAMPLES, title=f"Đơn vị: {unit_name}", guidance=_GUIDANCE)
