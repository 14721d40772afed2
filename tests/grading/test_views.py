from collections.abc import Callable
from decimal import Decimal

import pytest
from conftest import client_of
from django.test import Client
from make import NOON, grading
from make import people as make_people
from pytest_django import DjangoAssertNumQueries

from boiduong.audit.models import AuditEntry
from boiduong.campaigns.models import Campaign
from boiduong.grading.models import Grade, GradeRelease, GradingShare
from boiduong.grading.queries import pieces_of
from boiduong.similarity.models import Match, ModelText, Scan


def test_the_stage_says_the_next_thing_to_do(organiser_client: Client, campaign: Campaign) -> None:
    def page() -> str:
        return organiser_client.get(f"/campaigns/{campaign.code}/grading/").content.decode()

    assert "Đặt tiêu chí chấm" in page()
    grading.rubric(campaign)
    grader = grading.grader(campaign)
    essay = grading.essay(campaign)
    assert "Chia bài cho người chấm" in page()
    share = grading.share(essay, grader)
    grading.grade(share)
    assert "Công bố điểm" in page()
    grading.release(campaign)
    assert "Xem kết quả" in page()


@pytest.mark.parametrize("count", [1, 3])
def test_the_stage_costs_the_same_for_any_number_of_graders(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    grading.rubric(campaign)
    for _ in range(count):
        grading.grade(grading.share(grading.essay(campaign), grading.grader(campaign)))
    grading.release(campaign)

    with django_assert_num_queries(17):
        response = organiser_client.get(f"/campaigns/{campaign.code}/grading/")

    assert [(line.graded, line.total) for line in response.context["graders"]] == [(1, 1)] * count
    assert [line.count for line in response.context["band_lines"]] == [count, 0, 0, 0]


def test_no_grade_shows_before_the_release(organiser_client: Client, campaign: Campaign) -> None:
    grading.rubric(campaign)
    grading.grade(grading.share(grading.essay(campaign), grading.grader(campaign)))

    response = organiser_client.get(f"/campaigns/{campaign.code}/grading/")

    assert response.context["band_lines"] == []
    assert "8,5" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_my_pile_costs_the_same_for_any_number_of_essays(campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    grading.rubric(campaign)
    grader = grading.grader(campaign)
    shares = [grading.share(grading.essay(campaign), grader) for _ in range(count)]
    grading.share(grading.essay(campaign), grading.grader(campaign))

    client = client_of(grader)
    with django_assert_num_queries(9):
        response = client.get(f"/campaigns/{campaign.code}/grading/mine/")

    assert [line.code for line in response.context["lines"]] == [share.code for share in shares]


@pytest.fixture
def share(campaign: Campaign) -> GradingShare:
    grading.rubric(campaign)
    grader = grading.grader(campaign)
    first, _second = [grading.share(grading.essay(campaign), grader) for _ in range(2)]
    return first


@pytest.fixture
def grader_client(share: GradingShare) -> Client:
    return client_of(share.grader)


def test_the_reading_page_shows_the_text_and_nothing_of_the_author(grader_client: Client, share: GradingShare) -> None:
    author = share.submission.enrollment
    page = grader_client.get(f"/grading/{share.code}/").content.decode()

    assert grading.TEXT in page
    assert share.submission.blind_code in page
    assert [words for words in (author.person.full_name, author.unit.name, author.code, share.submission.code) if words in page] == []
    assert AuditEntry.objects.get().verb == "grading.essay.opened"


def test_points_out_of_range_are_asked_for_again(grader_client: Client, share: GradingShare) -> None:
    response = grader_client.post(f"/grading/{share.code}/", {"criterion_1": "4,5", "criterion_2": ""})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"criterion_1", "criterion_2"}
    assert not Grade.objects.exists()


def test_saving_goes_to_the_next_essay_and_at_the_end_to_the_pile(grader_client: Client, share: GradingShare) -> None:
    other = GradingShare.objects.exclude(pk=share.pk).get()

    first = grader_client.post(f"/grading/{share.code}/", {"criterion_1": "3,5", "criterion_2": "5.0", "comment": "Tốt"})
    last = grader_client.post(f"/grading/{other.code}/", {"criterion_1": "0", "criterion_2": "0"})

    assert first.headers["Location"] == f"/grading/{other.code}/"
    assert last.headers["Location"] == f"/campaigns/{share.campaign.code}/grading/mine/"
    assert share.grade.total_points == Decimal("8.5")


def test_saving_after_the_release_is_refused_in_words(grader_client: Client, share: GradingShare) -> None:
    grading.release(share.campaign)

    response = grader_client.post(f"/grading/{share.code}/", {"criterion_1": "1", "criterion_2": "1"})

    assert response.status_code == 409
    assert "đã công bố" in response.content.decode()


def test_evidence_stands_beside_the_text_and_marks_it(grader_client: Client, share: GradingShare) -> None:
    scan = Scan.objects.create(campaign=share.campaign, state=Scan.State.DONE, requested_at=NOON)
    text = ModelText.objects.create(campaign=share.campaign, title="Bài mẫu trên mạng", text=grading.TEXT)
    Match.objects.create(
        scan=scan, submission=share.submission, model_text=text, passages=[[0, 20, 0, 20]], matched_syllables=12, longest_syllables=12
    )

    page = grader_client.get(f"/grading/{share.code}/").content.decode()

    assert "Bài mẫu trên mạng" in page
    assert f'<mark class="bg-secondary/15 text-inherit">{grading.TEXT[:20]}</mark>{grading.TEXT[20:]}' in page


def test_the_pair_opens_from_the_evidence_unless_the_other_author_is_of_the_graders_unit(share: GradingShare) -> None:
    scan = Scan.objects.create(campaign=share.campaign, state=Scan.State.DONE, requested_at=NOON)
    unit = make_people.unit()
    share.grader.memberships.update(unit=unit)
    client, codes = client_of(share.grader), []
    for other in (grading.essay(share.campaign, unit), grading.essay(share.campaign)):
        match = Match.objects.create(
            scan=scan, submission=share.submission, other_submission=other, passages=[[0, 9, 0, 9]], matched_syllables=12, longest_syllables=12
        )
        codes.append(match.code)

    page = client.get(f"/grading/{share.code}/").content.decode()

    assert [f"/matches/{code}/" in page for code in codes] == [False, True]
    assert [client.get(f"/matches/{code}/").status_code for code in codes] == [403, 200]


def test_pieces_join_to_the_text_and_cover_what_is_shared() -> None:
    pieces = pieces_of("abcdefghij", [(2, 4), (3, 6), (6, 7), (8, 99)])

    assert [(piece.text, piece.is_shared) for piece in pieces] == [("ab", False), ("cdefg", True), ("h", False), ("ij", True)]
    assert pieces_of("", [(0, 3)]) == []


RUBRIC = {"criterion_1": "Bố cục", "criterion_points_1": "10", "band_1": "Đạt", "band_points_1": "5", "band_2": "Không đạt", "band_points_2": "0"}


@pytest.mark.parametrize("change", [{"criterion_1": "Thái độ chính trị"}, {"criterion_points_1": ""}, {"criterion_points_1": "9"}])
def test_a_rubric_that_cannot_be_is_asked_for_again(organiser_client: Client, campaign: Campaign, change: dict[str, str]) -> None:
    response = organiser_client.post(f"/campaigns/{campaign.code}/grading/rubric/", RUBRIC | change)

    assert response.status_code == 422
    assert not campaign.criteria.exists()


def test_a_rubric_is_set_shared_out_and_released_from_the_pages(organiser_client: Client, campaign: Campaign) -> None:
    grader, address = grading.grader(campaign), f"/campaigns/{campaign.code}/grading/"
    grading.essay(campaign)
    grading.essay(campaign)

    post: Callable[..., object] = organiser_client.post
    post(f"{address}rubric/", RUBRIC)
    post(f"{address}share-out/")
    grading.grade(grader.grading_shares.all()[0], "7.0")
    post(f"{address}release/", {"ungraded_agreed": "1"})

    assert GradeRelease.objects.get().grade_count == 1
