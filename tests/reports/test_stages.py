import pytest
from conftest import client_of
from django.test import Client
from django.urls import reverse
from make import campaigns as make_campaigns
from make import people as make_people
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.models import Campaign, Membership
from boiduong.reports.queries import stages_of


@pytest.mark.parametrize("role", Membership.Role)
def test_a_stage_of_the_frame_is_a_link_just_where_its_page_opens(campaign: Campaign, role: Membership.Role) -> None:
    member = make_campaigns.member(campaign, role)
    client, stages = client_of(member), stages_of(campaign, member)

    answers = {stage.key: client.get(reverse(stage.view, args=[campaign.code])).status_code for stage in stages}

    assert answers == {stage.key: 200 if stage.opens else 403 for stage in stages}
    assert len(stages) == 9


def test_whoever_has_no_part_in_a_campaign_sees_none_of_its_stages(campaign: Campaign) -> None:
    assert stages_of(campaign, make_campaigns.organiser(make_campaigns.campaign())) == []


def test_a_coordinator_is_led_nowhere_that_does_not_open(campaign: Campaign) -> None:
    learner = make_campaigns.enrollment(campaign)
    client = client_of(make_people.coordinator(learner.unit))

    page = client.get(f"/learners/{learner.code}/attendance/").content.decode()

    assert campaign.title in page
    assert f"/campaigns/{campaign.code}/" not in page


def test_a_campaign_just_planned_is_at_its_plan(campaign: Campaign) -> None:
    assert {stage.state for stage in stages_of(campaign, make_campaigns.organiser(campaign))} == {"later"}


def test_the_stages_stand_in_the_order_of_a_campaigns_life(campaign: Campaign) -> None:
    order = ["plan", "rosters", "allocation", "summonses", "attendance", "essays", "grading", "results", "report"]

    assert [stage.key for stage in stages_of(campaign, make_campaigns.organiser(campaign))] == order


@pytest.mark.parametrize("classes", [1, 3])
def test_the_first_page_costs_the_same_for_any_number_of_classes(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, classes: int
) -> None:
    for _ in range(classes):
        make_campaigns.enrollment(campaign, training_class=make_campaigns.training_class(campaign))

    with django_assert_num_queries(18):
        page = organiser_client.get(f"/campaigns/{campaign.code}/")

    assert [(line.learner_count, line.present_count) for line in page.context["overview"].classes] == [(1, 0)] * classes
