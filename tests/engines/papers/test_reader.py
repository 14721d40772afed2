import time
from collections.abc import Iterator

import pytest
from engines.papers import files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boiduong.engines.papers import FlagKind, Limits, Paper, PaperKind, Reader, Reason, Refused

DEEP = "".join(f"<w:sdt n='{number * 7919 % 10007}'>" for number in range(3000)) + "</w:sdt>" * 3000
BOMB = "<w:p>" + " " * 30_000_000 + "</w:p>"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as one:
        yield one


def flags(paper: Paper | Refused) -> dict[FlagKind, int]:
    assert isinstance(paper, Paper)
    return {flag.kind: flag.count for flag in paper.flags}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n ", Reason.EMPTY),
        (b"...", Reason.EMPTY),
        (b"x" * (21 << 20), Reason.TOO_LARGE),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9, Reason.UNKNOWN_KIND),
        (b"{\\rtf1 M\\u7897?t}", Reason.UNKNOWN_KIND),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.OLD_WORD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Reason.ENCRYPTED),
        ("Một hai ba".encode("cp1258", "replace") + b"\xc0\xe0\xfd", Reason.ENCODING),
        (b"PK\x03\x04 not a zip", Reason.BROKEN),
        (files.word("Một")[:-200], Reason.BROKEN),
        (files.packed(word__document_xml="<w:document>"), Reason.BROKEN),
        (files.packed(word__document_xml='<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'), Reason.BROKEN),
        (files.packed(word__document_xml=files.body(BOMB)), Reason.BOMB),
        (files.zipped({f"{number}.txt": "a" for number in range(300)}), Reason.BOMB),
        (files.zipped({"a.txt": "không phải Word"}), Reason.UNKNOWN_KIND),
        (files.packed(word__vbaProject_bin=b"macro"), Reason.MACRO),
        (
            files.zipped(
                {
                    "[Content_Types].xml": files.CONTENT_TYPES.replace("wordprocessingml.document.main", "ms-word.document.macroEnabled.main"),
                    "_rels/.rels": files.RELATIONS,
                    "word/document.xml": files.body(""),
                }
            ),
            Reason.MACRO,
        ),
        (files.packed(word___rels__settings_xml_rels=files.OUTSIDE.format(kind="attachedTemplate")), Reason.EXTERNAL),
        (files.packed(word__document_xml=files.body("<w:p/>")), Reason.NO_TEXT),
        (files.packed(word__document_xml=files.body(DEEP)), Reason.BROKEN),
        (b"%PDF-1.7 and nothing", Reason.BROKEN),
        (files.pdf("Một")[:300], Reason.BROKEN),
        (files.locked_pdf(), Reason.ENCRYPTED),
        (files.pdf("#rect()"), Reason.NO_TEXT),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(reader: Reader, data: bytes, reason: Reason) -> None:
    refused = reader.read(data)

    assert refused == Refused(reason)
    assert refused.message.endswith(".")


def test_an_encrypted_entry_is_refused(reader: Reader) -> None:
    data = bytearray(files.zipped({"[Content_Types].xml": files.CONTENT_TYPES}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert reader.read(bytes(data)) == Refused(Reason.ENCRYPTED)


def test_a_bomb_whose_header_lies_costs_nothing(reader: Reader) -> None:
    data = bytearray(files.packed(word__document_xml=files.body(BOMB)))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(b"word/document.xml", data.index(mark)) - (30 if mark == b"PK\x03\x04" else 46)
        data[at + offset : at + offset + 4] = (1000).to_bytes(4, "little")
    began = time.monotonic()

    assert reader.read(bytes(data)) == Refused(Reason.BROKEN)
    assert time.monotonic() - began < 2


def test_a_word_text_comes_with_its_tables_in_order(reader: Reader) -> None:
    paper = reader.read(files.word("Điều 1.\tGương mẫu", "Nguyễn Thị Hoà", table=[["Việc", "Hạn"], ["Đọc", "Thứ Hai"]]))

    assert paper == Paper(PaperKind.DOCX, "Điều 1.\tGương mẫu\nNguyễn Thị Hoà\nViệc\tHạn\nĐọc\tThứ Hai", ())


def test_a_link_is_no_reason_to_refuse(reader: Reader) -> None:
    paper = reader.read(files.packed(word___rels__document_xml_rels=files.OUTSIDE.format(kind="hyperlink")))

    assert paper == Paper(PaperKind.DOCX, "Một hai ba", ())


def test_deleted_and_moved_words_are_not_read(reader: Reader) -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    inner = f"<w:p>{run.format('Còn ')}<w:del><w:r><w:delText>xoá</w:delText></w:r></w:del><w:moveFrom>{run.format('dời')}</w:moveFrom>"

    paper = reader.read(files.packed(word__document_xml=files.body(inner + f"<w:ins>{run.format('đây')}</w:ins></w:p>")))

    assert isinstance(paper, Paper)
    assert paper.text == "Còn đây"


def test_hidden_words_are_left_out_and_counted(reader: Reader) -> None:
    paper = reader.read(files.word("Bài viết", white="trắng", tiny="nhỏ", off="tắt"))

    assert isinstance(paper, Paper)
    assert paper.text == "Bài viết"
    assert flags(paper) == {FlagKind.HIDDEN: len("trắngnhỏtắt")}


def test_a_pdf_gives_paragraphs(reader: Reader) -> None:
    first, second = "Qua học tập tôi nhận thấy mỗi giáo viên cần tự giác rèn luyện. " * 5, "Tổ chuyên môn đã họp."

    paper = reader.read(files.pdf(f"#set par(justify: true)\n{first}\n\n{second}"))

    assert isinstance(paper, Paper)
    assert paper.kind == PaperKind.PDF
    assert paper.text == f"{first.strip()}\n{second}"


def test_white_words_in_a_pdf_are_counted(reader: Reader) -> None:
    assert flags(reader.read(files.pdf("Bài viết #text(white)[trắng]"))) == {FlagKind.HIDDEN: 5}


def test_plain_text_is_read_in_the_encodings_of_unicode(reader: Reader) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert reader.read("Một\r\nhai\r\n\r\n\r\nba  \n".encode(encoding)) == Paper(PaperKind.PLAIN, "Một\nhai\n\nba", ())


def test_disguised_letters_are_flagged_where_they_stand(reader: Reader) -> None:
    paper = reader.read("giáo vi\u200bên gương mẫu, họс sinh \ufffd".encode())

    assert flags(paper) == {FlagKind.INVISIBLE: 1, FlagKind.MIXED_SCRIPTS: 1, FlagKind.REPLACED: 1}
    assert isinstance(paper, Paper)
    (mixed,) = next(flag.places for flag in paper.flags if flag.kind == FlagKind.MIXED_SCRIPTS)
    assert paper.text[slice(*mixed)] == "họс"


def test_a_child_that_dawdles_is_replaced() -> None:
    with Reader(Limits(seconds=0.0)) as hurried:
        assert hurried.read(b"a") == Refused(Reason.TOO_SLOW)
    with Reader(Limits(memory_megabytes=50)) as starved:
        assert starved.read(b"a" * 19_000_000) == Refused(Reason.TOO_SLOW)
        assert isinstance(starved.read(b"a"), Paper | Refused)


def test_a_child_that_dies_is_replaced(reader: Reader) -> None:
    with Reader() as one:
        assert isinstance(one.read("một".encode()), Paper)
        assert one._apart._child is not None
        one._apart._child.kill()
        one._apart._child.wait()
        assert isinstance(one.read(b"hai"), Paper)


def test_many_files_share_one_child(reader: Reader) -> None:
    data = files.packed(word__document_xml=files.body("<w:p><w:r><w:t>Một hai ba.</w:t></w:r></w:p>" * 100))
    began = time.monotonic()

    assert all(isinstance(reader.read(data), Paper) for _ in range(100))
    assert time.monotonic() - began < 3


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", files.packed(), files.pdf("a")]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_bring_it_down(reader: Reader, data: bytes, before: bytes) -> None:
    assert isinstance(reader.read(before + data), Paper | Refused)
