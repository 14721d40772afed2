import pytest
from django.test import Client
from make import allocation as make_allocation
from make import campaigns as make_campaigns
from pytest_django import DjangoAssertNumQueries

from boiduong.allocation.models import Run
from boiduong.campaigns.models import Campaign


@pytest.mark.parametrize("runs", [1, 3])
def test_the_list_of_versions_costs_the_same_for_any_number(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, runs: int
) -> None:
    made = [make_allocation.run(campaign) for _ in range(runs)]

    with django_assert_num_queries(11):
        page = organiser_client.get(f"/campaigns/{campaign.code}/runs/")

    assert [run.pk for run in page.context["runs"]] == [run.pk for run in reversed(made)]


@pytest.mark.parametrize("people", [1, 3])
def test_a_version_costs_the_same_for_any_number_of_people(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    run, training_class = make_allocation.run(campaign, Run.State.SOLVED), make_campaigns.training_class(campaign)
    for _ in range(people):
        make_allocation.place(run, training_class)

    with django_assert_num_queries(8):
        page = organiser_client.get(f"/runs/{run.code}/")

    assert [line.learner_count for line in page.context["view"].classes] == [people]


@pytest.mark.parametrize("people", [1, 3])
def test_a_class_list_costs_the_same_for_any_number_of_people(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    training_class = make_campaigns.training_class(campaign)
    for _ in range(people):
        make_campaigns.enrollment(campaign, training_class=training_class)

    with django_assert_num_queries(8):
        page = organiser_client.get(f"/classes/{training_class.code}/")

    assert len(page.context["view"].members) == people
