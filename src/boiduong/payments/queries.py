"""Which sessions were truly held, who is paid for them, by which line of which table, and what is still unsaid."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from boiduong.attendance.models import SheetMark
from boiduong.campaigns.models import Campaign
from boiduong.doors.models import CheckIn
from boiduong.payments.figures import Line, Sheet, Taught, line_of
from boiduong.payments.models import FeeRate, FeeTable, PayDecision, PaySheet
from boiduong.schedule.hours import half_of
from boiduong.schedule.models import ClassSession, Speaker

HALVES = {"MORNING": "sáng", "AFTERNOON": "chiều"}  # of a paper: always Vietnamese


@dataclass(frozen=True, slots=True)
class Paid:
    """A session and who is paid for it."""

    session: ClassSession
    payee: Speaker | None
    decision: PayDecision | None
    is_seen: bool  # a door or a signed sheet saw somebody there

    @property
    def needs_word(self) -> bool:
        """Nobody was seen there, or it has no speaker: a person has to say whether it was held and who is paid."""
        return self.decision is None and self.session.cancelled_at is None and (not self.is_seen or self.session.speaker is None)


@dataclass(frozen=True, slots=True)
class SpeakerTier:
    speaker: Speaker
    table: FeeTable
    rate: FeeRate | None
    is_chosen: bool  # by a person, not by the degree


@dataclass(frozen=True, slots=True)
class Draft:
    """The sheet as it would be approved now."""

    tables: list[FeeTable]
    paid: list[Paid]
    tiers: list[SpeakerTier]
    sheet: Sheet
    problems: list[str]
    approved: list[PaySheet]  # the newest first


def sessions_until(campaign: Campaign, at: datetime) -> list[Paid]:
    """Sessions that have ended, and cancelled ones that somebody has decided on, in order of time. One query."""
    seen = Q(Exists(CheckIn.objects.filter(class_session=OuterRef("pk")))) | Q(
        Exists(SheetMark.objects.filter(class_session=OuterRef("pk"), has_signed=True))
    )
    rows = ClassSession.objects.filter(campaign=campaign, ends_at__lte=at).filter(Q(cancelled_at=None) | Q(pay_decision__isnull=False))
    rows = rows.select_related("training_class", "topic", "speaker", "pay_decision__payee").annotate(is_seen=seen)
    return [_paid(row) for row in rows.order_by("starts_at", "pk")]


def _paid(row: ClassSession) -> Paid:
    decision: PayDecision | None = getattr(row, "pay_decision", None)
    is_seen = bool(getattr(row, "is_seen", False))
    if decision is not None:
        return Paid(row, decision.payee, decision, is_seen)
    return Paid(row, row.speaker if is_seen and row.cancelled_at is None else None, None, is_seen)


def draft_of(campaign: Campaign, at: datetime) -> Draft:
    """The same number of queries, however many rows."""
    tables = list(campaign.fee_tables.prefetch_related("rates", "speaker_rates").order_by("valid_from"))
    paid = sessions_until(campaign, at)
    by_pair: dict[tuple[int, int], list[Paid]] = defaultdict(list)
    problems: dict[str, None] = {}
    known = {table.pk: table for table in tables}
    people = {one.payee.pk: one.payee for one in paid if one.payee}
    for one in paid:
        if one.needs_word:
            problems[_("Say of every marked session below whether it was held and who is paid.")] = None
        if one.payee is None:
            continue
        table = table_on(tables, localdate(one.session.starts_at))
        if table is None:
            problems[_("No fee table is valid on %(on)s.") % {"on": f"{localdate(one.session.starts_at):%d/%m/%Y}"}] = None
            continue
        by_pair[one.payee.pk, table.pk].append(one)
    tiers = [_tier(people[speaker], known[table]) for speaker, table in by_pair]
    for tier in tiers:
        if tier.rate is None:
            problems[_("Say which line of the table %(name)s is paid by.") % {"name": tier.speaker}] = None
    return Draft(
        tables=tables,
        paid=paid,
        tiers=tiers,
        sheet=_sheet(tables, tiers, by_pair),
        problems=list(problems),
        approved=list(campaign.pay_sheets.select_related("approved_by").order_by("-version")),
    )


def table_on(tables: Sequence[FeeTable], on: date) -> FeeTable | None:
    return next((table for table in tables if table.valid_from <= on and (table.valid_to is None or on <= table.valid_to)), None)


def _tier(speaker: Speaker, table: FeeTable) -> SpeakerTier:
    rates = sorted(table.rates.all(), key=lambda rate: rate.order)
    chosen = next((row.rate_id for row in table.speaker_rates.all() if row.speaker_id == speaker.pk), None)
    if chosen is not None:
        return SpeakerTier(speaker, table, next(rate for rate in rates if rate.pk == chosen), is_chosen=True)
    return SpeakerTier(speaker, table, next((rate for rate in rates if speaker.degree and speaker.degree in rate.degrees), None), is_chosen=False)


def _count(basis: str, paid: Sequence[Paid]) -> Decimal:
    if basis == FeeTable.Basis.HALF_DAY:
        return Decimal(len({(localdate(one.session.starts_at), half_of(one.session.starts_at)) for one in paid}))
    if basis == FeeTable.Basis.HOUR:
        seconds = sum((one.session.ends_at - one.session.starts_at).total_seconds() for one in paid)
        return (Decimal(int(seconds)) / 3600).quantize(Decimal("0.01"))
    return Decimal(len(paid))


def _sheet(tables: Sequence[FeeTable], tiers: Sequence[SpeakerTier], by_pair: dict[tuple[int, int], list[Paid]]) -> Sheet:
    used = [table for table in tables if any(tier.table.pk == table.pk for tier in tiers)]
    gross: dict[int, Decimal] = defaultdict(Decimal)
    priced = [(tier, tier.rate, _count(tier.table.basis, by_pair[tier.speaker.pk, tier.table.pk])) for tier in tiers if tier.rate]
    for tier, rate, count in priced:
        gross[tier.speaker.pk] += count * rate.amount
    lines: list[Line] = [
        line_of(
            name=str(tier.speaker),
            titles="; ".join(_titles(by_pair[tier.speaker.pk, tier.table.pk], tier.speaker)),
            rate=rate.name,
            count=count,
            amount=rate.amount,
            is_taxed=tier.table.tax_percent > 0 and gross[tier.speaker.pk] >= tier.table.tax_from_amount,
            tax_percent=tier.table.tax_percent,
        )
        for tier, rate, count in priced
    ]
    sessions = sorted((one for pair in by_pair.values() for one in pair), key=lambda one: (one.session.starts_at, one.session.pk))
    return Sheet(
        source="; ".join(table.source for table in used),
        basis=used[0].basis if used else FeeTable.Basis.SESSION,
        tax_percent=str(used[0].tax_percent) if used else "0",
        is_example=any(table.is_example for table in used),
        lines=tuple(lines),
        sessions=tuple(_taught(one) for one in sessions),
    )


def _titles(paid: Sequence[Paid], speaker: Speaker) -> list[str]:
    """As they were on the last of these days; a substitute's own where the session names another."""
    kept = [one.session.speaker_titles for one in paid if one.session.speaker_id == speaker.pk and one.session.speaker_titles]
    return kept[-1] if kept else list(speaker.titles)


def _taught(one: Paid) -> Taught:
    starts = localtime(one.session.starts_at)
    return Taught(
        when=f"{starts:%d/%m/%Y} {HALVES[half_of(one.session.starts_at)]}",
        training_class=one.session.training_class.name,
        topic=one.session.topic.title,
        speaker=str(one.payee),
        note=one.decision.reason if one.decision else "",
    )
