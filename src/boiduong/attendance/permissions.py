from boiduong.accounts.models import User
from boiduong.attendance.models import Excuse, OddCase, SignedSheet
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.schedule.models import ClassSession


def judge(user: User, class_session: ClassSession) -> bool:
    return campaigns.organise(user, class_session.campaign)


def compare(user: User, class_session: ClassSession) -> bool:
    """Keep the signed sheet and say where it differs. Not those at the doors: the sheet is what their marks are held against."""
    return campaigns.organise(user, class_session.campaign)


def read_sheet(user: User, sheet: SignedSheet) -> bool:
    return campaigns.organise(user, sheet.class_session.campaign)


def rule(user: User, campaign: Campaign) -> bool:
    """Say what counts."""
    return campaigns.organise(user, campaign)


def decide_excuse(user: User, excuse: Excuse) -> bool:
    return campaigns.organise(user, excuse.enrollment.campaign)


def settle(user: User, case: OddCase) -> bool:
    return campaigns.organise(user, case.campaign)


def settle_all(user: User, campaign: Campaign) -> bool:
    return campaigns.organise(user, campaign)


def hand_in_excuse(user: User, enrollment: Enrollment) -> bool:
    """The organisers, and whoever answers for the learner's unit."""
    return campaigns.read_enrollment(user, enrollment)


def correct(user: User, enrollment: Enrollment) -> bool:
    return campaigns.organise(user, enrollment.campaign)
