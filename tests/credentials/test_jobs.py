from datetime import timedelta

import printed
from django.utils.timezone import now
from make import campaigns as make_campaigns
from make import credentials
from make import people as make_people

from boiduong.audit.models import AuditEntry, Progress
from boiduong.campaigns.models import Campaign
from boiduong.credentials.bridge import pdf_of
from boiduong.credentials.jobs import print_certificates
from boiduong.credentials.models import Certificate, CertificateBatch, CertificateFile
from boiduong.people.models import Unit


def a_batch(campaign: Campaign, units: list[Unit]) -> CertificateBatch:
    """A certificate for a learner of each of these units, in one batch."""
    rows = [credentials.certificate(make_campaigns.enrollment(campaign, make_people.person(unit, f"Lê Hà {n}"))) for n, unit in enumerate(units)]
    Certificate.objects.update(batch=rows[0].batch)
    return rows[0].batch


def test_a_batch_that_another_worker_has_is_left_alone(campaign: Campaign) -> None:
    batch = a_batch(campaign, [make_people.unit()])
    CertificateBatch.objects.filter(pk=batch.pk).update(claimed_at=now())

    print_certificates(batch.pk)

    assert not CertificateFile.objects.exists()


def test_a_batch_is_printed_a_file_a_unit_and_every_code_reads(campaign: Campaign) -> None:
    first, second = make_people.unit(), make_people.unit()
    batch = a_batch(campaign, [first, second, first])
    credentials.certificate(make_campaigns.enrollment(campaign, make_people.person(first)), revoked_reason="Sai tên")

    print_certificates(batch.pk)

    files = {file.unit: file for file in batch.files.select_related("unit")}
    assert {unit: file.certificate_count for unit, file in files.items()} == {first: 2, second: 1}
    codes = [list(page) for page in printed.codes(bytes(files[first].pdf))]
    assert codes == [[code] for code in Certificate.objects.valid().filter(enrollment__unit=first).order_by("number").values_list("code", flat=True)]
    assert Progress.objects.get().done_count == 3
    assert AuditEntry.objects.get().verb == "credentials.batch.printed"


def test_after_a_crash_only_what_is_wanting_is_made(campaign: Campaign) -> None:
    first, second = make_people.unit(), make_people.unit()
    batch = a_batch(campaign, [first, second])
    CertificateFile.objects.create(batch=batch, unit=first, pdf=b"%PDF-kept", certificate_count=1)
    CertificateBatch.objects.filter(pk=batch.pk).update(claimed_at=now() - timedelta(hours=1))

    print_certificates(batch.pk)

    assert bytes(batch.files.get(unit=first).pdf) == b"%PDF-kept"
    assert bytes(batch.files.get(unit=second).pdf).startswith(b"%PDF-1.7")
    assert batch.files.count() == 2


def test_one_certificate_is_the_same_paper_every_time_and_says_what_was_frozen(campaign: Campaign) -> None:
    certificate = credentials.certificate(make_campaigns.enrollment(campaign))

    (page,) = printed.texts(pdf_of([certificate]))

    assert pdf_of([certificate]) == pdf_of([certificate])
    said = ["GIẤY CHỨNG NHẬN", certificate.symbol, "Nguyễn Thị Ánh", "05/02/1980", "Kết quả: Giỏi", certificate.code[:5] + "-", "28 tháng 8 năm 2019"]
    assert [words for words in said if words not in page] == []
