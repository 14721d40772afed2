"""A QR as one SVG path: small in a PDF, sharp on paper, allowed by a page's content security policy."""

from dataclasses import dataclass
from html import escape

import numpy as np
import zxingcpp


@dataclass(frozen=True, slots=True)
class Qr:
    modules: int  # a side of the square, without the quiet zone
    path: str  # SVG path data of the dark modules, one unit a module, top left is 0,0


def make_qr(text: str) -> Qr:
    """A QR at error correction M (15 % of it may be damaged), in the smallest version that holds the text.

    text: at most 2,331 bytes; the letters of base45 are packed tighter than others.
    Raises ValueError if the text is empty or too long. The same text is the same QR.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M") if text else None
    if code is None or not code.valid:
        raise ValueError("this text makes no QR")
    dark = np.array(code.to_image(scale=1, add_quiet_zones=False)) < 128
    edges = np.diff(dark.astype(np.int8), axis=1, prepend=0, append=0)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]  # row by row, as the starts: one end a start
    path = "".join(f"M{x} {y}h{end - x}v1H{x}z" for y, x, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
    return Qr(len(dark), path)


def qr_svg(text: str, *, quiet: int = 4, label: str = "") -> str:
    """The QR as an SVG document on white, to be put into a page or a template.

    quiet: modules of white around it; readers want 4 where what is around is not white.
    label: said by a screen reader; plain text.
    """
    qr = make_qr(text)
    side = qr.modules + 2 * quiet
    named = f' role="img" aria-label="{escape(label)}"' if label else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-quiet} {-quiet} {side} {side}" shape-rendering="crispEdges"{named}>'
        f'<path fill="#fff" d="M{-quiet} {-quiet}h{side}v{side}h{-side}z"/><path fill="#000" d="{qr.path}"/></svg>'
    )
