from datetime import timedelta

import pytest
from conftest import client_of
from django.test import Client
from make import NOON, grading
from make import campaigns as make_campaigns
from make import hosting as make_hosting
from make import people as make_people
from make import rosters as make_rosters
from make import summonses as make_summonses
from pytest_django import DjangoAssertNumQueries

from boiduong.accounts.models import User
from boiduong.campaigns.models import Campaign, Membership
from boiduong.people.models import Unit
from boiduong.reports.own_work import own_work_of
from boiduong.rosters.models import RosterCall


@pytest.fixture
def unit() -> Unit:
    return make_people.unit("Trường Tiểu học Hoa Hồng")


@pytest.fixture
def clerk(unit: Unit) -> User:
    return make_people.coordinator(unit)


def titles(user: User, campaign: Campaign, days: int = 0) -> list[str]:
    return [task.title for task in own_work_of(user, on=campaign.ends_on + timedelta(days=days)).tasks]


def test_nothing_waits_for_somebody_without_a_part(campaign: Campaign, unit: Unit) -> None:
    make_rosters.call(campaign, unit)

    assert own_work_of(make_people.user(), on=campaign.starts_on).tasks == []


def test_what_another_unit_has_to_do_is_not_told(campaign: Campaign, clerk: User) -> None:
    make_rosters.call(campaign)
    make_summonses.ready(campaign)

    assert titles(clerk, campaign) == []


def test_a_campaign_that_is_over_asks_for_nothing_any_more(campaign: Campaign, unit: Unit, clerk: User) -> None:
    make_rosters.call(campaign, unit)

    assert (titles(clerk, campaign), titles(clerk, campaign, days=1)) == (["Gửi danh sách"], [])


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (RosterCall.State.CALLED, ["Gửi danh sách"]),
        (RosterCall.State.RECEIVED, ["Xem những dòng của danh sách còn cần người xem"]),
        (RosterCall.State.SENT_BACK, ["Sửa danh sách được trả lại"]),
        (RosterCall.State.CHECKED, []),
        (RosterCall.State.CONFIRMED, []),
    ],
)
def test_a_clerk_is_told_what_the_roster_wants(campaign: Campaign, unit: Unit, clerk: User, state: RosterCall.State, told: list[str]) -> None:
    make_rosters.call(campaign, unit)
    RosterCall.objects.update(state=state)

    assert titles(clerk, campaign) == told


def test_summonses_wait_until_the_unit_has_fetched_them(campaign: Campaign, unit: Unit, clerk: User) -> None:
    (bundle,) = make_summonses.ready(campaign, [unit, unit])
    assert titles(clerk, campaign) == ["Phát 2 giấy triệu tập"]

    bundle.fetched_at = NOON
    bundle.save(update_fields=["fetched_at"])

    assert titles(clerk, campaign) == []


def test_a_steward_and_a_grader_are_told_theirs(campaign: Campaign) -> None:
    grader = make_campaigns.member(campaign, Membership.Role.GRADER)
    shares = [grading.share(grading.essay(campaign), grader) for _ in range(3)]
    grading.grade(shares[0], "3")
    duty = make_hosting.duty(campaign, steward_=make_hosting.steward(campaign, grader))

    work = own_work_of(grader, on=duty.on)

    assert [(task.title, task.due_on) for task in work.tasks] == [("Trực 1 buổi", duty.on), ("Chấm 2 bài", None)]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_any_number_of_units(
    campaign: Campaign, clerk: User, unit: Unit, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for one in [unit, *(make_people.unit() for _ in range(count - 1))]:
        make_rosters.call(campaign, one)
        one.coordinators.get_or_create(user=clerk)

    with django_assert_num_queries(5):
        work = own_work_of(clerk, on=campaign.starts_on)

    assert (len(work.tasks), len(work.units)) == (count, count)


def test_the_first_page_of_a_clerk_says_what_waits_and_offers_no_empty_list_of_campaigns(campaign: Campaign, clerk: User, unit: Unit) -> None:
    page = client_of(clerk).get("/campaigns/").content.decode()

    assert "Hiện không có việc nào đang chờ." in page
    assert unit.name in page
    assert "Chưa có đợt bồi dưỡng nào" not in page


def test_the_first_page_of_an_organiser_has_campaigns_alone(organiser_client: Client, campaign: Campaign) -> None:
    page = organiser_client.get("/campaigns/").content.decode()

    assert campaign.title in page
    assert "Việc đang chờ thầy cô" not in page
