from django.test import Client
from django.urls import reverse

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
