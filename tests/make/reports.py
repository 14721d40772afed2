"""A small campaign with every kind of fate in it, so that each figure differs from the others."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from boiduong.allocation.models import MakeupPlace
from boiduong.attendance.models import Attendance, Excuse
from boiduong.campaigns.models import Campaign, Enrollment, Topic, TrainingClass
from boiduong.credentials.models import Certificate, CertificateBatch, Completion
from boiduong.essays.models import EssayPrompt, Submission
from boiduong.grading.models import Grade, GradeBand, GradeRelease, GradingShare
from boiduong.people.models import Person, Unit
from boiduong.schedule.models import ClassSession, Guest, Speaker, Venue
from make import campaigns as make_campaigns
from make import people as make_people

FIRST = datetime(2019, 7, 23, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ROLES = {"An": Person.Role.MANAGER, "Bình": Person.Role.TEACHER, "Chi": Person.Role.TEACHER, "Dung": Person.Role.TEACHER, "Em": Person.Role.STAFF}


@dataclass(frozen=True, slots=True)
class Told:
    campaign: Campaign
    training_class: TrainingClass
    makeup_class: TrainingClass
    sessions: tuple[ClassSession, ClassSession, ClassSession]  # of topics 1 and 2, then topic 2 of the make-up class
    learners: dict[str, Enrollment]  # An, Bình, Chi of the primary school; Dung, Em of the kindergarten


def attended(campaign: Campaign) -> Told:
    """An came to all, Bình made topic 2 up, Chi is excused, Dung came once and never again, Em was late once and is present."""
    primary = make_people.unit("Trường Tiểu học Hoa Mai")
    kindergarten = make_people.unit("Trường Mầm non Sao Mai", level="PRESCHOOL")
    Unit.objects.filter(pk=kindergarten.pk).update(ownership=Unit.Ownership.PRIVATE)
    own, makeup = make_campaigns.training_class(campaign), make_campaigns.training_class(campaign, is_makeup=True)
    topics = [make_campaigns.topic(campaign) for _ in range(2)]
    told = Told(
        campaign=campaign,
        training_class=own,
        makeup_class=makeup,
        sessions=_sessions(campaign, own, makeup, topics),
        learners={name: _learner(campaign, primary if name in {"An", "Bình", "Chi"} else kindergarten, name, own) for name in ROLES},
    )
    _judge(told)
    return told


def finished(campaign: Campaign) -> Told:
    """And then An and Em handed essays in, Em late; both were graded and released; An completed and has a certificate."""
    told = attended(campaign)
    prompt = EssayPrompt.objects.create(campaign=campaign, number=1, text="Nêu gương là gì?")
    for band, points in (("Giỏi", 8), ("Đạt", 5), ("Không đạt", 0)):
        GradeBand.objects.create(campaign=campaign, name=band, min_points=points)
    grader = make_people.user()
    for name, is_late, mark in (("An", False, "8.0"), ("Em", True, "4.5")):
        essay = Submission.objects.create(
            blind_code=f"{campaign.pk}-{name}",
            campaign=campaign,
            enrollment=told.learners[name],
            prompt=prompt,
            version=1,
            means=Submission.Means.TYPED,
            state=Submission.State.READABLE,
            sha256="0" * 64,
            submitted_at=FIRST,
            is_late=is_late,
        )
        share = GradingShare.objects.create(campaign=campaign, submission=essay, grader=grader, order=1, shared_at=FIRST)
        Grade.objects.create(share=share, points={}, total_points=Decimal(mark), graded_at=FIRST)
    GradeRelease.objects.create(campaign=campaign, released_at=FIRST, grade_count=2)
    Completion.objects.create(campaign=campaign, enrollment=told.learners["An"], is_complete=True, decided_at=FIRST)
    batch = CertificateBatch.objects.create(campaign=campaign, requested_at=FIRST, certificate_count=1)
    Certificate.objects.create(
        code=f"CODE{campaign.pk}",
        campaign=campaign,
        enrollment=told.learners["An"],
        batch=batch,
        year=2019,
        number=campaign.pk,
        symbol="1",
        content={},
        issued_at=FIRST,
    )
    return told


def opened(told: Told) -> None:
    """The first session is the opening: its speaker has titles, and two guests come, one of them unnamed."""
    titles = ["Nguyên Vụ trưởng Vụ Tổ chức", "Giảng viên cao cấp"]
    speaker = Speaker.objects.create(campaign=told.campaign, full_name="Lê Hải Đăng", degree="TS.", titles=titles)
    ClassSession.objects.filter(pk=told.sessions[0].pk).update(is_opening=True, speaker=speaker, speaker_titles=titles)
    ClassSession.objects.filter(pk=told.sessions[1].pk).update(speaker=speaker, speaker_titles=titles)
    Guest.objects.create(campaign=told.campaign, body_name="lãnh đạo Phòng Giáo dục và Đào tạo quận", precedence=2)
    Guest.objects.create(
        campaign=told.campaign, full_name="Trần Thu Hà", form_of_address="đồng chí", titles=["Phó Trưởng Ban Tuyên giáo Quận ủy"], precedence=1
    )


def _sessions(campaign: Campaign, own: TrainingClass, makeup: TrainingClass, topics: list[Topic]) -> tuple[ClassSession, ClassSession, ClassSession]:
    owner = make_people.unit("Ủy ban nhân dân quận", kind=Unit.Kind.GOVERNMENT)
    venue = Venue.objects.create(name="hội trường khu liên cơ quan", owner=owner, capacity=400, reserved_count=10, seat_rows=20, seats_per_row=20)
    plan = ((own, topics[0], 0), (own, topics[1], 1), (makeup, topics[1], 13))
    first, second, third = (
        ClassSession.objects.create(
            campaign=campaign,
            training_class=training_class,
            topic=topic,
            venue=venue,
            starts_at=FIRST + timedelta(days=days),
            ends_at=FIRST + timedelta(days=days, hours=4),
        )
        for training_class, topic, days in plan
    )
    return first, second, third


def _learner(campaign: Campaign, unit: Unit, name: str, training_class: TrainingClass) -> Enrollment:
    person = make_people.person(unit, f"Nguyễn Thị {name}", role=ROLES[name])
    return make_campaigns.enrollment(campaign, person, training_class=training_class)


def _judge(told: Told) -> None:
    present, late, absent, excused = (Attendance.Verdict(word) for word in ("PRESENT", "LATE", "ABSENT", "EXCUSED"))
    verdicts = {
        "An": (present, present, None),
        "Bình": (present, absent, present),
        "Chi": (excused, excused, None),
        "Dung": (present, absent, None),
        "Em": (late, present, None),
    }
    for name, of_sessions in verdicts.items():
        for session, verdict in zip(told.sessions, of_sessions, strict=True):
            if verdict:
                Attendance.objects.create(
                    class_session=session, enrollment=told.learners[name], verdict=verdict, is_present=verdict in {present, late}, judged_at=FIRST
                )
    MakeupPlace.objects.create(enrollment=told.learners["Bình"], class_session=told.sessions[2])
    Excuse.objects.create(
        enrollment=told.learners["Chi"],
        class_session=told.sessions[0],
        kind=Excuse.Kind.ILLNESS,
        paper_name="don.pdf",
        paper=b"%PDF",
        received_at=FIRST,
    )
