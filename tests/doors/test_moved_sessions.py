"""A phone is paired for a session at a time; once the session is moved, it opens no door."""

import pytest
from django.test import Client
from make import doors as make
from make import schedule as make_schedule

from boiduong.campaigns.models import Campaign
from boiduong.doors import actions
from boiduong.doors.statements import door_of_token


def test_a_phone_of_a_session_that_was_moved_is_unknown_on_both_ways(client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    _phone, token = make.device(session)
    before = door_of_token(actions.digest(token), heard_since=session.starts_at)

    make_schedule.change(session)

    assert before is not None
    assert door_of_token(actions.digest(token), heard_since=session.starts_at) is None
    assert client.get("/api/v1/door/manifest", headers={"authorization": f"Device {token}"}).status_code == 401


def test_a_pairing_code_of_a_session_that_was_moved_pairs_nothing(campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    invitation = actions.invite_device(actor=make.TEST, class_session=session, door="Cửa 1")
    make_schedule.change(session)

    with pytest.raises(actions.PairingUnknown):
        actions.pair_device(actor=make.TEST, code=invitation.code, at=session.starts_at)


def test_a_phone_of_a_session_that_had_begun_still_hands_over_what_it_saw(campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    phone, token = make.device(session)
    make.deliver(phone, make.event(), at=session.starts_at)

    make_schedule.change(session)

    assert door_of_token(actions.digest(token), heard_since=session.starts_at) is not None
