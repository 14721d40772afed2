"""The text of a Word document: paragraphs, tables, text boxes and notes, as a reader sees them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from boiduong.engines.papers.packed import Packed
from boiduong.engines.papers.shapes import Flag, FlagKind, Limits, Reason, Refusing

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TINY = 4  # half points: two points and less
_HARMLESS = "/hyperlink"  # the only kind of relation that may point outside
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_SKIPPED = {"moveFrom", "del", "rPr", "pPr", "instrText", "sectPr", "tblPr"}


@dataclass(slots=True)
class _Told:
    """What is written so far, and how much of it a reader would not see."""

    parts: list[str] = field(default_factory=list)
    hidden: int = 0


def read_docx(data: bytes, limits: Limits) -> tuple[str, list[Flag]]:
    """Text and flags. Hidden text is counted and left out. Raises Refusing."""
    packed = Packed(data, limits)
    main = _main_part(packed)
    _refuse_strangers(packed)
    told = _Told()
    folder = main.rpartition("/")[0]
    for name in [main, *(f"{folder}/{notes}.xml" for notes in ("footnotes", "endnotes"))]:
        if name in packed.names:
            _blocks(_xml(packed.part(name)), told)
    flags = [Flag(FlagKind.HIDDEN, told.hidden, ())] if told.hidden else []
    return "".join(told.parts), flags


def _main_part(packed: Packed) -> str:
    for kind, target, _ in _relations(packed, "_rels/.rels"):
        if kind.endswith("/officeDocument") and target.lstrip("/") in packed.names:
            return target.lstrip("/")
    raise Refusing(Reason.UNKNOWN_KIND)


def _refuse_strangers(packed: Packed) -> None:
    """Nothing that runs, nothing that fetches, and a Word document only."""
    types = packed.part("[Content_Types].xml").decode("utf-8", "replace") if "[Content_Types].xml" in packed.names else ""
    if "macroEnabled" in types or "vbaProject" in types or any("vbaproject" in name.lower() for name in packed.names):
        raise Refusing(Reason.MACRO)
    if "wordprocessingml" not in types:
        raise Refusing(Reason.UNKNOWN_KIND)
    for name in sorted(packed.names):
        if name.endswith(".rels") and any(outside and not kind.endswith(_HARMLESS) for kind, _, outside in _relations(packed, name)):
            raise Refusing(Reason.EXTERNAL)


def _relations(packed: Packed, name: str) -> Iterator[tuple[str, str, bool]]:
    """Kind, target, and whether the target lies outside the file."""
    if name in packed.names:
        for relation in _xml(packed.part(name)):
            yield relation.get("Type", ""), relation.get("Target", ""), relation.get("TargetMode") == "External"


def _xml(data: bytes) -> Element:
    try:
        return fromstring(data, forbid_dtd=True)  # type: ignore[no-any-return]
    except (ParseError, DefusedXmlException, ValueError) as reason:
        raise Refusing(Reason.BROKEN) from reason


def _blocks(element: Element, told: _Told) -> None:
    for child in element:
        match _name(child):
            case "p":
                _inline(child, told)
                told.parts.append("\n")
            case "tr":
                _row(child, told)
            case name if name not in _SKIPPED and child.tag != _FALLBACK:
                _blocks(child, told)


def _row(row: Element, told: _Told) -> None:
    """The cells of a table's row on one line."""
    cells = _Told()
    for cell in row:
        one = _Told()
        _blocks(cell, one)
        cells.hidden += one.hidden
        if _name(cell) in {"tc", "sdt"}:
            cells.parts.append("".join(one.parts).strip("\n"))
    told.parts.append("\t".join(cells.parts) + "\n")
    told.hidden += cells.hidden


def _inline(element: Element, told: _Told, *, hidden: bool = False) -> None:
    for child in element:
        name = _name(child)
        if name in _SKIPPED or child.tag == _FALLBACK:
            continue
        if name == "t" or name in _WRITTEN:
            written = _WRITTEN.get(name) or child.text or ""
            if hidden:
                told.hidden += len(written)
            else:
                told.parts.append(written)
        elif name == "txbxContent":
            told.parts.append("\n")
            _blocks(child, told)
        else:
            _inline(child, told, hidden=_is_hidden(child) if name == "r" else hidden)


def _is_hidden(run: Element) -> bool:
    """Switched off, white, or too small to see."""
    for properties in run:
        if _name(properties) == "rPr":
            told = {_name(one): _value(one) for one in properties}
            off = "vanish" in told and told["vanish"] not in {"0", "false", "off"}
            size = told.get("sz", "")
            return off or told.get("color", "").upper() == "FFFFFF" or (size.isdecimal() and int(size) <= _TINY)
    return False


def _name(element: Element) -> str:
    return element.tag.removeprefix(_W).removeprefix(_STRICT_W)


def _value(element: Element) -> str:
    return element.get(f"{_W}val") or element.get(f"{_STRICT_W}val") or ""
