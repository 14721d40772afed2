import io
from datetime import timedelta

import docx
import pytest
from make import NOON
from make import documents as make_documents
from make import reports as make_reports
from printed import texts
from python_calamine import CalamineWorkbook

from boiduong.accounts.models import User
from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.people.models import Person
from boiduong.reports import actions
from boiduong.reports.figures import digest
from boiduong.reports.models import SummaryReport


def words(content: bytes | memoryview) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.django_db
def test_make_report_refuses_a_campaign_to_which_nobody_is_called(organiser: User, campaign: Campaign) -> None:
    with pytest.raises(actions.NobodyCalled):
        actions.make_report(actor=Actor(organiser, via="test"), campaign=campaign, at=NOON)

    assert not SummaryReport.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_the_word_file_holds_the_called_and_the_present(organiser: User, campaign: Campaign) -> None:
    make_reports.finished(campaign)

    report = actions.make_report(actor=Actor(organiser, via="test"), campaign=campaign, at=NOON)

    text = words(report.docx)
    assert "Số học viên được triệu tập: 5 người, thuộc 2 đơn vị." in text
    assert "Số học viên có mặt: 3 người, đạt 60,0 %; trong đó 1 người hoàn thành nhờ học bù." in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Nguyễn Thị Dung" in text  # absent without leave
    assert "Nguyễn Thị Chi" not in text  # excused
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["reports.report.made"]


@pytest.mark.django_db
def test_the_pdf_says_what_the_word_file_says(organiser: User, campaign: Campaign) -> None:
    make_reports.finished(campaign)

    report = actions.make_report(actor=Actor(organiser, via="test"), campaign=campaign, at=NOON)

    assert report.pdf is not None
    text = " ".join(texts(bytes(report.pdf)))
    assert "Số học viên được triệu tập: 5 người" in text
    assert "Phụ lục 2. Học viên vắng không phép" in text


@pytest.mark.django_db
def test_the_workbook_holds_numbers_as_numbers_and_names_as_text(organiser: User, campaign: Campaign) -> None:
    told = make_reports.attended(campaign)
    Person.objects.filter(pk=told.learners["Dung"].person_id).update(full_name='=HYPERLINK("x")')

    report = actions.make_report(actor=Actor(organiser, via="test"), campaign=campaign, at=NOON)

    book = CalamineWorkbook.from_filelike(io.BytesIO(report.xlsx))
    summary = {row[0]: row[1] for row in book.get_sheet_by_name("Tổng hợp").to_python(skip_empty_area=False)}
    assert (summary["Số học viên được triệu tập"], summary["Số học viên có mặt"], summary["Số lượt có mặt"]) == (5, 3, 7)
    assert book.get_sheet_by_name("Vắng không phép").to_python()[-1][1] == '=HYPERLINK("x")'


@pytest.mark.django_db
def test_the_same_figures_are_one_version_and_the_same_bytes(organiser: User, campaign: Campaign) -> None:
    make_reports.attended(campaign)
    by = Actor(organiser, via="test")

    first = actions.make_report(actor=by, campaign=campaign, at=NOON)
    again = actions.make_report(actor=by, campaign=campaign, at=NOON + timedelta(days=1))

    assert (again.pk, bytes(again.docx)) == (first.pk, bytes(first.docx))
    assert digest(SummaryReport.objects.get().figures) == first.figures_sha256  # through the database and back


@pytest.mark.django_db
def test_changed_figures_are_another_version_and_the_first_stays(organiser: User, campaign: Campaign) -> None:
    told = make_reports.attended(campaign)
    by = Actor(organiser, via="test")
    first = actions.make_report(actor=by, campaign=campaign, at=NOON)
    told.learners["Chi"].excuses.all().delete()

    second = actions.make_report(actor=by, campaign=campaign, at=NOON)

    assert (first.version, second.version) == (1, 2)
    assert SummaryReport.objects.get(version=1).figures["total"]["excused"] == 1
    assert second.figures["total"]["excused"] == 0


@pytest.mark.django_db
def test_a_report_takes_the_next_number_of_its_issuer(organiser: User, campaign: Campaign) -> None:
    make_reports.attended(campaign)
    make_documents.profile(unit=campaign.lead_unit)

    report = actions.make_report(actor=Actor(organiser, via="test"), campaign=campaign, at=NOON)

    assert report.document is not None
    assert report.document.symbol == "01/BC-TTBDCT"
    assert "Số: 01/BC-TTBDCT" in words(report.docx)
    assert "LÊ THỊ SAO MAI" in words(report.docx).upper()
