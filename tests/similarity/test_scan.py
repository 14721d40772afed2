import random

import pytest
from conftest import client_of
from django.test import Client
from engines.similarity.written import essay as sentences
from make import NOON, grading
from make import people as make_people

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.essays.models import Submission
from boiduong.similarity import actions, jobs
from boiduong.similarity.bridge import pair_of
from boiduong.similarity.models import Match, Scan, Verdict

TEST = Actor(None, via="test")


def essays_with_a_copy(campaign: Campaign) -> tuple[str, str, str]:
    """Two essays that share six sentences, and those sentences."""
    dice = random.Random(4)
    shared = " ".join(sentences(dice, 6))
    one, other = (" ".join(sentences(dice, 12)) + "\n" + shared for _ in range(2))
    for text in (one, other):
        grading.submission(grading.enrollment_of(campaign, make_people.unit()), text)
    return one, other, shared


def scanned(campaign: Campaign) -> Match:
    scan = actions.request_scan(actor=TEST, campaign=campaign, at=NOON)
    jobs.run_scan(scan.pk)
    return Match.objects.select_related("scan__campaign", "submission", "other_submission", "model_text").get()


def test_a_scan_without_essays_is_refused(campaign: Campaign) -> None:
    with pytest.raises(actions.NoEssays):
        actions.request_scan(actor=TEST, campaign=campaign, at=NOON)


def test_a_second_scan_waits_for_the_first(campaign: Campaign) -> None:
    essays_with_a_copy(campaign)
    actions.request_scan(actor=TEST, campaign=campaign, at=NOON)

    with pytest.raises(actions.ScanUnderWay):
        actions.request_scan(actor=TEST, campaign=campaign, at=NOON)


def test_a_scan_keeps_the_shared_passage_and_runs_once(campaign: Campaign) -> None:
    one, other, shared = essays_with_a_copy(campaign)
    grading.submission(grading.enrollment_of(campaign, make_people.unit()), "", state=Submission.State.UNREADABLE)

    match = scanned(campaign)
    jobs.run_scan(match.scan_id)

    ((start, end, other_start, other_end),) = match.passages
    assert other[start:end] == one[other_start:other_end] == shared
    scan = Scan.objects.get()
    assert (scan.state, scan.essay_count, scan.not_comparable_count) == ("DONE", 2, 1)
    assert AuditEntry.objects.filter(verb="similarity.scan.done").count() == 1


def test_the_pieces_of_a_pair_are_its_texts(campaign: Campaign) -> None:
    one, other, shared = essays_with_a_copy(campaign)

    pair = pair_of(scanned(campaign))

    assert "".join(piece.text for piece in pair.left) == other
    assert "".join(piece.text for piece in pair.right) == one
    assert "".join(piece.text for piece in pair.left if piece.passage) == shared


def test_a_rewrite_needs_a_reason(campaign: Campaign) -> None:
    essays_with_a_copy(campaign)

    with pytest.raises(actions.ReasonMissing):
        actions.give_verdict(actor=TEST, match=scanned(campaign), decision=Verdict.Decision.REWRITE, reason=" ", at=NOON)


def test_a_verdict_changes_no_essay(campaign: Campaign) -> None:
    essays_with_a_copy(campaign)
    match = scanned(campaign)
    before = list(Submission.objects.values())

    actions.give_verdict(actor=TEST, match=match, decision=Verdict.Decision.REWRITE, reason="Chép nguyên", at=NOON)
    verdict = actions.give_verdict(actor=TEST, match=match, decision=Verdict.Decision.ACCEPTABLE, reason="", at=NOON)

    assert Verdict.objects.get() == verdict
    assert list(Submission.objects.values()) == before
    assert AuditEntry.objects.filter(verb="similarity.verdict.given").count() == 2


def test_a_pair_page_names_no_author_and_is_noted(campaign: Campaign) -> None:
    essays_with_a_copy(campaign)
    match = scanned(campaign)

    page = client_of(grading.grader(campaign)).get(f"/matches/{match.code}/").content.decode()

    assert "Máy chỉ đối chiếu chữ; người chấm kết luận." in page
    assert match.submission.enrollment.person.full_name not in page
    assert match.submission.enrollment.unit.name not in page
    assert AuditEntry.objects.filter(verb="similarity.match.read").count() == 1


def test_an_organiser_sees_pairs_by_code_and_opens_none(organiser_client: Client, campaign: Campaign) -> None:
    essays_with_a_copy(campaign)
    match = scanned(campaign)

    page = organiser_client.get(f"/campaigns/{campaign.code}/similarity/").content.decode()

    assert match.submission.blind_code in page
    assert f"/matches/{match.code}/" not in page
