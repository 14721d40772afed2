"""What a list of units would do to the register: each line new, changed, unchanged or wrong, and why. Nothing is written here."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from boiduong.engines.names import match_key
from boiduong.people.models import Unit, UnitAlias, UnitImport
from boiduong.people.unit_words import LABELS, NoValue, kind_named, level_named, reader_of

PLAIN = ("name", "legacy_code", "kind", "level", "ownership", "staff_count", "email", "phone", "valid_from", "valid_to")  # written as they are


class Status(StrEnum):
    NEW = "NEW"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Problem:
    label: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Changed:
    field: str
    label: str
    before: str
    after: str


@dataclass
class Line:
    """One line with what it means. unit: the one known, None for a new one. parent, successor: of known units or of lines of the same file."""

    place: int
    sheet: str
    row: int
    said: dict[str, Any]  # field -> value; what is not here is not said
    texts: Mapping[str, str]
    unit: Unit | None = None
    parent: "Unit | Line | None" = None
    successor: "Unit | Line | None" = None
    aliases: list[str] = field(default_factory=list)  # not known yet
    problems: list[Problem] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.texts.get("name", "")

    @property
    def status(self) -> Status:
        if self.problems:
            return Status.WRONG
        if self.unit is None:
            return Status.NEW
        return Status.CHANGED if self.changes else Status.UNCHANGED

    def wrong(self, name: str, why: str) -> None:
        self.problems.append(Problem(str(LABELS[name]), self.texts.get(name, ""), why))

    def final(self, name: str) -> Any:
        """The value after the import."""
        return self.said[name] if name in self.said else (getattr(self.unit, name) if self.unit else None)


class _Register:
    """Known units by code, by name and by alias. Two queries."""

    def __init__(self) -> None:
        self.units = {unit.pk: unit for unit in Unit.objects.all()}
        self.by_code: dict[str, list[Unit]] = defaultdict(list)
        self.by_name: dict[str, dict[int, Unit]] = defaultdict(dict)
        self.aliases: dict[int, set[str]] = defaultdict(set)
        for unit in self.units.values():
            unit.parent, unit.successor = self.units.get(unit.parent_id or 0), self.units.get(unit.successor_id or 0)
            if unit.legacy_code:
                self.by_code[unit.legacy_code.casefold()].append(unit)
            self.by_name[match_key(unit.name)][unit.pk] = unit
        for key, match in UnitAlias.objects.values_list("unit_id", "match_key"):
            self.by_name[match].setdefault(key, self.units[key])
            self.aliases[key].add(match)

    def called(self, text: str) -> list[Unit]:
        """Units meant by a code or a name."""
        return self.by_code.get(text.casefold()) or list(self.by_name.get(match_key(text), {}).values())


def judge(made: UnitImport) -> list[Line]:
    """Every line of the file, in its order. The same number of queries however long it is."""
    register = _Register()
    lines = [_line(place, sheet, row, values) for place, (sheet, row, values) in enumerate(made.lines)]
    for line in lines:
        _find(line, register)
    _refuse_twice(lines)
    here = _here(lines)
    for line in lines:
        for name in ("parent", "successor"):
            setattr(line, name, _meant(line, name, register, here))
    for line in lines:
        _complete(line)
        _check(line, register)
    _refuse_circles(lines)
    _refuse_on_wrong(lines)
    for line in lines:
        if line.unit is not None:
            line.changes = list(_changes(line, line.unit, register.aliases[line.unit.pk]))
        else:
            line.aliases = _new_aliases(line, {match_key(line.name)})
    return lines


def counts_of(lines: Iterable[Line]) -> dict[str, int]:
    found = Counter(line.status for line in lines)
    return {status.value: found[status] for status in Status}


def _line(place: int, sheet: str, row: int, texts: Mapping[str, str]) -> Line:
    line = Line(place, sheet, row, {}, texts)
    for name, text in texts.items():
        try:
            line.said[name] = reader_of(name)(text)
        except NoValue as reason:
            line.wrong(name, str(reason))
    if not line.name:
        line.wrong("name", _("The name is missing."))
    return line


def _find(line: Line, register: _Register) -> None:
    """Whom the line means: by its code, else by its name, of those in the unit above if several have it."""
    by_code = register.by_code.get(line.texts.get("legacy_code", "").casefold(), [])
    found = by_code or list(register.by_name.get(match_key(line.name), {}).values())
    if len(found) > 1 and "parent" in line.texts:
        above = {unit.pk for unit in register.called(line.texts["parent"])}
        found = [unit for unit in found if unit.parent_id in above]
    if not by_code and "legacy_code" in line.said:
        found = [unit for unit in found if unit.legacy_code.casefold() in ("", line.said["legacy_code"].casefold())]  # another code, another unit
    if len(found) > 1:
        line.wrong("name", _("Several units have this name. Write the code, or the unit above."))
    elif found:
        line.unit = found[0]


def _refuse_twice(lines: Sequence[Line]) -> None:
    seen: dict[object, Line] = {}
    for line in lines:
        keys: list[object] = [("code", line.texts["legacy_code"].casefold())] if "legacy_code" in line.texts else []
        keys.append(("unit", line.unit.pk) if line.unit else ("name", match_key(line.name), match_key(line.texts.get("parent", ""))))
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None and line.name:
            line.wrong("name", _("The same unit stands in row %(row)d.") % {"row": first.row})
        for key in keys:
            seen.setdefault(key, line)


def _here(lines: Sequence[Line]) -> dict[str, list[Line]]:
    here: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for key in {line.texts.get("legacy_code", "").casefold(), match_key(line.name)} - {""}:
            here[key].append(line)
    return here


def _meant(line: Line, name: str, register: _Register, here: Mapping[str, list[Line]]) -> Unit | Line | None:
    """The unit above or after: one that is known, or one that the file itself makes known."""
    text = line.texts.get(name)
    if not text:
        return None
    meant: list[Unit | Line] = [*register.called(text)]
    if not meant:
        fresh = [one for key in (text.casefold(), match_key(text)) for one in here.get(key, []) if one.unit is None]
        meant = [*{one.place: one for one in fresh}.values()]
    if len(meant) == 1:
        return meant[0]
    line.wrong(name, _("Several units have this name. Write its code.") if meant else _("No such unit is in the register or in this file."))
    return None


def _complete(line: Line) -> None:
    """What a new unit's name tells and its line does not."""
    if line.unit is not None or line.problems:
        return
    line.said.setdefault("kind", kind_named(line.name))
    if line.said["kind"] == Unit.Kind.SCHOOL:
        line.said.setdefault("level", level_named(line.name))


def _check(line: Line, register: _Register) -> None:
    if line.problems:
        return
    for check in (_check_kind, _check_days):
        check(line)
    _check_name(line, register)


def _check_kind(line: Line) -> None:
    is_school = line.final("kind") == Unit.Kind.SCHOOL
    if not line.final("kind"):
        line.wrong("kind", _("What kind of unit this is cannot be told by its name."))
    for name in ("level", "ownership"):
        if is_school and not line.final(name):
            line.wrong(name, _("A school needs it."))
        elif not is_school and line.said.get(name):
            line.wrong(name, _("Only schools have it."))
        elif not is_school:
            line.said[name] = ""


def _check_days(line: Line) -> None:
    first, last = line.final("valid_from"), line.final("valid_to")
    if first and last and first >= last:
        line.wrong("valid_to", _("It cannot end before it began."))
    if line.successor is not None and last is None:
        line.wrong("successor", _("Write its last day too."))
    if line.successor is not None and (line.successor is line or line.successor is line.unit):
        line.wrong("successor", _("A unit does not come after itself."))


def _check_name(line: Line, register: _Register) -> None:
    """Two units of one parent never have one name."""
    above = line.parent if line.parent is not None else (line.unit.parent if line.unit else None)
    if isinstance(above, Line):
        return
    parent = above.pk if above else None
    held = register.by_name.get(match_key(line.name), {}).values()
    if any(unit.parent_id == parent and unit.name == line.name and unit != line.unit for unit in held):
        line.wrong("name", _("There is a unit of this name already: %(names)s.") % {"names": line.name})


def _refuse_circles(lines: Sequence[Line]) -> None:
    by_unit = {line.unit.pk: line for line in lines if line.unit}
    for line in lines:
        seen: set[int] = set()
        at: Unit | Line | None = line
        while at is not None and id(at) not in seen:
            seen.add(id(at))
            at = _above(at, by_unit)
        if at is not None and at is line:
            line.wrong("parent", _("It would stand above itself."))


def _above(at: Unit | Line, by_unit: Mapping[int, Line]) -> Unit | Line | None:
    """What stands above, after the import."""
    if isinstance(at, Line):
        above: Unit | Line | None = at.parent if at.parent is not None else (at.unit.parent if at.unit else None)
    else:
        above = at.parent
    return by_unit.get(above.pk, above) if isinstance(above, Unit) else above


def _refuse_on_wrong(lines: Sequence[Line]) -> None:
    """Who stands below a line that is left out, or is followed by it, is left out too."""
    again = True
    while again:
        again = False
        for line in lines:
            for name in ("parent", "successor"):
                other = getattr(line, name)
                if not line.problems and isinstance(other, Line) and other.problems:
                    line.wrong(name, _("Row %(row)d, which it needs, is left out.") % {"row": other.row})
                    again = True


def _changes(line: Line, unit: Unit, known: set[str]) -> Iterable[Changed]:
    for name in PLAIN:
        if name in line.said and line.said[name] != getattr(unit, name):
            yield Changed(name, str(LABELS[name]), told(name, getattr(unit, name)), told(name, line.said[name]))
    for name in ("parent", "successor"):
        other = getattr(line, name)
        if other is not None and other != getattr(unit, name):
            yield Changed(name, str(LABELS[name]), str(getattr(unit, name) or ""), other.name)
    line.aliases = _new_aliases(line, known | {match_key(unit.name), match_key(line.name)})
    if line.aliases:
        yield Changed("aliases", str(LABELS["aliases"]), "", "; ".join(line.aliases))


def _new_aliases(line: Line, known: set[str]) -> list[str]:
    """The other names a line gives that are not known of the unit yet, one of each."""
    names = [name.strip()[:200] for name in line.texts.get("aliases", "").split(";")]
    return [name for key, name in {match_key(name): name for name in names if name}.items() if key not in known]


def told(name: str, value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    words = {"kind": Unit.Kind, "level": Unit.Level, "ownership": Unit.Ownership}.get(name)
    return str(words(value).label) if words and value else str(value or "")
