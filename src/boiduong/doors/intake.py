"""What the server makes of a batch: who each event is about, and what it means beside the touches known so far. Reads; writes nothing."""

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal, cast
from uuid import UUID

from boiduong.doors.events import Event
from boiduong.doors.models import CheckIn
from boiduong.doors.statements import Door, KnownCard, KnownEvent, Learner, cards_of, known_events, named_learners
from boiduong.doors.verdicts import BY_NAME, CARD, Decision, Facts, Status, decide
from boiduong.engines.tokens import Card as ReadCard
from boiduong.engines.tokens import Refused, claimed_card, code_hash, read_card
from boiduong.summonses.models import SigningKey

STEADY = timedelta(seconds=60)  # an offset below this is the line's delay, not the clock's
TAKEN_BACK_WITHIN = timedelta(seconds=65)  # the phone lets an operator do it for sixty
ABSURD = timedelta(days=365 * 60)  # a clock this far off tells nothing


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


@dataclass(frozen=True, slots=True)
class Kept:
    """An event with what became of it."""

    event: Event
    ruled: Ruled


type Notice = Callable[[Door, Sequence[Kept], datetime], None]  # what the rooms above make of it; doors themselves know no odd cases


@dataclass
class Intake:
    """One batch of one device. `past` grows with every event that is ruled, so a batch knows its own beginning."""

    door: Door
    correction: timedelta
    at: datetime  # the server's clock
    past: dict[int, list[Past]] = field(default_factory=lambda: defaultdict(list))  # by enrollment, in order of time
    targets: dict[UUID, tuple[int | None, datetime]] = field(default_factory=dict)  # what this device may take back: whose it was, seen when
    kept: dict[UUID, KnownEvent] = field(default_factory=dict)  # of this batch, what was in before it
    doors: dict[tuple[int | None, datetime], str] = field(default_factory=dict)  # whose touch, when -> at which door; taken back or not
    manual_left: int = 0  # marks by name that the quota still has

    def find(self, events: Sequence[Event]) -> list[Found]:
        """Who each event is about. At most four queries, however many events."""
        claims = {event.uuid: claimed_card(event.code) for event in events if event.code}
        hashes = {uuid: code_hash(claim.code) for uuid, claim in claims.items() if isinstance(claim, ReadCard)}
        cards = cards_of(self.door, set(hashes.values())) if hashes else {}
        codes = {event.person for event in events if event.person and not event.code}
        by_code = named_learners(self.door, codes) if codes else {}
        found = []
        for event in events:
            if event.code:
                found.append(self._read(event, claims[event.uuid], hashes.get(event.uuid, ""), cards))
            else:
                found.append(Found(event, BY_NAME, "", by_code.get(event.person)))
        self._find_targets(events, found)
        return found

    def _read(self, event: Event, claim: ReadCard | Refused, its_hash: str, cards: Mapping[str, KnownCard]) -> Found:
        """A text that is, letter for letter, the one that was signed needs no second look at its signature; any other gets it."""
        known = cards.get(its_hash)
        if known is None or known.text != event.code or known.is_key_retired:
            claim = read_card(event.code, keys=self._keys)
        if isinstance(claim, Refused):
            return Found(event, str(claim.reason), "", None)
        if claim.campaign != self.door.campaign_id:
            return Found(event, "other_campaign", its_hash, None)
        return Found(event, CARD, its_hash, known.learner if known else None)

    @cached_property
    def _keys(self) -> dict[int, bytes]:
        return {key.number: bytes(key.public_key) for key in SigningKey.objects.filter(retired_at=None)}

    def enrollment_ids(self, found: Iterable[Found]) -> set[int]:
        """Everybody whom a batch is about, for the lock and for `remember`."""
        named = {one.learner.enrollment_id for one in found if one.learner is not None}
        return named | {enrollment_id for enrollment_id, _seen_at in self.targets.values() if enrollment_id is not None}

    def target_learner(self, event: Event) -> int | None:
        """Whose touch this event takes back."""
        return self.targets[event.voids][0] if event.voids in self.targets else None

    def remember(self, enrollment_ids: Collection[int], uuids: Collection[UUID]) -> None:
        """Load the accepted touches of these learners in this session, without those taken back, and which of these events are in. One query."""
        told = known_events(self.door, uuids=uuids, enrollment_ids=enrollment_ids)
        self.kept = {one.uuid: one for one in told if one.uuid in uuids}
        touches = [one for one in told if one.session_id == self.door.session_id and one.status == CheckIn.Status.ACCEPTED]
        voided = {one.voids for one in touches if one.voids}
        self.doors |= {(one.enrollment_id, one.happened_at): one.door for one in touches}
        for one in touches:
            if one.kind != CheckIn.Kind.VOID and one.uuid not in voided and one.enrollment_id is not None:
                insort(self.past[one.enrollment_id], Past(one.happened_at, one.kind, one.uuid, one.device_id))

    def first_door(self, enrollment_id: int | None, first_seen_at: datetime | None) -> str | None:
        """Where the touch was that a repeat is told of; the same for an answer given again."""
        return self.doors.get((enrollment_id, first_seen_at)) if first_seen_at is not None else None

    def happened_at(self, event: Event) -> datetime:
        """When it was, by the server's clock: the phone's, corrected by what it knew then to be off, else by what it is off now that it sends.

        Somebody may have set it between the two; what comes out later than now was not known rightly.
        """
        if event.clock_off is not None and abs(event.clock_off) <= ABSURD:
            told = event.seen_at + event.clock_off
            if told <= self.at + STEADY:
                return told
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
        if decision.status in {"accepted", "repeated"} and not self.door.valid_from <= at <= self.door.valid_until:
            return Ruled("quarantined", "outside_window")
        if decision.status == "repeated" and near is not None and found.learner is not None:
            first = min(past.at for past in self.past[found.learner.enrollment_id] if past.kind == near.kind)
            greeted = event.shown == "come_in" or (not event.shown and event.is_offline)
            return Ruled("repeated", decision.reason, first, is_at_two_doors=greeted and near.device_id != self.door.device_id)
        if decision.status == "accepted" and found.learner is not None:
            return self._enter(event, found.learner, decision, at)
        return Ruled(decision.status, decision.reason)

    def _enter(self, event: Event, learner: Learner, decision: Decision, at: datetime) -> Ruled:
        if event.is_by_name:
            if self.manual_left < 1:
                return Ruled("quarantined", "over_quota")
            self.manual_left -= 1
        insort(self.past[learner.enrollment_id], Past(at, event.kind, event.uuid, self.door.device_id))
        self.doors[learner.enrollment_id, at] = self.door.door
        return Ruled("accepted", decision.reason)

    def _barred(self, found: Found) -> str:
        """Why this phone could not rule on this event at all; empty where it could."""
        if found.event.session and found.event.session != self.door.session_code:
            return "other_session"
        if found.event.unlisted is not None and found.learner is None:
            return "unlisted"
        is_ours = found.learner is None or not self.door.unit_ids or found.learner.unit_id in self.door.unit_ids
        return "" if is_ours else "other_place"

    def _decide(self, found: Found, at: datetime) -> tuple[Decision, Past | None]:
        learner, event = found.learner, found.event
        near = self._near(learner, event, at)
        facts = Facts(
            kind=cast("Literal['in', 'out', 'mid']", str(event.kind)),
            reading=CARD if found.reading == "other_campaign" else found.reading,
            own_campaign=found.reading != "other_campaign" and (learner is None or learner.campaign_id == self.door.campaign_id),
            revoked=learner is not None and learner.is_revoked,
            listed=_listed(learner),
            last=None if near is None else ("out" if near.kind == CheckIn.Kind.OUT else "in"),
            minutes=int((at - self.door.starts_at).total_seconds() // 60),
            late_after_minutes=self.door.late_after_minutes,
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
        kept = CheckIn.objects.filter(uuid__in=wanted, device=self.door.device_id)
        self.targets |= {uuid: (learner, seen_at) for uuid, learner, seen_at in kept.values_list("uuid", "enrollment_id", "seen_at")}
        here = [one for one in found if one.event.uuid in wanted]
        self.targets |= {one.event.uuid: (one.learner.enrollment_id if one.learner else None, one.event.seen_at) for one in here}


def _listed(learner: Learner | None) -> Literal["here", "elsewhere", "nowhere"]:
    if learner is None or learner.is_withdrawn:
        return "nowhere"
    return "here" if learner.is_here else "elsewhere"


def correction_of(*, device_at: datetime | None, at: datetime) -> timedelta:
    """What must be added to the phone's clock. Nothing below a minute, and nothing where the clock says nonsense."""
    off = at - device_at if device_at is not None else timedelta()
    return off if STEADY <= abs(off) <= ABSURD else timedelta()
