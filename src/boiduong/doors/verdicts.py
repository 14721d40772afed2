"""What one touch at a door means, from plain facts. The phone's frontend/door/decide.ts answers the same; tests/vectors/checkin.json holds both."""

from dataclasses import dataclass
from typing import Literal

type Kind = Literal["in", "out", "mid"]
type State = Literal["come_in", "look", "stop"]
type Status = Literal["accepted", "repeated", "refused", "quarantined"]

CARD, BY_NAME = "card", "by_name"
_STATES: dict[str, State] = {
    "ok": "come_in",
    "late": "come_in",
    "back": "come_in",
    "unknown_card": "look",
    "wrong_class": "look",
    "already_in": "look",
    "already_out": "look",
    "not_in_yet": "look",
}
_STATUSES: dict[str, Status] = {
    "ok": "accepted",
    "late": "accepted",
    "back": "accepted",
    "not_in_yet": "accepted",
    "already_in": "repeated",
    "already_out": "repeated",
    "revoked": "quarantined",
    "wrong_class": "quarantined",
    "unknown_card": "quarantined",
}


@dataclass(frozen=True, slots=True)
class Facts:
    kind: Kind
    reading: str  # "card", "by_name", or why the text is no card of ours: engines.tokens.Reason
    own_campaign: bool
    revoked: bool
    listed: Literal["here", "elsewhere", "nowhere"]
    last: Literal["in", "out"] | None  # the learner's neighbouring touch of this session that this one could repeat or follow
    minutes: int  # since the session began; negative before
    late_after_minutes: int | None  # None: nobody is late


@dataclass(frozen=True, slots=True)
class Decision:
    reason: str

    @property
    def state(self) -> State:
        """What the operator sees."""
        return _STATES.get(self.reason, "stop")

    @property
    def status(self) -> Status:
        """What the server keeps it as."""
        return _STATUSES.get(self.reason, "refused")


def decide(facts: Facts) -> Decision:
    return Decision(_barred(facts) or _moved(facts))


def _barred(facts: Facts) -> str | None:
    if facts.reading not in {CARD, BY_NAME}:
        return facts.reading
    if not facts.own_campaign:
        return "other_campaign"
    if facts.revoked:
        return "revoked"
    return {"nowhere": "unknown_card", "elsewhere": "wrong_class", "here": None}[facts.listed]


def _moved(facts: Facts) -> str:
    if facts.kind == "in":
        return _entered(facts)
    if facts.last is None:
        return "not_in_yet"
    return "already_out" if facts.kind == "out" and facts.last == "out" else "ok"


def _entered(facts: Facts) -> str:
    if facts.last is not None:
        return "already_in" if facts.last == "in" else "back"
    is_late = facts.late_after_minutes is not None and facts.minutes > facts.late_after_minutes
    return "late" if is_late else "ok"
