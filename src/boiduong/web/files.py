"""Files that a page hands out, under names with diacritics."""

from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def download(name: str, content: bytes, content_type: str) -> HttpResponse:
    """A file to be saved under this name, never shown in the page's own origin."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def workbook(name: str, content: bytes) -> HttpResponse:
    """An .xlsx file to be saved under this name."""
    return download(name, content, XLSX)
