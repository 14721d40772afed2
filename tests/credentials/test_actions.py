from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from make import NOON, credentials, grading
from make import campaigns as make_campaigns
from make import people as make_people
from pytest_django import Settings

from boiduong.accounts.models import User
from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.credentials import actions
from boiduong.credentials.actions import Decided
from boiduong.credentials.bridge import default_course, default_held
from boiduong.credentials.models import Certificate, CertificateBatch, CertificateFile, Completion
from boiduong.documents.models import DocumentProfile
from boiduong.essays.models import Submission

LATER = datetime(2019, 8, 28, 2, tzinfo=UTC)


@pytest.fixture
def by(organiser: User) -> Actor:
    return Actor(organiser, via="test")


@pytest.fixture
def profile(campaign: Campaign) -> DocumentProfile:
    return credentials.profile(campaign)


def issue(by: Actor, profile: DocumentProfile, campaign: Campaign, at: datetime = LATER) -> CertificateBatch:
    return actions.issue_certificates(actor=by, campaign=campaign, profile=profile, course=credentials.COURSE, held=credentials.HELD, at=at)


def test_decide_completions_refuses_before_the_release_of_grades(by: Actor, campaign: Campaign) -> None:
    credentials.learner(campaign)

    with pytest.raises(actions.GradesNotReleased):
        actions.decide_completions(actor=by, campaign=campaign, at=NOON)

    assert not Completion.objects.exists()
    assert not AuditEntry.objects.exists()


def test_decide_completions_refuses_to_take_completion_from_somebody_who_holds_a_certificate(by: Actor, campaign: Campaign) -> None:
    grading.rubric(campaign)
    grading.release(campaign)
    credentials.certificate(credentials.learner(campaign, "1", "1"))

    with pytest.raises(actions.CertificatesStand, match="1"):
        actions.decide_completions(actor=by, campaign=campaign, at=NOON)


def test_decide_completions_says_for_each_what_is_missing(by: Actor, campaign: Campaign) -> None:
    grading.rubric(campaign)
    for _ in range(2):
        make_campaigns.topic(campaign)
    passed, failed = credentials.learner(campaign), credentials.learner(campaign, "1", "3.5")
    away = make_campaigns.enrollment(campaign)
    credentials.attended(away, campaign.topics.all()[0])
    unread = make_campaigns.enrollment(campaign)
    grading.submission(unread, state=Submission.State.UNREADABLE)
    gone = make_campaigns.enrollment(campaign)
    gone.withdrawn_at = NOON
    gone.save()
    grading.release(campaign)

    decided = actions.decide_completions(actor=by, campaign=campaign, at=NOON)

    assert decided == Decided(complete=1, incomplete=3)
    rows = {row.enrollment: row for row in Completion.objects.select_related("enrollment")}
    assert set(rows) == {passed, failed, away, unread}
    assert (rows[passed].band, rows[passed].total_points, rows[passed].reasons) == ("Giỏi", Decimal("8.5"), [])
    assert rows[failed].reasons == [{"code": "TOO_FEW_POINTS", "points": "4.5", "needed": "5.0"}]
    assert rows[failed].band == "Không đạt"
    assert rows[away].reasons == [{"code": "ABSENT", "attended": 1, "needed": 2}, {"code": "NO_ESSAY"}]
    assert rows[unread].reasons == [{"code": "ABSENT", "attended": 0, "needed": 2}, {"code": "UNREADABLE"}]


def test_decided_again_it_is_decided_anew(by: Actor, campaign: Campaign) -> None:
    grading.rubric(campaign)
    learner = credentials.learner(campaign)
    grading.release(campaign)
    actions.decide_completions(actor=by, campaign=campaign, at=NOON)
    learner.submissions.update(is_current=False)

    decided = actions.decide_completions(actor=by, campaign=campaign, at=LATER)

    assert decided == Decided(complete=0, incomplete=1)
    assert Completion.objects.get().decided_at == LATER


def nobody(campaign: Campaign) -> None:
    credentials.completion(make_campaigns.enrollment(campaign), "NO_ESSAY")


def all_served(campaign: Campaign) -> None:
    learner = make_campaigns.enrollment(campaign)
    credentials.completion(learner)
    credentials.certificate(learner)


@pytest.mark.parametrize(("scene", "refusal"), [(nobody, actions.NobodyCompleted), (all_served, actions.NothingToIssue)])
def test_issue_certificates_refuses(
    by: Actor, profile: DocumentProfile, campaign: Campaign, scene: Callable[[Campaign], None], refusal: type[Exception]
) -> None:
    scene(campaign)
    before = Certificate.objects.count()

    with pytest.raises(refusal):
        issue(by, profile, campaign)

    assert Certificate.objects.count() == before
    assert not AuditEntry.objects.exists()


def test_issue_certificates_refuses_a_body_that_does_not_organise(by: Actor, profile: DocumentProfile, campaign: Campaign) -> None:
    credentials.completion(make_campaigns.enrollment(campaign))
    profile.unit = make_people.unit()
    profile.save()

    with pytest.raises(actions.ProfileElsewhere):
        issue(by, profile, campaign)


def test_issue_certificates_numbers_without_a_gap_and_freezes_every_word(by: Actor, profile: DocumentProfile, campaign: Campaign) -> None:
    unit = make_people.unit("Trường Mầm non Sao Mai")
    for name in ("Lê Văn Bình", "Trần Thị Ánh"):
        credentials.completion(make_campaigns.enrollment(campaign, make_people.person(unit, name)))
    credentials.completion(make_campaigns.enrollment(campaign), "NO_ESSAY")

    batch = issue(by, profile, campaign)

    first, second = Certificate.objects.order_by("number")
    assert (first.symbol, second.symbol) == ("0001/2019/GCN-TTBDCT", "0002/2019/GCN-TTBDCT")
    assert [row.content["name"] for row in (first, second)] == ["Trần Thị Ánh", "Lê Văn Bình"]
    assert (batch.certificate_count, first.batch) == (2, batch)
    assert first.content == {
        "form": "state",
        "parent": "Ủy ban nhân dân quận",
        "issuer": campaign.lead_unit.name,
        "place": "Hồ Gươm",
        "issued_on": "2019-08-28",
        "course": credentials.COURSE,
        "held": credentials.HELD,
        "authority": "",
        "position": "Giám đốc",
        "signer": "Lê Thị Sao Mai",
        "checked_at": "",
        "number": first.symbol,
        "code": first.code,
        "name": "Trần Thị Ánh",
        "birth_date": "",
        "unit": "Trường Mầm non Sao Mai",
        "result": "Giỏi",
        "check": first.code,
    }
    assert AuditEntry.objects.get().details == {"count": 2, "year": 2019, "first": 1, "last": 2}


def test_a_second_issue_goes_on_where_the_first_ended_and_another_year_begins_anew(by: Actor, profile: DocumentProfile, campaign: Campaign) -> None:
    credentials.completion(make_campaigns.enrollment(campaign))
    issue(by, profile, campaign)
    credentials.completion(make_campaigns.enrollment(campaign))
    issue(by, profile, campaign)
    credentials.completion(make_campaigns.enrollment(campaign))
    issue(by, profile, campaign, at=datetime(2019, 12, 31, 18, tzinfo=UTC))  # already the first of January in Hanoi

    assert list(Certificate.objects.order_by("pk").values_list("year", "number")) == [(2019, 1), (2019, 2), (2020, 1)]


def test_with_a_public_address_the_code_on_paper_leads_to_the_check_page(
    by: Actor, profile: DocumentProfile, campaign: Campaign, settings: Settings
) -> None:
    settings.HOST, settings.SITE_URL = "boiduong.example", "https://boiduong.example"
    credentials.completion(make_campaigns.enrollment(campaign))

    issue(by, profile, campaign)

    certificate = Certificate.objects.get()
    assert certificate.content["check"] == f"https://boiduong.example/verify/{certificate.code}/"
    assert certificate.content["checked_at"] == "boiduong.example/verify"


def test_revoke_certificate_refuses_without_a_reason_and_twice(by: Actor, campaign: Campaign) -> None:
    certificate = credentials.certificate(make_campaigns.enrollment(campaign))
    with pytest.raises(actions.ReasonMissing):
        actions.revoke_certificate(actor=by, certificate=certificate, reason="  ", at=LATER)
    revoked = credentials.certificate(make_campaigns.enrollment(campaign), revoked_reason="Sai tên")

    with pytest.raises(actions.AlreadyRevoked):
        actions.revoke_certificate(actor=by, certificate=revoked, reason="Sai tên", at=LATER)


def test_a_revoked_certificate_is_replaced_by_the_next_issue_and_its_line_stays(by: Actor, profile: DocumentProfile, campaign: Campaign) -> None:
    learner = make_campaigns.enrollment(campaign)
    credentials.completion(learner)
    wrong = credentials.certificate(learner)
    file = CertificateFile.objects.create(batch=wrong.batch, unit=learner.unit, pdf=b"%PDF", certificate_count=1)

    actions.revoke_certificate(actor=by, certificate=wrong, reason="Sai tên đệm", at=LATER)
    issue(by, profile, campaign)

    wrong.refresh_from_db()
    assert (wrong.revoked_at, wrong.revoked_reason) == (LATER, "Sai tên đệm")
    assert Certificate.objects.valid().get().replaces == wrong
    assert not CertificateFile.objects.filter(pk=file.pk).exists()


def test_the_words_of_the_paper_come_from_the_campaign(campaign: Campaign) -> None:
    assert default_course(campaign) == "chương trình bồi dưỡng chính trị hè năm 2019"
    assert default_held(campaign) == "từ ngày 23/7/2019 đến ngày 03/8/2019"
    credentials.attended(make_campaigns.enrollment(campaign), make_campaigns.topic(campaign))
    assert default_held(campaign).startswith("từ ngày 23/7/2019 đến ngày 03/8/2019 tại Hội trường")
