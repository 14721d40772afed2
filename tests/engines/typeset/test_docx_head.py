import io
from datetime import date

import docx
import pytest

from boiduong.engines.typeset.docx_head import add_body, add_closing, add_head, add_table, add_title, new_document
from boiduong.engines.typeset.heads import Form, Head, Signature

ON = date(2019, 8, 5)


@pytest.mark.parametrize("form", Form)
def test_a_word_paper_has_head_title_table_and_closing_of_its_form(form: Form) -> None:
    head = Head(form, "Quận ủy", "Ban Tuyên giáo", "12-BC/BTG" if form is Form.PARTY else "12/BC-TTCT", "Ba Đình", ON)
    made = new_document(title="Báo cáo", on=ON)
    add_head(made, head)
    add_title(made, form, "Báo cáo", "kết quả bồi dưỡng chính trị hè")
    add_body(made, "Đã mở 8 lớp & mời <nhiều> người.")
    add_table(made, ("TT", "Đơn vị"), [("1", "Trường Sao Mai")], widths=(15, 150), centred=(0,))
    add_closing(made, form, ("Như trên", "Lưu: VT"), Signature("Giám đốc", "Lê Hà"))
    file = io.BytesIO()
    made.save(file)

    read = docx.Document(io.BytesIO(file.getvalue()))

    heads, listed, closing = ([[cell.text for cell in row.cells] for row in table.rows] for table in read.tables)
    assert head.nation[0] in heads[0][1]
    assert heads[0][0].startswith("QUẬN ỦY\nBAN TUYÊN GIÁO")
    assert heads[1] == [head.number, head.dated]
    assert listed == [["TT", "Đơn vị"], ["1", "Trường Sao Mai"]]
    assert closing[0][0] == "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    assert closing[0][1] == "GIÁM ĐỐC\nLê Hà"
    assert "Đã mở 8 lớp & mời <nhiều> người." in [paragraph.text for paragraph in read.paragraphs]


def test_pages_are_a4_with_the_margins_of_the_decree_and_numbered_from_the_second() -> None:
    section = new_document(title="Báo cáo", on=ON).sections[0]

    assert [round(side.mm) for side in (section.page_width, section.page_height) if side] == [210, 297]
    assert [round(side.mm) for side in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin) if side] == [
        20,
        20,
        30,
        15,
    ]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
