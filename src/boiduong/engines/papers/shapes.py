"""What a reader gives back. Offsets are code points of the text, ends exclusive."""

from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1 << 20


class PaperKind(StrEnum):
    DOCX = "DOCX"
    PDF = "PDF"
    PLAIN = "PLAIN"


class FlagKind(StrEnum):
    HIDDEN = "HIDDEN"  # white, tiny or switched off: left out of a Word text, counted only in a PDF
    INVISIBLE = "INVISIBLE"  # characters without width inside words
    MIXED_SCRIPTS = "MIXED_SCRIPTS"  # words of Latin and other letters together
    REPLACED = "REPLACED"  # characters the file itself could not tell


class Reason(StrEnum):
    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    UNKNOWN_KIND = "UNKNOWN_KIND"
    OLD_WORD = "OLD_WORD"
    ENCODING = "ENCODING"
    ENCRYPTED = "ENCRYPTED"
    MACRO = "MACRO"
    EXTERNAL = "EXTERNAL"
    BOMB = "BOMB"
    BROKEN = "BROKEN"
    NO_TEXT = "NO_TEXT"
    TOO_LONG = "TOO_LONG"
    TOO_SLOW = "TOO_SLOW"


MESSAGES = {
    Reason.EMPTY: "Tệp trống, chưa có chữ nào. Xin xem lại tệp rồi gửi lại.",
    Reason.TOO_LARGE: "Tệp quá lớn. Xin gửi tệp không quá 20 MB; nếu tệp có nhiều ảnh, xin bỏ bớt ảnh.",
    Reason.UNKNOWN_KIND: "Đây không phải tệp Word (.docx), PDF hay tệp chữ. Xin lưu bài ở một trong các dạng đó rồi gửi lại.",
    Reason.OLD_WORD: "Đây là tệp Word đời cũ (.doc). Xin mở bằng Word, chọn “Lưu với tên khác”, dạng “Word (.docx)”, rồi gửi lại.",
    Reason.ENCODING: "Không đọc được bảng mã của tệp chữ này. Xin lưu tệp ở bảng mã Unicode (UTF-8) rồi gửi lại.",
    Reason.ENCRYPTED: "Tệp đang đặt mật khẩu nên không đọc được. Xin bỏ mật khẩu rồi gửi lại.",
    Reason.MACRO: "Tệp Word này có chứa macro. Xin lưu lại ở dạng “Word (.docx)” không có macro rồi gửi lại.",
    Reason.EXTERNAL: "Tệp Word này tham chiếu tới tệp ở nơi khác. Xin chép phần chữ sang một tệp Word mới rồi gửi tệp đó.",
    Reason.BOMB: "Tệp nén bất thường nên không được mở. Xin chép phần chữ sang một tệp mới rồi gửi lại.",
    Reason.BROKEN: "Tệp bị hỏng hoặc tải lên chưa trọn. Xin mở thử trên máy, lưu lại rồi gửi lại.",
    Reason.NO_TEXT: "Không tìm thấy chữ trong tệp: có thể tệp chỉ gồm ảnh chụp. Xin gửi tệp Word hoặc PDF có chữ, hoặc gõ bài trực tiếp.",
    Reason.TOO_LONG: "Tệp dài hơn mức một bài viết có thể có. Xin gửi riêng phần bài viết.",
    Reason.TOO_SLOW: "Tệp quá phức tạp, máy không đọc xong. Xin chép phần chữ sang một tệp mới rồi gửi lại.",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. The child process is held to them by the operating system."""

    megabytes: int = 20  # of the file
    seconds: float = 20  # from sending a file to its text
    cpu_seconds: int = 15
    memory_megabytes: int = 1024  # address space of the child
    entries: int = 200  # of a packed file
    unpacked_megabytes: int = 50
    ratio: int = 200  # unpacked to packed
    pages: int = 200
    characters: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Flag:
    """A fact about the text that a person may want to see. Nothing is concluded from it."""

    kind: FlagKind
    count: int  # characters, or words of mixed letters
    places: tuple[tuple[int, int], ...]  # the first of them; empty where they are not in the text


@dataclass(frozen=True, slots=True)
class Paper:
    kind: PaperKind
    text: str
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    reason: Reason

    @property
    def message(self) -> str:
        """What happened and what to do, in Vietnamese."""
        return MESSAGES[self.reason]


class Refusing(Exception):
    """Raised while reading, inside the child: this file is not read, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
