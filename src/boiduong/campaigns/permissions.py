from boiduong.accounts.models import User
from boiduong.campaigns.models import Campaign, Enrollment, Membership, TrainingClass
from boiduong.people import permissions as people


def plan_new(user: User) -> bool:
    """Begin a campaign: those who keep the office's register."""
    return people.keep(user)


def has_role(user: User, campaign: Campaign, *roles: Membership.Role) -> bool:
    return user.is_superuser or campaign.memberships.filter(user=user, role__in=roles).exists()


def view(user: User, campaign: Campaign) -> bool:
    """See the campaign's plan and progress: every member, whatever their role."""
    return has_role(user, campaign, *Membership.Role)


def organise(user: User, campaign: Campaign) -> bool:
    return has_role(user, campaign, Membership.Role.ORGANISER)


def organise_class(user: User, training_class: TrainingClass) -> bool:
    return organise(user, training_class.campaign)


def grade(user: User, campaign: Campaign) -> bool:
    return has_role(user, campaign, Membership.Role.GRADER)


def edit_news(user: User, campaign: Campaign) -> bool:
    return has_role(user, campaign, Membership.Role.EDITOR)


def read_enrollment(user: User, enrollment: Enrollment) -> bool:
    return organise(user, enrollment.campaign) or enrollment.unit.coordinators.filter(user=user).exists()
