"""The press: a template of ours and its data in, one PDF out. No font but Tinos, no package, nothing of the machine's."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
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
    compiler, lock = _compiler(template)
    with lock:  # a compiler serves one call at a time and says so with an error
        pdf = compiler.compile(format="pdf", pdf_standards="a-2b", sys_inputs={"data": text}, pdf_tags=tagged)
    assert isinstance(pdf, bytes)  # a PDF is one piece; pages of pictures would be a list
    return pdf


@cache
def _compiler(template: str) -> tuple[typst.Compiler, Lock]:
    """One a template and process: fonts are read once."""
    return typst.Compiler(str(HERE / template), root=str(HERE), font_paths=[str(HERE / "fonts")], ignore_system_fonts=True), Lock()
