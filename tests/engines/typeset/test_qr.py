import xml.etree.ElementTree as ET

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from boiduong.engines.tokens import base45
from boiduong.engines.typeset.qr import make_qr, qr_svg


@given(st.text(alphabet=base45.ALPHABET, min_size=1, max_size=136) | st.text(alphabet="aâđơ/:?=&", min_size=1, max_size=60))
def test_what_the_path_draws_is_read_back(text: str) -> None:
    qr = make_qr(text)
    dots = np.full((qr.modules + 8, qr.modules + 8), 255, np.uint8)
    for run in qr.path.split("z")[:-1]:
        corner, _, rest = run.removeprefix("M").partition("h")
        x, y = map(int, corner.split())
        dots[y + 4, x + 4 : x + 4 + int(rest.partition("v")[0])] = 0

    (read,) = zxingcpp.read_barcodes(dots.repeat(4, axis=0).repeat(4, axis=1))

    assert read.text == text


@pytest.mark.parametrize("text", ["", "x" * 3000])
def test_no_qr_is_made_of_nothing_or_too_much(text: str) -> None:
    with pytest.raises(ValueError, match=r"no QR|too long"):
        make_qr(text)


def test_the_svg_has_its_quiet_zone_and_escapes_its_label() -> None:
    root = ET.fromstring(qr_svg("BD1:X", quiet=4, label='Thẻ <của> "An"'))

    assert root.attrib["viewBox"] == "-4 -4 29 29"
    assert root.attrib["aria-label"] == 'Thẻ <của> "An"'
