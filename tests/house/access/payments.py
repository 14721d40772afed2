from django.utils.timezone import now
from house.access import Row, Scene
from house.access.allocation import ORGANISERS, users_of
from house.access.campaigns import a_campaign
from make import campaigns as make_campaigns
from make import payments as make

from boiduong.payments import actions


def a_table() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make.table(campaign).code}, users=users_of(campaign))


def a_sheet() -> Scene:
    campaign = make_campaigns.campaign()
    make.table(campaign)
    make.taught(campaign)
    sheet = actions.approve_sheet(actor=make.MACHINE, campaign=campaign, reason="", at=now())
    return Scene(args={"code": sheet.code}, users=users_of(campaign))


def a_taught_session() -> Scene:
    campaign = make_campaigns.campaign()
    return Scene(args={"code": make.taught(campaign).code}, users=users_of(campaign))


ROWS = {
    "payments:pay_sheet": Row(a_campaign, ORGANISERS),
    "payments:sheet_approve": Row(a_campaign, ORGANISERS | {"organiser": 409}, method="POST"),  # let in; nothing was held
    "payments:sheet_download": Row(a_sheet, ORGANISERS),
    "payments:table_new": Row(a_campaign, ORGANISERS),
    "payments:table_edit": Row(a_table, ORGANISERS),
    "payments:tier_choose": Row(a_table, ORGANISERS | {"organiser": 404}),  # names no speaker
    "payments:session_decide": Row(a_taught_session, ORGANISERS),
}
