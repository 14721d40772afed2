from datetime import timedelta

import pytest
from make import NOON, grading
from make import allocation as make_allocation
from make import people as make_people

from boiduong.allocation.models import Run
from boiduong.campaigns.models import Campaign
from boiduong.essays.models import Submission
from boiduong.similarity.models import Scan

LATE = Run.objects.all().lost_after


@pytest.fixture
def run(campaign: Campaign) -> Run:
    return make_allocation.run(campaign, Run.State.QUEUED)


def test_what_a_worker_has_taken_no_other_gets(run: Run) -> None:
    first = Run.objects.claim(run.pk, at=NOON)

    assert (first, Run.objects.claim(run.pk, at=NOON)) == (run, None)
    assert Run.objects.still_held(run.pk, NOON)


def test_what_a_lost_worker_had_is_taken_over_and_it_holds_it_no_longer(run: Run) -> None:
    Run.objects.claim(run.pk, at=NOON)

    assert Run.objects.claim(run.pk, at=NOON + LATE, takes_over=True) == run

    assert (Run.objects.still_held(run.pk, NOON), Run.objects.still_held(run.pk, NOON + LATE)) == (False, True)


def test_what_was_cancelled_is_not_taken_over(run: Run) -> None:
    Run.objects.update(state=Run.State.CANCELLED)

    assert Run.objects.claim(run.pk, takes_over=True) is None


def test_a_row_is_no_longer_held_once_it_was_cancelled_or_given_to_another(run: Run) -> None:
    Run.objects.claim(run.pk, at=NOON)
    Run.objects.update(claimed_at=NOON + LATE)
    assert not Run.objects.still_held(run.pk, NOON)

    Run.objects.update(state=Run.State.CANCELLED, claimed_at=NOON)
    assert not Run.objects.still_held(run.pk, NOON)


def test_only_what_a_worker_has_held_too_long_waits_again(campaign: Campaign) -> None:
    lost, live, done = (make_allocation.run(campaign, state) for state in (Run.State.QUEUED, Run.State.QUEUED, Run.State.SOLVED))
    Run.objects.claim(lost.pk, at=NOON - timedelta(seconds=1))
    Run.objects.claim(live.pk, at=NOON)
    Run.objects.filter(pk=done.pk).update(claimed_at=NOON - timedelta(days=1))

    assert Run.objects.give_back(at=NOON + LATE) == [lost.pk]

    assert list(Run.objects.order_by("pk").values_list("state", flat=True)) == ["QUEUED", "RUNNING", "SOLVED"]
    assert Run.objects.claim(lost.pk, at=NOON + LATE) == lost


def test_a_lost_essay_and_a_lost_comparison_wait_again_too(campaign: Campaign) -> None:
    essay = grading.submission(grading.enrollment_of(campaign, make_people.unit()), "", state=Submission.State.EXTRACTING)
    scan = Scan.objects.create(campaign=campaign, requested_at=NOON, state=Scan.State.RUNNING, claimed_at=NOON)
    Submission.objects.update(claimed_at=NOON)

    assert Submission.objects.give_back(at=NOON + timedelta(hours=1)) == [essay.pk]
    assert Scan.objects.give_back(at=NOON + timedelta(hours=1)) == []
    assert Scan.objects.give_back(at=NOON + timedelta(hours=3)) == [scan.pk]
