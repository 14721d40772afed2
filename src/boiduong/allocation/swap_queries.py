"""What units ask for, and the seats there are."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boiduong.allocation.models import Run, SwapRequest
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.schedule.models import ClassSession


@dataclass(frozen=True, slots=True)
class ClassRoom:
    """How much room a class has as it stands, and when it meets."""

    free_seats: int
    days: tuple[date, ...]

    def said(self, name: str) -> str:
        """ "Class 5 (26/07 - 28/07, 12 seats free)"."""
        days = " – ".join(dict.fromkeys(f"{day:%d/%m}" for day in (self.days[:1] + self.days[-1:])))
        free = ngettext("%(count)d seat free", "%(count)d seats free", self.free_seats) % {"count": self.free_seats}
        room = free if self.free_seats else _("full")
        return f"{name} ({', '.join(filter(None, (days, room)))})"


def rooms_of(campaigns: Collection[int]) -> dict[int, ClassRoom]:
    """By class, of these campaigns. Two queries."""
    sizes = Counter(Enrollment.objects.called().filter(campaign__in=campaigns).values_list("training_class", flat=True))
    held = ClassSession.objects.held().filter(campaign__in=campaigns).order_by("starts_at")
    seats: dict[int, int] = {}
    days: dict[int, list[date]] = {}
    for key, capacity, reserved, starts_at in held.values_list("training_class", "venue__capacity", "venue__reserved_count", "starts_at"):
        seats[key] = min(seats.get(key, capacity), capacity - reserved)
        days.setdefault(key, []).append(localdate(starts_at))
    return {key: ClassRoom(max(found - sizes[key], 0), tuple(days[key])) for key, found in seats.items()}


NO_ROOM = ClassRoom(0, ())


@dataclass(frozen=True, slots=True)
class SwapLine:
    swap: SwapRequest
    free_seats: int  # in the class asked for, as published


@dataclass(frozen=True, slots=True)
class SwapList:
    lines: list[SwapLine]
    draft: Run | None  # where granted requests stand until it is published


def swap_list_of(campaign: Campaign) -> SwapList:
    """What units ask for, with the seats there are. Four queries."""
    rooms = rooms_of([campaign.pk])
    swaps = SwapRequest.objects.filter(enrollment__campaign=campaign).for_list()
    drafts = campaign.runs.filter(state=Run.State.SOLVED, based_on__state=Run.State.PUBLISHED, seconds=None)
    return SwapList(
        lines=[SwapLine(swap, rooms.get(swap.to_class_id, NO_ROOM).free_seats) for swap in swaps],
        draft=drafts.filter(hand_moves__undone_at=None, hand_moves__isnull=False).only("code", "version").first(),
    )


def class_labels(classes: Collection[TrainingClass]) -> dict[int, str]:
    """How a coordinator reads the classes that can be asked for: when, and whether there is room."""
    rooms = rooms_of({row.campaign_id for row in classes})
    return {row.pk: rooms.get(row.pk, NO_ROOM).said(row.name) for row in classes}
