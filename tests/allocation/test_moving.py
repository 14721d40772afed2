import pytest
from make import NOON
from make import allocation as make_allocation
from make import campaigns as make_campaigns
from make import summonses as make_summonses

from boiduong.allocation import actions, comparing, jobs, moving, weighing
from boiduong.allocation.models import HandMove, Run, SwapRequest
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.people.models import Unit
from boiduong.summonses import actions as summonses
from boiduong.summonses.models import Card, Summons

TEST = Actor(None, via="test")


def published(campaign: Campaign, capacity: int = 40) -> Run:
    venue = make_allocation.dividable(campaign, capacity=capacity)
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[venue], at=NOON)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    return actions.publish_run(actor=TEST, run=run, at=NOON)


def somebody(campaign: Campaign) -> tuple[Enrollment, TrainingClass]:
    """A learner, and a class they are not in."""
    learner = campaign.enrollments.select_related("campaign", "training_class").order_by("pk").first()
    assert learner
    assert learner.training_class
    other = campaign.classes.exclude(pk=learner.training_class.pk).first()
    assert other
    return learner, other


def test_revise_run_refuses_before_anything_is_published(campaign: Campaign) -> None:
    with pytest.raises(moving.NothingToRevise):
        moving.revise_run(actor=TEST, campaign=campaign, at=NOON)


def test_move_learner_refuses_a_published_version(campaign: Campaign) -> None:
    run = published(campaign)
    learner, other = somebody(campaign)

    with pytest.raises(actions.RunNotSolved):
        moving.move_learner(actor=TEST, run=run, enrollment=learner, to_class=other, at=NOON)


def test_move_learner_refuses_a_full_class(campaign: Campaign) -> None:
    published(campaign, capacity=7)  # three seats a class, for six people
    draft = moving.revise_run(actor=TEST, campaign=campaign, at=NOON)
    learner, other = somebody(campaign)

    with pytest.raises(moving.ClassFull):
        moving.move_learner(actor=TEST, run=draft, enrollment=learner, to_class=other, at=NOON)

    assert not HandMove.objects.exists()


def test_undo_move_refuses_when_nothing_was_moved(campaign: Campaign) -> None:
    run = make_allocation.run(campaign, Run.State.SOLVED)

    with pytest.raises(moving.NothingToUndo):
        moving.undo_move(actor=TEST, run=run, at=NOON)


def test_a_move_is_what_was_foretold_and_undone_it_never_was(campaign: Campaign) -> None:
    published(campaign)
    draft = moving.revise_run(actor=TEST, campaign=campaign, at=NOON)
    learner, other = somebody(campaign)
    before, places = dict(draft.tiers), set(draft.assignments.values_list("enrollment", "training_class", "seat"))
    foretold = next(choice for choice in weighing.choices_of(draft, learner) if choice.training_class == other)

    moving.move_learner(actor=TEST, run=draft, enrollment=learner, to_class=other, at=NOON)

    draft.refresh_from_db()
    changed = {name: draft.tiers[name]["value"] - before[name]["value"] for name in before}
    assert {name: by for name, by in changed.items() if by} == foretold.changes
    difference = comparing.difference_of(draft)
    assert (difference.moved_count, difference.reseated_count, difference.kept_count) == (1, 0, 5)

    moving.undo_move(actor=TEST, run=draft, at=NOON)

    draft.refresh_from_db()
    assert draft.tiers == before
    assert set(draft.assignments.values_list("enrollment", "training_class", "seat")) == places


def test_only_whoever_is_moved_gets_a_new_summons_and_their_old_card_stops_working(campaign: Campaign) -> None:
    published(campaign)
    profile = make_summonses.profile_of(campaign)
    summonses.issue_summonses(actor=TEST, campaign=campaign, profile=profile, at=NOON)
    learner, other = somebody(campaign)
    old = Card.objects.valid().get(enrollment=learner)
    kept = set(Card.objects.valid().exclude(enrollment=learner).values_list("pk", flat=True))
    draft = moving.revise_run(actor=TEST, campaign=campaign, at=NOON)
    moving.move_learner(actor=TEST, run=draft, enrollment=learner, to_class=other, at=NOON)
    actions.publish_run(actor=TEST, run=draft, at=NOON)

    issue = summonses.issue_summonses(actor=TEST, campaign=campaign, profile=profile, at=NOON)

    assert (issue.issued_count, issue.recalled_count) == (1, 1)
    old.refresh_from_db()
    assert old.revoked_at == NOON
    assert set(Card.objects.valid().exclude(enrollment=learner).values_list("pk", flat=True)) == kept
    assert Summons.objects.valid().get(enrollment=learner).run == draft


def test_ask_swap_refuses_the_class_that_the_learner_is_in(campaign: Campaign) -> None:
    there = make_campaigns.training_class(campaign)
    learner = make_campaigns.enrollment(campaign, training_class=there)

    with pytest.raises(moving.SwapImpossible):
        moving.ask_swap(actor=TEST, enrollment=learner, to_class=there, reason="đi công tác", at=NOON)

    assert not SwapRequest.objects.exists()


def test_a_request_is_answered_once(campaign: Campaign) -> None:
    swap = make_allocation.swap(campaign)
    moving.decline_swap(actor=TEST, swap=swap, answer="lớp ấy đã đủ người", at=NOON)

    with pytest.raises(moving.SwapDecided):
        moving.grant_swap(actor=TEST, swap=swap, at=NOON)

    swap.refresh_from_db()
    assert (swap.state, swap.answer) == (SwapRequest.State.DECLINED, "lớp ấy đã đủ người")


def test_a_request_granted_moves_the_learner_in_the_draft(campaign: Campaign) -> None:
    published(campaign)
    learner, other = somebody(campaign)
    swap = moving.ask_swap(actor=TEST, enrollment=learner, to_class=other, reason="đi công tác", at=NOON)

    move = moving.grant_swap(actor=TEST, swap=swap, at=NOON)

    assert move.run.assignments.get(enrollment=learner).training_class == other
    learner.refresh_from_db()
    assert learner.training_class != other  # until the draft is published
    swap.refresh_from_db()
    assert swap.state == SwapRequest.State.GRANTED


def test_the_picture_of_days_counts_each_school_and_marks_what_is_above_its_limit(campaign: Campaign) -> None:
    run = published(campaign)
    Unit.objects.filter(enrollments__campaign=campaign).update(staff_count=3)  # all of whom are called: 34 % of three is one

    heat = comparing.heat_map_of(run)

    meets = comparing.class_days(run)
    expected = sum(len(meets[key]) for key in run.assignments.values_list("training_class", flat=True))
    assert sum(cell.away for row in heat.rows for cell in row.cells) == expected
    assert [cell.step > comparing.STEPS for row in heat.rows for cell in row.cells] == [cell.away > 1 for row in heat.rows for cell in row.cells]
    assert heat.over_count == sum(cell.away > 1 for row in heat.rows for cell in row.cells)


def test_a_request_whose_move_is_taken_back_is_open_again(campaign: Campaign) -> None:
    published(campaign)
    learner, other = somebody(campaign)
    swap = moving.ask_swap(actor=TEST, enrollment=learner, to_class=other, reason="đi công tác", at=NOON)
    move = moving.grant_swap(actor=TEST, swap=swap, at=NOON)

    moving.undo_move(actor=TEST, run=move.run, at=NOON)

    swap.refresh_from_db()
    assert (swap.state, swap.decided_at) == (SwapRequest.State.OPEN, None)


def test_a_request_that_was_asked_anew_stays_the_one_that_is_open(campaign: Campaign) -> None:
    published(campaign)
    learner, other = somebody(campaign)
    first = moving.ask_swap(actor=TEST, enrollment=learner, to_class=other, reason="đi công tác", at=NOON)
    move = moving.grant_swap(actor=TEST, swap=first, at=NOON)
    moving.ask_swap(actor=TEST, enrollment=learner, to_class=other, reason="lại đi công tác", at=NOON)

    moving.undo_move(actor=TEST, run=move.run, at=NOON)

    assert [swap.reason for swap in learner.swap_requests.filter(state=SwapRequest.State.OPEN)] == ["lại đi công tác"]
