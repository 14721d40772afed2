import json
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError, call_command
from make import reports as make_reports

from boiduong.campaigns.models import Campaign


@pytest.mark.django_db
def test_a_code_that_nobody_has_is_named_with_those_there_are(campaign: Campaign, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=f"There is no campaign nowhere here; there are: {campaign.code}") as refused:
        call_command("campaign", "report", "nowhere", "--out", str(tmp_path))

    assert refused.value.returncode == 2


@pytest.mark.django_db
def test_a_folder_that_cannot_be_is_one_clear_line(campaign: Campaign, tmp_path: Path) -> None:
    make_reports.attended(campaign)
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError) as refused:
        call_command("campaign", "report", campaign.code, "--out", str(tmp_path / "file"))

    assert refused.value.returncode == 2


@pytest.mark.django_db
def test_the_report_is_written_as_word_excel_and_pdf(campaign: Campaign, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_reports.attended(campaign)

    call_command("campaign", "report", campaign.code, "--out", str(tmp_path / "báo cáo"))

    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert {Path(told[kind]).name for kind in ("docx", "xlsx", "pdf")} == {"report.docx", "report.xlsx", "report.pdf"}
    assert any("được triệu tập: 5 người" in paragraph.text for paragraph in docx.Document(told["docx"]).paragraphs)
    assert Path(told["pdf"]).read_bytes().startswith(b"%PDF")
