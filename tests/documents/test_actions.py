import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from make import campaigns as make_campaigns
from make import documents as make_documents
from make import people as make_people

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.documents import actions
from boiduong.documents.models import DocumentProfile, IssuedDocument

MACHINE = Actor(None, via="test")
ON = date(2019, 7, 15)
AT_ONCE = 6


def issue(profile: DocumentProfile, kind_code: str = "TB", on: date = ON) -> IssuedDocument:
    return actions.issue_document(actor=MACHINE, profile=profile, kind="Thông báo", kind_code=kind_code, subject="Triệu tập", issued_on=on)


@pytest.mark.django_db
def test_amend_reference_refuses_a_number_and_date_that_another_document_has() -> None:
    one, two = make_campaigns.reference(), make_campaigns.reference()

    with pytest.raises(actions.DocumentKnown):
        actions.amend_reference(actor=MACHINE, document=two, symbol=one.symbol, issued_on=one.issued_on)

    two.refresh_from_db()
    assert two.symbol != one.symbol
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_amend_reference_keeps_what_was_said_before_in_the_trail() -> None:
    document = make_campaigns.reference()

    actions.amend_reference(actor=MACHINE, document=document, issuer="Ban Bí thư", subject=document.subject)

    document.refresh_from_db()
    assert document.issuer == "Ban Bí thư"
    assert AuditEntry.objects.get().details == {"before": {"issuer": "Bộ Chính trị"}}


@pytest.mark.django_db
def test_a_profile_said_again_is_changed_and_not_doubled() -> None:
    unit = make_people.unit()
    first = actions.keep_profile(actor=MACHINE, unit=unit, form=DocumentProfile.Form.STATE, short_symbol="TTCT", place="Hồ Gươm")

    again = actions.keep_profile(actor=MACHINE, unit=unit, form=DocumentProfile.Form.STATE, short_symbol="TTCT", place="Sông Hồng")

    assert DocumentProfile.objects.get() == again == first
    assert again.place == "Sông Hồng"


@pytest.mark.django_db
def test_numbers_start_anew_in_each_body_and_year() -> None:
    one, two = make_documents.profile(), make_documents.profile()

    issued = [issue(one), issue(one), issue(two), issue(one, on=date(2020, 1, 2))]

    assert [document.number for document in issued] == [1, 2, 1, 1]


@pytest.mark.parametrize(
    ("form", "kind_code", "symbol"),
    [("STATE", "TB", "01/TB-TTBDCT"), ("STATE", "", "01/TTBDCT"), ("PARTY", "CV", "01-CV/TTBDCT")],
)
@pytest.mark.django_db
def test_number_and_symbol_stand_in_the_order_of_the_form(form: str, kind_code: str, symbol: str) -> None:
    assert issue(make_documents.profile(form=DocumentProfile.Form(form)), kind_code).symbol == symbol


class Undone(Exception):
    pass


@transaction.atomic
def issue_and_undo(profile: DocumentProfile) -> None:
    issue(profile)
    raise Undone


@pytest.mark.django_db
def test_a_number_taken_in_a_transaction_that_is_undone_is_free_again() -> None:
    profile = make_documents.profile()

    with pytest.raises(Undone):
        issue_and_undo(profile)

    assert issue(profile).number == 1


def in_threads(work: object) -> list[object]:
    """What each of several threads got that began at once: a result or an IntegrityError."""
    gate = threading.Barrier(AT_ONCE)

    def run(_: int) -> object:
        gate.wait()
        try:
            return work()  # type: ignore[operator]
        except IntegrityError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_leave_no_gap_and_none_is_taken_twice() -> None:
    profile = make_documents.profile()

    in_threads(lambda: issue(profile))

    assert sorted(IssuedDocument.objects.values_list("number", flat=True)) == list(range(1, AT_ONCE + 1))


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_rush_does_collide() -> None:
    """The control of the test above: reading the last number alone is not enough."""
    profile = make_documents.profile()
    read = threading.Barrier(AT_ONCE)

    def careless() -> IssuedDocument:
        last = IssuedDocument.objects.filter(profile=profile).aggregate(last=Max("number"))["last"] or 0
        read.wait()
        return IssuedDocument.objects.create(profile=profile, kind="Thông báo", year=2019, number=last + 1, symbol="?", subject="?", issued_on=ON)

    assert sum(isinstance(got, IntegrityError) for got in in_threads(careless)) == AT_ONCE - 1
