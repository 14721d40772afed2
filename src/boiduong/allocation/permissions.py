from django.db.models import QuerySet

from boiduong.accounts.models import User
from boiduong.allocation.models import DivisionRule, Run, SwapRequest
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Enrollment, Membership
from boiduong.schedule.models import Venue


def read(user: User, run: Run) -> bool:
    return campaigns.organise(user, run.campaign)


def publish(user: User, run: Run) -> bool:
    return campaigns.organise(user, run.campaign)


def say_rule(user: User, rule: DivisionRule) -> bool:
    return campaigns.organise(user, rule.campaign)


def answer_swap(user: User, swap: SwapRequest) -> bool:
    return campaigns.organise(user, swap.enrollment.campaign)


def note_seat_need(user: User, enrollment: Enrollment) -> bool:
    """Whoever may read the learner: the organisers, and the unit's own coordinator, who knows them."""
    return campaigns.read_enrollment(user, enrollment)


def halls_of(user: User) -> QuerySet[Venue]:
    """Halls belong to no campaign: whoever organises one sees them all."""
    return Venue.objects.all() if organises(user) else Venue.objects.none()


def draw_hall(user: User, venue: Venue) -> bool:  # noqa: ARG001  a hall that is seen is one that may be drawn
    return organises(user)


def organises(user: User) -> bool:
    return user.is_superuser or Membership.objects.filter(user=user, role=Membership.Role.ORGANISER).exists()
