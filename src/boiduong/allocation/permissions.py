from boiduong.accounts.models import User
from boiduong.allocation.models import Run
from boiduong.campaigns import permissions as campaigns


def read(user: User, run: Run) -> bool:
    return campaigns.organise(user, run.campaign)


def publish(user: User, run: Run) -> bool:
    return campaigns.organise(user, run.campaign)
