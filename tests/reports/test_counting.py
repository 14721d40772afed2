from datetime import date

import pytest
from django.utils import timezone
from make import campaigns as make_campaigns
from make import reports as make_reports
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.reports.counting import summary_figures
from boiduong.reports.figures import Absentee, Band, Day, Essays, Group, digest, frozen

SCHOOL, KINDERGARTEN = "Trường Tiểu học Hoa Mai", "Trường Mầm non Sao Mai"


def counts(group: Group) -> tuple[int, ...]:
    return group.called, group.present, group.made_up, group.absent, group.excused, group.without_leave, group.visits


@pytest.mark.django_db
def test_persons_and_visits_are_told_apart(campaign: Campaign) -> None:
    make_reports.attended(campaign)

    figures = summary_figures(campaign)

    assert counts(figures.total) == (5, 3, 1, 2, 1, 1, 7)
    assert {group.name: counts(group) for group in figures.by_unit} == {SCHOOL: (3, 2, 1, 1, 1, 0, 4), KINDERGARTEN: (2, 1, 0, 1, 0, 1, 3)}


@pytest.mark.django_db
def test_every_way_of_grouping_adds_up_to_the_whole(campaign: Campaign) -> None:
    make_reports.finished(campaign)

    figures = summary_figures(campaign)

    for groups in (figures.by_unit, figures.by_class, figures.by_level, figures.by_ownership, figures.by_role):
        assert tuple(map(sum, zip(*(counts(group) for group in groups), strict=True))) == counts(figures.total)
    assert [(group.key, group.called) for group in figures.by_level] == [("PRESCHOOL", 2), ("PRIMARY", 3)]
    assert [(group.key, group.called) for group in figures.by_ownership] == [("PUBLIC", 3), ("PRIVATE", 2)]
    assert [(group.key, group.called) for group in figures.by_role] == [("MANAGER", 1), ("TEACHER", 3), ("STAFF", 1)]
    assert sum(day.visits for day in figures.by_day) == sum(topic.visits for topic in figures.topics) == figures.total.visits


@pytest.mark.django_db
def test_a_day_counts_visits_of_the_sessions_held_on_it(campaign: Campaign) -> None:
    make_reports.attended(campaign)

    assert summary_figures(campaign).by_day == (
        Day(date(2019, 7, 23), sessions=1, expected=5, visits=4, late=1),
        Day(date(2019, 7, 24), sessions=1, expected=5, visits=2, late=0),
        Day(date(2019, 8, 5), sessions=1, expected=1, visits=1, late=0),
    )


@pytest.mark.django_db
def test_essays_are_owed_by_those_present(campaign: Campaign) -> None:
    make_reports.finished(campaign)

    figures = summary_figures(campaign)

    assert (figures.essays, figures.essays.missing) == (Essays(due=3, received=2, late=1), 1)
    assert (figures.total.completed, figures.certificates) == (1, 1)


@pytest.mark.django_db
def test_grades_are_told_only_once_they_are_released(campaign: Campaign) -> None:
    make_reports.finished(campaign)
    assert summary_figures(campaign).bands == (Band("Giỏi", "8", 1), Band("Đạt", "5", 0), Band("Không đạt", "0", 1))

    campaign.grade_release.delete()

    figures = summary_figures(campaign)
    assert (figures.graded, figures.bands) == (None, ())


@pytest.mark.django_db
def test_whoever_stayed_away_without_leave_is_named(campaign: Campaign) -> None:
    make_reports.attended(campaign)

    assert summary_figures(campaign).absentees == (Absentee(KINDERGARTEN, "Nguyễn Thị Dung", "", "Lớp 1"),)


@pytest.mark.django_db
def test_whoever_was_taken_off_the_list_counts_nowhere(campaign: Campaign) -> None:
    told = make_reports.attended(campaign)
    Enrollment.objects.filter(pk=told.learners["An"].pk).update(withdrawn_at=timezone.now())

    assert counts(summary_figures(campaign).total) == (4, 2, 1, 2, 1, 1, 5)


@pytest.mark.django_db
def test_the_same_figures_have_the_same_digest(campaign: Campaign) -> None:
    make_reports.finished(campaign)

    first, second = (frozen(summary_figures(campaign)) for _ in range(2))

    assert digest(first) == digest(dict(reversed(second.items())))
    assert digest(first) != digest(first | {"certificates": 2})


@pytest.mark.django_db
@pytest.mark.parametrize("more", [0, 2])
def test_the_figures_cost_the_same_for_any_number_of_learners(
    campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    told = make_reports.finished(campaign)
    for _ in range(more):
        make_campaigns.enrollment(campaign, training_class=told.training_class)

    with django_assert_num_queries(21):
        figures = summary_figures(campaign)

    assert figures.total.called == 5 + more
