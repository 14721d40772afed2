import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.names import Encoding, evidence_of, from_unicode, of_font, to_unicode, weigh

SMALL = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


@given(st.text(SMALL + " "))
def test_every_small_letter_survives_both_old_encodings(text: str) -> None:
    assert to_unicode(from_unicode(text, Encoding.TCVN3), Encoding.TCVN3) == text
    assert to_unicode(from_unicode(text, Encoding.VNI), Encoding.VNI) == text


@given(st.text(SMALL.upper() + " "))
def test_capitals_survive_vni(text: str) -> None:
    assert to_unicode(from_unicode(text, Encoding.VNI), Encoding.VNI) == text


def test_every_vietnamese_letter_has_a_code_of_its_own() -> None:
    codes = [from_unicode(letter, Encoding.TCVN3) for letter in SMALL]

    assert len(set(codes)) == len(SMALL)


@pytest.mark.parametrize(
    ("spoilt", "encoding", "right"),
    [
        ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", Encoding.TCVN3, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("NguyÔn ThÞ ¦íc", Encoding.TCVN3, "Nguyễn Thị Ước"),
        ("Tr\u00adêng THPT Lª Lîi", Encoding.TCVN3, "Trường THPT Lê Lợi"),
        ("Hä ®Öm", Encoding.TCVN3, "Họ đệm"),
        ("COÄNG HOØA XAÕ HOÄI", Encoding.VNI, "CỘNG HÒA XÃ HỘI"),
        ("Ñoaøn Thò Aùnh", Encoding.VNI, "Đoàn Thị Ánh"),
        ("Hoà Höõu Öôùc", Encoding.VNI, "Hồ Hữu Ước"),
        ("Lyù Mỵ", Encoding.UNICODE, "Lyù Mỵ"),
    ],
)
def test_old_text_is_read_as_it_was_meant(spoilt: str, encoding: Encoding, right: str) -> None:
    assert to_unicode(spoilt, encoding) == right


def test_the_font_tells_the_encoding() -> None:
    assert of_font(".VnTimeH") is Encoding.TCVN3
    assert of_font("VNI-Helve") is Encoding.VNI
    assert of_font("Times New Roman") is Encoding.UNICODE


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nguyễn Thị Hà", Encoding.UNICODE),
        (unicodedata.normalize("NFD", "Hoà"), Encoding.UNICODE),
        ("NguyÔn V¨n Dòng", Encoding.TCVN3),
        ("Nguyeãn Vaên Duõng", Encoding.VNI),
    ],
)
def test_words_tell_the_encoding_by_themselves(text: str, encoding: Encoding) -> None:
    evidence = evidence_of(text)

    assert evidence is not None
    assert evidence.encoding is encoding


def test_plain_letters_tell_nothing() -> None:
    assert evidence_of("GV 0912345678") is None


def test_a_text_with_two_readings_is_settled_by_its_surroundings() -> None:
    evidence = evidence_of("Hoà")

    assert evidence is not None
    assert evidence.encoding is None
    assert weigh("Hoà", evidence.readings, Encoding.UNICODE) == (Encoding.UNICODE, False)


def test_a_name_nobody_bears_is_read_the_other_way_and_called_a_guess() -> None:
    evidence = evidence_of("Vò Quang")

    assert evidence is not None
    assert weigh("Vò Quang", evidence.readings, Encoding.UNICODE) == (Encoding.TCVN3, True)
