from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.campaigns.models import Campaign
from boiduong.rosters.models import RosterCall, RosterImport, RosterRow


def organise(user: User, campaign: Campaign) -> bool:
    return campaigns.organise(user, campaign)


def read_call(user: User, call: RosterCall) -> bool:
    return organise(user, call.campaign) or call.unit.coordinators.filter(user=user).exists()


def read_import(user: User, roster_import: RosterImport) -> bool:
    """The organisers, and whoever answers for the unit it came from."""
    if roster_import.call is not None:
        return read_call(user, roster_import.call)
    return organise(user, roster_import.campaign)


def judge_import(user: User, roster_import: RosterImport) -> bool:
    """Confirm, send back, undo: the organisers alone."""
    return organise(user, roster_import.campaign)


def mend_row(user: User, row: RosterRow) -> bool:
    return read_import(user, row.roster_import)


def judge_call(user: User, call: RosterCall) -> bool:
    return organise(user, call.campaign)


def decide_row(user: User, row: RosterRow) -> bool:
    """Say who somebody is: the organisers alone, since those it could be are of any school."""
    return organise(user, row.campaign)
