from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.reports.models import SummaryReport


def read_report(user: User, report: SummaryReport) -> bool:
    """A report names people who stayed away: for organisers alone."""
    return campaigns.organise(user, report.campaign)
