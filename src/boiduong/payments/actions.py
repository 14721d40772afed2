"""Fee tables, who is paid by which line, a person's word on a session, and the approved sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign
from boiduong.payments.figures import frozen
from boiduong.payments.models import FeeRate, FeeTable, PayDecision, PaySheet, SpeakerRate
from boiduong.payments.queries import draft_of
from boiduong.schedule.models import ClassSession, Speaker


class TablesOverlap(Refusal):
    pass


class TablesDiffer(Refusal):
    """Tables of one campaign count and withhold alike; else a sheet could not be read."""


class NoRates(Refusal):
    pass


class RateOfAnotherTable(Refusal):
    pass


class NotHeldYet(Refusal):
    pass


class SheetUnready(Refusal):
    """Something is still unsaid; the text says what."""


class NothingChanged(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Rate:
    name: str
    amount: int  # đồng
    degrees: tuple[str, ...] = ()


@transaction.atomic
def keep_table(
    *,
    actor: Actor,
    campaign: Campaign,
    source: str,
    basis: FeeTable.Basis,
    valid_from: date,
    valid_to: date | None,
    rates: Sequence[Rate],
    tax_percent: Decimal = Decimal(0),
    tax_from_amount: int = 0,
    is_example: bool = False,
    table: FeeTable | None = None,
) -> FeeTable:
    """Enter a fee table, or say one differently: its lines are then those given now, and who was put on a line of the same name stays there.

    Sheets approved before keep what they were approved with.
    Refuses: NoRates, TablesOverlap, TablesDiffer. Audits: payments.table.kept, with all its lines. Locks: the campaign.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not rates:
        raise NoRates(_("A fee table needs a line at least."))
    others = campaign.fee_tables.exclude(pk=table.pk if table else 0)
    if any((other.basis, other.tax_percent) != (basis, tax_percent) for other in others):
        raise TablesDiffer(_("All fee tables of a campaign count by the same unit and withhold the same tax."))
    said = {
        "source": source,
        "basis": basis,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "tax_percent": tax_percent,
        "tax_from_amount": tax_from_amount,
        "is_example": is_example,
    }
    try:
        with transaction.atomic():
            row = FeeTable(campaign=campaign) if table is None else FeeTable.objects.select_for_update().get(pk=table.pk)
            for name, value in said.items():
                setattr(row, name, value)
            row.save()
    except IntegrityError as error:
        if "fee_tables_never_overlap" not in str(error):
            raise
        raise TablesOverlap(_("Another fee table is valid on some of these days.")) from error
    _set_rates(row, rates)
    record(actor, "payments.table.kept", row, source=source, rates=[[rate.name, rate.amount, list(rate.degrees)] for rate in rates])
    return row


def _set_rates(table: FeeTable, rates: Sequence[Rate]) -> None:
    placed = list(table.speaker_rates.values_list("speaker", "rate__name"))
    table.rates.all().delete()
    made = FeeRate.objects.bulk_create(
        [FeeRate(table=table, order=n, name=rate.name, amount=rate.amount, degrees=list(rate.degrees)) for n, rate in enumerate(rates, 1)]
    )
    by_name = {rate.name: rate for rate in made}
    SpeakerRate.objects.bulk_create([SpeakerRate(speaker_id=speaker, table=table, rate=by_name[name]) for speaker, name in placed if name in by_name])


@transaction.atomic
def choose_rate(*, actor: Actor, speaker: Speaker, table: FeeTable, rate: FeeRate) -> SpeakerRate:
    """Say by which line of a table a speaker is paid. Refuses: RateOfAnotherTable. Audits: payments.rate.chosen."""
    if rate.table_id != table.pk or table.campaign_id != speaker.campaign_id:
        raise RateOfAnotherTable(_("This line is of another table."))
    chosen, _is_new = SpeakerRate.objects.update_or_create(speaker=speaker, table=table, defaults={"rate": rate})
    record(actor, "payments.rate.chosen", chosen, speaker=str(speaker), rate=rate.name)
    return chosen


@transaction.atomic
def decide_pay(*, actor: Actor, session: ClassSession, payee: Speaker | None, reason: str, at: datetime) -> PayDecision:
    """Say who is paid for a session, or that nobody is. Said again, it is changed; what was said before stands in the trail.

    Refuses: NotHeldYet (it has not ended). Audits: payments.session.decided. Locks: the session.
    """
    session = ClassSession.objects.select_for_update(of=["self"]).get(pk=session.pk)
    if session.ends_at > at:
        raise NotHeldYet(_("This session has not ended yet."))
    said = {"payee": payee, "reason": reason, "decided_by": actor.user, "decided_at": at}
    decision, _is_new = PayDecision.objects.update_or_create(class_session=session, defaults=said)
    record(actor, "payments.session.decided", decision, session=session.code, payee=str(payee or ""), reason=reason)
    return decision


@transaction.atomic
def approve_sheet(*, actor: Actor, campaign: Campaign, reason: str, at: datetime) -> PaySheet:
    """Freeze the pay sheet as it stands. A later one is another version with its reason, and nothing of the earlier changes.

    Refuses: SheetUnready, NothingChanged (it is the approved one already: two clicks approve one). Audits: payments.sheet.approved.
    Locks: the campaign.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    draft = draft_of(campaign, at)
    if draft.problems or not draft.sheet.lines:
        raise SheetUnready(" ".join(draft.problems) or _("No session has been held that anybody is paid for."))
    content = frozen(draft.sheet)
    last = campaign.pay_sheets.order_by("version").last()
    if last is not None and _same(last.frozen, content):
        raise NothingChanged(_("Nothing has changed since version %(version)d.") % {"version": last.version})
    if last is not None and not reason:
        raise SheetUnready(_("Say why another version is needed."))
    number = campaign.pay_sheets.aggregate(last=Max("version"))["last"] or 0
    sheet = PaySheet.objects.create(campaign=campaign, version=number + 1, approved_by=actor.user, approved_at=at, reason=reason, frozen=content)
    record(actor, "payments.sheet.approved", sheet, version=sheet.version, net=draft.sheet.net, reason=reason)
    return sheet


def _same(one: object, other: object) -> bool:
    """Tuples come back from the database as lists."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    return one == other
