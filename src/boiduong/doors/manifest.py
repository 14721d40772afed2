"""What a phone is given for its session: as little as it needs to answer without a network. Reads; writes nothing."""

import unicodedata
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boiduong.allocation.models import MakeupPlace
from boiduong.campaigns.models import Enrollment, TrainingClass
from boiduong.doors.models import CheckIn, Device, SupervisorPin
from boiduong.doors.quota import manual_left, quota_of
from boiduong.schedule.models import ClassSession
from boiduong.summonses.models import Card, SigningKey


def manifest_of(device: Device, *, at: datetime) -> dict[str, Any]:
    """The manifest of formats.md, "Doors over HTTP". Names of this session's learners; of all others the cards' hashes and a class, no names.

    device: with class_session, its class, topic and the campaign's rules at hand.
    """
    session = device.class_session
    people = _of_units(_people(session), device.unit_ids)
    here = {row["pk"] for row in people}
    valid = list(
        Card.objects.valid().filter(enrollment__campaign=session.campaign_id).values_list("code_hash", "enrollment", "enrollment__training_class")
    )
    hashes = {enrollment: code_hash for code_hash, enrollment, _class in valid}
    return {
        "session": session.code,
        "campaign": session.campaign_id,
        "title": session.topic.title,
        "class": session.training_class.name,
        "door": device.door,
        "operator": device.operator_name,
        "issued_at": at.isoformat(),
        "starts_at": session.starts_at.isoformat(),
        "closes_at": device.valid_until.isoformat(),
        "late_after_minutes": session.campaign.rules.late_after_minutes,
        "people": _listed(session, people, hashes),
        "keys": [
            {"id": key.number, "public": urlsafe_b64encode(bytes(key.public_key)).decode().rstrip("=")}
            for key in SigningKey.objects.filter(retired_at=None).order_by("number")
        ],
        "revoked": list(
            Card.objects.filter(enrollment__campaign=session.campaign_id).exclude(revoked_at=None).order_by("pk").values_list("code_hash", flat=True)
        ),
        "elsewhere": _elsewhere(session, [(code_hash, training_class) for code_hash, enrollment, training_class in valid if enrollment not in here]),
        "entered": _entered(session),
        "manual": _manual(session),
    }


def search_people(device: Device, typed: str, *, limit: int = 20) -> list[dict[str, Any]]:
    """Learners of the whole campaign whose names hold every typed piece, accents or not; for whoever stands at a wrong door."""
    rows = Enrollment.objects.called().filter(campaign=device.campaign_id)
    rows = rows.filter(unit__in=device.unit_ids) if device.unit_ids else rows
    for piece in plain(typed).split():
        rows = rows.filter(person__search_key__contains=piece)
    found = rows.values(
        "pk",
        "code",
        "seat",
        name=F("person__full_name"),
        unit_name=F("unit__name"),
        class_name=F("training_class__name"),
        class_id=F("training_class"),
    )
    return (
        [
            {
                "person": row["code"],
                "code_hash": "",
                "name": row["name"],
                "unit": row["unit_name"],
                "class": row["class_name"] or "",
                "seat": seat_words(row["seat"]) if row["class_id"] == device.class_session.training_class_id else "",
                "flags": [] if row["class_id"] == device.class_session.training_class_id else ["elsewhere"],
            }
            for row in found.order_by("person__sort_key", "pk")[:limit]
        ]
        if plain(typed)
        else []
    )


def plain(text: str) -> str:
    """Lower case without accents: how names are searched."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return bare.casefold().replace("đ", "d").strip()


def seat_words(seat: str) -> str:
    """C-14 as a person reads it."""
    row, _dash, number = seat.partition("-")
    return _("Row %(row)s · Seat %(number)s") % {"row": row, "number": number} if number else seat


def _manual(session: ClassSession) -> dict[str, Any]:
    """Marks by name: how many the session may have, still has, and why somebody may need one."""
    reasons = [_("Forgot the card"), _("Phone is flat or broken"), _("The card does not scan"), _("Other")]
    has_pin = SupervisorPin.objects.filter(campaign=session.campaign_id).exists()
    return {"quota": quota_of(session.campaign_id).manual_count, "left": manual_left(session), "has_pin": has_pin, "reasons": reasons}


def _of_units(people: list[dict[str, Any]], unit_ids: Collection[int]) -> list[dict[str, Any]]:
    """A recorder of a connected place is given the people of that place alone."""
    return [row for row in people if not unit_ids or row["of_unit"] in unit_ids]


def _people(session: ClassSession) -> list[dict[str, Any]]:
    names = {"name": F("person__full_name"), "unit_name": F("unit__name"), "of_unit": F("unit"), "born": F("person__birth_date")}
    own = Enrollment.objects.called().filter(training_class=session.training_class_id)
    rows: dict[int, Any] = {row["pk"]: row for row in own.order_by("person__sort_key", "pk").values("pk", "code", "seat", **names)}
    seats = dict(MakeupPlace.objects.filter(class_session=session).values_list("enrollment", "seat"))
    for row in Enrollment.objects.called().filter(pk__in=seats).order_by("person__sort_key", "pk").values("pk", "code", **names):
        rows[row["pk"]] = row | {"seat": seats[row["pk"]]}
    return list(rows.values())


def _listed(session: ClassSession, people: list[dict[str, Any]], hashes: dict[int, str]) -> list[dict[str, Any]]:
    namesakes = Counter(row["name"].casefold() for row in people)
    return [
        {
            "person": row["code"],
            "code_hash": hashes.get(row["pk"], ""),
            "name": row["name"],
            "unit": row["unit_name"],
            "class": session.training_class.name,
            "seat": seat_words(row["seat"]),
            "flags": [],
            **({"born": str(row["born"].year)} if row["born"] and namesakes[row["name"].casefold()] > 1 else {}),
        }
        for row in people
    ]


def _elsewhere(session: ClassSession, cards: list[tuple[str, int | None]]) -> dict[str, Any]:
    """Which class every other card of the campaign belongs to, and when that class hears the same topic."""
    same = ClassSession.objects.held().filter(campaign=session.campaign_id, topic=session.topic_id)
    days = dict(same.order_by("-starts_at").values_list("training_class", "starts_at"))
    classes = list(TrainingClass.objects.filter(campaign=session.campaign_id).order_by("number"))
    index = {row.pk: place for place, row in enumerate(classes)}
    return {
        "classes": [{"name": row.name, "day": date_format(localtime(days[row.pk]), "d/m/Y H:i") if row.pk in days else ""} for row in classes],
        "cards": {code_hash: index[training_class] for code_hash, training_class in cards if training_class is not None},
    }


def _entered(session: ClassSession) -> dict[str, Any]:
    rows = session.check_ins.filter(status=CheckIn.Status.ACCEPTED, enrollment__isnull=False).order_by("happened_at", "pk")
    told = list(rows.values_list("enrollment__code", "kind", "happened_at", "device__door", "uuid", "voids"))
    voided = {voids for *_rest, voids in told if voids}
    return {
        code: {"kind": kind, "at": happened_at.isoformat(), "door": door}
        for code, kind, happened_at, door, uuid, _voids in told
        if kind != CheckIn.Kind.VOID and uuid not in voided
    }
