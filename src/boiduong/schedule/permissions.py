from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.schedule.models import ClassSession


def change(user: User, session: ClassSession) -> bool:
    return campaigns.organise(user, session.campaign)
