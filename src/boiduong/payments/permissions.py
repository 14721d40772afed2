from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.payments.models import FeeTable, PaySheet
from boiduong.schedule.models import ClassSession


def keep_fees(user: User, table: FeeTable) -> bool:
    return campaigns.organise(user, table.campaign)


def read_sheet(user: User, sheet: PaySheet) -> bool:
    return campaigns.organise(user, sheet.campaign)


def decide_pay(user: User, session: ClassSession) -> bool:
    return campaigns.organise(user, session.campaign)
