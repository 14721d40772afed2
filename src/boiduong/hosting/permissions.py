from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.hosting.models import AgendaItem, Ceremony, Steward


def host(user: User, ceremony: Ceremony) -> bool:
    return campaigns.organise(user, ceremony.campaign)


def host_item(user: User, item: AgendaItem) -> bool:
    return campaigns.organise(user, item.ceremony.campaign)


def read_duties(user: User, steward: Steward) -> bool:
    return steward.user_id == user.pk or campaigns.organise(user, steward.campaign)
