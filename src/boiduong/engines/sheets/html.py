"""Tables in HTML: what many websites hand out under the name of .xls."""

from html.parser import HTMLParser

from boiduong.engines.sheets.grid import Cell, Sheet, Unreadable

_MAX_CELLS = 300_000
_MAX_TAGS = 250_000
_TOO_MANY = "Tệp có quá nhiều ô. Hãy chép riêng danh sách sang một tệp mới rồi gửi lại."


class _Tables(HTMLParser):
    """Collects every row of every table, cells that span several columns followed by empty ones."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[Cell]] = []
        self.cells = 0
        self.tags = 0
        self._text: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if self.tags > _MAX_TAGS:
            raise Unreadable(_TOO_MANY)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            told = dict(attrs).get("colspan") or "1"
            self._span = min(int(told), 50) if told.isdigit() else 1
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("td", "th") or self._text is None:
            return
        if not self.rows:
            self.rows.append([])
        self.rows[-1].extend(["".join(self._text).strip(), *[""] * (self._span - 1)])
        self._text = None
        self.cells += self._span
        if self.cells > _MAX_CELLS:
            raise Unreadable(_TOO_MANY)


def read_html(data: bytes) -> list[Sheet]:
    """All tables one under another, as one sheet."""
    if data.count(b"<") > 2 * _MAX_TAGS:  # told before the parser looks at each
        raise Unreadable(_TOO_MANY)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1258", errors="replace")
    tables = _Tables()
    tables.feed(text)
    tables.close()
    return [Sheet("Sheet1", tables.rows)]
