"""Old fonts within one cell, in every kind of workbook that has fonts."""

import io
import zipfile

import pytest
import xlsxwriter

from boiduong.engines.rosters.encoding import decode_sheet
from boiduong.engines.sheets import read_sheets

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
HONG_TCVN3, HONG_VNI = "NguyÔn ThÞ Hång", "Nguyeãn Thò Hoàng"


def rich(*runs: tuple[str, str]) -> bytes:
    """One cell of an .xlsx with a font for each run; "" is the cell's own."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        parts: list[object] = []
        for font, text in runs:
            parts += [book.add_format({"font_name": font}), text] if font else [text]
        book.add_worksheet("DS").write_rich_string(0, 0, *parts)
    return held.getvalue()


def opendocument(cell: str, *, column: str = "", row: str = "") -> bytes:
    styles = "".join(
        f"<style:style style:name='{name}' style:family='{family}'><style:text-properties style:font-name='{font}'/></style:style>"
        for name, family, font in (("ce1", "table-cell", "F1"), ("T1", "text", "F1"), ("T2", "text", "VNI-Times"), ("T3", "text", "Arial"))
    )
    content = (
        f"<?xml version='1.0'?><office:document-content xmlns:office='{OFFICE}:office:1.0' xmlns:table='{OFFICE}:table:1.0' "
        f"xmlns:text='{OFFICE}:text:1.0' xmlns:style='{OFFICE}:style:1.0' xmlns:svg='{OFFICE}:svg-compatible:1.0'>"
        "<office:font-face-decls><style:font-face style:name='F1' svg:font-family=\"'.VnTime'\"/></office:font-face-decls>"
        f"<office:automatic-styles>{styles}<style:style style:name='ce2' style:family='table-cell' style:parent-style-name='ce1'/>"
        "</office:automatic-styles><office:body><office:spreadsheet><table:table table:name='DS'>"
        f"<table:table-column {column}/><table:table-row {row}>{cell}</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", f"<manifest:manifest xmlns:manifest='{OFFICE}:manifest:1.0'></manifest:manifest>")
        package.writestr("content.xml", content)
    return held.getvalue()


def cell(text: str, style: str = "") -> str:
    return f"<table:table-cell office:value-type='string' {style and f"table:style-name='{style}'"}><text:p>{text}</text:p></table:table-cell>"


def decoded(data: bytes) -> str:
    (sheet,) = read_sheets(data)
    return str(decode_sheet(sheet).rows[0][0])


@pytest.mark.parametrize(
    ("runs", "meant"),
    [
        ([(".VnTime", "NguyÔn "), (".VnTimeH", "thÞ hång")], "Nguyễn THỊ HỒNG"),
        ([(".VnTime", "NguyÔn ThÞ "), ("Times New Roman", "Hồng")], "Nguyễn Thị Hồng"),
        ([("Times New Roman", "Nguyễn "), ("VNI-Times", "Thò Hoàng")], "Nguyễn Thị Hồng"),
        ([(".VnTime", "NguyÔn "), ("VNI-Times", "Thò Hoàng")], "Nguyễn Thị Hồng"),
        ([(".VnTime", "Nguyễn "), ("Arial", "Thị Hồng")], "Nguyễn Thị Hồng"),  # typed in Unicode, whatever the font says
        ([("", "Bà "), (".VnTime", "NguyÔn ThÞ Hång")], "Bà Nguyễn Thị Hồng"),
    ],
)
def test_each_run_of_a_cell_is_read_by_its_own_font(runs: list[tuple[str, str]], meant: str) -> None:
    assert decoded(rich(*runs)) == meant


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (cell(HONG_TCVN3, "ce1"), {}),
        (cell(HONG_TCVN3, "ce2"), {}),  # by the style's parent
        (cell(HONG_TCVN3), {"column": "table:default-cell-style-name='ce1'"}),
        (cell(HONG_TCVN3), {"row": "table:default-cell-style-name='ce1'"}),
        (cell(f"<text:span text:style-name='T2'>{HONG_VNI}</text:span>"), {}),
        (cell("<text:span text:style-name='T1'>NguyÔn<text:s/></text:span><text:span text:style-name='T2'>Thò Hoàng</text:span>"), {}),
        (cell("<text:span text:style-name='T1'>NguyÔn </text:span><text:span text:style-name='T3'>Thị Hồng</text:span>"), {}),
        (cell("NguyÔn <text:span text:style-name='T3'>Thị Hồng</text:span>", "ce1"), {}),
    ],
)
def test_fonts_of_an_opendocument_cell_are_read(text: str, told: dict[str, str]) -> None:
    assert decoded(opendocument(text, **told)) == "Nguyễn Thị Hồng"


def test_an_opendocument_says_its_fonts_and_hidden_rows() -> None:
    (sheet,) = read_sheets(opendocument(cell("Vâ", "ce1"), row="table:visibility='collapse'"))

    assert (sheet.fonts, sheet.hidden_rows, sheet.runs) == ({(0, 0): ".VnTime"}, frozenset({0}), {})


def test_one_font_in_all_runs_is_the_fonts_of_the_cell() -> None:
    assert decoded(rich((".VnTime", "V"), (".VnTime", "â"), (".VnTime", " Thu"))) == "Võ Thu"
