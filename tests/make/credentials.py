from datetime import timedelta
from itertools import count

from boiduong.attendance.models import Attendance
from boiduong.campaigns.models import Campaign, Enrollment, Topic, TrainingClass
from boiduong.credentials.codes import new_check_code
from boiduong.credentials.models import Certificate, CertificateBatch, Completion
from boiduong.documents.models import DocumentProfile
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession, Venue
from make import NOON, campaigns, grading, people

numbers = count(1)
COURSE, HELD = "chương trình bồi dưỡng chính trị hè năm 2019", "từ ngày 23/7/2019 đến ngày 03/8/2019"


def attended(enrollment: Enrollment, topic: Topic) -> Attendance:
    """Present at a session of this topic."""
    number = next(numbers)
    venue = Venue.objects.create(name=f"Hội trường {number}", owner=people.unit(), capacity=400, seat_rows=20, seats_per_row=20)
    training_class = enrollment.training_class or campaigns.training_class(enrollment.campaign)
    session = ClassSession.objects.create(
        campaign=enrollment.campaign,
        training_class=training_class,
        topic=topic,
        venue=venue,
        starts_at=NOON + timedelta(days=number),
        ends_at=NOON + timedelta(days=number, hours=3),
    )
    return Attendance.objects.create(
        class_session=session, enrollment=enrollment, verdict=Attendance.Verdict.PRESENT, is_present=True, judged_at=NOON
    )


def learner(campaign: Campaign, *points: str, unit: Unit | None = None, training_class: TrainingClass | None = None) -> Enrollment:
    """Present at every topic, with a graded essay: a pass unless points say otherwise."""
    enrollment = campaigns.enrollment(campaign, people.person(unit or people.unit()), training_class)
    for topic in campaign.topics.all() or [campaigns.topic(campaign)]:
        attended(enrollment, topic)
    grading.grade(grading.share(grading.submission(enrollment), grading.grader(campaign)), *points)
    return enrollment


def profile(campaign: Campaign) -> DocumentProfile:
    """Of the body that leads the campaign."""
    return DocumentProfile.objects.create(
        unit=campaign.lead_unit,
        form=DocumentProfile.Form.STATE,
        parent_name="Ủy ban nhân dân quận",
        short_symbol="TTBDCT",
        place="Hồ Gươm",
        signer_position="Giám đốc",
        signer_name="Lê Thị Sao Mai",
    )


def completion(enrollment: Enrollment, *reasons: str) -> Completion:
    lacking = [{"code": reason, "attended": 0, "needed": 3, "points": "4"} for reason in reasons]
    return Completion.objects.create(
        campaign=enrollment.campaign,
        enrollment=enrollment,
        is_complete=not reasons,
        reasons=lacking,
        band="" if reasons else "Giỏi",
        total_points=None if reasons else "8.5",
        decided_at=NOON,
    )


def certificate(enrollment: Enrollment, revoked_reason: str = "") -> Certificate:
    """Issued alone, its paper not printed."""
    number, code = next(numbers), new_check_code()
    symbol = f"{number:04d}/2019/GCN-TTBDCT"
    content = {"form": "state", "parent": "Ủy ban nhân dân quận", "issuer": "Trung tâm Bồi dưỡng chính trị", "place": "Hồ Gươm"}
    content |= {"issued_on": "2019-08-28", "course": COURSE, "held": HELD, "authority": "", "position": "Giám đốc", "signer": "Lê Thị Sao Mai"}
    content |= {"checked_at": "", "number": symbol, "code": code, "name": enrollment.person.full_name, "birth_date": "05/02/1980"}
    content |= {"unit": enrollment.unit.name, "result": "Giỏi", "check": code}
    return Certificate.objects.create(
        code=code,
        campaign=enrollment.campaign,
        enrollment=enrollment,
        batch=CertificateBatch.objects.create(campaign=enrollment.campaign, requested_at=NOON, certificate_count=1),
        year=2019,
        number=number,
        symbol=symbol,
        content=content,
        issued_at=NOON,
        revoked_at=NOON if revoked_reason else None,
        revoked_reason=revoked_reason,
    )
