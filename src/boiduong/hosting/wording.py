"""The usual running orders: what an office begins with and changes. They are papers' words, so they stand here and not in a catalogue."""

from boiduong.hosting.models import Ceremony

# minutes, what, who; {lead} is the leading body
USUAL: dict[str, tuple[tuple[int, str, str], ...]] = {
    Ceremony.Kind.OPENING: (
        (15, "Đón tiếp đại biểu, ổn định tổ chức lớp", "Ban tổ chức"),
        (5, "Chào cờ", "Ban tổ chức"),
        (5, "Tuyên bố lý do, giới thiệu đại biểu", "Ban tổ chức"),
        (10, "Phát biểu khai mạc", "Lãnh đạo {lead}"),
        (5, "Phổ biến kế hoạch, nội quy lớp học và cách điểm danh", "Ban tổ chức"),
    ),
    Ceremony.Kind.CLOSING: (
        (5, "Ổn định tổ chức, giới thiệu đại biểu", "Ban tổ chức"),
        (10, "Báo cáo kết quả học tập", "Ban tổ chức"),
        (5, "Hướng dẫn viết và nộp bài thu hoạch", "Ban tổ chức"),
        (10, "Phát biểu bế mạc", "Lãnh đạo {lead}"),
    ),
}
TITLES: dict[str, str] = {Ceremony.Kind.OPENING: "khai mạc", Ceremony.Kind.CLOSING: "bế mạc"}
TASKS = {
    "CLASS": "Quản lý lớp",
    "DOOR": "Trực cửa",
    "TECHNICAL": "Kỹ thuật",
    "GUESTS": "Đón tiếp đại biểu",
    "OTHER": "Việc khác",
}
HALVES = {"MORNING": "Sáng", "AFTERNOON": "Chiều"}
