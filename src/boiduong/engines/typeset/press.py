"""The press: a template of ours and its data in, one PDF out. No font but Tinos, no package, nothing of the machine's."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any

import typst

HERE = Path(__file__).parent


def press(template: str, data: Mapping[str, Any], *, on: date, tagged: bool = True) -> bytes:
    """One PDF/A-2b. The same input is the same bytes.

    template: a file beside this one. data: plain JSON values, read there as `data`.
    on: the date of the file itself, for whoever files it. tagged: with the structure that a screen reader needs; a pile of
    sheets for the printer does without and is half as large.
    Raises typst.TypstError if template and data do not fit.
    """
    text = json.dumps({**data, "made": [on.year, on.month, on.day]}, ensure_ascii=False)
    with _compiler(template) as compiler:
        pdf = compiler.compile(format="pdf", pdf_standards="a-2b", sys_inputs={"data": text}, pdf_tags=tagged)
    assert isinstance(pdf, bytes)  # a PDF is one piece; pages of pictures would be a list
    return pdf


def picture(template: str, data: Mapping[str, Any], *, pixels_per_inch: int) -> bytes:
    """A template of one page as a PNG. The same input is the same bytes. template and data: as of `press`."""
    text = json.dumps({**data, "made": [2000, 1, 1]}, ensure_ascii=False)  # a PNG says no date
    with _compiler(template) as compiler:
        png = compiler.compile(format="png", ppi=pixels_per_inch, sys_inputs={"data": text})
    assert isinstance(png, bytes)  # these templates have one page
    return png


@contextmanager
def _compiler(template: str) -> Iterator[typst.Compiler]:
    """A compiler for this caller alone: one serves one call at a time. There are never more than ever were needed at once."""
    idle = _idle(template)
    try:
        compiler = idle.get_nowait()
    except Empty:
        compiler = typst.Compiler(str(HERE / template), root=str(HERE), font_paths=_fonts(), ignore_system_fonts=True)
    try:
        yield compiler
    finally:
        idle.put(compiler)


@cache
def _idle(template: str) -> LifoQueue[typst.Compiler]:  # noqa: ARG001  one queue a template
    return LifoQueue()


@cache
def _fonts() -> typst.Fonts:
    """Read once for all of them."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])
