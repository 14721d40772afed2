"""What those concerned by a change are told, ready to be pasted into Zalo. In Vietnamese, whoever reads the page: its readers are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from boiduong.schedule.concerning import Concerned
from boiduong.schedule.models import SessionChange, Speaker, Venue

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
REASONS = {
    SessionChange.Reason.STORM: "Do mưa bão",
    SessionChange.Reason.POWER: "Do mất điện",
    SessionChange.Reason.HALL: "Do hội trường bận việc đột xuất",
    SessionChange.Reason.SPEAKER: "Do báo cáo viên không đến được",
}


@dataclass(frozen=True, slots=True)
class Text:
    """One text and whom it is for; key: an id for the page."""

    key: str
    whom: str
    text: str


def texts_of_move(change: SessionChange, concerned: Concerned) -> list[Text]:
    """For the units, the speaker, the halls' owners and the stewards: each what concerns them, nobody else's."""
    said = _moved_words(change)
    texts = [Text("units", str(_("To the units of the learners")), _for_units(change, said))]
    if change.to_speaker:
        texts.append(
            Text("speaker", str(change.to_speaker), f"Kính gửi {change.to_speaker},\n{said}\nKính mong thầy cô sắp xếp tham dự. Trân trọng.")
        )
    if change.from_venue_id != change.to_venue_id or _half(change.from_starts_at) != _half(change.to_starts_at):
        texts += _for_owners(change)
    if concerned.stewards:
        names = ", ".join(concerned.stewards)
        doors = "Điện thoại điểm danh phải ghép lại với buổi học theo giờ mới."
        texts.append(Text("stewards", str(_("To those at the doors")), f"Gửi {names}: {said}\n{doors}"))
    return texts


def texts_of_replacement(changes: Sequence[SessionChange]) -> list[Text]:
    """For the speaker who is replaced, each who comes instead, and the organisers of the classes."""
    old: dict[Speaker, list[SessionChange]] = defaultdict(list)
    new: dict[Speaker, list[SessionChange]] = defaultdict(list)
    for change in changes:
        if change.from_speaker:
            old[change.from_speaker].append(change)
        if change.to_speaker:
            new[change.to_speaker].append(change)
    texts = [Text(f"old-{speaker.pk}", str(speaker), _to_old(speaker, rows)) for speaker, rows in old.items()]
    texts += [Text(f"new-{speaker.pk}", str(speaker), _to_new(speaker, rows)) for speaker, rows in new.items()]
    lines = [f"{_session_line(change)}: {change.to_speaker or 'chưa có báo cáo viên'} thay {change.from_speaker or '–'}" for change in changes]
    texts.append(
        Text("classes", str(_("To the organisers of the classes")), "\n".join([f"{_because(changes[0])}, thay báo cáo viên các buổi sau:", *lines]))
    )
    return texts


def _to_old(speaker: Speaker, rows: list[SessionChange]) -> str:
    lines = [_session_line(change) for change in rows]
    return "\n".join(
        [f"Kính gửi {speaker},", "Ban Tổ chức đã mời báo cáo viên khác cho các buổi sau, thầy cô không phải tham dự:", *lines, "Trân trọng."]
    )


def _to_new(speaker: Speaker, rows: list[SessionChange]) -> str:
    lines = [_session_line(change) for change in rows]
    return "\n".join([f"Kính gửi {speaker},", "Ban Tổ chức trân trọng mời thầy cô giảng các buổi sau:", *lines, "Trân trọng."])


def _session_line(change: SessionChange) -> str:
    session = change.class_session
    where = f"{change.to_venue.name}{f' ({change.to_venue.address})' if change.to_venue.address else ''}"
    return f"- {session.training_class}, {when_words(change.to_starts_at)}, {where}: {session.topic}"


def when_words(at: datetime) -> str:
    """ "7 giờ 30, thứ Tư ngày 24/07/2019"."""
    local = localtime(at)
    return f"{local.hour} giờ {local.minute:02d}, {WEEKDAYS[local.weekday()]} ngày {local:%d/%m/%Y}"


def _because(change: SessionChange) -> str:
    said = REASONS.get(SessionChange.Reason(change.reason), "Do điều chỉnh kế hoạch")
    return f"{said} ({change.note})" if change.note else said


def _moved_words(change: SessionChange) -> str:
    session, to_hall = change.class_session, _hall(change.to_venue)
    is_same = change.from_venue_id == change.to_venue_id
    before = when_words(change.from_starts_at) if is_same else f"{when_words(change.from_starts_at)} tại {change.from_venue.name}"
    after = f"{when_words(change.to_starts_at)}{', vẫn' if is_same else ''} tại {to_hall}"
    return f"{_because(change)}, buổi học “{session.topic}” của {session.training_class} lúc {before} được chuyển sang {after}."


def _hall(venue: Venue) -> str:
    return f"{venue.name} ({venue.address})" if venue.address else venue.name


def _for_units(change: SessionChange, said: str) -> str:
    seats = "Số ghế giữ nguyên." if change.from_venue_id == change.to_venue_id else "Chỗ ngồi theo hướng dẫn tại hội trường mới."
    asked = f"Đề nghị Quý đơn vị báo cho học viên của mình trong {change.class_session.training_class}."
    return f"Kính gửi Quý đơn vị,\n{said}\n{asked} Thẻ học viên đã phát vẫn dùng được. {seats}\nTrân trọng."


def _for_owners(change: SessionChange) -> list[Text]:
    old, new = change.from_venue, change.to_venue
    left = f"Ban Tổ chức không dùng {old.name} lúc {when_words(change.from_starts_at)}."
    taken = f"Ban Tổ chức xin dùng {new.name} từ {when_words(change.to_starts_at)} đến {localtime(change.to_ends_at):%H:%M}."
    if old.owner_id == new.owner_id:
        return [Text("owner", old.owner.name, f"Kính gửi {old.owner.name},\n{_because(change)}: {left} {taken}\nTrân trọng.")]
    return [
        Text("owner-left", old.owner.name, f"Kính gửi {old.owner.name},\n{_because(change)}: {left}\nTrân trọng."),
        Text("owner-taken", new.owner.name, f"Kính gửi {new.owner.name},\n{_because(change)}: {taken}\nTrân trọng."),
    ]


def _half(at: datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %p}"


def changes_together(change: SessionChange) -> list[SessionChange]:
    """The changes that were made in one act with this one, by the order of their sessions."""
    rows = SessionChange.objects.for_list().filter(class_session__campaign=change.campaign, made_at=change.made_at, made_by=change.made_by_id)
    return sorted(rows, key=lambda row: (row.to_starts_at, row.pk))
