"""Reading a printed paper back: its text, page by page, and its QRs as a phone would see them."""

import io

import pypdfium2
import zxingcpp


def texts(pdf: bytes) -> list[str]:
    """What each page says, white space made one."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def codes(pdf: bytes, *, dpi: int = 150) -> list[list[str]]:
    """The QRs of each page, found in its picture, from top left to bottom right."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        pictures = [page.render(scale=dpi / 72).to_pil() for page in document]
    return [
        [code.text for code in sorted(zxingcpp.read_barcodes(picture), key=lambda code: (code.position.top_left.y // 50, code.position.top_left.x))]
        for picture in pictures
    ]
