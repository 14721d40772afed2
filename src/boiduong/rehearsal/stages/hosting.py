"""Opening and closing, who is on duty, and what the speakers are paid. The fee table is an example: its figures are made up and it says so."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.timezone import localdate, localtime

from boiduong.hosting import actions as hosting
from boiduong.hosting.models import Ceremony, Duty
from boiduong.hosting.queries import sessions_for, usual_session
from boiduong.payments import actions as payments
from boiduong.payments.actions import Rate
from boiduong.payments.models import FeeTable
from boiduong.rehearsal.scenario import STARTS_ON, at
from boiduong.rehearsal.world import World
from boiduong.schedule.hours import half_of

STEWARDS = (  # name, telephone, task; all made up
    ("Nguyễn Thị Mai", "0900000101", Duty.Task.CLASS),
    ("Trần Văn Hòa", "0900000102", Duty.Task.DOOR),
    ("Lê Minh Khôi", "0900000103", Duty.Task.TECHNICAL),
)
RATES = (Rate("Tiến sĩ (ví dụ)", 1_500_000, ("TS.",)), Rate("Thạc sĩ (ví dụ)", 1_100_000, ("ThS.",)), Rate("Chức danh khác (ví dụ)", 800_000))
PAID_ON = date(2019, 9, 9)


def play(world: World) -> None:
    """Once the classes are published: two ceremonies, and somebody on duty at every half-day."""
    actor, campaign = world.actor(), world.campaign
    sessions = sessions_for(campaign)
    for kind in Ceremony.Kind:
        session = usual_session(kind, sessions)
        if session is not None:
            ends = localtime(session.ends_at - timedelta(minutes=30)).time()
            begins = localtime(session.starts_at).time() if kind == Ceremony.Kind.OPENING else ends
            hosting.plan_ceremony(actor=actor, campaign=campaign, kind=kind, session=session, begins=begins)
    halls = {session.venue_id: session.venue for session in sessions}
    for key, hall in halls.items():
        half_days = sorted({(localdate(one.starts_at), half_of(one.starts_at)) for one in sessions if one.venue_id == key})
        for name, phone, task in STEWARDS:
            user = world.users["operator"] if task == Duty.Task.DOOR else None
            steward = hosting.name_steward(actor=actor, campaign=campaign, full_name=name, phone=phone, user=user)
            hosting.put_on_duty(actor=actor, steward=steward, venue=hall, half_days=half_days, task=task)


def pay(world: World) -> None:
    """After the last session: the example table, and the sheet from what the doors saw."""
    payments.keep_table(
        actor=world.actor(),
        campaign=world.campaign,
        source="Bảng mức chi ví dụ của bản diễn tập, không phải văn bản có thật",
        basis=FeeTable.Basis.SESSION,
        valid_from=STARTS_ON,
        valid_to=None,
        rates=RATES,
        tax_percent=Decimal(10),
        tax_from_amount=2_000_000,
        is_example=True,
    )
    payments.approve_sheet(actor=world.actor(), campaign=world.campaign, reason="", at=at(PAID_ON, "15:00"))
