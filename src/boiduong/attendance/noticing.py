"""What a person must look at of what a door has just kept: a machine's verb, called by whoever lets a phone's batch in, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from boiduong.attendance.models import OddCase
from boiduong.doors.intake import Kept
from boiduong.doors.models import CheckIn
from boiduong.doors.statements import Door

CASES = {
    "wrong_class": OddCase.Kind.WRONG_CLASS,
    "unknown_card": OddCase.Kind.NOT_LISTED,
    "unlisted": OddCase.Kind.NOT_LISTED,
    "revoked": OddCase.Kind.REVOKED_CARD,
    "over_quota": OddCase.Kind.OVER_QUOTA,
    "outside_window": OddCase.Kind.OUT_OF_SCOPE,
    "other_session": OddCase.Kind.OUT_OF_SCOPE,
    "other_place": OddCase.Kind.OUT_OF_SCOPE,
    "nothing_to_take_back": OddCase.Kind.OUT_OF_SCOPE,
    "too_late_to_take_back": OddCase.Kind.OUT_OF_SCOPE,
}


def open_cases(door: Door, kept: Sequence[Kept], at: datetime) -> None:
    """Open the odd cases of these events, and close those whose event was taken back. Told of them again, it changes nothing.

    Refuses: nothing. Audits: nothing; a case is a machine's question, and what a person answers is audited.
    """
    kinds = {one.event.uuid: kind for one in kept if (kind := case_of(one)) is not None}
    if kinds:
        rows = CheckIn.objects.filter(uuid__in=kinds).values_list("pk", "uuid", "enrollment_id")
        OddCase.objects.bulk_create(
            [
                OddCase(
                    campaign_id=door.campaign_id,
                    class_session_id=door.session_id,
                    kind=kinds[uuid],
                    check_in_id=pk,
                    enrollment_id=enrollment_id,
                    opened_at=at,
                )
                for pk, uuid, enrollment_id in rows
            ],
            ignore_conflicts=True,
        )
    taken_back = [one.event.voids for one in kept if one.event.voids and one.ruled.status == "accepted"]
    if taken_back:
        OddCase.objects.open().filter(check_in__uuid__in=taken_back).update(settled_at=at, decision=_("Taken back at the door."), counts=False)


def case_of(kept: Kept) -> OddCase.Kind | None:
    """Which question an event puts to a person; None: none."""
    if kept.ruled.is_at_two_doors:
        return OddCase.Kind.TWO_DOORS
    if kept.ruled.status == "accepted" and kept.event.manual_reason:
        return OddCase.Kind.MANUAL
    return CASES.get(kept.ruled.reason)
