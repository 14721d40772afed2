from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign, Membership
from boiduong.doors.models import Device
from boiduong.schedule.models import ClassSession


def watch(user: User, campaign: Campaign) -> bool:
    """See the doors: organisers and door operators."""
    return campaigns.has_role(user, campaign, Membership.Role.ORGANISER, Membership.Role.OPERATOR)


def watch_session(user: User, class_session: ClassSession) -> bool:
    return watch(user, class_session.campaign)


def pair(user: User, class_session: ClassSession) -> bool:
    """Invite a phone to a door, or send it away."""
    return watch(user, class_session.campaign)


def revoke(user: User, device: Device) -> bool:
    return watch(user, device.campaign)


def set_pin(user: User, campaign: Campaign) -> bool:
    """Give the supervisors their PIN."""
    return campaigns.organise(user, campaign)
