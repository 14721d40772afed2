"""What moves buy: two people of two schools sit in each other's class, and both classes are full."""

import pytest
from django.test import Client
from make import NOON
from make import allocation as make_allocation
from make import campaigns as make_campaigns
from make import schedule as make_schedule
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from boiduong.allocation import actions, comparing, moving, price_jobs, pricing
from boiduong.allocation.models import MovePrices, Run
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Topic
from boiduong.schedule.models import ClassSession

TEST = Actor(None, via="test")


def crossed(campaign: Campaign, capacity: int = 7) -> Run:
    """Three seats a class, for six people."""
    make_allocation.dividable(campaign, capacity=capacity)
    return make_allocation.crossed(campaign)


def reckoned(run: Run) -> MovePrices:
    prices = pricing.ask_prices(actor=TEST, run=run, at=NOON)
    price_jobs.price_moves(prices.pk)
    prices.refresh_from_db()
    return prices


def test_prices_are_refused_of_a_version_that_nobody_was_told(campaign: Campaign) -> None:
    run = make_allocation.run(campaign, Run.State.SOLVED)

    with pytest.raises(actions.RunNotSolved):
        pricing.ask_prices(actor=TEST, run=run, at=NOON)

    assert not MovePrices.objects.exists()


def test_a_price_that_was_not_reckoned_cannot_be_taken(campaign: Campaign) -> None:
    run = crossed(campaign)

    with pytest.raises(actions.RunOutOfDate):
        pricing.take_price(actor=TEST, run=run, allowed=5, at=NOON)

    assert not campaign.runs.filter(based_on=run).exists()


def test_a_price_cannot_be_taken_when_one_of_its_people_was_moved_by_hand(campaign: Campaign) -> None:
    run = crossed(campaign, capacity=40)
    prices = reckoned(run)
    learner, to = next(row for row in prices.prices if row["allowed"] == 5)["moves"][0]
    draft = moving.revise_run(actor=TEST, campaign=campaign, at=NOON)
    moving.move_learner(actor=TEST, run=draft, enrollment=campaign.enrollments.get(pk=learner), to_class=campaign.classes.get(pk=to), at=NOON)

    with pytest.raises(actions.RunOutOfDate):
        pricing.take_price(actor=TEST, run=run, allowed=5, at=NOON)

    assert draft.hand_moves.count() == 1


def test_what_is_being_reckoned_is_asked_for_once(campaign: Campaign) -> None:
    run = make_allocation.run(campaign, Run.State.PUBLISHED)

    first, second = (pricing.ask_prices(actor=TEST, run=run, at=NOON) for _ in range(2))

    assert first == second
    assert ProcrastinateJob.objects.filter(task_name__endswith="price_moves").count() == 1


def test_a_timetable_that_the_version_does_not_know_is_told_in_words(campaign: Campaign) -> None:
    run = crossed(campaign)
    ClassSession.objects.filter(campaign=campaign).update(topic=Topic.objects.filter(campaign=campaign).first(), venue=make_schedule.venue())

    prices = reckoned(run)

    assert prices.state == MovePrices.State.FAILED
    assert prices.failure


def test_two_moves_between_full_classes_gain_what_no_single_move_can(campaign: Campaign) -> None:
    run = crossed(campaign)

    prices = reckoned(run)

    assert prices.state == MovePrices.State.DONE
    found = {row["allowed"]: (row["moved"], row["gains"].get("grouping", 0)) for row in prices.prices}
    assert found == {0: (0, 0), 1: (0, 0), 5: (2, 2), 15: (2, 2), 50: (2, 2)}


def test_a_price_that_is_taken_is_a_draft_with_each_move_to_undo(campaign: Campaign) -> None:
    run = crossed(campaign)
    reckoned(run)

    draft = pricing.take_price(actor=TEST, run=run, allowed=5, at=NOON)

    assert comparing.difference_of(draft).moved_count == 2
    assert draft.tiers["grouping"]["value"] == 0
    assert "" not in draft.assignments.values_list("seat", flat=True)
    assert draft.hand_moves.filter(undone_at=None).count() == 2
    moving.undo_move(actor=TEST, run=draft, at=NOON)
    draft.refresh_from_db()
    assert draft.tiers["grouping"]["value"] == 1
    moving.undo_move(actor=TEST, run=draft, at=NOON)
    assert dict(draft.assignments.values_list("enrollment", "training_class")) == dict(run.assignments.values_list("enrollment", "training_class"))


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_prices_costs_the_same_for_any_number(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    run, to = make_allocation.run(campaign, Run.State.PUBLISHED), make_campaigns.training_class(campaign)
    moves = [[make_allocation.place(run, make_campaigns.training_class(campaign)).enrollment_id, to.pk] for _ in range(people)]
    rows = [{"allowed": number, "moved": people, "gains": {"grouping": 1}, "moves": moves} for number in range(people)]
    MovePrices.objects.create(run=run, state=MovePrices.State.DONE, asked_at=NOON, reckoned_at=NOON, prices=rows)

    with django_assert_num_queries(11):
        page = organiser_client.get(f"/runs/{run.code}/prices/")

    assert [len(line.moves) for line in page.context["view"].lines] == [people] * people


def test_the_page_reloads_by_itself_when_the_list_is_there(organiser_client: Client, campaign: Campaign) -> None:
    run = make_allocation.run(campaign, Run.State.PUBLISHED)
    prices = pricing.ask_prices(actor=TEST, run=run, at=NOON)

    waiting = organiser_client.get(f"/runs/{run.code}/prices/", headers={"HX-Request": "true"})
    MovePrices.objects.filter(pk=prices.pk).update(state=MovePrices.State.DONE)
    there = organiser_client.get(f"/runs/{run.code}/prices/", headers={"HX-Request": "true"})

    assert (waiting.status_code, "HX-Refresh" in waiting.headers) == (200, False)
    assert there.headers["HX-Refresh"] == "true"
