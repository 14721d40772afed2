from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from itertools import count

from boiduong.accounts.models import User
from boiduong.campaigns.models import Campaign, Enrollment, Membership
from boiduong.essays.models import EssayPrompt, Submission
from boiduong.grading.models import Criterion, Grade, GradeBand, GradeRelease, GradingShare
from boiduong.people.models import Unit
from make import NOON, campaigns, people

numbers = count(1)
TEXT = "Qua đợt học tập, tôi hiểu rằng nêu gương là việc làm hằng ngày."


def rubric(campaign: Campaign) -> list[Criterion]:
    """Two criteria of 4 and 6 points; the usual four bands."""
    for name, points in (("Giỏi", 8), ("Khá", "6.5"), ("Trung bình", 5), ("Không đạt", 0)):
        GradeBand.objects.create(campaign=campaign, name=name, min_points=points)
    titles = {"Trả lời đủ các ý của câu hỏi": 4, "Liên hệ thực tế công tác": 6}
    return [
        Criterion.objects.create(campaign=campaign, number=n, title=title, max_points=points) for n, (title, points) in enumerate(titles.items(), 1)
    ]


def grader(campaign: Campaign, unit: Unit | None = None) -> User:
    return campaigns.member(campaign, Membership.Role.GRADER, unit)


def enrollment_of(campaign: Campaign, unit: Unit) -> Enrollment:
    return campaigns.enrollment(campaign, people.person(unit))


def submission(enrollment: Enrollment, text: str = TEXT, state: Submission.State = Submission.State.READABLE) -> Submission:
    """The learner's newest version; those before are no longer current."""
    prompt, _ = EssayPrompt.objects.get_or_create(campaign=enrollment.campaign, number=1, defaults={"text": "Liên hệ trách nhiệm nêu gương."})
    Submission.objects.filter(enrollment=enrollment).update(is_current=False)
    return Submission.objects.create(
        blind_code=f"B{next(numbers):06d}",
        campaign=enrollment.campaign,
        enrollment=enrollment,
        prompt=prompt,
        version=enrollment.submissions.count() + 1,
        means=Submission.Means.TYPED,
        state=state,
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        submitted_at=NOON,
    )


def essay(campaign: Campaign, unit: Unit | None = None) -> Submission:
    return submission(enrollment_of(campaign, unit or people.unit()))


def share(submission: Submission, grader: User, at: datetime = NOON) -> GradingShare:
    order = GradingShare.objects.filter(grader=grader).count() + 1
    return GradingShare.objects.create(campaign=submission.campaign, submission=submission, grader=grader, order=order, shared_at=at)


def grade(share: GradingShare, *points: str) -> Grade:
    marks = {str(n): value for n, value in enumerate(points or ("3.5", "5.0"), 1)}
    return Grade.objects.create(share=share, points=marks, total_points=sum(map(Decimal, marks.values())), graded_at=NOON)


def release(campaign: Campaign) -> GradeRelease:
    return GradeRelease.objects.create(campaign=campaign, released_at=NOON, grade_count=Grade.objects.filter(share__campaign=campaign).count())
