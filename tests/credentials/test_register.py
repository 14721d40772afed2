"""Two bodies issue at once: the register of the year gives each number once and leaves no gap."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import IntegrityError, connection, transaction
from make import NOON, credentials
from make import campaigns as make_campaigns

from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.credentials import actions
from boiduong.credentials.models import Certificate
from boiduong.documents.models import DocumentProfile

MACHINE = Actor(None, via="test")


def ready() -> tuple[Campaign, DocumentProfile]:
    campaign = make_campaigns.campaign()
    for _ in range(3):
        credentials.completion(make_campaigns.enrollment(campaign))
    return campaign, credentials.profile(campaign)


def issue(campaign: Campaign, profile: DocumentProfile, issued: Event, may_commit: Event) -> None:
    try:
        with transaction.atomic():
            actions.issue_certificates(actor=MACHINE, campaign=campaign, profile=profile, course=credentials.COURSE, held=credentials.HELD, at=NOON)
            issued.set()
            assert may_commit.wait(20)
    finally:
        connection.close()


def issue_both_at_once() -> bool:
    """The second begins while the first has not committed. Returns whether the second had to wait for the first."""
    first_issued, second_issued, go_on = Event(), Event(), Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(issue, *ready(), first_issued, go_on)
        assert first_issued.wait(20)
        always = Event()
        always.set()
        second = pool.submit(issue, *ready(), second_issued, always)
        had_to_wait = not second_issued.wait(0.5)
        go_on.set()
        first.result(20)
        second.result(20)
    return had_to_wait


@pytest.mark.django_db(transaction=True)
def test_the_second_issue_waits_and_goes_on_where_the_first_ended() -> None:
    assert issue_both_at_once()

    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_take_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: were it not for the lock, the test above would fail."""
    monkeypatch.setattr(actions, "_lock_register", lambda year: None)  # noqa: ARG005

    with pytest.raises(IntegrityError):
        issue_both_at_once()
