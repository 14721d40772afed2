import pytest
from django.test import Client
from make import campaigns as make_campaigns
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.models import Campaign


@pytest.mark.parametrize("topics", [1, 3])
def test_the_plan_costs_the_same_for_any_number_of_topics(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, topics: int
) -> None:
    made = [make_campaigns.topic(campaign) for _ in range(topics)]

    with django_assert_num_queries(10):
        page = organiser_client.get(f"/campaigns/{campaign.code}/plan/")

    assert page.context["plan"].topics == made


@pytest.mark.parametrize("campaigns", [1, 3])
def test_the_list_of_campaigns_costs_the_same_for_any_number(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, campaigns: int
) -> None:
    user = campaign.memberships.get().user
    for _ in range(campaigns - 1):
        make_campaigns.campaign().memberships.create(user=user, role="ORGANISER")

    with django_assert_num_queries(3):
        page = organiser_client.get("/campaigns/")

    assert len(page.context["campaigns"]) == campaigns
