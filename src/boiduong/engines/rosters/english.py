"""The same sentences for a reader of English. Files, rows and marked workbooks hold the Vietnamese ones, for the clerks they go to."""

import re
from functools import lru_cache

from boiduong.engines.rosters.messages import MESSAGES

_RETURN = "Copy the list alone into a new file and send that."
ENGLISH = {
    "missing_name": "The full name is missing.",
    "missing_given": "There are family and middle names but no given name.",
    "missing_family": "There is a given name alone.",
    "name_digits": "The name has digits in it.",
    "name_ordinal": "A number or title before the name was taken away.",
    "name_note": "What stood in brackets behind the name went to the note.",
    "name_damaged": "Letters of an old encoding are left in the name; type it again.",
    "name_suspect": "Letters of an old encoding may be left in the name; look at it again.",
    "name_lost": "The name seems to have lost letters; look at it again.",
    "name_unknown": "The name has characters that cannot be read; type it again.",
    "only_name": "This row has a name and nothing else, not even a number. If it is nobody of the list, leave it out.",
    "name_lookalike": "Foreign letters that look like Vietnamese ones were replaced in the name.",
    "encoding": "Turned from {encoding} into Unicode.",
    "encoding_guess": "Turned into Unicode by a guess; look at the name again.",
    "date_wrong": "There is no such day in the calendar.",
    "duplicate_maybe": "May be the same as row {row}{sheet}: {why}.",
    "date_unreadable": "The birth date cannot be read.",
    "date_future": "The birth date is in the future.",
    "date_month_first": "Makes sense with the month first only; taken for {date}.",
    "date_swapped": "Day and month may have been exchanged by the machine; taken for {date}.",
    "date_mended": "The birth date is not written as usual; taken for {date}.",
    "date_young": "This person would be under 18; look at the birth date again.",
    "date_old": "This person would be over 75; look at the birth date again.",
    "date_twice": "There is a birth date under men and another under women.",
    "phone_zero": "The leading 0 that Excel lost was put back.",
    "phone_old": "A mobile number of 11 digits was turned into its new one of 10.",
    "phone_several": "There are several phone numbers in the cell; the first was taken.",
    "phone_wrong": "This is no phone number (mobile ones have 10 digits and begin with 03, 05, 07, 08 or 09).",
    "phone_no_number": "There is no number in the phone's cell.",
    "phone_rounded": "Excel rounded this number; it cannot be got back.",
    "id_zero": "The leading 0 that Excel lost was put back.",
    "id_zero_year": "The leading 0 was put back, but the number does not fit the year of birth; look at it again.",
    "id_rounded": "Excel rounded this number; it cannot be got back. Type it again as text.",
    "id_letters": "The ID number has letters in it.",
    "id_length": "An ID number has 12 digits (an old one has 9).",
    "id_province": "ID numbers usually begin with 0; look at it again.",
    "id_year": "The ID number does not fit the year of birth; look at both again.",
    "email_wrong": "This is no e-mail address.",
    "role_unknown": "This position does not tell whether somebody is a manager, a teacher or staff.",
    "hidden_row": "This row is hidden in the file.",
    "duplicate": "The same as row {row}{sheet}: {why}.",
    "duplicate_id": "This ID number stands beside another name in row {row}{sheet}.",
    "column_guessed": "The heading “{heading}” is not known; the column was understood by what stands in it (names or phones). Look at it again.",
    "no_head": "The list has no heading row; what each column is was guessed, look at it again.",
    "heads_without_end": "The list repeats its heading row too often and was not read. Keep one heading row at the top and send the file again.",
    "no_table": "No list was found: it needs a heading row with a column of full names.",
    "examples": "Examples of the empty roster were passed over: {rows}.",
    "guidance_sheet": "The sheet “{sheet}” only says how to fill in, so {count} rows of it were not read. If it is the list, give it another name.",
    "no_rows": "There is a heading, but nobody under it.",
    "hidden_sheet": "The hidden sheet “{sheet}” has {count} people, who were not read. Show it if need be.",
    "sensitive": "The column “{heading}” is not kept, since the campaign does not need it.",
    "several_units": "There are people of {count} units in this file. Divide it among them.",
    "unit_unknown": "The unit of this file was not recognised. Choose it.",
    "kept": "What was corrected last time was kept: {value}.",
    "same_number": "the same ID number",
    "same_birth": "the same name and birth date",
    "same_phone": "the same name and phone number",
    "same_name": "the same name, with too little of the birth date to tell them apart",
}
REFUSALS = {  # of files that are not read; the reader of sheets says these
    "Bảng tính có hàng trăm nghìn dòng trống được định dạng. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.": (
        f"The sheet has hundreds of thousands of empty rows with a format. {_RETURN}"
    ),
    "Bảng tính lặp lại một ô hàng nghìn lần. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.": (
        f"The sheet repeats a cell thousands of times. {_RETURN}"
    ),
    "Bảng tính trải quá rộng (có ô ở rất xa danh sách). Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.": (
        f"The sheet stretches too far: there is a cell far away from the list. {_RETURN}"
    ),
    "Tệp bị hỏng. Hãy mở bằng Excel, lưu lại rồi gửi lại.": "The file is damaged. Open it in Excel, save it and send it again.",
    "Tệp chứa khai báo XML không an toàn nên không được mở.": "The file has unsafe XML declarations in it and is not opened.",
    "Tệp chứa quá nhiều thành phần, không phải một bảng tính bình thường.": "The file is made of too many parts to be a spreadsheet.",
    "Tệp chữ bị hỏng. Hãy mở bằng Excel, lưu lại dưới dạng .xlsx rồi gửi lại.": (
        "The text file is damaged. Open it in Excel, save it as .xlsx and send that."
    ),
    "Tệp có dạng .xlsb. Hãy lưu lại dưới dạng .xlsx rồi gửi lại.": "The file is an .xlsb. Save it as .xlsx and send that.",
    "Tệp có macro. Hãy lưu lại dưới dạng .xlsx (không có macro) rồi gửi lại.": "The file has macros. Save it as .xlsx, without them, and send that.",
    "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.": "The file has a password. Take it off and send the file again.",
    "Tệp có quá nhiều dòng. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.": f"The file has too many rows. {_RETURN}",
    "Tệp có quá nhiều ô. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.": f"The file has too many cells. {_RETURN}",
    "Tệp không phải bảng chữ hợp lệ. Hãy lưu lại dưới dạng .xlsx rồi gửi lại.": "The file is no table of text. Save it as .xlsx and send that.",
    "Tệp lớn hơn 20 MB. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.": f"The file is over 20 MB. {_RETURN}",
    "Tệp quá lớn khi mở ra. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.": f"The file is too large when opened. {_RETURN}",
    "Tệp quá phức tạp, máy không đọc xong. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại.": (
        f"The file is too complicated to be read to its end. {_RETURN}"
    ),
    "Tệp trống, không có dữ liệu.": "The file is empty.",
    "Không nhận ra loại tệp này. Hãy gửi tệp Excel (.xlsx).": "This kind of file is not known. Send an Excel file (.xlsx).",
    "Đây là tệp PDF, không phải bảng tính. Hãy gửi tệp Excel gốc.": "This is a PDF, no spreadsheet. Send the Excel file it was made from.",
    "Đây là tệp nén 7z. Hãy giải nén rồi gửi từng tệp Excel.": "This is a 7z archive. Unpack it and send each Excel file.",
    "Đây là tệp nén RAR. Hãy giải nén rồi gửi từng tệp Excel.": "This is a RAR archive. Unpack it and send each Excel file.",
    "Đây là tệp nén, không phải bảng tính. Hãy giải nén rồi gửi từng tệp Excel.": (
        "This is an archive, no spreadsheet. Unpack it and send each Excel file."
    ),
    "Đây là văn bản Word, không phải bảng tính. Hãy chép bảng sang Excel rồi gửi lại.": (
        "This is a Word document, no spreadsheet. Copy the table into Excel and send that."
    ),
    "Đây là văn bản Word, không phải bảng tính. Hãy gửi tệp Excel gốc.": "This is a Word document, no spreadsheet. Send the Excel file.",
    "Đây là ảnh chụp, không phải bảng tính. Hãy gửi tệp Excel gốc.": "This is a picture, no spreadsheet. Send the Excel file.",
}
_PLACE = re.compile(r"\\{(\w+)\\}")


@lru_cache(maxsize=2_000)
def in_english(sentence: str) -> str:
    """The sentence in English, its values as they stand; one that this reader never said stays as it is."""
    if sentence in REFUSALS:
        return REFUSALS[sentence]
    for reason, pattern in _PATTERNS:
        if found := pattern.fullmatch(sentence):
            return ENGLISH[reason].format(**{name: _inner(name, value) for name, value in found.groupdict().items()})
    return sentence


def _inner(name: str, value: str) -> str:
    """A value of a sentence: why two rows are alike is a sentence itself, a sheet and its rows are named in one."""
    if name == "why":
        return in_english(value)
    if name not in ("sheet", "rows"):
        return value
    return value.replace("(trang ", "(sheet ").replace(", dòng ", ", row ").replace("bảng ở cột ", "table in column ")


_PATTERNS = [(reason, re.compile(_PLACE.sub(r"(?P<\1>.*?)", re.escape(sentence)), re.DOTALL)) for reason, sentence in MESSAGES.items()]
