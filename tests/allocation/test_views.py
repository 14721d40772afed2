import pytest
from conftest import client_of
from django.test import Client
from make import allocation as make_allocation
from make import campaigns as make_campaigns
from make import people as make_people
from pytest_django import DjangoAssertNumQueries

from boiduong.allocation.models import DivisionRule, Run
from boiduong.campaigns.models import Campaign
from boiduong.people.models import UnitCoordinator


@pytest.mark.parametrize("runs", [1, 3])
def test_the_list_of_versions_costs_the_same_for_any_number(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, runs: int
) -> None:
    made = [make_allocation.run(campaign) for _ in range(runs)]

    with django_assert_num_queries(15):
        page = organiser_client.get(f"/campaigns/{campaign.code}/runs/")

    assert [version.run.pk for version in page.context["versions"]] == [run.pk for run in reversed(made)]


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

    with django_assert_num_queries(9):
        page = organiser_client.get(f"/classes/{training_class.code}/")

    assert len(page.context["view"].members) == people


def test_a_version_tells_its_aims_in_order_of_importance_and_keeps_causes_and_ways_out_apart(organiser_client: Client, campaign: Campaign) -> None:
    """A JSON column of PostgreSQL keeps no order of keys."""
    run = make_allocation.run(campaign, Run.State.SOLVED)
    run.tiers = {name: {"value": 1, "bound": 1, "proven": True, "seconds": 0} for name in ("levels", "grouping", "coverage", "unassigned")}
    run.causes = [
        {"kind": "seats", "text": "8 người; cả đợt có 7 chỗ: thiếu 1 chỗ.", "numbers": {"short": 1}, "people": [], "certificate": {}},
        {"text": "Dùng cả 4 ghế dự phòng", "solves": True, "remaining": 0},
    ]
    run.save(update_fields=["tiers", "causes"])

    view = organiser_client.get(f"/runs/{run.code}/").context["view"]

    assert [line.text for line in view.tiers] == [
        "1 người chưa có lớp",
        "1 lượt người vắng quá mức cho phép trong ngày của trường",
        "1 lần người của một trường phải chia thêm lớp",
        "1 lần một lớp có thêm một cấp học",
    ]
    assert view.causes == ["8 người; cả đợt có 7 chỗ: thiếu 1 chỗ."]
    assert [(one.text, one.solves) for one in view.options] == [("Dùng cả 4 ghế dự phòng", True)]


@pytest.mark.parametrize("rules", [1, 3])
def test_the_sentences_cost_the_same_for_any_number(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, rules: int
) -> None:
    for number in range(rules):
        make_allocation.rule(campaign, DivisionRule.Kind.ABSENCE, unit=make_people.unit(), amount=30 + number)

    with django_assert_num_queries(11):
        page = organiser_client.get(f"/campaigns/{campaign.code}/division-rules/")

    assert len(page.context["rules"]) == rules


@pytest.mark.parametrize("people", [1, 3])
def test_the_difference_of_versions_costs_the_same_for_any_number_of_people(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    run, training_class = make_allocation.run(campaign, Run.State.SOLVED), make_campaigns.training_class(campaign)
    for _ in range(people):
        make_allocation.place(run, training_class)

    with django_assert_num_queries(9):
        page = organiser_client.get(f"/runs/{run.code}/difference/")

    assert page.context["difference"].added_count == len(page.context["difference"].units) == people


@pytest.mark.parametrize("people", [1, 3])
def test_who_is_away_when_costs_the_same_for_any_number_of_people(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    run, training_class = make_allocation.run(campaign, Run.State.SOLVED), make_campaigns.training_class(campaign)
    run.solution = {"sessions": [[0, 0, 0, 0, 0]], "status": "optimal"}
    run.save(update_fields=["solution"])
    for _ in range(people):
        make_allocation.place(run, training_class)

    with django_assert_num_queries(8):
        page = organiser_client.get(f"/runs/{run.code}/days/")

    assert len(page.context["heat"].rows) == people


@pytest.mark.parametrize("people", [1, 3])
def test_finding_learners_costs_the_same_for_any_number(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    run, training_class = make_allocation.run(campaign, Run.State.SOLVED), make_campaigns.training_class(campaign)
    for _ in range(people):
        make_allocation.place(run, training_class)

    with django_assert_num_queries(9):
        page = organiser_client.get(f"/runs/{run.code}/people/", {"q": "n"})

    assert len(page.context["found"]) == people


@pytest.mark.parametrize("swaps", [1, 3])
def test_requests_for_another_class_cost_the_same_for_any_number(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, swaps: int
) -> None:
    for _ in range(swaps):
        make_allocation.swap(campaign)

    with django_assert_num_queries(10):
        page = organiser_client.get(f"/campaigns/{campaign.code}/swaps/")

    assert len(page.context["swaps"].lines) == swaps


@pytest.mark.parametrize("swaps", [1, 3])
def test_a_units_own_requests_cost_the_same_for_any_number(campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, swaps: int) -> None:
    coordinator = make_people.user()
    for _ in range(swaps):
        UnitCoordinator.objects.create(unit=make_allocation.swap(campaign).enrollment.unit, user=coordinator)

    client = client_of(coordinator)

    with django_assert_num_queries(8):
        page = client.get("/swaps/")

    assert len(page.context["swaps"]) == swaps


def test_ordering_an_aim_by_its_arrow_leads_back_to_the_arrow(organiser_client: Client, campaign: Campaign) -> None:
    """The keyboard goes on where it was."""
    where = f"/campaigns/{campaign.code}/division-rules/"

    page = organiser_client.post(f"{where}aims/", {"aim": "levels", "step": "-1"}, follow=True)

    assert [name for name, _words in page.context["aims"]][3:5] == ["levels", "grouping"]
    assert page.redirect_chain == [(f"{where}?moved=levels&step=-1", 302)]
    assert page.content.decode().count("data-focus") == 1
