"""Rows <-> papers: the running order of a ceremony and the duty roster, in Vietnamese whatever language a page is read in."""

from collections.abc import Iterator
from datetime import date, time

from boiduong.documents.bridge import head_of, signature_of
from boiduong.documents.models import DocumentProfile
from boiduong.engines.typeset.letter import Heading, Letter, Paragraph, Part, Table, letter_docx, letter_pdf
from boiduong.engines.typeset.words import short_date, weekday
from boiduong.hosting.models import Ceremony, Duty
from boiduong.hosting.queries import HalfDay, Programme, ceremonies_of, programme_of, roster_of
from boiduong.hosting.wording import HALVES, TASKS, TITLES
from boiduong.schedule.models import ClassSession, Guest
from boiduong.summonses.letters import open_symbol
from boiduong.summonses.papers import File, Wanted
from boiduong.summonses.wording import course_of


def hour(at: time) -> str:
    return f"{at:%H:%M}"


def guest_words(guest: Guest) -> str:
    called = guest.body_name or f"{guest.form_of_address} {guest.full_name}".strip()
    return ", ".join((called[:1].upper() + called[1:], *guest.titles))


def programme_letter(programme: Programme, profile: DocumentProfile) -> Letter:
    ceremony, session = programme.ceremony, programme.ceremony.class_session
    on = ceremony.begins_at.date()
    rows = tuple(
        (str(n), f"{hour(point.begins)} - {hour(point.ends)}", point.item.what, point.item.who) for n, point in enumerate(programme.points, 1)
    )
    place = ", ".join(filter(None, (session.venue.name, session.venue.address)))
    parts: list[Part] = [
        Paragraph(f"Thời gian: {hour(ceremony.begins)} - {hour(programme.ends)}, {weekday(on)}, ngày {short_date(on)}."),
        Paragraph(f"Địa điểm: {place}."),
        Table(("TT", "Giờ", "Nội dung", "Người thực hiện"), rows, (12, 32, 76, 45), (0, 1)),
    ]
    if programme.guests:
        parts.append(Heading("Đại biểu, theo thứ tự giới thiệu"))
        parts += [Paragraph(f"{n}. {guest_words(guest)}.") for n, guest in enumerate(programme.guests, 1)]
    return _letter(profile, "Chương trình", "CTr", f"{TITLES[ceremony.kind]} {course_of(ceremony.campaign)}", parts)


def duty_letter(wanted: Wanted, days: list[HalfDay]) -> Letter:
    rows = [
        (_when(day.on, day.half), place.venue.name, _classes(place.sessions), _people(place.duties))
        for day in days
        for place in day.places
        if place.duties
    ]
    parts: list[Part] = [Table(("Buổi", "Hội trường", "Lớp", "Người trực"), tuple(rows), (32, 38, 25, 70), (0, 2))]
    stewards: dict[str, list[str]] = {}
    for day in days:
        for place in day.places:
            for duty in place.duties:
                name = " - ".join(filter(None, (duty.steward.full_name, duty.steward.phone)))
                stewards.setdefault(name, []).append(f"{_when(day.on, day.half)} ({TASKS[duty.task].lower()}, {place.venue.name})")
    own = tuple((str(n), name, "\n".join(lines)) for n, (name, lines) in enumerate(sorted(stewards.items()), 1))
    parts += [Heading("Theo từng người"), Table(("TT", "Họ và tên", "Buổi trực"), own, (12, 53, 100), (0,))]
    return _letter(wanted.profile, "Bảng phân công", "", f"trực lớp, {course_of(wanted.campaign)}", parts)


def _when(on: date, half: str) -> str:
    return f"{HALVES[half]} {short_date(on)}"


def _classes(sessions: list[ClassSession]) -> str:
    return ", ".join(dict.fromkeys(session.training_class.name for session in sessions))


def _people(duties: list[Duty]) -> str:
    by_task: dict[str, list[str]] = {}
    for duty in duties:
        note = f" ({duty.note})" if duty.note else ""
        by_task.setdefault(duty.task, []).append(duty.steward.full_name + note)
    return "\n".join(f"{TASKS[task]}: {', '.join(names)}" for task, names in by_task.items())


def _letter(profile: DocumentProfile, kind: str, code: str, about: str, parts: list[Part]) -> Letter:
    return Letter(
        head=head_of(profile, symbol=open_symbol(profile, kind, code)),
        kind=kind,
        about=about,
        to=(),
        grounds=(),
        parts=tuple(parts),
        signature=signature_of(profile),
        recipients=("Ban tổ chức", "Lưu" if profile.form == DocumentProfile.Form.PARTY else "Lưu: VT"),
    )


def programme(wanted: Wanted) -> Iterator[File]:
    """The running order of the opening and of the closing, as far as they are planned."""
    for kind, ceremony in ceremonies_of(wanted.campaign).items():
        letter = programme_letter(programme_of(ceremony), wanted.profile)
        name = f"programme-{kind.lower()}"
        yield File(f"{name}.pdf", letter_pdf(letter, on=wanted.campaign.starts_on))
        yield File(f"{name}.docx", letter_docx(letter, on=wanted.campaign.starts_on))


def duties(wanted: Wanted) -> Iterator[File]:
    days = roster_of(wanted.campaign)
    if any(place.duties for day in days for place in day.places):
        letter = duty_letter(wanted, days)
        yield File("duty-roster.pdf", letter_pdf(letter, on=wanted.campaign.starts_on))
        yield File("duty-roster.docx", letter_docx(letter, on=wanted.campaign.starts_on))


def ceremony_file(ceremony: Ceremony, profile: DocumentProfile, *, is_word: bool) -> bytes:
    letter = programme_letter(programme_of(ceremony), profile)
    make = letter_docx if is_word else letter_pdf
    return make(letter, on=ceremony.campaign.starts_on)
