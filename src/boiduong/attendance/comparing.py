"""The signed sheet of a session beside what its doors saw: a line a name, in the order in which the sheet is printed. Reads; writes nothing."""

from dataclasses import dataclass
from datetime import datetime

from boiduong.attendance.models import OddCase, SheetMark
from boiduong.campaigns.models import Enrollment
from boiduong.doors.manifest import plain
from boiduong.doors.models import CheckIn
from boiduong.schedule.models import ClassSession
from boiduong.summonses.bridge import seat_key, session_members


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One name of the sheet. number: as printed before it, from 1."""

    number: int
    enrollment: Enrollment
    seen_at: datetime | None  # by the doors, first; None: by none of them
    door: str
    mark: SheetMark | None

    @property
    def is_settled(self) -> bool:
        """The doors have since told what the sheet said, so that the mark says nothing any more."""
        return self.mark is not None and self.mark.has_signed == (self.seen_at is not None)


@dataclass(frozen=True, slots=True)
class Comparison:
    lines: list[SheetLine]

    @property
    def unsigned(self) -> list[SheetLine]:
        """Seen at a door, but the sheet has no signature."""
        return [line for line in self.lines if line.mark and not line.mark.has_signed]

    @property
    def unseen(self) -> list[SheetLine]:
        """Signed, but no door saw them."""
        return [line for line in self.lines if line.mark and line.mark.has_signed]

    @property
    def seen_count(self) -> int:
        return sum(line.seen_at is not None for line in self.lines)

    @property
    def last(self) -> SheetLine | None:
        """The mark made last, which is the one to undo."""
        marked = [line for line in self.lines if line.mark]
        return max(marked, key=lambda line: line.mark.marked_at if line.mark else line.number, default=None)


def comparison_of(session: ClassSession) -> Comparison:
    """Everybody due in a session, in the order of the seats. Five queries at most, however many."""
    members = sorted(session_members(session), key=seat_key)
    seen = seen_at_doors(session)
    marks = {mark.enrollment_id: mark for mark in session.sheet_marks.all()}
    lines = []
    for number, row in enumerate(members, 1):
        seen_at, door = seen.get(row.pk, (None, ""))
        lines.append(SheetLine(number, row, seen_at, door, marks.get(row.pk)))
    return Comparison(lines)


def seen_at_doors(session: ClassSession) -> dict[int, tuple[datetime, str]]:
    """Whom the doors saw come, when first and where: by events that count, as far as people have decided. Two queries."""
    decided = OddCase.objects.filter(class_session=session, check_in__isnull=False).exclude(counts=None)
    says = {pk: (counts, who) for pk, counts, who in decided.order_by("pk").values_list("check_in", "counts", "enrollment")}
    told = session.check_ins.exclude(kind=CheckIn.Kind.OUT).order_by("-happened_at", "-pk")
    rows = list(told.values_list("pk", "uuid", "enrollment", "kind", "happened_at", "device__door", "status", "voids"))
    voided = {voids for *_rest, status, voids in rows if voids and status == CheckIn.Status.ACCEPTED}
    seen = {}
    for pk, uuid, learner, kind, happened_at, door, status, _voids in rows:
        counts, who = says.get(pk, (status in {CheckIn.Status.ACCEPTED, CheckIn.Status.REPEATED}, None))
        person = learner or who
        if counts and person and kind != CheckIn.Kind.VOID and uuid not in voided:
            seen[person] = (happened_at, door)  # the rows come latest first, so the first entry stands
    return seen


def lines_typed(lines: list[SheetLine], typed: str) -> list[SheetLine]:
    """Whom an operator means by what they read off the sheet: its number, a seat with or without its dash, or letters of a name.

    Of letters the beginnings of given names come first, as people are called by them; whoever is named just so is alone.
    """
    wanted = plain(typed)
    if not wanted:
        return []
    exact = [line for line in lines if wanted == str(line.number) or wanted.replace("-", "") == plain(line.enrollment.seat).replace("-", "")]
    if exact or wanted.isdigit():
        return exact
    pieces = wanted.split()
    found = [(rank, line.number, line) for line in lines if (rank := _rank(plain(line.enrollment.person.full_name).split(), pieces)) is not None]
    return [line for _rank_, _number, line in sorted(found, key=lambda one: one[:2])]


def _rank(words: list[str], pieces: list[str]) -> int | None:
    """0: the name itself; 1: its end, as "văn an" of Nguyễn Văn An; 2: how its end begins; 3: every piece begins some word; None: not this name."""
    if words == pieces:
        return 0
    tail = words[-len(pieces) :]
    if tail == pieces:
        return 1
    if len(tail) == len(pieces) and all(word.startswith(piece) for word, piece in zip(tail, pieces, strict=True)):
        return 2
    return 3 if all(any(word.startswith(piece) for word in words) for piece in pieces) else None
