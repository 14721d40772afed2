import pytest
from django.test import Client
from make import NOON
from make import allocation as make_allocation
from make import campaigns as make_campaigns
from pytest_django import DjangoAssertNumQueries

from boiduong.allocation import actions, jobs, moving, weighing, why_queries
from boiduong.allocation.models import Run
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Enrollment, Unavailability

TEST = Actor(None, via="test")


def solved(campaign: Campaign, capacity: int = 40) -> Run:
    venue = make_allocation.dividable(campaign, capacity=capacity)
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[venue], at=NOON)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    return run


def first_of(campaign: Campaign) -> Enrollment:
    learner = campaign.enrollments.select_related("campaign").order_by("pk").first()
    assert learner
    return learner


def test_whoever_is_not_called_any_more_has_no_choices(campaign: Campaign) -> None:
    run = solved(campaign)
    learner = first_of(campaign)
    learner.withdrawn_at = NOON
    learner.save(update_fields=["withdrawn_at"])

    assert why_queries.why_view(run, learner) == why_queries.WhyView("Người này không còn trong danh sách triệu tập.", [])


def test_a_full_class_is_not_open_and_has_no_button(campaign: Campaign) -> None:
    run = solved(campaign, capacity=7)  # three seats a class, for six people

    view = why_queries.why_view(run, first_of(campaign))

    here, other = view.lines
    assert (here.choice.is_present, here.can_move) == (True, False)
    assert (other.choice.is_full, other.choice.is_open, other.can_move) == (True, False, False)
    assert view.headline == "Không lớp nào khác mở cho người này: lớp thì đã kín, lớp thì vướng quy định."


def test_a_class_on_a_day_away_is_told_and_left_to_the_organiser(campaign: Campaign) -> None:
    run = solved(campaign)
    learner = first_of(campaign)
    other = next(choice for choice in weighing.choices_of(run, learner) if not choice.is_present)
    for on in campaign.open_days():
        Unavailability.objects.create(enrollment=learner, on=on)

    told = next(choice for choice in weighing.choices_of(run, learner) if choice.training_class == other.training_class)

    assert (told.is_away, told.is_open, told.can_be_made) == (True, False, True)


def test_an_open_class_tells_the_sizes_there_would_be(campaign: Campaign) -> None:
    run = solved(campaign)
    learner = first_of(campaign)

    here, other = weighing.choices_of(run, learner)

    sizes = {size.training_class: (size.before, size.after, size.seats) for size in other.sizes}
    counts = {row: run.assignments.filter(training_class=row).count() for row in (here.training_class, other.training_class)}
    assert sizes == {
        here.training_class: (counts[here.training_class], counts[here.training_class] - 1, 36),
        other.training_class: (counts[other.training_class], counts[other.training_class] + 1, 36),
    }


def test_a_move_makes_what_the_page_foretold(campaign: Campaign) -> None:
    run = solved(campaign)
    learner = first_of(campaign)
    other = next(choice for choice in weighing.choices_of(run, learner) if not choice.is_present)

    moving.move_learner(actor=TEST, run=run, enrollment=learner, to_class=other.training_class, at=NOON)

    for size in other.sizes:
        assert run.assignments.filter(training_class=size.training_class).count() == size.after


def test_the_page_of_nobody_leads_to_the_search(organiser_client: Client, campaign: Campaign) -> None:
    run = make_allocation.run(campaign, Run.State.SOLVED)

    response = organiser_client.get(f"/runs/{run.code}/why/?learner=nobody")

    assert response.headers["Location"] == f"/runs/{run.code}/people/"


def test_a_draft_is_made_for_the_learner_who_is_to_be_moved(organiser_client: Client, campaign: Campaign) -> None:
    run = solved(campaign)
    actions.publish_run(actor=TEST, run=run, at=NOON)
    learner = first_of(campaign)

    response = organiser_client.post(f"/campaigns/{campaign.code}/runs/revise/", {"learner": learner.code})

    draft = campaign.runs.get(based_on=run)
    assert response.headers["Location"] == f"/runs/{draft.code}/why/?learner={learner.code}"


@pytest.mark.parametrize("people", [1, 3])
def test_those_without_a_class_cost_the_same_for_any_number(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    run = make_allocation.run(campaign, Run.State.SOLVED)
    left_out = [make_campaigns.enrollment(campaign) for _ in range(people)]

    with django_assert_num_queries(8):
        page = organiser_client.get(f"/runs/{run.code}/people/")

    assert {row.pk for row in page.context["left_out"]} == {row.pk for row in left_out}
