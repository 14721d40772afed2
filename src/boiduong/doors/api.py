"""Doors over HTTP, as formats.md has them: a phone pairs, fetches its list, sends what it saw, searches a name."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, cast

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.security import HttpBearer

from boiduong.audit.trail import Actor
from boiduong.doors import actions, recording, supervising
from boiduong.doors.forms import clock_of, parse_event
from boiduong.doors.intake import Notice
from boiduong.doors.manifest import manifest_of, search_people
from boiduong.doors.models import Device
from boiduong.doors.statements import Door
from boiduong.doors.windows import IN_TIME

MOST_EVENTS = 500
DOOR = Actor(None, via="door")
PIN_REASONS = {supervising.PinNotSet: "no_pin", supervising.PinLocked: "locked", supervising.PinWrong: "wrong_pin"}


class DeviceToken(HttpBearer):
    """`Authorization: Device TOKEN`, the token of a paired phone that was not sent away."""

    openapi_scheme = "device"

    def authenticate(self, request: HttpRequest, token: str) -> Device | None:
        return Device.objects.filter(IN_TIME).of_token(actions.digest(token), heard_since=clock(request) - actions.SENDS_UNTIL)


class PairIn(Schema):
    code: str = Field(max_length=100)


class PairOut(Schema):
    token: str
    door: str


class EventsIn(Schema):
    device_at: str = ""
    events: list[Any] = Field(min_length=1, max_length=MOST_EVENTS)


class PinIn(Schema):
    pin: str = Field(max_length=40)


class ReadyIn(Schema):
    checks: dict[Annotated[str, Field(max_length=40)], bool | Annotated[str, Field(max_length=200)]] = Field(max_length=20)


class Problem(Schema):
    detail: Any


router = Router(tags=["doors"], auth=DeviceToken())


@router.post("/pair", auth=None, response={200: PairOut, 401: Problem, 422: Problem}, url_name="door_pair")
def door_pair(request: HttpRequest, asked: PairIn) -> Status[dict[str, Any]]:
    try:
        device, token = actions.pair_device(actor=DOOR, code=asked.code, at=clock(request))
    except actions.PairingUnknown as refusal:
        return Status(401, {"detail": str(refusal)})
    return Status(200, {"token": token, "door": device.door})


@router.get("/manifest", response={200: dict[str, Any], 401: Problem}, url_name="door_manifest")
def door_manifest(request: HttpRequest) -> Status[dict[str, Any]]:
    device, at = device_of(request), clock(request)
    if device.valid_until < at:
        return Status(401, {"detail": "over"})
    recording.hand_manifest(device=device, at=at)
    return Status(200, manifest_of(device, at=at))


@router.get("/search", response={200: dict[str, Any], 401: Problem, 422: Problem}, url_name="door_search")
def door_search(request: HttpRequest, q: str = "") -> Status[dict[str, Any]]:
    device = device_of(request)
    if device.valid_until < clock(request):
        return Status(401, {"detail": "over"})
    return Status(200, {"people": search_people(device, q[:100])})


@router.post("/supervise", response={200: dict[str, Any], 401: Problem, 403: Problem, 422: Problem}, url_name="door_supervise")
def door_supervise(request: HttpRequest, asked: PinIn) -> Status[dict[str, Any]]:
    """A supervisor stands at the phone and types the PIN: more marks by name for the whole session."""
    try:
        granted = supervising.supervise(actor=DOOR, device=device_of(request), pin=asked.pin, at=clock(request))
    except (supervising.PinNotSet, supervising.PinLocked, supervising.PinWrong) as refusal:
        return Status(403, {"detail": {"reason": PIN_REASONS[type(refusal)], "words": str(refusal)}})
    return Status(200, asdict(granted))


@router.post("/ready", response={200: dict[str, Any], 401: Problem, 422: Problem}, url_name="door_ready")
def door_ready(request: HttpRequest, asked: ReadyIn) -> dict[str, Any]:
    """How the phone's own readiness check ended, for the organisers' list of the day before."""
    at = clock(request)
    recording.keep_readiness(device=device_of(request), checks=asked.checks, at=at)
    return {"kept_at": at.isoformat()}


def doors_router(notice: Notice) -> Router:
    """All of it. notice: as record_checkins tells it; it comes from above, with whoever lays the API together."""

    @router.post("/events", response={200: dict[str, Any], 401: Problem, 422: Problem}, url_name="door_events")
    def door_events(request: HttpRequest, asked: EventsIn) -> dict[str, Any]:
        device, at, device_at = device_of(request), clock(request), clock_of(asked.device_at)
        door = Door.of(device)
        recording.hear_device(door=door, device_at=device_at, at=at)
        batch = [parse_event(raw) for raw in asked.events]
        answers = recording.record_checkins(door=door, batch=batch, device_at=device_at, at=at, notice=notice)
        return {"results": [asdict(answer) for answer in answers]}

    return router


def device_of(request: HttpRequest) -> Device:
    return cast("Device", request.auth)  # type: ignore[attr-defined]  # set by ninja from DeviceToken


def clock(request: HttpRequest) -> datetime:
    """The time, unless a caller inside this process has laid its own beside the request: a rehearsal plays on a clock of 2019.

    Nothing that comes over the network can do so: headers reach META as text under HTTP_ names.
    """
    given = request.META.get("boiduong.clock")
    return given if isinstance(given, datetime) else now()
