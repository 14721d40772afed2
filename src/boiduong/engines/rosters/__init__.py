"""A school's workbook, as clerks really send it, becomes rows about people, and problems a person can mend."""

from boiduong.engines.rosters.duplicates import find_duplicates, mark_duplicates
from boiduong.engines.rosters.english import in_english
from boiduong.engines.rosters.examples import EXAMPLES
from boiduong.engines.rosters.messages import MESSAGES
from boiduong.engines.rosters.model import Duplicate, Field, KnownUnit, Problem, Role, RosterFile, RosterRow, Severity, Sex
from boiduong.engines.rosters.reader import Reader
from boiduong.engines.rosters.reading import read, reread
from boiduong.engines.rosters.roles import role_of
from boiduong.engines.rosters.units import recognise, unit_key

__all__ = [
    "EXAMPLES",
    "MESSAGES",
    "Duplicate",
    "Field",
    "KnownUnit",
    "Problem",
    "Reader",
    "Role",
    "RosterFile",
    "RosterRow",
    "Severity",
    "Sex",
    "find_duplicates",
    "in_english",
    "mark_duplicates",
    "read",
    "recognise",
    "reread",
    "role_of",
    "unit_key",
]
