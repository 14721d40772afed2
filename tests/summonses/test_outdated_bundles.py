"""A bundle that names an old time is found and set anew; others are left as they are."""

from datetime import datetime, timedelta

from django.test import Client
from make import NOON
from make import people as make_people
from make import schedule as make_schedule
from make import summonses as make

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.schedule import connecting, moving
from boiduong.schedule.planning import amend_venue
from boiduong.schedule.saying import venue_said
from boiduong.summonses import actions
from boiduong.summonses.models import Bundle
from boiduong.summonses.queries import outdated_bundles

TEST = Actor(None, via="test")


def set_at() -> datetime:
    at = Bundle.objects.get().ready_at
    assert at is not None
    return at


def test_a_bundle_of_a_moved_session_is_set_anew_under_its_own_numbers(organiser_client: Client, campaign: Campaign) -> None:
    (bundle,) = make.ready(campaign, [make_people.unit()])
    before = outdated_bundles(campaign).count()
    change = make_schedule.change(campaign.sessions.get(), on=campaign.sessions.get().starts_at.date() + timedelta(days=2))
    change.made_at = set_at() + timedelta(minutes=1)
    change.save(update_fields=["made_at"])
    during = outdated_bundles(campaign).get()

    organiser_client.post(f"/campaigns/{campaign.code}/summonses/renew/")

    after = Bundle.objects.get()
    assert (before, during.pk, after.pk, after.state, after.run_id) == (0, bundle.pk, bundle.pk, Bundle.State.QUEUED, bundle.run_id)


def test_another_connected_place_or_another_name_of_the_hall_makes_a_bundle_old(campaign: Campaign) -> None:
    unit, other = make_people.unit(), make_people.unit()
    make.ready(campaign, [unit, other])
    session = campaign.sessions.get()
    Bundle.objects.update(ready_at=NOON)
    seating = connecting.Seating("Điểm cầu", "", 50, "Cô Hạnh", "", [unit])
    place = connecting.connect_place(actor=TEST, training_class=session.training_class, seating=seating, at=NOON + timedelta(minutes=1))
    connected = [bundle.unit for bundle in outdated_bundles(campaign)]
    Bundle.objects.update(ready_at=NOON + timedelta(minutes=2))
    set_anew = outdated_bundles(campaign).count()
    connecting.disconnect_place(actor=TEST, place=place, at=NOON + timedelta(minutes=3))
    ended = [bundle.unit for bundle in outdated_bundles(campaign)]
    said = venue_said(session.venue, campaign) | {"address": "Số 2"}

    amend_venue(actor=TEST, venue=session.venue, campaign=campaign, at=NOON + timedelta(minutes=4), **said)

    assert (connected, set_anew, ended) == ([unit], 0, [unit])
    assert {bundle.unit for bundle in outdated_bundles(campaign)} == {unit, other}


def test_another_speaker_makes_no_bundle_old(campaign: Campaign) -> None:
    make.ready(campaign, [make_people.unit()])
    session = campaign.sessions.get()
    new = make_schedule.speaker(campaign)
    at = set_at() + timedelta(minutes=1)

    moving.change_session(actor=TEST, session=session, starts_at=session.starts_at, ends_at=session.ends_at, venue=session.venue, speaker=new, at=at)

    assert actions.renew_bundles(actor=TEST, campaign=campaign) == 0
