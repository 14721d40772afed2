from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import now
from make import campaigns as make_campaigns
from make import payments as make
from make import schedule as make_schedule

from boiduong.campaigns.models import Campaign
from boiduong.payments import actions
from boiduong.payments.figures import Line, line_of, thawed
from boiduong.payments.models import FeeTable, PaySheet
from boiduong.payments.queries import draft_of
from boiduong.schedule.models import ClassSession, Speaker

TEST = make.MACHINE
DAY = make_schedule.FIRST_DAY


def approve(campaign: Campaign, reason: str = "") -> PaySheet:
    return actions.approve_sheet(actor=TEST, campaign=campaign, reason=reason, at=now())


def lines(campaign: Campaign) -> list[tuple[str, str, int]]:
    return [(line.name, line.count, line.net) for line in draft_of(campaign, now()).sheet.lines]


def a_speaker(campaign: Campaign, degree: str = "ThS.") -> Speaker:
    speaker = make_schedule.speaker(campaign, [])
    speaker.degree = degree
    speaker.save()
    return speaker


def test_tables_never_overlap(campaign: Campaign) -> None:
    make.table(campaign, valid_to=date(2019, 7, 31))

    with pytest.raises(actions.TablesOverlap):
        make.table(campaign, valid_from=date(2019, 7, 31))


@pytest.mark.parametrize("other", [{"basis": FeeTable.Basis.HOUR}, {"tax_percent": Decimal(5)}])
def test_tables_of_a_campaign_count_and_withhold_alike(campaign: Campaign, other: dict[str, object]) -> None:
    make.table(campaign, valid_to=date(2019, 7, 31))

    with pytest.raises(actions.TablesDiffer):
        make.table(campaign, valid_from=date(2019, 8, 1), **other)


def test_a_session_that_nobody_was_seen_at_pays_nobody_until_somebody_says_so(campaign: Campaign) -> None:
    make.table(campaign)
    session = make.taught(campaign, is_seen=False)

    assert lines(campaign) == []
    with pytest.raises(actions.SheetUnready):
        approve(campaign)
    actions.decide_pay(actor=TEST, session=session, payee=session.speaker, reason="Điểm danh trên giấy", at=now())

    assert lines(campaign) == [(str(session.speaker), "1", 1_100_000)]


def test_a_cancelled_session_pays_nobody_unless_somebody_says_so(campaign: Campaign) -> None:
    make.table(campaign)
    session = make.taught(campaign)
    session.cancelled_at = now()
    session.save()

    assert lines(campaign) == []
    actions.decide_pay(actor=TEST, session=session, payee=session.speaker, reason="Đã đến, mất điện", at=now())

    assert len(lines(campaign)) == 1


def test_a_replaced_speaker_is_not_paid_and_the_substitute_is(campaign: Campaign) -> None:
    make.table(campaign)
    session, substitute = make.taught(campaign), a_speaker(campaign, "TS.")
    session.speaker, session.speaker_titles = substitute, ["Phó Trưởng ban"]
    session.save()

    assert lines(campaign) == [(str(substitute), "1", 1_500_000)]


def test_nothing_is_decided_of_a_session_that_has_not_ended(campaign: Campaign) -> None:
    session = make.taught(campaign)

    with pytest.raises(actions.NotHeldYet):
        actions.decide_pay(actor=TEST, session=session, payee=None, reason="", at=session.starts_at)


def test_tax_is_withheld_of_all_that_a_speaker_is_paid_from_the_amount_on(campaign: Campaign) -> None:
    make.table(campaign)
    twice, once = a_speaker(campaign), a_speaker(campaign)
    for n in range(2):
        make.taught(campaign, twice, on=DAY + timedelta(days=n))
    make.taught(campaign, once)

    assert lines(campaign) == [(str(twice), "2", 2_200_000 - 220_000), (str(once), "1", 1_100_000)]


COUNTED = {FeeTable.Basis.SESSION: "2", FeeTable.Basis.HALF_DAY: "1", FeeTable.Basis.HOUR: "3.50"}


@pytest.mark.parametrize("basis", COUNTED)
def test_what_is_counted_is_what_the_table_says(campaign: Campaign, basis: FeeTable.Basis) -> None:
    """Two sessions in one morning, of three and a half hours together."""
    make.table(campaign, basis=basis)
    first = make.taught(campaign)
    middle = first.starts_at + timedelta(hours=2)
    second = make.taught(campaign, first.speaker, on=DAY + timedelta(days=1))
    ClassSession.objects.filter(pk=first.pk).update(ends_at=middle)
    ClassSession.objects.filter(pk=second.pk).update(starts_at=middle, ends_at=first.ends_at)

    assert [count for _name, count, _net in lines(campaign)] == [COUNTED[basis]]


def test_a_speaker_whose_degree_is_on_no_line_has_to_be_placed(campaign: Campaign) -> None:
    table = make.table(campaign)
    session = make.taught(campaign, a_speaker(campaign, "CN."))
    with pytest.raises(actions.SheetUnready):
        approve(campaign)

    assert session.speaker is not None
    actions.choose_rate(actor=TEST, speaker=session.speaker, table=table, rate=table.rates.get(name="Thạc sĩ"))

    assert [net for *_, net in lines(campaign)] == [1_100_000]


def test_a_line_of_another_campaigns_table_is_refused(campaign: Campaign) -> None:
    table, other = make.table(campaign), make.table(make_campaigns.campaign())

    with pytest.raises(actions.RateOfAnotherTable):
        actions.choose_rate(actor=TEST, speaker=a_speaker(campaign), table=table, rate=other.rates.earliest("order"))


def test_an_approved_sheet_stays_as_it_is_whatever_changes(campaign: Campaign) -> None:
    table, session = make.table(campaign), make.taught(campaign)
    sheet = approve(campaign)
    before = sheet.frozen

    actions.keep_table(
        actor=TEST,
        campaign=campaign,
        table=table,
        source="Quyết định mới",
        basis=FeeTable.Basis.SESSION,
        valid_from=table.valid_from,
        valid_to=None,
        rates=[actions.Rate("Thạc sĩ", 2_000_000, ("ThS.",))],
    )

    sheet.refresh_from_db()
    assert thawed(sheet.frozen) == thawed(before)
    assert lines(campaign) == [(str(session.speaker), "1", 2_000_000)]


def test_approving_twice_approves_once_and_another_version_needs_a_reason(campaign: Campaign) -> None:
    make.table(campaign)
    make.taught(campaign)
    approve(campaign)
    with pytest.raises(actions.NothingChanged):
        approve(campaign)

    make.taught(campaign, on=DAY + timedelta(days=1))
    with pytest.raises(actions.SheetUnready):
        approve(campaign)
    approve(campaign, "Thêm một buổi học bù")

    assert list(campaign.pay_sheets.order_by("version").values_list("version", "reason")) == [(1, ""), (2, "Thêm một buổi học bù")]


def test_a_day_without_a_table_is_named(campaign: Campaign) -> None:
    make.table(campaign, valid_to=DAY - timedelta(days=1))
    make.taught(campaign)

    with pytest.raises(actions.SheetUnready, match="23/07/2019"):
        approve(campaign)


def test_who_was_placed_on_a_line_stays_there_when_the_table_is_said_anew(campaign: Campaign) -> None:
    table, speaker = make.table(campaign), a_speaker(campaign, "CN.")
    actions.choose_rate(actor=TEST, speaker=speaker, table=table, rate=table.rates.get(name="Tiến sĩ"))

    make.table(campaign, table=table, rates=[actions.Rate("Tiến sĩ", 1_600_000)])

    assert speaker.fee_rates.get().rate.amount == 1_600_000


def test_half_a_dong_is_rounded_up_as_excel_does() -> None:
    line = line_of(name="", titles="", rate="", count=Decimal("0.5"), amount=1_111_111, is_taxed=True, tax_percent=Decimal("10.0"))

    assert line == Line(name="", titles="", rate="", count="0.5", amount=1_111_111, gross=555_556, tax=55_556)
