import io
import json
from pathlib import Path
from typing import Any

import docx
import printed
import pytest
from django.core.management import CommandError, call_command
from make import NOON
from make import campaigns as make_campaigns
from make import documents as make_documents
from make import hosting as make_hosting
from make import people as make_people
from make import summonses as make

from boiduong.allocation.models import MakeupPlace
from boiduong.campaigns.models import Campaign
from boiduong.credentials.models import Completion
from boiduong.documents.models import DocumentProfile
from boiduong.engines.sheets import read_sheets
from boiduong.reports.management.verbs.paper import KINDS
from boiduong.schedule.models import Guest, Speaker

STATE, PARTY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"


def paper(campaign: Campaign, out: Path, kind: str, **options: str) -> dict[str, Any]:
    said: str = call_command("campaign", "paper", campaign.code, "--kind", kind, "--out", str(out), *(f"--{k}={v}" for k, v in options.items()))
    return dict(json.loads(said))


def words_of(path: str) -> str:
    file = Path(path).read_bytes()
    if path.endswith(".xlsx"):
        return " ".join(str(cell) for sheet in read_sheets(file) for row in sheet.rows for cell in row)
    if path.endswith(".pdf"):
        return " ".join(printed.texts(file))
    word = docx.Document(io.BytesIO(file))
    return " ".join([p.text for p in word.paragraphs] + [cell.text for table in word.tables for row in table.rows for cell in row.cells])


@pytest.fixture
def played(campaign: Campaign) -> Campaign:
    """Everything that the papers are about: a class with summonses, a speaker, an opening with guests, a make-up place."""
    unit = make_people.unit("Trường Tiểu học Hoa Sen")
    make.ready(campaign, [unit, unit])
    session = campaign.sessions.get()
    session.speaker = Speaker.objects.create(campaign=campaign, full_name="Phạm Hồng Hà", degree="TS.", titles=["Giảng viên cao cấp"])
    session.is_opening = True
    session.save(update_fields=["speaker", "is_opening"])
    Guest.objects.create(campaign=campaign, body_name="Lãnh đạo Phòng Giáo dục và Đào tạo", precedence=1)
    makeup = make_campaigns.training_class(campaign, is_makeup=True)
    learner = campaign.enrollments.order_by("pk")[0]
    MakeupPlace.objects.create(enrollment=learner, class_session=make.session(makeup), seat="A-1")
    make_hosting.ceremony(campaign, session)
    make_hosting.duty(campaign, session)
    Completion.objects.create(campaign=campaign, enrollment=learner, is_complete=True, band="Giỏi", decided_at=NOON)
    return campaign


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"absence-notice"}))  # that one needs doors: tests/attendance/test_absences.py
def test_every_kind_is_written_in_both_forms(played: Campaign, tmp_path: Path, kind: str) -> None:
    for form, nation, other in (("state", STATE, PARTY), ("party", PARTY, STATE)):
        paths = paper(played, tmp_path / form, kind, profile=form)["paths"]

        assert paths
        assert all(path.endswith((".pdf", ".docx", ".xlsx")) for path in paths)
        if kind not in {"cards", "seat-map"}:  # these hang on a wall or on a neck and have no head
            assert [path for path in paths if not path.endswith(".xlsx") and (nation not in words_of(path) or other in words_of(path))] == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("plan", "KẾ HOẠCH"),
        ("roster-call", "V/v gửi danh sách học viên bồi dưỡng chính trị hè năm 2019"),
        ("summons", "GIẤY TRIỆU TẬP"),
        ("invitation", "TS. Phạm Hồng Hà"),
        ("makeup-notice", "học bù"),
        ("decision", "Điều 1. Công nhận 1 học viên hoàn thành bồi dưỡng chính trị hè năm 2019"),
    ],
)
def test_word_and_pdf_say_the_same(played: Campaign, tmp_path: Path, kind: str, said: str) -> None:
    paths = paper(played, tmp_path, kind)["paths"]

    pair = [path for path in paths if Path(path).stem == Path(paths[0]).stem]
    assert sorted(Path(path).suffix for path in pair) == [".docx", ".pdf"]
    assert all(said in words_of(path) for path in pair)


def test_a_unit_gets_its_own_people_alone(campaign: Campaign, tmp_path: Path) -> None:
    one, two = make_people.unit("Trường Mầm non Sao Mai"), make_people.unit("Trường THCS Ban Mai")
    make.ready(campaign, [one, two])

    paths = paper(campaign, tmp_path, "summons", unit="trường mầm non sao mai")["paths"]

    assert [path for path in paths if "Ban Mai" in words_of(path)] == []
    assert "Nguyễn Thị Ánh 1" in words_of(paths[0])


def test_the_same_rows_print_the_same_bytes(played: Campaign, tmp_path: Path) -> None:
    one, two = (paper(played, tmp_path / name, "bundle")["paths"] for name in ("one", "two"))

    assert [Path(path).read_bytes() for path in one] == [Path(path).read_bytes() for path in two]


def test_the_letter_carries_the_number_it_was_issued_under_only_in_its_own_form(played: Campaign, tmp_path: Path) -> None:
    own, other = (words_of(paper(played, tmp_path / form, "summons", profile=form)["paths"][0]) for form in ("state", "party"))

    assert "Số: 01/GTT-TTBDCT" in own
    assert "01/GTT" not in other


def test_without_a_form_papers_look_as_the_summonses_did(played: Campaign, tmp_path: Path) -> None:
    make_documents.profile(played.lead_unit, DocumentProfile.Form.PARTY)

    assert paper(played, tmp_path, "sign-in")["profile"] == "state"
    assert paper(played, tmp_path, "sign-in", profile="party")["profile"] == "party"


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [("poem", {}, "no paper of the kind poem"), ("plan", {"unit": "Nowhere"}, "No unit of this campaign is called Nowhere")],
)
def test_what_cannot_be_made_is_one_sentence_and_exit_2(campaign: Campaign, tmp_path: Path, kind: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said) as refused:
        paper(campaign, tmp_path, kind, **options)

    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    "kind", ["summons", "class-list", "timetable", "invitation", "sign-in", "seat-map", "cards", "makeup-notice", "bundle", "decision"]
)
def test_a_stage_not_reached_is_said_so(campaign: Campaign, tmp_path: Path, kind: str) -> None:
    with pytest.raises(CommandError) as refused:
        paper(campaign, tmp_path, kind)

    assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_plan_can_be_printed_before_anybody_is_called(campaign: Campaign, tmp_path: Path) -> None:
    make_campaigns.topic(campaign)

    assert "KẾ HOẠCH" in words_of(paper(campaign, tmp_path, "plan")["paths"][0])
