from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.schedule.models import ClassSession
from boiduong.summonses.models import Bundle


def issue(user: User, campaign: Campaign) -> bool:
    return campaigns.organise(user, campaign)


def fetch(user: User, bundle: Bundle) -> bool:
    """A unit's coordinator its own; an organiser all."""
    return campaigns.organise(user, bundle.campaign) or bundle.unit.coordinators.filter(user=user).exists()


def print_class(user: User, training_class: TrainingClass) -> bool:
    return campaigns.organise(user, training_class.campaign)


def print_session(user: User, session: ClassSession) -> bool:
    return campaigns.organise(user, session.campaign)
