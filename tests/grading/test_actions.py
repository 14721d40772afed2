from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest
from make import NOON, grading
from make import campaigns as make_campaigns
from make import people as make_people

from boiduong.accounts.models import User
from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.essays.models import Submission
from boiduong.grading import actions
from boiduong.grading.actions import NewBand, NewCriterion
from boiduong.grading.models import Grade, GradeRelease, GradingShare

CRITERIA = [NewCriterion("Trả lời đủ các ý", Decimal(4)), NewCriterion("Liên hệ thực tế", Decimal(6))]
BANDS = [NewBand("Đạt", Decimal(5)), NewBand("Không đạt", Decimal(0))]
POINTS = {1: Decimal("3.5"), 2: Decimal(5)}


def by(user: User | None) -> Actor:
    return Actor(user, via="test")


@pytest.mark.parametrize(
    ("criteria", "bands", "refusal"),
    [
        ([NewCriterion("Lập trường vững vàng", Decimal(10))], BANDS, actions.CriterionScoresOpinion),
        ([NewCriterion("Bố cục", Decimal(9))], BANDS, actions.RubricUnbalanced),
        (CRITERIA, [], actions.BandsIncomplete),
        (CRITERIA, [NewBand("Đạt", Decimal(5))], actions.BandsIncomplete),
        (CRITERIA, [NewBand("Giỏi", Decimal(8)), NewBand("Còn lại", Decimal(0))], actions.BandsIncomplete),
        (CRITERIA, [*BANDS, NewBand("Xuất sắc", Decimal(11))], actions.BandsIncomplete),
        (CRITERIA, [*BANDS, NewBand("Yếu", Decimal(0))], actions.BandsIncomplete),
    ],
)
def test_set_rubric_refuses_opinions_and_sums_that_do_not_come_out(
    organiser: User, campaign: Campaign, criteria: list[NewCriterion], bands: list[NewBand], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        actions.set_rubric(actor=by(organiser), campaign=campaign, criteria=criteria, bands=bands)

    assert not campaign.criteria.exists()
    assert not AuditEntry.objects.exists()


def test_set_rubric_refuses_once_an_essay_is_graded_by_it(organiser: User, campaign: Campaign) -> None:
    grading.rubric(campaign)
    grading.grade(grading.share(grading.essay(campaign), grading.grader(campaign)))

    with pytest.raises(actions.RubricInUse):
        actions.set_rubric(actor=by(organiser), campaign=campaign, criteria=CRITERIA, bands=BANDS)


def test_set_rubric_replaces_what_was_said_before(organiser: User, campaign: Campaign) -> None:
    grading.rubric(campaign)

    actions.set_rubric(actor=by(organiser), campaign=campaign, criteria=CRITERIA[::-1], bands=BANDS)

    assert list(campaign.criteria.order_by("number").values_list("number", "title")) == [(1, "Liên hệ thực tế"), (2, "Trả lời đủ các ý")]
    assert set(campaign.grade_bands.values_list("name", flat=True)) == {"Đạt", "Không đạt"}


def test_a_person_may_let_a_word_pass_with_a_reason_that_is_kept(organiser: User, campaign: Campaign) -> None:
    criteria = [NewCriterion("Nêu đúng các quan điểm mà Nghị quyết viết ra", Decimal(10))]

    actions.set_rubric(actor=by(organiser), campaign=campaign, criteria=criteria, bands=BANDS, override_reason="Là nội dung văn bản")

    assert AuditEntry.objects.get().details["override_reason"] == "Là nội dung văn bản"


def no_rubric(campaign: Campaign) -> None:
    grading.essay(campaign)
    grading.grader(campaign)


def no_essay(campaign: Campaign) -> None:
    grading.rubric(campaign)
    grading.grader(campaign)
    grading.submission(make_campaigns.enrollment(campaign), state=Submission.State.UNREADABLE)


def no_grader(campaign: Campaign) -> None:
    grading.rubric(campaign)
    grading.essay(campaign)


def all_of_one_unit(campaign: Campaign) -> None:
    grading.rubric(campaign)
    unit = make_people.unit("Trường Tiểu học Sao Mai")
    grading.grader(campaign, unit)
    for _ in range(2):
        grading.essay(campaign, unit)


def released(campaign: Campaign) -> None:
    grading.rubric(campaign)
    grading.release(campaign)


@pytest.mark.parametrize(
    ("scene", "refusal"),
    [
        (no_rubric, actions.NoRubric),
        (no_essay, actions.NothingToShare),
        (no_grader, actions.NoGraders),
        (all_of_one_unit, actions.OwnUnitUnavoidable),
        (released, actions.AlreadyReleased),
    ],
)
def test_share_out_refuses(organiser: User, campaign: Campaign, scene: Callable[[Campaign], None], refusal: type[Exception]) -> None:
    scene(campaign)

    with pytest.raises(refusal):
        actions.share_out(actor=by(organiser), campaign=campaign, seed="1", at=NOON)

    assert not GradingShare.objects.exists()
    assert not AuditEntry.objects.exists()


def test_share_out_names_the_unit_that_makes_it_impossible(organiser: User, campaign: Campaign) -> None:
    all_of_one_unit(campaign)

    with pytest.raises(actions.OwnUnitUnavoidable, match="Trường Tiểu học Sao Mai"):
        actions.share_out(actor=by(organiser), campaign=campaign, seed="1", at=NOON)


def test_share_out_gives_every_readable_essay_once_and_none_to_its_own_unit(organiser: User, campaign: Campaign) -> None:
    grading.rubric(campaign)
    units = [make_people.unit() for _ in range(3)]
    graders = [grading.grader(campaign, unit) for unit in units]
    essays = [grading.essay(campaign, unit) for unit in units for _ in range(3)]
    grading.submission(make_campaigns.enrollment(campaign), state=Submission.State.UNREADABLE)

    count = actions.share_out(actor=by(organiser), campaign=campaign, seed="1", at=NOON)

    shares = GradingShare.objects.select_related("submission__enrollment")
    assert count == 9
    assert {share.submission for share in shares} == set(essays)
    assert Counter(share.grader for share in shares) == dict.fromkeys(graders, 3)
    assert [share for share in shares if share.submission.enrollment.unit_id == units[graders.index(share.grader)].pk] == []
    assert sorted(graders[0].grading_shares.values_list("order", flat=True)) == [1, 2, 3]


def test_sharing_out_again_gives_only_what_is_new_and_takes_back_what_was_replaced(organiser: User, campaign: Campaign) -> None:
    grading.rubric(campaign)
    graders = [grading.grader(campaign), grading.grader(campaign)]
    essays = [grading.essay(campaign) for _ in range(4)]
    actions.share_out(actor=by(organiser), campaign=campaign, seed="1", at=NOON)
    newer = grading.submission(essays[0].enrollment, "Bài viết lại")

    assert actions.share_out(actor=by(organiser), campaign=campaign, seed="2", at=NOON) == 1

    assert set(GradingShare.objects.values_list("submission", flat=True)) == {newer.pk, *(essay.pk for essay in essays[1:])}
    assert Counter(GradingShare.objects.values_list("grader", flat=True)) == {grader.pk: 2 for grader in graders}


def test_grade_essay_refuses_an_essay_of_another_pile(organiser: User, campaign: Campaign) -> None:
    grading.rubric(campaign)
    share = grading.share(grading.essay(campaign), grading.grader(campaign))

    for other in (organiser, grading.grader(campaign), None):
        with pytest.raises(actions.NotYourShare):
            actions.grade_essay(actor=by(other), share=share, points=POINTS, at=NOON)


@pytest.mark.parametrize(
    "points",
    [
        {},
        {1: Decimal(1)},
        {**POINTS, 3: Decimal(0)},
        {**POINTS, 1: Decimal("4.1")},
        {**POINTS, 2: Decimal("-0.1")},
        {**POINTS, 2: Decimal("1.25")},
        {**POINTS, 2: Decimal("NaN")},
    ],
)
def test_grade_essay_refuses_points_that_the_rubric_does_not_know(campaign: Campaign, points: dict[int, Decimal]) -> None:
    grading.rubric(campaign)
    grader = grading.grader(campaign)
    share = grading.share(grading.essay(campaign), grader)

    with pytest.raises(actions.PointsOutOfRange):
        actions.grade_essay(actor=by(grader), share=share, points=points, at=NOON)

    assert not Grade.objects.exists()


def test_grade_essay_refuses_after_the_release(campaign: Campaign) -> None:
    grading.rubric(campaign)
    grader = grading.grader(campaign)
    share = grading.share(grading.essay(campaign), grader)
    grading.release(campaign)

    with pytest.raises(actions.AlreadyReleased):
        actions.grade_essay(actor=by(grader), share=share, points=POINTS, at=NOON)


def test_grade_essay_refuses_a_version_that_was_replaced(campaign: Campaign) -> None:
    grading.rubric(campaign)
    grader = grading.grader(campaign)
    share = grading.share(grading.essay(campaign), grader)
    grading.submission(share.submission.enrollment)

    with pytest.raises(actions.EssayReplaced):
        actions.grade_essay(actor=by(grader), share=share, points=POINTS, at=NOON)


def test_grade_essay_adds_the_points_up(campaign: Campaign) -> None:
    grading.rubric(campaign)
    grader = grading.grader(campaign)
    share = grading.share(grading.essay(campaign), grader)

    grade = actions.grade_essay(actor=by(grader), share=share, points=POINTS, comment="Liên hệ tốt", at=NOON)

    grade.refresh_from_db()
    assert (grade.total_points, grade.points, grade.comment) == (Decimal("8.5"), {"1": "3.5", "2": "5"}, "Liên hệ tốt")


def test_grading_again_replaces_the_grade_and_the_trail_keeps_the_one_before(campaign: Campaign) -> None:
    grading.rubric(campaign)
    grader = grading.grader(campaign)
    share = grading.share(grading.essay(campaign), grader)
    actions.grade_essay(actor=by(grader), share=share, points=POINTS, at=NOON)

    actions.grade_essay(actor=by(grader), share=share, points={1: Decimal(1), 2: Decimal(1)}, at=NOON)

    assert Grade.objects.get().total_points == 2
    assert AuditEntry.objects.order_by("-pk")[0].details["before"] == {"1": "3.5", "2": "5"}


def test_open_essay_refuses_others_and_writes_down_who_read(organiser: User, campaign: Campaign) -> None:
    grader = grading.grader(campaign)
    share = grading.share(grading.essay(campaign), grader)
    with pytest.raises(actions.NotYourShare):
        actions.open_essay(actor=by(organiser), share=share)

    actions.open_essay(actor=by(grader), share=share)

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.subject) == ("grading.essay.opened", grader, f"essays.submission:{share.submission_id}")


def test_release_grades_refuses_while_essays_are_ungraded_unless_a_person_says_so_with_the_count(organiser: User, campaign: Campaign) -> None:
    grading.rubric(campaign)
    grader = grading.grader(campaign)
    grading.grade(grading.share(grading.essay(campaign), grader))
    grading.share(grading.essay(campaign), grader)
    grading.submission(make_campaigns.enrollment(campaign), state=Submission.State.UNREADABLE)
    for agreed in (0, 1, 3):
        with pytest.raises(actions.EssaysUngraded, match="2"):
            actions.release_grades(actor=by(organiser), campaign=campaign, at=NOON, ungraded_agreed=agreed)

    release = actions.release_grades(actor=by(organiser), campaign=campaign, at=NOON, ungraded_agreed=2)

    assert release.grade_count == 1


def test_release_grades_refuses_twice_and_with_nothing_to_release(organiser: User, campaign: Campaign) -> None:
    grading.rubric(campaign)
    with pytest.raises(actions.NoRubric):
        actions.release_grades(actor=by(organiser), campaign=campaign, at=NOON)
    grading.grade(grading.share(grading.essay(campaign), grading.grader(campaign)))
    actions.release_grades(actor=by(organiser), campaign=campaign, at=NOON)

    with pytest.raises(actions.AlreadyReleased):
        actions.release_grades(actor=by(organiser), campaign=campaign, at=NOON)

    assert GradeRelease.objects.get().released_by == organiser
