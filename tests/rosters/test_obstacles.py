import pytest
from make import NOON
from make import campaigns as make_campaigns
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.carrying import NAMES, relations
from boiduong.campaigns.models import Campaign
from boiduong.essays.models import EssayLink
from boiduong.rosters.obstacles import standing_on


def test_whatever_may_point_to_a_learner_has_a_name_for_people() -> None:
    """A later stage that gets a new table must say here how it is called."""
    assert {relation.related_model._meta.label_lower for relation in relations()} == set(NAMES)


def test_nothing_stands_on_people_who_were_only_called(campaign: Campaign) -> None:
    assert standing_on([make_campaigns.enrollment(campaign)]) == []


def test_what_later_stages_did_with_them_is_told_with_their_names(campaign: Campaign) -> None:
    learner = make_campaigns.enrollment(campaign)
    EssayLink.objects.create(enrollment=learner, token_hash="x", made_at=NOON)

    (obstacle,) = standing_on([learner, make_campaigns.enrollment(campaign)])

    assert (obstacle.count, obstacle.people) == (1, (learner,))


@pytest.mark.parametrize("people", [1, 3])
def test_looking_costs_the_same_for_any_number_of_people(campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, people: int) -> None:
    called = [make_campaigns.enrollment(campaign) for _ in range(people)]

    with django_assert_num_queries(len(relations())):
        assert standing_on(called) == []
