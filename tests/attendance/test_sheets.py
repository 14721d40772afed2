"""The signed sheet: what is kept, what is marked, and that a mark asks a person and judges nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from make import campaigns as make_campaigns
from make import people as make_people
from make.doors import STARTS_AT, TEST, Scene, deliver, event, minutes
from pytest_django import DjangoAssertNumQueries

from boiduong.attendance import jobs, settling, sheets
from boiduong.attendance.comparing import comparison_of, lines_typed
from boiduong.attendance.models import Attendance, OddCase, SheetMark, SignedSheet
from boiduong.audit.models import AuditEntry
from boiduong.campaigns.models import Enrollment
from boiduong.schedule.models import ClassSession

EVENING = STARTS_AT + timedelta(hours=10)
JPEG = b"\xff\xd8\xff\xe0 a page"
V = Attendance.Verdict


def stay(scene: Scene, card: str) -> None:
    deliver(scene.device, event(code=card), event(code=card, kind="out", seen_at=minutes(240)))


def mark(scene: Scene, learner: Enrollment | None = None) -> SheetMark:
    return sheets.mark_sheet(actor=TEST, class_session=scene.session, enrollment=learner or scene.learner, at=EVENING)


def judged(scene: Scene) -> str:
    return Attendance.objects.get(class_session=scene.session, enrollment=scene.learner).verdict


def test_a_page_is_a_pdf_or_a_picture_whatever_its_name_says_and_all_are_kept_or_none(scene: Scene) -> None:
    pages = [sheets.Page("1.jpg", JPEG), sheets.Page("2.jpg", b"<script>")]

    with pytest.raises(sheets.PageUnknown):
        sheets.keep_sheet(actor=TEST, class_session=scene.session, pages=pages, at=EVENING)

    assert not SignedSheet.objects.exists()


def test_a_page_is_kept_once(scene: Scene) -> None:
    pages = [sheets.Page("1.jpg", JPEG), sheets.Page("1 (1).jpg", JPEG), sheets.Page("2.pdf", b"%PDF-1.7")]

    assert len(sheets.keep_sheet(actor=TEST, class_session=scene.session, pages=pages, at=EVENING)) == 2
    assert sheets.keep_sheet(actor=TEST, class_session=scene.session, pages=pages, at=EVENING) == []


def test_a_page_is_withdrawn_with_a_reason_kept_and_put_back_by_hand_or_by_sending_it_again(scene: Scene, organiser_client: Client) -> None:
    [page] = sheets.keep_sheet(actor=TEST, class_session=scene.session, pages=[sheets.Page("1.jpg", JPEG)], at=EVENING)
    with pytest.raises(sheets.WhyMissing):
        sheets.withdraw_page(actor=TEST, page=page, why="  ", at=EVENING)
    with pytest.raises(sheets.PageStands):
        sheets.restore_page(actor=TEST, page=page)

    shown = organiser_client.post(f"/signed-sheets/{page.code}/withdraw/", {"why": "Tờ của lớp khác"}, follow=True)

    assert ([row.pk for row in shown.context["pages"]], [row.withdrawn_why for row in shown.context["withdrawn"]]) == ([], ["Tờ của lớp khác"])
    assert organiser_client.get(f"/signed-sheets/{page.code}/").status_code == 200
    with pytest.raises(sheets.PageWithdrawn):
        sheets.withdraw_page(actor=TEST, page=page, why="Lần nữa", at=EVENING)
    again = organiser_client.post(f"/signed-sheets/{page.code}/restore/", follow=True)
    assert [row.pk for row in again.context["pages"]] == [page.pk]
    sheets.withdraw_page(actor=TEST, page=page, why="Mờ", at=EVENING)
    assert sheets.keep_sheet(actor=TEST, class_session=scene.session, pages=[sheets.Page("1.jpg", JPEG)], at=EVENING) == [page]
    assert list(SignedSheet.objects.values_list("withdrawn_at", "withdrawn_why")) == [(None, "")]
    told = AuditEntry.objects.filter(verb__startswith="attendance.sheet.").order_by("pk").values_list("verb", flat=True)
    assert [verb.rpartition(".")[2] for verb in told] == ["kept", "withdrawn", "restored", "withdrawn", "restored", "kept"]


def test_only_names_of_the_sheet_are_marked_and_once(scene: Scene) -> None:
    visitor = make_campaigns.enrollment(scene.campaign)
    with pytest.raises(sheets.NotOnSheet):
        mark(scene, visitor)
    mark(scene)
    with pytest.raises(sheets.MarkedAlready):
        mark(scene)


def test_the_doors_decide_which_way_a_mark_points_and_it_judges_nothing(scene: Scene) -> None:
    other, card = scene.another()
    stay(scene, card)
    jobs.judge_session(scene.session.pk, at=EVENING)
    before = set(Attendance.objects.values_list("enrollment", "verdict", "judged_at"))

    assert mark(scene).has_signed
    assert not mark(scene, other).has_signed

    assert set(OddCase.objects.open().values_list("kind", "enrollment")) == {("SHEET", scene.learner.pk), ("SHEET", other.pk)}
    assert set(Attendance.objects.values_list("enrollment", "verdict", "judged_at")) == before


@pytest.mark.parametrize(
    ("is_seen", "counts", "verdict"), [(False, True, V.PRESENT), (False, False, V.ABSENT), (True, True, V.PRESENT), (True, False, V.ABSENT)]
)
def test_what_a_person_decides_holds_and_can_be_undone(scene: Scene, is_seen: bool, counts: bool, verdict: str) -> None:
    if is_seen:
        stay(scene, scene.card)
    jobs.judge_session(scene.session.pk, at=EVENING)
    by_doors = judged(scene)
    mark(scene)
    case = OddCase.objects.get()

    settling.settle_case(actor=TEST, case=case, counts=counts, decision="Đã hỏi người trực", at=EVENING)
    assert judged(scene) == verdict
    with pytest.raises(sheets.MarkDecided):
        sheets.unmark_sheet(actor=TEST, class_session=scene.session, enrollment=scene.learner, at=EVENING)

    settling.reopen_case(actor=TEST, case=case, at=EVENING)
    assert judged(scene) == by_doors
    sheets.unmark_sheet(actor=TEST, class_session=scene.session, enrollment=scene.learner, at=EVENING)
    assert not OddCase.objects.open().exists()
    with pytest.raises(sheets.NotMarked):
        sheets.unmark_sheet(actor=TEST, class_session=scene.session, enrollment=scene.learner, at=EVENING)


def test_a_phone_that_tells_late_empties_the_case(scene: Scene) -> None:
    mark(scene)
    stay(scene, scene.card)
    jobs.judge_session(scene.session.pk, at=EVENING)

    assert OddCase.objects.get().decision == "Máy quét ở cửa đã báo sau đó."
    assert [line.is_settled for line in comparison_of(scene.session).lines] == [True]


@pytest.fixture
def crowd(scene: Scene) -> ClassSession:
    for name, seat in (("Trần Văn An", "A-2"), ("Lê An Bình", "A-10"), ("Ngô Văn Ân", "B-1")):
        person = make_people.person(make_people.unit(), name)
        make_campaigns.enrollment(scene.campaign, person, training_class=scene.session.training_class, seat=seat)
    return scene.session


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("9", []),
        ("1", ["Trần Văn An"]),
        ("a10", ["Lê An Bình"]),
        ("A-10", ["Lê An Bình"]),
        ("an", ["Trần Văn An", "Ngô Văn Ân", "Nguyễn Thị Ánh", "Lê An Bình"]),
        ("v an", ["Trần Văn An", "Ngô Văn Ân"]),
        ("tran van an", ["Trần Văn An"]),
        ("xyz", []),
    ],
)
def test_a_number_a_seat_or_letters_say_who_is_meant(crowd: ClassSession, typed: str, found: list[str]) -> None:
    assert [line.enrollment.person.full_name for line in lines_typed(comparison_of(crowd).lines, typed)] == found


def test_one_name_is_marked_at_once_and_several_are_asked_about(crowd: ClassSession, organiser_client: Client) -> None:
    page = f"/sessions/{crowd.code}/sheet/"

    several = organiser_client.post(f"{page}mark/", {"typed": "an"}, follow=True)
    assert [line.number for line in several.context["found"]] == [1, 3, 4, 2]
    one = organiser_client.post(f"{page}mark/", {"typed": "a10"}, follow=True)
    again = organiser_client.post(f"{page}mark/", {"typed": "a10"}, follow=True)

    assert "Lê An Bình" in next(str(message) for message in one.context["messages"])
    assert [line.enrollment.person.full_name for line in one.context["compared"].unseen] == ["Lê An Bình"]
    assert again.status_code == 200
    assert SheetMark.objects.count() == 1
    [learner] = Enrollment.objects.filter(sheet_marks__isnull=False)
    assert organiser_client.post(f"{page}unmark/", {"learner": learner.code}).status_code == 302
    assert not SheetMark.objects.exists()


def test_pages_are_kept_and_a_picture_is_shown_while_a_pdf_is_a_download(scene: Scene, organiser_client: Client) -> None:
    files = [SimpleUploadedFile("trang 1.jpg", JPEG), SimpleUploadedFile("trang 2.pdf", b"%PDF-1.7")]

    organiser_client.post(f"/sessions/{scene.session.code}/sheet/pages/", {"pages": files})

    told = [organiser_client.get(f"/signed-sheets/{page.code}/") for page in SignedSheet.objects.order_by("pk")]
    assert [answer.headers["Content-Type"] for answer in told] == ["image/jpeg", "application/pdf"]
    assert [answer.headers["Content-Disposition"].partition(";")[0] for answer in told] == ["inline", "attachment"]
    assert {answer.headers["X-Content-Type-Options"] for answer in told} == {"nosniff"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_costs_the_same_for_any_number_of_names(
    scene: Scene, organiser_client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        stay(scene, scene.another()[1])
        mark(scene, scene.another()[0])

    with django_assert_num_queries(13):
        response = organiser_client.get(f"/sessions/{scene.session.code}/sheet/")

    assert len(response.context["compared"].lines) == 2 * count + 1
