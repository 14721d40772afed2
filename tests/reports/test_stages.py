import pytest
from django.test import Client
from django.urls import reverse
from make import campaigns as make_campaigns
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.models import Campaign
from boiduong.reports.queries import stages_of


def test_every_stage_of_the_frame_leads_to_a_page_that_an_organiser_can_open(organiser_client: Client, campaign: Campaign) -> None:
    answers = {stage.key: organiser_client.get(reverse(stage.view, args=[campaign.code])).status_code for stage in stages_of(campaign)}

    assert answers == {stage.key: 200 for stage in stages_of(campaign)}


def test_a_campaign_just_planned_is_at_its_plan(campaign: Campaign) -> None:
    assert {stage.state for stage in stages_of(campaign)} == {"later"}


def test_the_stages_stand_in_the_order_of_a_campaigns_life(campaign: Campaign) -> None:
    order = ["plan", "rosters", "allocation", "summonses", "attendance", "essays", "grading", "results", "report"]

    assert [stage.key for stage in stages_of(campaign)] == order


@pytest.mark.parametrize("classes", [1, 3])
def test_the_first_page_costs_the_same_for_any_number_of_classes(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, classes: int
) -> None:
    for _ in range(classes):
        make_campaigns.enrollment(campaign, training_class=make_campaigns.training_class(campaign))

    with django_assert_num_queries(18):
        page = organiser_client.get(f"/campaigns/{campaign.code}/")

    assert [(line.learner_count, line.present_count) for line in page.context["overview"].classes] == [(1, 0)] * classes
