import pytest
from conftest import client_of
from django.test import Client
from make import campaigns as make_campaigns
from make import people as make_people
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.models import Campaign, Membership, Organizer, Topic
from boiduong.people.models import RegisterKeeper, Unit


@pytest.mark.parametrize("topics", [1, 3])
def test_the_plan_costs_the_same_for_any_number_of_topics(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, topics: int
) -> None:
    made = [make_campaigns.topic(campaign) for _ in range(topics)]

    with django_assert_num_queries(11):
        page = organiser_client.get(f"/campaigns/{campaign.code}/plan/")

    assert page.context["plan"].topics == made


@pytest.mark.parametrize("campaigns", [1, 3])
def test_the_list_of_campaigns_costs_the_same_for_any_number(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, campaigns: int
) -> None:
    user = campaign.memberships.get().user
    for _ in range(campaigns - 1):
        make_campaigns.campaign().memberships.create(user=user, role="ORGANISER")

    with django_assert_num_queries(9):  # of them five: what waits for whoever looks
        page = organiser_client.get("/campaigns/")

    assert len(page.context["campaigns"]) == campaigns


@pytest.fixture
def keeper_client(db: None) -> Client:
    keeper = make_people.user()
    RegisterKeeper.objects.create(user=keeper)
    return client_of(keeper)


def test_a_campaign_with_a_code_in_use_is_told_on_the_form(keeper_client: Client, campaign: Campaign) -> None:
    said = {"title": "Hè", "code": campaign.code, "lead_unit": campaign.lead_unit_id, "starts_on": "23/07/2019", "ends_on": "03/08/2019"}

    page = keeper_client.post("/campaigns/new/", said)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["__all__"]


def test_who_begins_a_campaign_organises_it(keeper_client: Client) -> None:
    lead = make_people.unit("Trung tâm chính trị", kind=Unit.Kind.POLITICAL_CENTRE)
    said = {"title": "Hè 2026", "code": "he-2026", "lead_unit": lead.pk, "starts_on": "20/07/2026", "ends_on": "31/07/2026"}

    page = keeper_client.post("/campaigns/new/", said)

    assert page.headers["Location"] == "/campaigns/he-2026/preparation/"
    assert keeper_client.get("/campaigns/he-2026/preparation/").status_code == 200


def test_a_partner_is_a_unit_or_a_group_and_not_both(organiser_client: Client, campaign: Campaign) -> None:
    page = organiser_client.post(f"/campaigns/{campaign.code}/partners/new/", {"unit": "", "group_name": ""})

    assert page.status_code == 422
    assert Organizer.objects.count() == 1


def test_a_topic_is_added_with_its_key_points(organiser_client: Client, campaign: Campaign) -> None:
    document = make_campaigns.reference()

    organiser_client.post(
        f"/campaigns/{campaign.code}/topics/new/", {"title": "Nêu gương", "document": document.pk, "key_points": "Một là.\n\n Hai là. "}
    )

    assert Topic.objects.get().key_points == ["Một là.", "Hai là."]


def test_a_new_member_gets_a_link_that_signs_in(organiser_client: Client, campaign: Campaign) -> None:
    said = {"full_name": "Đỗ Thị Hoa", "username": "dothihoa", "role": "OPERATOR", "unit": ""}

    page = organiser_client.post(f"/campaigns/{campaign.code}/members/new/", said)
    Client().post(page.context["link"])

    membership = Membership.objects.select_related("user").get(role=Membership.Role.OPERATOR)
    assert membership.user.last_login is not None


def test_a_known_login_is_never_handed_over_by_a_link(organiser_client: Client, campaign: Campaign) -> None:
    known = make_people.user()
    said = {"full_name": "Ai đó", "username": known.username, "role": "EDITOR", "unit": ""}

    page = organiser_client.post(f"/campaigns/{campaign.code}/members/new/", said)

    assert page.context["link"] == ""
    assert Membership.objects.filter(campaign=campaign, user=known, role="EDITOR").exists()
