"""What the server makes of a batch: who each event is about, and what it means beside the touches known so far. Reads; writes nothing."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from boiduong.allocation.models import MakeupPlace
from boiduong.attendance.events import Event
from boiduong.attendance.models import CheckIn, Device
from boiduong.attendance.verdicts import BY_NAME, CARD, Decision, Facts, Status, decide
from boiduong.campaigns.models import Enrollment
from boiduong.engines.tokens import Card as ReadCard
from boiduong.engines.tokens import code_hash, read_card
from boiduong.summonses.models import Card, SigningKey

STEADY = timedelta(seconds=60)  # an offset below this is the line's delay, not the clock's
TAKEN_BACK_WITHIN = timedelta(seconds=65)  # the phone lets an operator do it for sixty
ABSURD = timedelta(days=365 * 60)  # a clock this far off tells nothing


@dataclass(frozen=True, slots=True)
class Learner:
    """Whom a card or a name stands for, as far as a door needs to know."""

    enrollment_id: int
    campaign_id: int
    name: str
    is_here: bool  # of this session's class, or given a make-up place in it
    is_withdrawn: bool
    is_revoked: bool
    unit_id: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An event with what stands behind it."""

    event: Event
    reading: str
    hash: str
    learner: Learner | None


@dataclass(frozen=True, slots=True, order=True)
class Past:
    """A touch of this session that was accepted before."""

    at: datetime
    kind: str
    uuid: UUID = field(compare=False)
    device_id: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Ruled:
    status: Status
    reason: str
    first_seen_at: datetime | None = None
    is_at_two_doors: bool = False


@dataclass
class Intake:
    """One batch of one device. `past` grows with every event that is ruled, so a batch knows its own beginning."""

    device: Device  # with its session, campaign and rules at hand
    correction: timedelta
    past: dict[int, list[Past]] = field(default_factory=lambda: defaultdict(list))  # by enrollment, in order of time
    targets: dict[UUID, tuple[int | None, datetime]] = field(default_factory=dict)  # what this device may take back: whose it was, seen when
    manual_left: int = 0  # marks by name that the quota still has

    def find(self, events: Sequence[Event]) -> list[Found]:
        """Who each event is about. At most four queries, however many events."""
        keys = {key.number: bytes(key.public_key) for key in SigningKey.objects.filter(retired_at=None)} if any(e.code for e in events) else {}
        read = {event.uuid: read_card(event.code, keys=keys) for event in events if event.code}
        hashes = {uuid: code_hash(card.code) for uuid, card in read.items() if isinstance(card, ReadCard)}
        by_hash = self._by_hash(set(hashes.values()))
        by_code = self._by_code({event.person for event in events if event.person and not event.code})
        found = []
        for event in events:
            card = read.get(event.uuid)
            if card is None:
                found.append(Found(event, BY_NAME, "", by_code.get(event.person)))
            elif isinstance(card, ReadCard):
                reading = CARD if card.campaign == self.device.campaign_id else "other_campaign"
                learner = by_hash.get(hashes[event.uuid]) if reading == CARD else None
                found.append(Found(event, reading, hashes[event.uuid], learner))
            else:
                found.append(Found(event, str(card.reason), "", None))
        self._find_targets(events, found)
        return found

    def enrollment_ids(self, found: Iterable[Found]) -> set[int]:
        """Everybody whom a batch is about, for the lock and for `remember`."""
        named = {one.learner.enrollment_id for one in found if one.learner is not None}
        return named | {enrollment_id for enrollment_id, _seen_at in self.targets.values() if enrollment_id is not None}

    def target_learner(self, event: Event) -> int | None:
        """Whose touch this event takes back."""
        return self.targets[event.voids][0] if event.voids in self.targets else None

    def remember(self, enrollment_ids: Iterable[int]) -> None:
        """Load the accepted touches of these learners in this session, without those taken back. One query."""
        rows = CheckIn.objects.filter(class_session=self.device.class_session_id, enrollment__in=enrollment_ids, status=CheckIn.Status.ACCEPTED)
        told = list(rows.values_list("enrollment_id", "happened_at", "kind", "uuid", "device_id", "voids"))
        voided = {voids for *_, voids in told if voids}
        for enrollment_id, happened_at, kind, uuid, device_id, _ in told:
            if kind != CheckIn.Kind.VOID and uuid not in voided and enrollment_id is not None:
                insort(self.past[enrollment_id], Past(happened_at, kind, uuid, device_id))

    def happened_at(self, event: Event) -> datetime:
        """When it was, by the server's clock: the phone's, corrected by what it was off when it sent."""
        return event.seen_at + self.correction

    def rule(self, found: Found) -> Ruled:
        """What becomes of one event. To be asked once for each, in the order of the batch."""
        event, at = found.event, self.happened_at(found.event)
        barred = self._barred(found)
        if barred:
            return Ruled("quarantined", barred)
        if event.kind == CheckIn.Kind.VOID:
            return self._take_back(event)
        decision, near = self._decide(found, at)
        if decision.status in {"accepted", "repeated"} and not self.device.valid_from <= at <= self.device.valid_until:
            return Ruled("quarantined", "outside_window")
        if decision.status == "repeated" and near is not None and found.learner is not None:
            first = min(past.at for past in self.past[found.learner.enrollment_id] if past.kind == near.kind)
            greeted = event.shown == "come_in" or (not event.shown and event.is_offline)
            return Ruled("repeated", decision.reason, first, is_at_two_doors=greeted and near.device_id != self.device.pk)
        if decision.status == "accepted" and found.learner is not None:
            return self._enter(event, found.learner, decision, at)
        return Ruled(decision.status, decision.reason)

    def _enter(self, event: Event, learner: Learner, decision: Decision, at: datetime) -> Ruled:
        if event.is_by_name:
            if self.manual_left < 1:
                return Ruled("quarantined", "over_quota")
            self.manual_left -= 1
        insort(self.past[learner.enrollment_id], Past(at, event.kind, event.uuid, self.device.pk))
        return Ruled("accepted", decision.reason)

    def _barred(self, found: Found) -> str:
        """Why this phone could not rule on this event at all; empty where it could."""
        if found.event.session and found.event.session != self.device.class_session.code:
            return "other_session"
        if found.event.unlisted is not None and found.learner is None:
            return "unlisted"
        is_ours = found.learner is None or not self.device.unit_ids or found.learner.unit_id in self.device.unit_ids
        return "" if is_ours else "other_place"

    def _decide(self, found: Found, at: datetime) -> tuple[Decision, Past | None]:
        learner, event, session = found.learner, found.event, self.device.class_session
        near = self._near(learner, event, at)
        facts = Facts(
            kind=cast("Literal['in', 'out', 'mid']", str(event.kind)),
            reading=CARD if found.reading == "other_campaign" else found.reading,
            own_campaign=found.reading != "other_campaign" and (learner is None or learner.campaign_id == self.device.campaign_id),
            revoked=learner is not None and learner.is_revoked,
            listed=_listed(learner),
            last=None if near is None else ("out" if near.kind == CheckIn.Kind.OUT else "in"),
            minutes=int((at - session.starts_at).total_seconds() // 60),
            late_after_minutes=session.campaign.rules.late_after_minutes,
        )
        return decide(facts), near

    def _near(self, learner: Learner | None, event: Event, at: datetime) -> Past | None:
        """The touch that this one may repeat: a phone that was offline may tell of an entry earlier than one that is known."""
        if learner is None:
            return None
        touches = self.past[learner.enrollment_id]
        before = [past for past in touches if past.at <= at]
        after = next((past for past in touches if past.at > at), None)
        if after is not None and after.kind == event.kind and (not before or before[-1].kind != event.kind):
            return after
        return before[-1] if before else None

    def _take_back(self, event: Event) -> Ruled:
        if event.voids not in self.targets:
            return Ruled("quarantined", "nothing_to_take_back")
        enrollment_id, seen_at = self.targets[event.voids]
        if event.seen_at - seen_at > TAKEN_BACK_WITHIN:
            return Ruled("quarantined", "too_late_to_take_back")
        if enrollment_id is not None:
            self.past[enrollment_id] = [past for past in self.past[enrollment_id] if past.uuid != event.voids]
        return Ruled("accepted", "taken_back")

    def _find_targets(self, events: Sequence[Event], found: Sequence[Found]) -> None:
        wanted = {event.voids for event in events if event.voids}
        if not wanted:
            return
        kept = CheckIn.objects.filter(uuid__in=wanted, device=self.device)
        self.targets |= {uuid: (learner, seen_at) for uuid, learner, seen_at in kept.values_list("uuid", "enrollment_id", "seen_at")}
        here = [one for one in found if one.event.uuid in wanted]
        self.targets |= {one.event.uuid: (one.learner.enrollment_id if one.learner else None, one.event.seen_at) for one in here}

    def _by_hash(self, hashes: set[str]) -> dict[str, Learner]:
        if not hashes:
            return {}
        cards = Card.objects.filter(code_hash__in=hashes)
        return {str(row["code_hash"]): _learner(row, "enrollment__") for row in self._values(cards, "enrollment__", "code_hash", "revoked_at")}

    def _by_code(self, codes: set[str]) -> dict[str, Learner]:
        if not codes:
            return {}
        rows = Enrollment.objects.filter(code__in=codes, campaign=self.device.campaign_id)
        return {str(row["code"]): _learner(row, "") for row in self._values(rows, "", "code")}

    def _values(self, rows: QuerySet[Any], way: str, *more: str) -> Iterable[dict[str, Any]]:
        session = self.device.class_session
        place = MakeupPlace.objects.filter(class_session=session, enrollment=OuterRef(f"{way}pk" if way else "pk"))
        names = ("pk", "campaign_id", "training_class_id", "withdrawn_at", "unit_id", "person__full_name")
        for row in rows.annotate(has_place=Exists(place)).values(*(f"{way}{name}" for name in names), "has_place", *more):
            yield row | {"is_here": row["has_place"] or row[f"{way}training_class_id"] == session.training_class_id}


def _learner(row: dict[str, Any], way: str) -> Learner:
    return Learner(
        enrollment_id=row[f"{way}pk"],
        campaign_id=row[f"{way}campaign_id"],
        name=row[f"{way}person__full_name"],
        is_here=row["is_here"],
        is_withdrawn=row[f"{way}withdrawn_at"] is not None,
        is_revoked=row.get("revoked_at") is not None,
        unit_id=row[f"{way}unit_id"],
    )


def _listed(learner: Learner | None) -> Literal["here", "elsewhere", "nowhere"]:
    if learner is None or learner.is_withdrawn:
        return "nowhere"
    return "here" if learner.is_here else "elsewhere"


def correction_of(*, device_at: datetime | None, at: datetime) -> timedelta:
    """What must be added to the phone's clock. Nothing below a minute, and nothing where the clock says nonsense."""
    off = at - device_at if device_at is not None else timedelta()
    return off if STEADY <= abs(off) <= ABSURD else timedelta()
