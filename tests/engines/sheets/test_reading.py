import contextlib
import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font

from boiduong.engines.sheets import Unreadable, column_letter, read_sheets

ODS = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="DS">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def workbook(*rows: list[object], font: str = "", hidden: int = 0) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if font:
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.font = Font(name=font)
    if hidden:
        sheet.row_dimensions[hidden].hidden = True
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def package(entries: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in entries.items():
            made.writestr(name, body)
    return held.getvalue()


def edited(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        return package({entry: given.read(entry).replace(old, new) if entry == name else given.read(entry) for entry in given.namelist()})


SOUND = workbook(["TT", "Họ tên"], [1, "Nguyễn Thị Ánh"])


def test_a_workbook_keeps_text_numbers_and_dates_apart() -> None:
    sheet = read_sheets(workbook(["TT", "Họ tên"], [1, "001080012345", date(1980, 8, 30)]))[0]

    assert [row[:3] for row in sheet.rows] == [["TT", "Họ tên", ""], [1.0, "001080012345", date(1980, 8, 30)]]


def test_old_fonts_and_hidden_rows_are_seen() -> None:
    sheet = read_sheets(workbook(["a"], ["b"], font=".VnTime", hidden=2))[0]

    assert sheet.fonts == {(0, 0): ".VnTime", (1, 0): ".VnTime"}
    assert sheet.hidden_rows == {1}


def test_hidden_sheets_are_told() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        book.add_worksheet("thấy").write(0, 0, "a")
        hidden = book.add_worksheet("ẩn")
        hidden.write(0, 0, "b")
        hidden.hide()

    assert [(sheet.name, sheet.is_hidden) for sheet in read_sheets(held.getvalue())] == [("thấy", False), ("ẩn", True)]


def test_an_opendocument_sheet_is_read() -> None:
    row = '<table:table-row><table:table-cell office:value-type="string"><text:p>Họ tên</text:p></table:table-cell></table:table-row>'
    told = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"></manifest:manifest>'
    data = package({"mimetype": told, "META-INF/manifest.xml": manifest, "content.xml": ODS.format(rows=row).encode()})

    assert read_sheets(data)[0].rows == [["Họ tên"]]


TEXT = "TT,Họ và tên\r\n1,Nguyễn Thị Ánh\r\n\r\n2,Đỗ Hữu Ước\r\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_tables_are_read_in_every_unicode_form(codec: str) -> None:
    assert read_sheets(TEXT.encode(codec))[0].rows[1] == ["1", "Nguyễn Thị Ánh"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_is_found(delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in (["TT", "Họ, tên", "Ngày sinh"], ["1", "Lê A", "1/2/80"], ["2", "Lê B", "1/2/81"]))
    text = text.replace("Họ, tên", '"Họ, tên"')

    assert read_sheets(text.encode())[0].rows[0] == ["TT", "Họ, tên", "Ngày sinh"]


def test_the_line_that_excel_does_not_show_is_no_row() -> None:
    assert read_sheets(b"sep=;\r\nTT;Ten\r\n")[0].rows == [["TT", "Ten"]]


def test_blank_lines_keep_their_numbers() -> None:
    assert read_sheets(TEXT.encode())[0].rows[2] == []


def test_the_name_of_a_file_is_not_asked() -> None:
    html = "<html><table><tr><td colspan=2>DS</td></tr><tr><td>1</td><td>Lê&nbsp;A</td></tr></table></html>"

    assert read_sheets(html.encode())[0].rows == [["DS", ""], ["1", "Lê\u00a0A"]]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \r\n ",
        b"%PDF-1.7 ...",
        b"\xff\xd8\xff\xe0",
        b"PK\x03\x04garbage",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        bytes(range(256)) * 20,
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\w+ .*\."):
        read_sheets(data)


def test_a_locked_workbook_is_refused() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)

    with pytest.raises(Unreadable, match="mật khẩu"):
        read_sheets(data)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Unreadable, match="quá lớn"):
        read_sheets(package({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(70_000_000)}))


def test_a_bomb_whose_directory_lies_is_refused() -> None:
    data = bytearray(package({"xl/workbook.xml": b"<workbook/>", "xl/sharedStrings.xml": b" " * 5_000_000}))
    told = (5_000_000).to_bytes(4, "little")
    at = data.rfind(told)
    data[at : at + 4] = (1_000).to_bytes(4, "little")

    with pytest.raises(Unreadable):
        read_sheets(bytes(data))


def test_a_workbook_that_names_entities_is_refused() -> None:
    data = edited(workbook(["a"]), "xl/workbook.xml", b"<workbook", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook')

    with pytest.raises(Unreadable, match="XML"):
        read_sheets(data)


def test_macros_are_refused() -> None:
    with pytest.raises(Unreadable, match="macro"):
        read_sheets(package({"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"x"}))


def test_macros_by_another_name_are_refused() -> None:
    data = edited(SOUND, "[Content_Types].xml", b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    with pytest.raises(Unreadable, match="macro"):
        read_sheets(data)


def test_xml_in_wide_letters_hides_nothing() -> None:
    wide = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook>&e;</workbook>'.encode("utf-16")
    with pytest.raises(Unreadable, match="không an toàn"):
        read_sheets(package({"xl/workbook.xml": wide}))


def test_a_page_of_endless_tags_is_refused() -> None:
    with pytest.raises(Unreadable, match="quá nhiều ô"):
        read_sheets(b"<table>" + b"<div>" * 300_000)


def test_a_cell_at_the_end_of_the_world_is_refused() -> None:
    data = edited(workbook(["a"], ["b"]), "xl/worksheets/sheet1.xml", b'r="A2"', b'r="XFD1048576"')

    with pytest.raises(Unreadable, match="quá rộng"):
        read_sheets(data)


def test_a_million_empty_rows_are_refused() -> None:
    rows = b'<row r="1"/>' * 1_000_000
    data = edited(workbook(["a"]), "xl/worksheets/sheet1.xml", b"</sheetData>", rows + b"</sheetData>")

    with pytest.raises(Unreadable):
        read_sheets(data)


def test_an_opendocument_row_that_repeats_for_ever_is_refused() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )

    with pytest.raises(Unreadable):
        read_sheets(package({"content.xml": ODS.format(rows=row).encode()}))


def test_columns_have_excels_letters() -> None:
    assert [column_letter(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    spoilt = bytearray(SOUND)
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=30)):
        spoilt[place] = byte
    with contextlib.suppress(Unreadable):
        read_sheets(bytes(spoilt[: data.draw(st.integers(1, len(SOUND)))]))
