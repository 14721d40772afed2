"""Rows <-> papers and codes: the only file here that knows both the tables and the engines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from boiduong.allocation.bridge import plan_of
from boiduong.allocation.models import ClassAssignment
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.documents.bridge import head_of, signature_of
from boiduong.documents.models import DocumentProfile, IssuedDocument
from boiduong.engines.allocation.plans import named_rows
from boiduong.engines.allocation.seats import kept_seats
from boiduong.engines.sheets import Column, write_table
from boiduong.engines.tokens import short_code, sign_card
from boiduong.engines.typeset import cards, lists, summons
from boiduong.engines.typeset.lists import ClassMember, Lesson, Watch
from boiduong.engines.typeset.qr import qr_svg
from boiduong.engines.typeset.seats import KEPT, SeatLine, SeatRow, seat_map
from boiduong.engines.typeset.summons import Batch, Learner, Sitting, SummonsLetter
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession, ConnectedPlace
from boiduong.schedule.places import place_by_unit
from boiduong.schedule.queries import changed_sessions
from boiduong.summonses import keys, letters, wording
from boiduong.summonses.models import Card, Summons


@dataclass(frozen=True, slots=True)
class Where:
    """When and where a class meets."""

    sittings: tuple[Sitting, ...]
    hall: str
    venue: str
    has_seats: bool = True  # numbered ones


def sign(unsigned: Iterable[Card]) -> list[Card]:
    """These cards with the text of their QR; they are not saved here. Refuses: keys.KeyFileMissing."""
    signed, private = [], dict[int, bytes]()
    for card in unsigned:
        key = card.signing_key
        if key.pk not in private:
            private[key.pk] = keys.private_of(bytes(key.public_key))
        card.text = sign_card(campaign=card.enrollment.campaign_id, code=bytes(card.code), key_id=key.number, private=private[key.pk])
        signed.append(card)
    return signed


def card_svg(card: Card, label: str) -> SafeString:
    """The card's QR for a page; empty until a job has signed the card."""
    return mark_safe(qr_svg(card.text, label=label)) if card.text else SafeString("")  # noqa: S308  drawn by our own engine, label escaped there


def unit_pdf(unit: Unit, batches: tuple[Batch, ...], *, on: date) -> bytes:
    return summons.summons_bundle(unit.name, batches, on=on)


def batches_of(campaign: Campaign, unit: Unit, profile: DocumentProfile | None = None) -> tuple[Batch, ...]:
    """All valid summonses of a unit, those of one numbered letter together, people in the order of the Vietnamese alphabet.

    profile: another body's or form's head than the one they were issued under; its number is then left to the pen.
    """
    rows = _valid_of(campaign, unit)
    places, wheres = _places_of(rows), wheres_of(campaign)
    batches = []
    for document, group in groupby(rows, key=lambda row: row.document):
        called = list(group)
        learners = tuple(_learner(row.enrollment, *places[row.run_id, row.enrollment_id], row.card, wheres) for row in called)
        batches.append(Batch(_letter(campaign, called[0], document, profile), learners))
    return tuple(batches)


def _valid_of(campaign: Campaign, unit: Unit) -> list[Summons]:
    rows = Summons.objects.valid().filter(enrollment__campaign=campaign, enrollment__unit=unit)
    rows = rows.select_related("enrollment__person", "enrollment__unit", "enrollment__training_class", "card", "document__profile__unit", "run")
    return list(rows.order_by("document_id", "enrollment__person__sort_key", "pk"))


def _places_of(rows: list[Summons]) -> dict[tuple[int, int], tuple[TrainingClass, str]]:
    runs, learners = {row.run_id for row in rows}, [row.enrollment_id for row in rows]
    places = ClassAssignment.objects.filter(run__in=runs, enrollment__in=learners).select_related("training_class")
    own = {(row.run_id, row.enrollment_id): (row.enrollment.training_class, row.enrollment.seat) for row in rows}  # of those who came late
    late = {key: (training_class, seat) for key, (training_class, seat) in own.items() if training_class is not None}
    return late | {(place.run_id, place.enrollment_id): (place.training_class, place.seat) for place in places}


@dataclass(frozen=True, slots=True)
class Wheres:
    by_class: dict[int, Where]
    connected: dict[tuple[int, int], ConnectedPlace]  # class and unit -> from where its people follow the class

    def of(self, training_class: int, unit: int) -> Where:
        """When and where the people of a unit sit in a class. Seats are not numbered in a connected place."""
        where, there = self.by_class.get(training_class, Where((), "", "")), self.connected.get((training_class, unit))
        return Where(where.sittings, there.name, ", ".join(filter(None, (there.name, there.address))), has_seats=False) if there else where


def wheres_of(campaign: Campaign) -> Wheres:
    """The half-days in order and the halls of every class. Two queries, one more where places are connected."""
    by_class: dict[int, list[ClassSession]] = defaultdict(list)
    for session in ClassSession.objects.held().filter(campaign=campaign).for_list():
        by_class[session.training_class_id].append(session)
    return Wheres({key: _where(sessions) for key, sessions in by_class.items()}, place_by_unit(campaign))


def _where(sessions: list[ClassSession]) -> Where:
    halls = list(dict.fromkeys((session.venue.name, session.venue.address) for session in sessions))
    sittings = tuple(
        Sitting(localtime(s.starts_at).date(), localtime(s.starts_at).time(), localtime(s.ends_at).time(), s.topic.title) for s in sessions
    )
    return Where(sittings, ", ".join(name for name, _ in halls), "; ".join(", ".join(filter(None, hall)) for hall in halls))


def _learner(row: Enrollment, training_class: TrainingClass, seat: str, card: Card, wheres: Wheres) -> Learner:
    where = wheres.of(training_class.pk, row.unit_id)
    return Learner(
        name=row.person.full_name,
        position=row.position or row.get_role_display().capitalize(),
        unit=row.unit.name,
        training_class=training_class.name,
        seat=seat if where.has_seats else "",
        hall=where.hall,
        venue=where.venue,
        sittings=where.sittings,
        code=card.text,
        letters=short_code(card.code_hash),
    )


def _letter(campaign: Campaign, first: Summons, document: IssuedDocument, profile: DocumentProfile | None) -> SummonsLetter:
    used = profile or document.profile
    is_own = used.pk == document.profile_id
    symbol = letters.open_symbol(used, document.kind, document.kind_code)
    published_at = first.run.published_at or first.issued_at
    return SummonsLetter(
        head=head_of(used, document=document) if is_own else head_of(used, symbol=symbol),
        kind=document.kind,
        course=wording.course_of(campaign),
        grounds=wording.grounds_of(campaign, version=first.run.version, published_on=localtime(published_at).date()),
        notes=wording.notes_of(campaign.rules, used.unit.phone),
        signature=signature_of(used),
        recipients=wording.recipients_of(used),
    )


def class_cards_pdf(training_class: TrainingClass, *, on: date, unit: Unit | None = None) -> bytes:
    """Cards of a class, or of one unit's people in it, eight to a sheet, in the order of the seats; no bytes if nobody has one."""
    rows = (
        Card.objects.valid()
        .filter(enrollment__training_class=training_class)
        .exclude(text="")
        .select_related("enrollment__person", "enrollment__unit")
    )
    rows = rows.filter(enrollment__unit=unit) if unit else rows
    wheres = wheres_of(training_class.campaign)
    ordered = sorted(rows, key=lambda card: seat_key(card.enrollment))
    learners = tuple(_learner(card.enrollment, training_class, card.enrollment.seat, card, wheres) for card in ordered)
    return cards.card_sheets(course=wording.course_title(training_class.campaign), learners=learners, on=on) if learners else b""


def card_png(card: Card) -> bytes:
    """The card as a picture; no bytes until a job has signed it, or where its learner has no class yet."""
    training_class = card.enrollment.training_class
    if not card.text or training_class is None:
        return b""
    campaign = card.enrollment.campaign
    learner = _learner(card.enrollment, training_class, card.enrollment.seat, card, wheres_of(campaign))
    return cards.card_picture(course=wording.course_title(campaign), learner=learner)


def class_list_pdf(training_class: TrainingClass, profile: DocumentProfile, *, on: date) -> bytes:
    members = tuple(_member(row) for row in class_members(training_class).order_by("person__sort_key", "pk"))
    title, course = f"danh sách học viên {training_class.name}", wording.course_title(training_class.campaign)
    return lists.class_list(head_of(profile, on=on), title=title, course=course, members=members, signature=signature_of(profile), on=on)


def class_list_xlsx(training_class: TrainingClass) -> bytes:
    """The class list for an office that works on in Excel; birth dates that are whole are real dates."""
    columns = (Column("TT", 6), Column("Họ và tên", 28), Column("Ngày sinh", 12), Column("Chức vụ", 20), Column("Đơn vị", 40), Column("Ghế", 8))
    members = [(row, _member(row)) for row in class_members(training_class).order_by("person__sort_key", "pk")]
    rows = [
        (n, m.name, row.person.birth_date if row.person.birth_precision == "day" else m.birth_date, m.position, m.unit, m.seat)
        for n, (row, m) in enumerate(members, 1)
    ]
    return write_table(training_class.name, columns, rows, title=f"{training_class.name} - {wording.course_title(training_class.campaign)}")


def sign_in_pdf(session: ClassSession, profile: DocumentProfile) -> bytes:
    return sign_in_sheet(session, profile, session_members(session), connected_to(session))


def connected_to(session: ClassSession) -> dict[int, ConnectedPlace]:
    """Unit -> the connected place of its people. Two queries."""
    places = ConnectedPlace.objects.standing().filter(training_class=session.training_class_id).prefetch_related("units").order_by("name", "pk")
    return {unit.pk: place for place in places for unit in place.units.all()}


def sign_in_sheet(
    session: ClassSession, profile: DocumentProfile, members: list[Enrollment], connected: Mapping[int, ConnectedPlace] | None = None
) -> bytes:
    """The sheet of one half-day, dated on its day: the hall's in the order of the seats, then one for each connected place, by unit and name.

    Asks the database for nothing that was fetched with the rows.
    """
    lesson, there = lesson_of(session), connected or {}
    head, course = head_of(profile, on=lesson.on), wording.course_title(session.campaign)
    rows = tuple(_member(row) for row in sorted(members, key=seat_key) if row.unit_id not in there)
    watches = tuple(_watch(place, [row for row in members if there.get(row.unit_id) == place]) for place in dict.fromkeys(there.values()))
    return lists.sign_in_sheet(head, course=course, lesson=lesson, members=rows, on=lesson.on, connected=watches)


def _watch(place: ConnectedPlace, members: list[Enrollment]) -> Watch:
    """Seats are not numbered there."""
    by_unit = sorted(members, key=lambda row: (row.unit.sort_key, row.person.sort_key, row.pk))
    rows = tuple(replace(_member(row), seat="") for row in by_unit)
    recorder = " - ".join(filter(None, (place.recorder_name, place.recorder_phone)))
    return Watch(", ".join(filter(None, (place.name, place.address))), recorder, rows)


def timetable_pdf(campaign: Campaign, profile: DocumentProfile, *, on: date) -> bytes:
    changed = changed_sessions(campaign)
    held = ClassSession.objects.held().filter(campaign=campaign).for_list()
    lessons = tuple(lesson_of(session, is_changed=session.pk in changed) for session in held)
    recipients = ("Các đơn vị có học viên", "Báo cáo viên", "Lưu" if profile.form == DocumentProfile.Form.PARTY else "Lưu: VT")
    notes = ("Học viên có mặt trước giờ học 15 phút để điểm danh.",)
    return lists.timetable(
        head_of(profile, on=on),
        course=wording.course_title(campaign),
        lessons=lessons,
        notes=notes,
        signature=signature_of(profile),
        recipients=recipients,
        on=on,
    )


def seat_map_pdf(training_class: TrainingClass, profile: DocumentProfile, *, on: date) -> bytes:
    """Who sits where in the hall of the class's first half-day, as a plan and as a list; no bytes if it has none or nobody has a seat.

    Somebody whose seat is not on the hall's plan any more stands on the list alone.
    """
    session = training_class.sessions.filter(cancelled_at=None).select_related("venue").order_by("starts_at").first()
    members = sorted(class_members(training_class).exclude(seat="").select_related("person", "unit"), key=seat_key)
    if session is None or not members:
        return b""
    plan, names = plan_of(session.venue), {row.seat: row.person.full_name for row in members}
    kept = kept_seats(plan)
    rows = tuple(
        SeatRow(label, tuple(None if seat is None else names.get(seat.name, KEPT if seat.name in kept else "") for seat in row))
        for label, row in named_rows(plan)
    )
    return seat_map(
        head_of(profile, on=on),
        course=wording.course_title(training_class.campaign),
        training_class=training_class.name,
        hall=session.venue.name,
        rows=rows,
        lines=tuple(SeatLine(row.seat, row.person.full_name, row.unit.name) for row in members),
        on=on,
    )


def lesson_of(session: ClassSession, *, is_changed: bool = False) -> Lesson:
    """is_changed: it is held otherwise than planned first, and the paper says so."""
    starts, ends = localtime(session.starts_at), localtime(session.ends_at)
    return Lesson(
        on=starts.date(),
        starts=starts.time(),
        ends=ends.time(),
        training_class=session.training_class.name,
        topic=session.topic.title,
        speaker=str(session.speaker or ""),
        hall=session.venue.name,
        note=", ".join(filter(None, ("Khai mạc" if session.is_opening else "", "đã thay đổi" if is_changed else ""))),
    )


def class_members(training_class: TrainingClass) -> QuerySet[Enrollment]:
    return training_class.enrollments.called().select_related("person", "unit")


def session_members(session: ClassSession) -> list[Enrollment]:
    """Who is due in a session: its class, or for a make-up class those who have a place in it, with their seats there."""
    if not session.training_class.is_makeup:
        return list(class_members(session.training_class))
    rows = []
    for place in session.makeup_places.select_related("enrollment__person", "enrollment__unit"):
        place.enrollment.seat = place.seat
        rows.append(place.enrollment)
    return rows


def _member(row: Enrollment) -> ClassMember:
    birth = row.person.birth_date
    pattern = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}.get(row.person.birth_precision, "")
    return ClassMember(
        name=row.person.full_name,
        birth_date=birth.strftime(pattern) if birth else "",
        position=row.position or row.get_role_display().capitalize(),
        unit=row.unit.name,
        seat=row.seat,
        note=row.note,
    )


def split_seat(seat: str) -> tuple[str, int]:
    """Row and number of "C-14" or "C14"; number 1 where there is none."""
    label = seat.rstrip("0123456789")
    return label.rstrip("-") or "?", max(1, int(seat[len(label) :] or 1))


def seat_key(row: Enrollment) -> tuple[bool, tuple[int, str], int, str]:
    """In the order of the hall; those without a seat last, by name."""
    label, number = split_seat(row.seat)
    return (not row.seat, _label_key(label), number, row.person.sort_key)


def _label_key(label: str) -> tuple[int, str]:
    return (len(label), label)
