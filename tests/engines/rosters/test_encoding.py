"""A text is judged once however often it stands in a sheet, and still read by what lies around each place of it."""

from boiduong.engines.names import Encoding
from boiduong.engines.rosters.encoding import decode_sheet
from boiduong.engines.sheets import Sheet


def test_one_text_in_two_fonts_is_read_by_each() -> None:
    found = decode_sheet(Sheet("DS", [["Võ"], ["Võ"], ["Võ"]], fonts={(1, 0): ".vntime"}))

    assert found.rows == [["Võ"], ["Vừ"], ["Võ"]]
    assert found.repaired == {(1, 0): Encoding.TCVN3}


def test_one_text_in_rows_of_two_encodings_is_a_guess_only_where_its_row_says_otherwise() -> None:
    found = decode_sheet(Sheet("DS", [["Nguyễn", "Vò"], ["NguyÔn ThÞ", "Vò"], ["Nguyễn", "Vò"]]))

    assert [row[1] for row in found.rows] == ["Vũ", "Vũ", "Vũ"]
    assert found.guessed == {(0, 1), (2, 1)}
