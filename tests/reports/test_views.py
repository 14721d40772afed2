import pytest
from django.test import Client
from make import campaigns as make_campaigns
from make import reports as make_reports
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.models import Campaign


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("present", ["An", "Bình", "Em"]),
        ("made_up", ["Bình"]),
        ("excused", ["Chi"]),
        ("without_leave", ["Dung"]),
        ("no_essay", ["Bình"]),
        ("completed", ["An"]),
    ],
)
def test_a_figure_opens_the_people_it_counts(organiser_client: Client, campaign: Campaign, who: str, names: list[str]) -> None:
    make_reports.finished(campaign)

    response = organiser_client.get(f"/campaigns/{campaign.code}/figures/people/", {"who": who})

    assert sorted(learner.name.split()[-1] for learner in response.context["page"]) == names


@pytest.mark.django_db
def test_a_groups_figure_opens_that_group_alone(organiser_client: Client, campaign: Campaign) -> None:
    make_reports.finished(campaign)

    response = organiser_client.get(f"/campaigns/{campaign.code}/figures/people/", {"by": "level", "key": "PRIMARY", "who": "absent"})

    assert [learner.name for learner in response.context["page"]] == ["Nguyễn Thị Chi"]


@pytest.mark.django_db
def test_what_changed_since_the_report_is_told(organiser_client: Client, campaign: Campaign) -> None:
    told = make_reports.finished(campaign)
    organiser_client.post(f"/campaigns/{campaign.code}/reports/make/")
    assert organiser_client.get(f"/campaigns/{campaign.code}/reports/").context["changed"] == []

    told.learners["Chi"].excuses.all().delete()

    changed = organiser_client.get(f"/campaigns/{campaign.code}/reports/").context["changed"]
    assert [(line.name, line.reported, line.now) for line in changed] == [("Vắng có phép", 1, 0), ("Vắng không phép", 1, 2)]


@pytest.mark.django_db
@pytest.mark.parametrize("more", [1, 3])
def test_the_figures_page_costs_the_same_for_any_number_of_units(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for _ in range(more):
        make_campaigns.enrollment(campaign)

    with django_assert_num_queries(25):
        response = organiser_client.get(f"/campaigns/{campaign.code}/figures/")

    assert len(response.context["figures"].by_unit) == more
