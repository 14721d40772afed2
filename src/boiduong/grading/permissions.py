from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.grading.models import GradingShare


def see_progress(user: User, campaign: Campaign) -> bool:
    """How far grading has come: organisers of all, graders of their own pile."""
    return campaigns.organise(user, campaign) or campaigns.grade(user, campaign)


def read_essay(user: User, share: GradingShare) -> bool:
    """Its grader alone, while a grader; an organiser or an administrator is not."""
    return share.grader_id == user.pk and share.campaign.memberships.filter(user=user, role="GRADER").exists()
