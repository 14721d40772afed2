from datetime import date
from itertools import count

from boiduong.accounts.models import User
from boiduong.campaigns.models import Campaign, Enrollment, Membership, Organizer, Rules, Topic, TrainingClass
from boiduong.documents.models import ReferenceDocument
from boiduong.people.models import Person, Unit
from make import people

numbers = count(1)


def campaign() -> Campaign:
    """Planned, with its rules and its lead, nothing else."""
    number = next(numbers)
    lead = people.unit(f"Ban Tuyên giáo {number}", kind=Unit.Kind.PARTY_BOARD)
    made = Campaign.objects.create(
        code=f"he-2019-{number}", title="Bồi dưỡng chính trị hè năm 2019", lead_unit=lead, starts_on=date(2019, 7, 23), ends_on=date(2019, 8, 3)
    )
    Rules.objects.create(campaign=made)
    Organizer.objects.create(campaign=made, unit=lead, role=Organizer.Role.LEAD, order=1)
    return made


def member(campaign: Campaign, role: Membership.Role, unit: Unit | None = None) -> User:
    made = people.user()
    Membership.objects.create(campaign=campaign, user=made, role=role, unit=unit)
    return made


def organiser(campaign: Campaign) -> User:
    return member(campaign, Membership.Role.ORGANISER)


def reference() -> ReferenceDocument:
    number = next(numbers)
    return ReferenceDocument.objects.create(
        kind="Nghị quyết", symbol=f"{number}-NQ/TW", issued_on=date(2018, 10, 22), issuer="Bộ Chính trị", subject="Bảo vệ nền tảng tư tưởng"
    )


def topic(campaign: Campaign) -> Topic:
    number = campaign.topics.count() + 1
    return Topic.objects.create(
        campaign=campaign, number=number, title=f"Chuyên đề {number}", document=reference(), key_points=["Một là, nêu gương."]
    )


def training_class(campaign: Campaign, *, is_makeup: bool = False) -> TrainingClass:
    number = campaign.classes.count() + 1
    return TrainingClass.objects.create(campaign=campaign, number=number, name=f"Lớp {number}", is_makeup=is_makeup)


def enrollment(campaign: Campaign, person: Person | None = None, training_class: TrainingClass | None = None, seat: str = "") -> Enrollment:
    person = person or people.person(people.unit())
    return Enrollment.objects.create(campaign=campaign, person=person, unit=person.unit, role=person.role, training_class=training_class, seat=seat)
