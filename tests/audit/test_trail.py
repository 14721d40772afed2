import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from make import people as make_people

from boiduong.audit.models import AuditEntry, Progress
from boiduong.audit.trail import Actor, record, report_progress, verify_chain

TEST = Actor(None, via="test")


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE audit_auditentry SET verb = 'x'", "DELETE FROM audit_auditentry"])
def test_the_application_role_cannot_change_the_trail(change: str) -> None:
    record(TEST, "test.unit.made", make_people.unit())

    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.APPLICATION_ROLE}")
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            cursor.execute(change)

    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


@pytest.mark.django_db
def test_the_application_role_can_append_to_the_trail() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.APPLICATION_ROLE}")

    record(TEST, "test.unit.made", make_people.unit())

    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db
def test_an_entry_changed_behind_our_back_breaks_the_chain() -> None:
    unit = make_people.unit()
    _, second = (record(TEST, "test.unit.made", unit, number=n) for n in (1, 2))
    assert verify_chain() == (2, None)

    AuditEntry.objects.filter(pk=second.pk).update(details={"number": 3})

    assert verify_chain() == (1, second.pk)


@pytest.mark.django_db
def test_progress_ends_when_all_is_done() -> None:
    unit = make_people.unit()

    report_progress(unit, "Đang đọc", done=1, total=2)
    assert Progress.objects.get().ended_at is None
    report_progress(unit, "Đang đọc", done=2, total=2)

    assert Progress.objects.get().ended_at is not None
