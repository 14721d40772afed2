from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign, Membership, Rules
from boiduong.essays.models import Submission
from boiduong.grading.models import Criterion, Grade, GradeBand, GradeRelease, GradingShare
from boiduong.grading.queries import ungraded_essay_count
from boiduong.grading.sharing import Essay, Hand, Undealable, deal
from boiduong.grading.wording import opinion_words_in
from boiduong.people.models import Unit


class RubricInUse(Refusal):
    pass


class CriterionScoresOpinion(Refusal):
    pass


class RubricUnbalanced(Refusal):
    pass


class BandsIncomplete(Refusal):
    pass


class NoRubric(Refusal):
    pass


class NoGraders(Refusal):
    pass


class NothingToShare(Refusal):
    pass


class OwnUnitUnavoidable(Refusal):
    pass


class NotYourShare(Refusal):
    pass


class PointsOutOfRange(Refusal):
    pass


class AlreadyReleased(Refusal):
    pass


class EssayReplaced(Refusal):
    pass


class EssaysUngraded(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class NewCriterion:
    title: str
    max_points: Decimal


@dataclass(frozen=True, slots=True)
class NewBand:
    name: str
    min_points: Decimal


@transaction.atomic
def set_rubric(
    *, actor: Actor, campaign: Campaign, criteria: Sequence[NewCriterion], bands: Sequence[NewBand], override_reason: str = ""
) -> list[Criterion]:
    """Say what is looked at, how much each thing weighs, and the words for ranges of points; what was said before is replaced.

    override_reason: why a criterion may use a word that usually scores an opinion; it goes into the trail.
    Refuses: RubricInUse, CriterionScoresOpinion, RubricUnbalanced, BandsIncomplete. Audits: grading.rubric.set. Locks: the campaign.
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if Grade.objects.filter(share__campaign=campaign).exists():
        raise RubricInUse(_("Essays have been graded by this rubric; it can no longer be changed."))
    _refuse_opinions(criteria, override_reason)
    _refuse_unbalanced(Rules.objects.get(campaign=campaign), criteria, bands)
    campaign.criteria.all().delete()
    campaign.grade_bands.all().delete()
    made = Criterion.objects.bulk_create(
        [Criterion(campaign=campaign, number=n, title=new.title, max_points=new.max_points) for n, new in enumerate(criteria, 1)]
    )
    GradeBand.objects.bulk_create([GradeBand(campaign=campaign, name=new.name, min_points=new.min_points) for new in bands])
    told = {new.title: str(new.max_points) for new in criteria}
    record(actor, "grading.rubric.set", campaign, criteria=told, bands={b.name: str(b.min_points) for b in bands}, override_reason=override_reason)
    return made


def _refuse_opinions(criteria: Sequence[NewCriterion], override_reason: str) -> None:
    found = [word for new in criteria for word in opinion_words_in(new.title)]
    if found and not override_reason.strip():
        raise CriterionScoresOpinion(
            _("A criterion is about the task, never about opinions: “%(words)s” cannot stand in it.") % {"words": "”, “".join(found)}
        )


def _refuse_unbalanced(rules: Rules, criteria: Sequence[NewCriterion], bands: Sequence[NewBand]) -> None:
    total = sum((new.max_points for new in criteria), Decimal(0))
    if total != rules.max_points:
        raise RubricUnbalanced(
            _("The criteria add up to %(total)s points; under the rules they must add up to %(max)s.")
            % {"total": number_format(total), "max": number_format(rules.max_points)}
        )
    starts = [band.min_points for band in bands]
    if len(set(starts)) != len(starts) or not {Decimal(0), rules.pass_points} <= set(starts) or max(starts) > rules.max_points:
        raise BandsIncomplete(
            _("Every mark needs one word: a band must begin at 0, one at %(pass)s (a pass), and none twice at the same mark.")
            % {"pass": number_format(rules.pass_points)}
        )


@transaction.atomic
def share_out(*, actor: Actor, campaign: Campaign, seed: str, at: datetime) -> int:
    """Give every readable essay that nobody has yet to a grader: piles differ by at most 1, nobody gets an essay of the own unit.

    seed: of the dice; the same rows and seed give the same piles, and it stands in the trail for whoever wants to see that.
    An essay that its author has replaced by a newer version leaves the pile unless it was graded.
    Refuses: AlreadyReleased, NoRubric, NoGraders, NothingToShare, OwnUnitUnavoidable (and names the units).
    Audits: grading.essays.shared, once. Locks: the campaign. Returns how many essays were dealt.
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    _refuse_released(campaign)
    if not campaign.criteria.exists():
        raise NoRubric(_("Say first how essays are graded: the rubric is empty."))
    GradingShare.objects.filter(campaign=campaign, submission__is_current=False, grade=None).delete()
    piles = _dealt(campaign, seed)
    rows = [
        GradingShare(campaign=campaign, submission_id=essay, grader_id=grader, order=order, shared_at=at)
        for grader, (held, essays) in piles.items()
        for order, essay in enumerate(essays, held + 1)
    ]
    GradingShare.objects.bulk_create(rows, batch_size=1000)
    record(
        actor, "grading.essays.shared", campaign, count=len(rows), seed=seed, graders={str(key): len(pile) for key, (_held, pile) in piles.items()}
    )
    return len(rows)


def _dealt(campaign: Campaign, seed: str) -> dict[int, tuple[int, list[int]]]:
    """Grader -> how far their pile's numbers go already, and the essays dealt to them now."""
    readable = Submission.objects.current().filter(campaign=campaign, state=Submission.State.READABLE, enrollment__withdrawn_at=None)
    waiting = readable.filter(grading_shares=None).order_by("pk").values_list("pk", "enrollment__unit")
    essays = [Essay(key, unit) for key, unit in waiting]
    if not essays:
        raise NothingToShare(_("There is no readable essay that is not with a grader already."))
    members = Membership.objects.filter(campaign=campaign, role=Membership.Role.GRADER).order_by("user").values_list("user", "unit")
    if not members:
        raise NoGraders(_("Nobody is a grader of this campaign yet."))
    held: dict[int, list[int]] = {user: [] for user, _unit in members}
    for grader, order in GradingShare.objects.filter(campaign=campaign, grader__in=held).values_list("grader", "order"):
        held[grader].append(order)
    try:
        piles = deal(essays, [Hand(user, unit, len(held[user])) for user, unit in members], Random(seed))  # noqa: S311  fair, not secret
    except Undealable as reason:
        names = ", ".join(Unit.objects.filter(pk__in=reason.units).order_by("sort_key").values_list("name", flat=True))
        raise OwnUnitUnavoidable(
            _("Fair shares are impossible: graders of %(units)s would have to grade essays of their own unit. Name graders of other units.")
            % {"units": names}
        ) from reason
    return {user: (max(held[user], default=0), essays) for user, essays in piles.items()}


@transaction.atomic
def open_essay(*, actor: Actor, share: GradingShare) -> None:
    """Write down that a grader reads an essay: its author may ask who did.

    Refuses: NotYourShare. Audits: grading.essay.opened.
    """
    _refuse_others(actor, share)
    record(actor, "grading.essay.opened", share.submission)


@transaction.atomic
def grade_essay(*, actor: Actor, share: GradingShare, points: Mapping[int, Decimal], comment: str = "", at: datetime) -> Grade:
    """Mark an essay of one's own pile, by criterion; until the release it can be marked again.

    points: criterion number -> points, one decimal, for every criterion of the rubric.
    Refuses: NotYourShare, EssayReplaced, PointsOutOfRange, AlreadyReleased. Audits: grading.essay.graded, with what stood before.
    Locks: the campaign, so that no mark slips in after the release.
    """
    _refuse_others(actor, share)
    campaign = Campaign.objects.select_for_update(no_key=True, of=("self",)).select_related("grade_release").get(pk=share.campaign_id)
    if getattr(campaign, "grade_release", None):
        raise _released()
    current = GradingShare.objects.filter(submission__is_current=True).select_related("grade").filter(pk=share.pk).first()
    if current is None:
        raise EssayReplaced(_("The author has handed in a newer version of this essay; it will be shared out again."))
    _refuse_out_of_range(list(campaign.criteria.order_by("number")), points)
    total = sum(points.values(), Decimal(0))
    marks = {str(number): str(value) for number, value in sorted(points.items())}
    before: Grade | None = getattr(current, "grade", None)
    grade = Grade(pk=before.pk if before else None, share=share, points=marks, total_points=total, comment=comment, graded_at=at)
    grade.save(force_insert=before is None, force_update=before is not None)
    told = {"before": before.points, "comment_before": before.comment} if before else {}
    record(actor, "grading.essay.graded", Submission(pk=share.submission_id), points=marks, **told)
    return grade


def _refuse_others(actor: Actor, share: GradingShare) -> None:
    if actor.user is None or share.grader_id != actor.user.pk:
        raise NotYourShare(_("This essay is not in your pile."))


def _refuse_released(campaign: Campaign) -> None:
    if GradeRelease.objects.filter(campaign=campaign).exists():
        raise _released()


def _released() -> AlreadyReleased:
    return AlreadyReleased(_("The grades have been released; they can no longer be changed here."))


def _refuse_out_of_range(criteria: Sequence[Criterion], points: Mapping[int, Decimal]) -> None:
    if set(points) != {criterion.number for criterion in criteria}:
        raise PointsOutOfRange(_("Every criterion needs its points."))
    wrong = [criterion.title for criterion in criteria if not _fits(points[criterion.number], criterion.max_points)]
    if wrong:
        raise PointsOutOfRange(
            _("Points lie between 0 and the criterion's maximum, with one decimal. Look again at: %(titles)s.") % {"titles": "; ".join(wrong)}
        )


def _fits(points: Decimal, max_points: Decimal) -> bool:
    return points.is_finite() and 0 <= points <= max_points and points == round(points, 1)


@transaction.atomic
def release_grades(*, actor: Actor, campaign: Campaign, at: datetime, ungraded_agreed: int = 0) -> GradeRelease:
    """Make all grades of a campaign known, once and for all.

    ungraded_agreed: how many essays a person says may stay without a grade; it must be just as many as there are.
    Refuses: AlreadyReleased, NoRubric, EssaysUngraded. Audits: grading.grades.released. Locks: the campaign.
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    _refuse_released(campaign)
    count = Grade.objects.filter(share__campaign=campaign, share__submission__is_current=True).count()
    if not count:
        raise NoRubric(_("There is no grade to release yet."))
    ungraded = ungraded_essay_count(campaign)
    if ungraded != ungraded_agreed:
        raise EssaysUngraded(
            _("%(count)d essays have no grade yet. Wait for them, or say that just %(count)d stay without one.") % {"count": ungraded}
        )
    release = GradeRelease.objects.create(campaign=campaign, released_at=at, released_by=actor.user, grade_count=count)
    record(actor, "grading.grades.released", campaign, grades=count, ungraded=ungraded)
    return release
