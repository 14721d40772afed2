"""The cut of attendance in two, on a database that is in use: from the state before it, with rows, to the one after it and back."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, cast

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from make import campaigns as make_campaigns
from make import doors as make
from make.doors import STARTS_AT
from make.portal import ground

BEFORE = [("attendance", "0002_rules_supervisors_and_signed_sheets"), ("doors", None)]
TABLES = ["doors_checkin", "doors_device", "doors_device_limited_to", "doors_supervisorcall", "doors_supervisorpin", "doors_unlisted"]


@pytest.fixture
def whole(transactional_db: None) -> Iterator[None]:
    """Whatever a test leaves, the tables stand as the next one expects them."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    ground()


def migrated(targets: list[Any]) -> Callable[[str, str], Any]:
    """Takes the tables to this state; returns a way to its models."""
    executor = MigrationExecutor(connection)
    apps: Any = executor.migrate(targets).apps
    return cast("Callable[[str, str], Any]", apps.get_model)


def described() -> dict[str, list[Any]]:
    """Every column, constraint and index of the doors' tables, as PostgreSQL tells them."""
    with connection.cursor() as cursor:
        told = {}
        for table in TABLES:
            cursor.execute("SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = %s ORDER BY 1", [table])
            columns = cursor.fetchall()
            cursor.execute(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass OR confrelid = %s::regclass ORDER BY 1",
                [table, table],
            )
            constraints = cursor.fetchall()
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s ORDER BY 1", [table])
            told[table] = [columns, constraints, cursor.fetchall()]
    return told


@pytest.mark.usefixtures("whole")
def test_rows_keys_quotas_and_kinds_come_through_and_the_tables_are_those_of_a_new_database() -> None:
    fresh = described()
    session = make.class_session(make_campaigns.training_class(make_campaigns.campaign()))
    learner = make_campaigns.enrollment(session.campaign, training_class=session.training_class)
    old = migrated(BEFORE)
    about = {"campaign_id": session.campaign_id, "class_session_id": session.pk}
    window = {"valid_from": STARTS_AT, "valid_until": STARTS_AT + timedelta(hours=4)}
    device = old("attendance", "Device").objects.create(door="Cửa 1", **about, **window)
    device.limited_to.add(learner.unit_id)
    seen = {"seen_at": STARTS_AT, "happened_at": STARTS_AT, "arrived_at": STARTS_AT, "sequence": 1, "is_offline": True}
    told = {"uuid": "0190a5b0-0000-7000-8000-000000000001", "kind": "in", "status": "quarantined", "reason": "unlisted"}
    check_in = old("attendance", "CheckIn").objects.create(device=device, class_session_id=session.pk, **seen, **told)
    old("attendance", "Unlisted").objects.create(check_in=check_in, full_name="Lê Thị Tư")
    old("attendance", "OddCase").objects.create(kind="NOT_LISTED", check_in=check_in, opened_at=STARTS_AT, **about)
    rules = {
        "needs_check_out": True,
        "late_after_minutes": 15,
        "is_late_present": True,
        "leaves_early_before_minutes": 15,
        "missed_topics_allowed": 0,
    }
    for number, quota in ((1, 20), (2, 7)):
        said = {"number": number, "manual_quota": quota, "supervised_count": 3, "why": "Thử", "made_at": STARTS_AT}
        old("attendance", "RuleSet").objects.create(campaign_id=session.campaign_id, **rules, **said)

    new = migrated([("attendance", "0003_doors_are_an_app_of_their_own")])

    [case] = new("attendance", "OddCase").objects.select_related("check_in__device", "check_in__unlisted")
    assert (case.check_in.uuid.hex, case.check_in.device.door, case.check_in.unlisted.full_name) == (
        told["uuid"].replace("-", ""),
        "Cửa 1",
        "Lê Thị Tư",
    )
    assert list(case.check_in.device.limited_to.values_list("pk", flat=True)) == [learner.unit_id]
    assert list(new("doors", "Quota").objects.values_list("campaign", "manual_count", "supervised_count")) == [(session.campaign_id, 7, 3)]
    assert set(ContentType.objects.filter(model__in=["device", "checkin"]).values_list("app_label", flat=True)) <= {"doors"}
    assert described() == fresh

    back = migrated(BEFORE)

    assert back("attendance", "CheckIn").objects.get().device.door == "Cửa 1"
