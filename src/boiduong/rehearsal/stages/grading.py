"""Grading: the rubric, blind shares, every essay marked by its grader through the grader's own action, one release."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from statistics import median

from django.db.models import QuerySet

from boiduong.essays.models import Submission
from boiduong.grading import actions
from boiduong.grading.actions import NewBand, NewCriterion
from boiduong.grading.models import Criterion, GradingShare
from boiduong.rehearsal import papers
from boiduong.rehearsal.scenario import at
from boiduong.rehearsal.world import World

CRITERIA = (
    NewCriterion("Trả lời đủ các ý của câu hỏi", Decimal(3)),
    NewCriterion("Bố cục rõ ràng, mạch lạc", Decimal(1)),
    NewCriterion("Vận dụng nội dung chuyên đề đã học", Decimal(2)),
    NewCriterion("Liên hệ thực tế công tác của bản thân, đơn vị", Decimal(3)),
    NewCriterion("Trình bày, chính tả", Decimal(1)),
)
BANDS = (NewBand("Giỏi", Decimal(8)), NewBand("Khá", Decimal("6.5")), NewBand("Trung bình", Decimal(5)), NewBand("Không đạt", Decimal(0)))
WEAK_RATIO = 0.012  # of essays that are off the question: most of them do not pass
SHARED_ON, RELEASED_ON = papers.ESSAY_DUE_ON + timedelta(days=1), papers.ESSAY_DUE_ON + timedelta(days=9)
COMMENTS = ("Bài đủ ý, liên hệ sát công việc.", "Cần nêu thêm việc làm cụ thể của đơn vị.", "Bố cục rõ; phần liên hệ còn ngắn.")
TELL_EVERY = 250


def play(world: World) -> None:
    actor, campaign = world.actor(), world.campaign
    actions.set_rubric(actor=actor, campaign=campaign, criteria=CRITERIA, bands=BANDS)
    count = actions.share_out(actor=actor, campaign=campaign, seed=f"{world.scenario.seed}:shares", at=at(SHARED_ON, "8:00"))
    _grade_all(world, count)
    unread = Submission.objects.current().filter(campaign=campaign).exclude(state=Submission.State.READABLE).count()
    actions.release_grades(actor=actor, campaign=campaign, at=at(RELEASED_ON, "9:00"), ungraded_agreed=unread)


def _grade_all(world: World, count: int) -> None:
    """Grader after grader, each through the own pile in its order, an essay every four minutes of the rehearsal's clock."""
    criteria = list(world.campaign.criteria.order_by("number"))
    lengths = [len(text.split()) for text in _shares(world).values_list("submission__text", flat=True).iterator(chunk_size=500)]
    usual, dice = median(lengths), world.dice("marks")
    graders = {user.pk: who for who, user in world.users.items()}
    piles = _shares(world).select_related("submission").defer("submission__content")
    for done, share in enumerate(piles.iterator(chunk_size=200), 1):
        text = share.submission.text
        points = marks_of(len(text.split()) / usual, text.count("\n") + 1, criteria, dice)
        comment = dice.choice(COMMENTS) if dice.random() < 0.2 else ""
        actor = world.actor(graders[share.grader_id])
        actions.grade_essay(actor=actor, share=share, points=points, comment=comment, at=_read_at(share.order))
        if done % TELL_EVERY == 0 or done == count:
            world.say("Người chấm đang chấm bài", done, count)


def _shares(world: World) -> QuerySet[GradingShare]:
    return GradingShare.objects.filter(campaign=world.campaign).order_by("grader", "order")


def _read_at(order: int) -> datetime:
    """Sixty essays a day from eight in the morning."""
    day, place = divmod(order - 1, 60)
    return at(SHARED_ON, "8:00") + timedelta(days=day, minutes=4 * place)


def marks_of(length_ratio: float, paragraphs: int, criteria: list[Criterion], dice: Random) -> dict[int, Decimal]:
    """What a grader gives, in halves of a point: more for a long text in paragraphs, with the grader's own leaning, little for a weak one.

    length_ratio: syllables, against the usual essay of the campaign.
    """
    level = 0.28 if dice.random() < WEAK_RATIO else 0.51 + 0.17 * min(length_ratio, 1.5) + 0.02 * min(paragraphs, 4) + dice.gauss(0, 0.07)
    return {c.number: _halves(float(c.max_points) * (level + dice.gauss(0, 0.11)), float(c.max_points)) for c in criteria}


def _halves(points: float, most: float) -> Decimal:
    return Decimal(round(2 * min(most, max(0.0, points)))) / 2
