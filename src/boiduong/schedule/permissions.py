from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.schedule.models import ClassSession, ConnectedPlace, Guest, SessionChange, Speaker


def change(user: User, session: ClassSession) -> bool:
    return campaigns.organise(user, session.campaign)


def undo(user: User, change: SessionChange) -> bool:
    return campaigns.organise(user, change.class_session.campaign)


def replace(user: User, speaker: Speaker) -> bool:
    return campaigns.organise(user, speaker.campaign)


def plan_speaker(user: User, speaker: Speaker) -> bool:
    return campaigns.organise(user, speaker.campaign)


def plan_guest(user: User, guest: Guest) -> bool:
    return campaigns.organise(user, guest.campaign)


def connect(user: User, place: ConnectedPlace) -> bool:
    return campaigns.organise(user, place.training_class.campaign)
