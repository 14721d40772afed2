from datetime import date

import pytest
from make import NOON
from make import allocation as make_allocation
from make import campaigns as make_campaigns
from make import schedule as make_schedule

from boiduong.allocation import actions, jobs
from boiduong.allocation.bridge import keys_of, order_of, standing_sessions
from boiduong.allocation.models import ClassAssignment, MakeupPlace, Run
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.schedule.models import ClassSession, Speaker
from boiduong.schedule.planning import note_answer

TEST = Actor(None, via="test")


def test_request_run_refuses_a_campaign_that_lacks_what_a_division_needs(campaign: Campaign) -> None:
    with pytest.raises(actions.NothingToDivide):
        actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[make_schedule.venue()], at=NOON)

    assert not Run.objects.exists()


@pytest.mark.parametrize("state", [state for state in Run.State if state != Run.State.SOLVED])
def test_publish_run_refuses_a_run_that_is_not_solved(campaign: Campaign, state: Run.State) -> None:
    run = make_allocation.run(campaign, state)

    with pytest.raises(actions.RunNotSolved):
        actions.publish_run(actor=TEST, run=run, at=NOON)

    run.refresh_from_db()
    assert run.state == state


def test_publish_run_refuses_when_somebody_was_called_since(campaign: Campaign) -> None:
    run = make_allocation.run(campaign, Run.State.SOLVED)
    make_allocation.place(run, make_campaigns.training_class(campaign))
    make_campaigns.enrollment(campaign)

    with pytest.raises(actions.RunOutOfDate):
        actions.publish_run(actor=TEST, run=run, at=NOON)


@pytest.mark.parametrize("is_named_since", [False, True])
def test_publish_run_refuses_a_plan_whose_speakers_are_others_now_and_takes_one_named_since(campaign: Campaign, *, is_named_since: bool) -> None:
    speakers = [make_schedule.speaker(campaign, []) for _ in range(2)]
    run = make_allocation.run(campaign, Run.State.SOLVED)
    run.solution = {"sessions": [], "status": "optimal", "rows": keys_of(order_of(run))}
    run.save(update_fields=["solution"])
    if is_named_since:
        make_schedule.speaker(campaign, [])
        assert actions.publish_run(actor=TEST, run=run, at=NOON).state == Run.State.PUBLISHED
    else:
        speakers[0].delete()
        with pytest.raises(actions.RunOutOfDate):
            actions.publish_run(actor=TEST, run=run, at=NOON)


def test_publish_run_refuses_to_leave_people_out_unless_a_person_has_seen_how_many(campaign: Campaign) -> None:
    run = make_allocation.run(campaign, Run.State.SOLVED)
    run.tiers = {"unassigned": {"value": 1}}
    run.save(update_fields=["tiers"])
    make_campaigns.enrollment(campaign)

    with pytest.raises(actions.LearnersLeftOut):
        actions.publish_run(actor=TEST, run=run, at=NOON)

    actions.publish_run(actor=TEST, run=run, at=NOON, accept_left_out=1)


def test_a_run_is_solved_published_and_gives_everybody_a_class_and_a_seat(campaign: Campaign) -> None:
    venue = make_allocation.dividable(campaign)
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[venue], at=NOON)

    jobs.solve_run(run.pk)
    jobs.solve_run(run.pk)  # nothing left to claim
    run.refresh_from_db()
    assert (run.state, run.failure) == (Run.State.SOLVED, "")
    actions.publish_run(actor=TEST, run=run, at=NOON)

    assert not Enrollment.objects.filter(training_class=None).exists()
    assert Enrollment.objects.exclude(seat="").values("training_class", "seat").distinct().count() == 6
    sessions = ClassSession.objects.held().filter(campaign=campaign)
    assert (sessions.count(), sessions.filter(is_opening=True).count()) == (6, 1)
    assert ClassAssignment.objects.filter(run=run).count() == 6


def test_a_division_that_cannot_be_done_says_why(campaign: Campaign) -> None:
    venue = make_allocation.dividable(campaign, people=8, capacity=20)
    campaign.closed_days = campaign.open_days()[1:]  # one open day, for three half-days of each class
    campaign.save(update_fields=["closed_days"])
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[venue], at=NOON)

    jobs.solve_run(run.pk)

    run.refresh_from_db()
    assert run.state == Run.State.IMPOSSIBLE
    assert [cause["text"] for cause in run.causes if cause.get("text")]


def test_a_school_that_must_miss_too_many_is_told_why_though_all_have_a_class(campaign: Campaign) -> None:
    venue = make_allocation.dividable(campaign, people=80, capacity=100)
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=1, venues=[venue], at=NOON)

    jobs.solve_run(run.pk)

    run.refresh_from_db()
    assert (run.state, run.tiers["unassigned"]["value"]) == (Run.State.SOLVED, 0)
    assert run.tiers["coverage"]["value"] > 0
    assert {cause["kind"] for cause in run.causes if "kind" in cause} == {"coverage"}


def test_the_next_version_replaces_the_one_before(campaign: Campaign) -> None:
    first, second = (make_allocation.run(campaign, Run.State.SOLVED) for _ in range(2))
    for run in (first, second):
        actions.publish_run(actor=TEST, run=run, at=NOON)

    first.refresh_from_db()
    assert first.state == Run.State.REPLACED


def test_a_new_timetable_gives_no_session_to_a_speaker_who_declined(campaign: Campaign) -> None:
    venue = make_allocation.dividable(campaign)
    declined = campaign.speakers.get()
    coming = make_schedule.speaker(campaign)
    _decline(declined)
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[venue], at=NOON)

    jobs.solve_run(run.pk)
    run.refresh_from_db()
    actions.publish_run(actor=TEST, run=run, at=NOON)

    assert [speaker.pk for speaker in order_of(run).speakers] == [coming.pk]
    assert set(campaign.sessions.held().values_list("speaker", flat=True)) == {coming.pk}


def test_a_timetable_that_is_kept_names_a_speaker_who_declined_since(campaign: Campaign) -> None:
    venue = make_allocation.dividable(campaign)
    speaker = campaign.speakers.get()
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[venue], at=NOON)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    actions.publish_run(actor=TEST, run=run, at=NOON)
    make_schedule.speaker(campaign)
    _decline(speaker)

    kept = actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[venue], at=NOON, mode=Run.Mode.KEEP)

    order = order_of(kept)
    assert {order.speakers[session.speaker] for session in standing_sessions(kept, order) or ()} == {speaker}


def test_plan_makeup_refuses_when_nobody_missed_anything(campaign: Campaign) -> None:
    with pytest.raises(actions.NothingToDivide):
        actions.plan_makeup(actor=TEST, campaign=campaign, on=date(2019, 8, 5), missing=[], venue=make_schedule.venue(), at=NOON)


def test_plan_makeup_refuses_more_people_than_the_hall_has_seats(campaign: Campaign) -> None:
    topic = make_campaigns.topic(campaign)
    missing = [(make_campaigns.enrollment(campaign), topic) for _ in range(3)]

    with pytest.raises(actions.HallTooSmall):
        actions.plan_makeup(
            actor=TEST, campaign=campaign, on=date(2019, 8, 5), missing=missing, venue=make_schedule.venue(capacity=20, reserved=18), at=NOON
        )


def test_a_makeup_class_gives_each_learner_just_what_was_missed(campaign: Campaign) -> None:
    one, two, three = (make_campaigns.topic(campaign) for _ in range(3))
    ill, late = (make_campaigns.enrollment(campaign) for _ in range(2))
    make_schedule.speaker(campaign)

    training_class = actions.plan_makeup(
        actor=TEST,
        campaign=campaign,
        on=date(2019, 8, 5),
        missing=[(ill, one), (ill, two), (ill, three), (late, two)],
        venue=make_schedule.venue(),
        at=NOON,
    )

    assert training_class.is_makeup
    places = MakeupPlace.objects.values_list("enrollment", "class_session__topic__number").order_by("enrollment", "class_session__topic__number")
    assert list(places) == [(ill.pk, 1), (ill.pk, 2), (ill.pk, 3), (late.pk, 2)]


def test_a_makeup_class_is_not_given_to_a_speaker_who_declined(campaign: Campaign) -> None:
    one, two = (make_campaigns.topic(campaign) for _ in range(2))
    declined, coming = make_schedule.speaker(campaign, [one, two]), make_schedule.speaker(campaign, [two])
    _decline(declined)
    ill = make_campaigns.enrollment(campaign)

    training_class = actions.plan_makeup(
        actor=TEST, campaign=campaign, on=date(2019, 8, 5), missing=[(ill, one), (ill, two)], venue=make_schedule.venue(), at=NOON
    )

    by_topic = dict(training_class.sessions.values_list("topic", "speaker"))
    assert by_topic == {one.pk: None, two.pk: coming.pk}


def _decline(speaker: Speaker) -> None:
    note_answer(actor=TEST, speaker=speaker, invitation=Speaker.Invitation.DECLINED, on=NOON.date(), today=NOON.date())
