"""The words that made-up people and schools are named with. Any likeness to somebody is chance; no school is named after a person."""

import unicodedata
from random import Random

FAMILY = {
    "Nguyễn": 31, "Trần": 11, "Lê": 10, "Phạm": 7, "Hoàng": 5, "Huỳnh": 2, "Phan": 4, "Vũ": 4, "Võ": 2, "Đặng": 3, "Bùi": 3, "Đỗ": 3, "Hồ": 1, "Ngô": 2, "Dương": 2,
    "Lý": 1, "Đào": 1, "Đinh": 1, "Lương": 1, "Trịnh": 1, "Mai": 1, "Cao": 1, "Tạ": 1, "Quách": 1, "Chu": 1, "Đoàn": 1,
}  # fmt: skip
MIDDLE = {
    "F": ["Thị", "Thị", "Thị", "Thị Thu", "Thị Thanh", "Thị Ngọc", "Thị Kim", "Thị Hồng", "Thị Bích", "Ngọc", "Thu", "Thanh", "Minh", "Phương", "Hoài", "Thùy", "Khánh"],
    "M": ["Văn", "Văn", "Đức", "Hữu", "Minh", "Quang", "Anh", "Xuân", "Công", "Mạnh", "Đình", "Thế", "Tuấn", "Ngọc", "Trọng", "Quốc"],
}  # fmt: skip
GIVEN = {
    "F": [
        "An", "Ánh", "Bình", "Châu", "Chi", "Diễm", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Hòa", "Hồng", "Huệ", "Huyền", "Hương", "Lan", "Liên", "Linh", "Loan",
        "Ly", "Mai", "My", "Nga", "Ngân", "Ngọc", "Nguyệt", "Nhàn", "Nhung", "Oanh", "Phượng", "Quyên", "Quỳnh", "Tâm", "Thảo", "Thoa", "Thơm", "Thu", "Thủy", "Thúy", "Trang",
        "Trâm", "Tuyết", "Uyên", "Vân", "Xuân", "Yến",
    ],
    "M": [
        "An", "Bách", "Bảo", "Bình", "Chiến", "Cường", "Dũng", "Duy", "Đạt", "Định", "Đông", "Đức", "Hải", "Hiếu", "Hiệp", "Hòa", "Hoàng", "Hùng", "Huy", "Khải", "Khoa", "Kiên", "Lâm",
        "Long", "Lợi", "Mạnh", "Nam", "Nghĩa", "Phong", "Phúc", "Quân", "Quang", "Quý", "Sơn", "Tài", "Tâm", "Thái", "Thành", "Thắng", "Thịnh", "Tiến", "Toàn", "Trung", "Trường",
        "Tuấn", "Tùng", "Việt", "Vinh", "Vũ", "Ưng",
    ],
}  # fmt: skip
SCHOOL_KINDS = {
    "PRESCHOOL": "Trường Mầm non",
    "PRIMARY": "Trường Tiểu học",
    "LOWER_SECONDARY": "Trường THCS",
    "UPPER_SECONDARY": "Trường THPT",
    "VOCATIONAL": "Trung tâm GDNN-GDTX",
}
SCHOOL_NAMES = [
    "Ban Mai", "Bình Minh", "Cầu Đá", "Chiến Thắng", "Đoàn Kết", "Đồng Xanh", "Đông Hải", "Đông Sơn", "Hòa Bình", "Hoa Hồng", "Hoa Lan", "Hoa Mai", "Hoa Phượng", "Hoa Sen",
    "Hoa Sữa", "Hồng Hà", "Hướng Dương", "Hữu Nghị", "Lam Sơn", "Liên Hoa", "Mai Động", "Nam Hồng", "Ngọc Lâm", "Phú Thịnh", "Phúc Xá", "Quang Minh", "Sao Mai", "Sơn Ca",
    "Tân Lập", "Tân Mai", "Tân Tiến", "Tây Hồ", "Thanh Bình", "Thành Công", "Thống Nhất", "Thượng Thanh", "Tuổi Thơ", "Vạn Xuân", "Vành Khuyên", "Việt Hưng",
]  # fmt: skip
SUBJECTS = {
    "PRESCHOOL": ["Nhà trẻ", "Mẫu giáo bé", "Mẫu giáo nhỡ", "Mẫu giáo lớn"],
    "PRIMARY": ["Khối 1", "Khối 2", "Khối 3", "Khối 4", "Khối 5", "Tiếng Anh", "Mĩ thuật", "Âm nhạc", "Thể dục"],
    "LOWER_SECONDARY": ["Toán - Tin", "Ngữ văn", "Tiếng Anh", "Khoa học tự nhiên", "Lịch sử - Địa lí", "Giáo dục thể chất", "Nghệ thuật"],
    "UPPER_SECONDARY": ["Toán", "Vật lí", "Hóa học", "Sinh học", "Ngữ văn", "Lịch sử", "Địa lí", "Tiếng Anh", "Tin học", "Thể dục - Quốc phòng"],
    "VOCATIONAL": ["Văn hóa", "Nghề điện", "Nghề may", "Tin học"],
}
WOMEN_RATIO = {"PRESCHOOL": 0.98, "PRIMARY": 0.84, "LOWER_SECONDARY": 0.72, "UPPER_SECONDARY": 0.62, "VOCATIONAL": 0.5}


def full_name(dice: Random, sex: str) -> str:
    family = dice.choices(list(FAMILY), weights=list(FAMILY.values()))[0]
    return f"{family} {dice.choice(MIDDLE[sex])} {dice.choice(GIVEN[sex])}"


def ascii_name(name: str) -> str:
    """nguyen.thi.anh, for an address that leads nowhere."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return ".".join("".join(letter for letter in plain if letter.isascii()).split())
