from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign


def see_progress(user: User, campaign: Campaign) -> bool:
    """How many essays came in and who owes one. Nobody reads a text here: its author does by link, its grader in grading."""
    return campaigns.organise(user, campaign)


def count(user: User, campaign: Campaign) -> bool:
    """The figures alone: graders too."""
    return campaigns.organise(user, campaign) or campaigns.grade(user, campaign)
