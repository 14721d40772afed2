from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign, Membership
from boiduong.similarity.models import Match


def see(user: User, campaign: Campaign) -> bool:
    """That essays resemble each other, by blind codes: organisers and graders."""
    return campaigns.organise(user, campaign) or campaigns.grade(user, campaign)


def read_match(user: User, match: Match) -> bool:
    """The texts themselves: graders alone, and none whose own unit an author is of. An organiser or an administrator does not."""
    grader = Membership.objects.filter(campaign=match.campaign, user=user, role=Membership.Role.GRADER).first()
    if grader is None:
        return False
    authors = [row.enrollment.unit_id for row in (match.submission, match.other_submission) if row]
    return grader.unit_id is None or grader.unit_id not in authors
