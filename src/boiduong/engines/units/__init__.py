"""Lists of units out of workbooks: which line says what of a school or an office, and a template to fill in."""

from boiduong.engines.units.reader import read_apart
from boiduong.engines.units.reading import FIELDS, UnitFile, UnitLine, read
from boiduong.engines.units.template import template

__all__ = ["FIELDS", "UnitFile", "UnitLine", "read", "read_apart", "template"]
