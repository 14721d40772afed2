"""Files that nobody should have to fear: bombs, entities, macros, locks, far cells, endless rows and tags, spoilt and cut files.

Each is made anew when asked for. `./bd bench hostile` times them all; tests ask that each is answered in a sentence.
"""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ENTITY = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = "<row r='1'><c r='A1' t='inlineStr'><is><t>TT</t></is></c><c r='B1' t='inlineStr'><is><t>Họ và tên</t></is></c></row>"
_ODS = (
    "<?xml version='1.0'?>{top}<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
    "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'>"
    "<office:body><office:spreadsheet><table:table table:name='DS'>{rows}</table:table></office:spreadsheet></office:body>"
    "</office:document-content>"
)
type Maker = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Hostile:
    """One such file. is_refused: no row may come of it; otherwise it may also be read, as long as it is quick."""

    name: str
    filename: str
    make: Maker
    is_refused: bool = True


def hostile_files() -> list[Hostile]:
    return [*_bombs(), *_documents(), *_sheets(), *_locked_and_other_kinds(), *_old_books(), *_opendocuments(), *_pages(), *_texts()]


def package(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return held.getvalue()


def book(rows: str = _HEAD, *, top: str = "", strings: str | None = None, **parts: bytes | str) -> bytes:
    """A small .xlsx; `parts` replace its parts: content_types, workbook, styles, rels."""
    return package(book_parts(rows, top=top, strings=strings, **parts))


def book_parts(rows: str = _HEAD, *, top: str = "", strings: str | None = None, **parts: bytes | str) -> dict[str, bytes | str]:
    kinds = (
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_SHEET_TYPE}.sharedStrings+xml"/>'
    )
    links = (
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    made: dict[str, bytes | str] = {
        "[Content_Types].xml": parts.get("content_types")
        or f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": parts.get("workbook")
        or f'<workbook {_MAIN} {_RELS}><sheets><sheet name="DS" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": parts.get("rels") or f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        "xl/worksheets/sheet1.xml": f"<?xml version='1.0'?>{top}<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>",
    }
    if strings is not None:
        made["xl/sharedStrings.xml"] = strings
    if "styles" in parts:
        made["xl/styles.xml"] = parts["styles"]
    return made


def _bombs() -> Iterator[Hostile]:
    yield Hostile("bomb in the sheet", "a.xlsx", lambda: package(book_parts() | {"xl/worksheets/sheet1.xml": bytes(70_000_000)}))
    yield Hostile("bomb in the strings", "a.xlsx", lambda: book(strings=" " * 70_000_000))
    yield Hostile("bomb in many parts", "a.xlsx", lambda: package(book_parts() | {f"xl/media/{n}.bin": bytes(5_000_000) for n in range(30)}))
    yield Hostile("bomb in a picture", "a.xlsx", lambda: package(book_parts() | {"xl/media/image1.png": bytes(70_000_000)}))
    yield Hostile("bomb packed by lzma", "a.xlsx", lambda: package(book_parts() | {"xl/media/a.bin": bytes(70_000_000)}, zipfile.ZIP_LZMA))
    yield Hostile("bomb packed by bzip2", "a.xlsx", lambda: package(book_parts() | {"xl/media/a.bin": bytes(70_000_000)}, zipfile.ZIP_BZIP2))
    yield Hostile("bomb in a zip in a zip", "a.xlsx", lambda: package({"inner.zip": package({"a.xlsx": bytes(60_000_000)})}))
    yield Hostile("bomb whose directory lies", "a.xlsx", _lying_bomb)
    yield Hostile("one body, told a hundred times", "a.xlsx", _overlapping)
    yield Hostile("five hundred parts", "a.xlsx", lambda: package(book_parts() | {f"xl/{n}.xml": "<a/>" for n in range(500)}))
    yield Hostile("names that climb out", "a.xlsx", lambda: package(book_parts() | {"../../../etc/cron.d/x": "* * * * * root id"}), is_refused=False)
    yield Hostile("the workbook twice", "a.xlsx", _twice, is_refused=False)
    yield Hostile("a way of packing that nobody knows", "a.xlsx", lambda: _with_method(book(), 99))
    yield Hostile("an old way of packing", "a.xlsx", lambda: _with_method(book(), 6))


def _documents() -> Iterator[Hostile]:
    workbook = f'<workbook {_MAIN} {_RELS}><sheets><sheet name="DS" sheetId="1" r:id="rId1"/></sheets>&e;</workbook>'
    strings = f"<sst {_MAIN}><si><t>&e;</t></si></sst>"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{_ENTITY}{workbook}'
    yield Hostile("entity in the workbook", "a.xlsx", lambda: book(workbook=_ENTITY + workbook))
    yield Hostile("entity in the sheet", "a.xlsx", lambda: book("<row r='1'><c r='A1'><v>&e;</v></c></row>", top=_ENTITY))
    yield Hostile("entity in the strings", "a.xlsx", lambda: book(strings=_ENTITY + strings))
    yield Hostile("entity in the styles", "a.xlsx", lambda: book(styles=f"{_ENTITY}<styleSheet {_MAIN}>&e;</styleSheet>"))
    yield Hostile("entity in the list of types", "a.xlsx", lambda: book(content_types=_ENTITY + "<Types>&e;</Types>"))
    yield Hostile("entity in the links", "a.xlsx", lambda: book(rels=_ENTITY + "<Relationships>&e;</Relationships>"))
    yield Hostile("entity in the properties", "a.xlsx", lambda: package(book_parts() | {"docProps/core.xml": _ENTITY + "<a>&e;</a>"}))
    yield Hostile("a thousand million laughs", "a.xlsx", lambda: book(top=f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>'))
    yield Hostile("a declaration elsewhere", "a.xlsx", lambda: book(top='<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">'))
    yield Hostile("XML in UTF-16", "a.xlsx", lambda: book(workbook=wide.encode("utf-16")))
    yield Hostile("XML in UTF-16 without a mark", "a.xlsx", lambda: book(workbook=wide.encode("utf-16-le")))
    yield Hostile("XML in UTF-32", "a.xlsx", lambda: book(workbook=wide.replace("UTF-16", "UTF-32").encode("utf-32")))
    yield Hostile("XML in UTF-7", "a.xlsx", lambda: book(workbook=wide.replace("UTF-16", "UTF-7").encode("utf-7")))
    yield Hostile("XML in EBCDIC", "a.xlsx", lambda: book(workbook=wide.replace("UTF-16", "cp037").encode("cp037")))
    yield Hostile("an inclusion", "a.xlsx", lambda: book("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='/etc/passwd'/>"))
    yield Hostile("tags in tags in the sheet", "a.xlsx", lambda: book("<a>" * 500_000 + "</a>" * 500_000))
    yield Hostile("tags in tags in the strings", "a.xlsx", lambda: book(strings=f"<sst {_MAIN}>" + "<si>" * 500_000))
    yield Hostile("tags in tags in the workbook", "a.xlsx", lambda: book(workbook="<a>" * 500_000))
    yield Hostile("an attribute without end", "a.xlsx", lambda: book(f"<row r='1' a='{'x' * 20_000_000}'/>"))
    yield Hostile("two hundred thousand attributes", "a.xlsx", lambda: book(f"<row {' '.join(f"a{n}='1'" for n in range(200_000))}/>"))
    yield Hostile("two hundred thousand namespaces", "a.xlsx", lambda: book(f"<row {' '.join(f"xmlns:a{n}='u{n}'" for n in range(200_000))}/>"))
    yield Hostile("a million instructions", "a.xlsx", lambda: book("<?a?>" * 1_000_000))
    yield Hostile("a comment without end", "a.xlsx", lambda: book("<!--" + "-x" * 5_000_000))


def _sheets() -> Iterator[Hostile]:
    text = "t='inlineStr'><is><t>x</t></is></c>"
    yield Hostile("a million empty rows", "a.xlsx", lambda: book("".join(f"<row r='{n}'/>" for n in range(1, 1_000_001))))
    yield Hostile("sixteen thousand columns", "a.xlsx", lambda: book(_wide_row(16_384)))
    yield Hostile("a cell at the end of the world", "a.xlsx", lambda: book(f"{_HEAD}<row r='1048576'><c r='XFD1048576' {text}</row>"))
    yield Hostile(
        "three hundred thousand rows", "a.xlsx", lambda: book("".join(f"<row r='{n}'><c r='A{n}'><v>1</v></c></row>" for n in range(1, 300_001)))
    )
    yield Hostile("a row of number minus one", "a.xlsx", lambda: book(f"<row r='-1'><c r='A-1' {text}</row>"))
    yield Hostile("a row of number nought", "a.xlsx", lambda: book(f"<row r='0'><c r='A0' {text}</row>"))
    yield Hostile("a row beyond all numbers", "a.xlsx", lambda: book(f"<row r='99999999999'><c r='A99999999999' {text}</row>"))
    yield Hostile("a column beyond all letters", "a.xlsx", lambda: book(f"<row r='1'><c r='ZZZZZZZZZ1' {text}</row>"))
    yield Hostile("cells that do not say where", "a.xlsx", lambda: book(f"<row>{'<c><v>1</v></c>' * 2_000_000}</row>"))
    yield Hostile("rows that do not say where", "a.xlsx", lambda: book("<row><c><v>1</v></c></row>" * 190_000))
    yield Hostile("a string of thirty megabytes", "a.xlsx", lambda: book(strings=f"<sst {_MAIN}><si><t>{'abc ' * 7_500_000}</t></si></sst>"))
    yield Hostile("a million strings", "a.xlsx", lambda: book(strings=f"<sst {_MAIN}>{'<si><t>a</t></si>' * 1_000_000}</sst>"))
    yield Hostile(
        "a string that is not there", "a.xlsx", lambda: book("<row r='1'><c r='A1' t='s'><v>99999</v></c></row>", strings=f"<sst {_MAIN}/>")
    )
    yield Hostile("numbers that are none", "a.xlsx", lambda: book("<row r='1'><c r='A1'><v>NaN</v></c><c r='B1'><v>1e999</v></c></row>"))
    yield Hostile("half a million styles", "a.xlsx", lambda: book(styles=f"<styleSheet {_MAIN}><cellXfs>{'<xf/>' * 500_000}</cellXfs></styleSheet>"))
    yield Hostile("half a million merged cells", "a.xlsx", lambda: _merged(500_000), is_refused=False)
    yield Hostile("a dimension without end", "a.xlsx", _dimension, is_refused=False)
    yield Hostile("cells of a thousand strange letters", "a.xlsx", lambda: book(_long_cells()), is_refused=False)
    yield Hostile("runs in old fonts without end", "a.xlsx", lambda: book(strings=_many_runs()))
    yield Hostile("a part that is not there", "a.xlsx", lambda: book(rels=f'<Relationships xmlns="{_PACKAGE}/relationships"/>'))
    yield Hostile("a link that leads outside", "a.xlsx", lambda: book(rels=_outside("../../../../etc/passwd")))
    yield Hostile("a link into the network", "a.xlsx", lambda: book(rels=_outside("http://192.0.2.1/sheet.xml")))


def _locked_and_other_kinds() -> Iterator[Hostile]:
    macro = book_parts() | {"xl/vbaProject.bin": b"x"}
    enabled = book_parts()["[Content_Types].xml"]
    assert isinstance(enabled, str)
    yield Hostile("macros", "a.xlsm", lambda: package(macro))
    yield Hostile("macros called otherwise", "a.xlsx", lambda: book(content_types=enabled.replace("sheet.main", "sheet.macroEnabled.main")))
    yield Hostile("locked by a password", "a.xlsx", lambda: _OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2_000))
    yield Hostile("locked in its package", "a.xlsx", lambda: _flagged(book()))
    yield Hostile("a binary workbook", "a.xlsb", lambda: package({"xl/workbook.bin": b"x"}))
    yield Hostile("a letter", "a.xlsx", lambda: package({"word/document.xml": "<a/>"}))
    yield Hostile("an old letter", "a.xls", lambda: _OLE + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(2_000))
    yield Hostile("a zip of workbooks", "a.xlsx", lambda: package({"a.xlsx": book(), "b.xlsx": book()}))
    for name, start in (
        ("PDF", b"%PDF-1.7"),
        ("photo", b"\xff\xd8\xff\xe0"),
        ("picture", b"\x89PNG\r\n"),
        ("RTF", b"{\\rtf1"),
        ("RAR", b"Rar!\x1a\x07"),
    ):
        yield Hostile(f"a {name}", "a.xlsx", lambda start=start: start + bytes(range(256)) * 100)  # type: ignore[misc]
    yield Hostile("a 7z", "a.xlsx", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(1_000))
    yield Hostile("nothing", "a.xlsx", lambda: b"")
    yield Hostile("blanks", "a.xlsx", lambda: b" \r\n" * 100_000)
    yield Hostile("noise", "a.xlsx", lambda: bytes((n * 7919 + n // 256 * 104_729) % 256 for n in range(200_000)))
    yield Hostile("a package cut in the middle", "a.xlsx", lambda: book()[:900])
    yield Hostile("a package without its end", "a.xlsx", lambda: book()[:-30])
    yield Hostile("over twenty megabytes", "a.xlsx", lambda: b"PK\x03\x04" + bytes(21_000_000))


def _old_books() -> Iterator[Hostile]:
    yield Hostile("an old book of nothing", "a.xls", lambda: _OLE + bytes(600))
    yield Hostile("an old book that runs in a circle", "a.xls", lambda: _ole(fat=[1, 0, *[0xFFFFFFFF] * 126]))
    yield Hostile("an old book of more parts than there are", "a.xls", lambda: _ole(fat_count=0x00FFFFFF))
    yield Hostile("an old book whose directory is itself", "a.xls", lambda: _ole(fat=[0] * 128))
    yield Hostile(
        "an old sheet cut in a record", "a.xls", lambda: struct.pack("<HHHHHH", 0x409, 8, 0x400, 0x10, 0, 0) + struct.pack("<HH", 0x4, 60_000)
    )
    yield Hostile(
        "an old sheet of records without end", "a.xls", lambda: struct.pack("<HHHHHH", 0x409, 8, 0x400, 0x10, 0, 0) + b"\0\0\0\0" * 4_000_000
    )


def _opendocuments() -> Iterator[Hostile]:
    text = "<table:table-cell office:value-type='string'{more}><text:p>x</text:p></table:table-cell>"
    row = "<table:table-row{more}>{cells}</table:table-row>"

    def ods(rows: str, top: str = "") -> bytes:
        return package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": _ODS.format(rows=rows, top=top)})

    for_ever = row.format(more=" table:number-rows-repeated='1048576'", cells=text.format(more=""))
    across = row.format(more="", cells=text.format(more=" table:number-columns-repeated='16384'"))
    square = row.format(more=" table:number-rows-repeated='1999'", cells=text.format(more=" table:number-columns-repeated='1999'"))
    yield Hostile("a row for ever", "a.ods", lambda: ods(for_ever))
    yield Hostile("a cell all across", "a.ods", lambda: ods(across))
    yield Hostile("two thousand times two thousand cells", "a.ods", lambda: ods(square))
    yield Hostile("that many times over", "a.ods", lambda: ods(square * 50))
    yield Hostile(
        "rows by thousands, many times",
        "a.ods",
        lambda: ods(row.format(more=" table:number-rows-repeated='1999'", cells=text.format(more="")) * 3_000),
    )
    yield Hostile("entity in the document", "a.ods", lambda: ods(row.format(more="", cells="&e;"), _ENTITY))
    yield Hostile("tags in tags in the document", "a.ods", lambda: ods("<a>" * 500_000))
    yield Hostile("a repeat that is no number", "a.ods", lambda: ods(row.format(more=" table:number-rows-repeated='-5'", cells=text.format(more=""))))


def _pages() -> Iterator[Hostile]:
    yield Hostile("a page of endless tags", "a.xls", lambda: b"<table>" + b"<div>" * 3_500_000)
    yield Hostile("a page of huge tables", "a.xls", lambda: b"<html><table>" + b"<tr><td>a</td><td>b</td><td>c</td></tr>" * 450_000)
    yield Hostile("tables in tables", "a.xls", lambda: b"<html>" + b"<table><tr><td>" * 1_000_000)
    yield Hostile("a cell that spans the world", "a.xls", lambda: b"<table><tr>" + b"<td colspan=999999999>a</td>" * 100_000)
    yield Hostile("a cell that never ends", "a.xls", lambda: b"<table><tr><td>" + b"a " * 9_000_000)
    yield Hostile("a remark that never ends", "a.xls", lambda: b"<table><!--" + b"- " * 9_000_000)
    yield Hostile("nothing but brackets", "a.xls", lambda: b"<table>" + b"<" * 18_000_000)
    yield Hostile("a bracket before every letter", "a.xls", lambda: b"<table>" + b"<a" * 9_000_000)
    yield Hostile("entities in a page", "a.xls", lambda: b"<table><tr><td>" + b"&amp;" * 3_600_000)
    yield Hostile("attributes in a page", "a.xls", lambda: b"<table " + b"a='b' " * 3_000_000)
    yield Hostile("a script of a page", "a.xls", lambda: b"<html><script>" + b"x<y;" * 4_000_000)
    yield Hostile("declarations of a page", "a.xls", lambda: b"<html>" + b"<!a" * 6_000_000)


def _texts() -> Iterator[Hostile]:
    yield Hostile("one line without end", "a.csv", lambda: b"a" * 19_000_000)
    yield Hostile("nothing but delimiters", "a.csv", lambda: b";" * 19_000_000)
    yield Hostile("nothing but ends of lines", "a.csv", lambda: b"a\n" + b"\n" * 19_000_000)
    yield Hostile("a quotation that never ends", "a.csv", lambda: b'TT;"' + b"a;\n" * 6_000_000)
    yield Hostile("wide letters cut in half", "a.csv", lambda: "TT,Họ và tên\n".encode("utf-16") * 3 + b"\x00")
    yield Hostile("noughts among letters", "a.csv", lambda: b"TT,Ten\n" + b"a\0b,c\n" * 1_000)
    yield Hostile("marks upon marks", "a.csv", lambda: bytes("TT,Họ và tên\n1,a" + "\u0301\u0323" * 3_000_000, "utf-8"))
    yield Hostile(
        "brackets in names", "a.csv", lambda: bytes("TT,Họ và tên,SĐT\n" + f"1,{'(' * 900},{'0 ' * 400}\n" * 5_000, "utf-8"), is_refused=False
    )
    yield Hostile("headings without end", "a.csv", lambda: bytes("TT,Họ và tên,Ngày sinh\n" * 190_000, "utf-8"))
    yield Hostile(
        "two thousand columns of headings", "a.csv", lambda: bytes(",".join(["Họ và tên", "TT"] * 1_000) + "\n", "utf-8") * 600, is_refused=False
    )


def _wide_row(columns: int) -> str:
    def letters(column: int) -> str:
        return (letters((column - 1) // 26) if column > 26 else "") + chr(65 + (column - 1) % 26)

    return f"<row r='1'>{''.join(f"<c r='{letters(n)}1' t='inlineStr'><is><t>x</t></is></c>" for n in range(1, columns + 1))}</row>"


def _long_cells() -> str:
    strange = "Ng\u00acêi &#x1EA0;" * 80
    rows = (f"<row r='{n}'><c r='A{n}'><v>{n}</v></c><c r='B{n}' t='inlineStr'><is><t>{strange}</t></is></c></row>" for n in range(2, 3_000))
    return _HEAD + "".join(rows)


def _many_runs() -> str:
    run = '<r><rPr><rFont val=".VnTime"/></rPr><t>a</t></r>'
    return f"<sst {_MAIN}><si>{run * 400_000}</si></sst>"


def _merged(count: int) -> bytes:
    parts = book_parts()
    cells = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, count))
    body = f"<worksheet {_MAIN}><sheetData>{_HEAD}</sheetData><mergeCells>{cells}</mergeCells></worksheet>"
    return package(parts | {"xl/worksheets/sheet1.xml": body})


def _dimension() -> bytes:
    body = f'<worksheet {_MAIN}><dimension ref="A1:XFD1048576"/><sheetData>{_HEAD}</sheetData></worksheet>'
    return package(book_parts() | {"xl/worksheets/sheet1.xml": body})


def _outside(target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )


def _lying_bomb() -> bytes:
    data = bytearray(book(strings=" " * 50_000_000))
    told = (50_000_000).to_bytes(4, "little")
    while (at := data.rfind(told)) >= 0:
        data[at : at + 4] = (1_000).to_bytes(4, "little")
    return bytes(data)


def _overlapping() -> bytes:
    """A directory that names the same five packed megabytes a hundred times."""
    data = package({"xl/a.bin": bytes(5_000_000)})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    entries = b"".join(entry.replace(b"xl/a.bin", f"xl/{n:05}".encode()) for n in range(100))
    tail = bytearray(data[end:])
    struct.pack_into("<HHLL", tail, 8, 100, 100, len(entries), start)
    return data[:start] + entries + bytes(tail)


def _twice() -> bytes:
    held = io.BytesIO(book())
    with zipfile.ZipFile(held, "a") as made:
        made.writestr("xl/Workbook.xml", "<workbook/>")
    return held.getvalue()


def _with_method(data: bytes, method: int) -> bytes:
    spoilt = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = spoilt.find(mark)
        while place >= 0:
            struct.pack_into("<H", spoilt, place + at, method)
            place = spoilt.find(mark, place + 4)
    return bytes(spoilt)


def _flagged(data: bytes) -> bytes:
    spoilt = bytearray(data)
    place = spoilt.find(b"PK\x01\x02")
    while place >= 0:
        spoilt[place + 8] |= 1
        place = spoilt.find(b"PK\x01\x02", place + 4)
    return bytes(spoilt)


def _ole(*, fat: list[int] | None = None, fat_count: int = 1) -> bytes:
    """A compound file of one sector of its table, one of its directory."""
    head = _OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<LLLLLLLL", fat_count, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<109L", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128L", *(fat or [0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126]))
    return head + table + bytes(512) + bytes(2_048)
