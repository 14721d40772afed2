from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign


def edit_news(user: User, campaign: Campaign) -> bool:
    """Draft, publish and rewrite: the campaign's editors."""
    return campaigns.edit_news(user, campaign)


def follow_news(user: User, campaign: Campaign) -> bool:
    """See what was written of the campaign: its editors and organisers."""
    return campaigns.edit_news(user, campaign) or campaigns.organise(user, campaign)
