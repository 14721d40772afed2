import pytest
from conftest import client_of
from django.test import Client
from make import campaigns as make_campaigns
from make import credentials, grading
from make import people as make_people
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.models import Campaign
from boiduong.credentials.codes import in_groups, new_check_code
from boiduong.credentials.models import Certificate, CertificateFile


@pytest.fixture
def results(campaign: Campaign) -> str:
    return f"/campaigns/{campaign.code}/results/"


def test_the_stage_says_the_next_thing_to_do(organiser_client: Client, campaign: Campaign, results: str) -> None:
    def page() -> str:
        return organiser_client.get(results).content.decode()

    grading.rubric(campaign)
    learner = credentials.learner(campaign)
    assert "Sang phần chấm bài" in page()
    grading.release(campaign)
    assert f'action="{results}decide/"' in page()
    organiser_client.post(f"{results}decide/")
    assert "1 học viên hoàn thành chưa có giấy chứng nhận" in page()
    credentials.certificate(learner)
    assert "Học viên hoàn thành đều đã có giấy chứng nhận" in page()


@pytest.mark.parametrize("count", [1, 3])
def test_the_result_list_costs_the_same_for_any_number_of_learners(
    organiser_client: Client, campaign: Campaign, results: str, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        learner = make_campaigns.enrollment(campaign, training_class=make_campaigns.training_class(campaign))
        credentials.completion(learner)
        credentials.certificate(learner)

    with django_assert_num_queries(16):
        response = organiser_client.get(results)

    assert len(response.context["lines"]) == count


def test_every_figure_opens_the_list_behind_it(organiser_client: Client, campaign: Campaign, results: str) -> None:
    done, absent, failed, waiting = (make_campaigns.enrollment(campaign, make_people.person(make_people.unit())) for _ in range(4))
    credentials.completion(done)
    credentials.completion(absent, "ABSENT", "NO_ESSAY")
    credentials.completion(failed, "TOO_FEW_POINTS")

    def listed(question: str) -> set[int]:
        return {line.enrollment.pk for line in organiser_client.get(f"{results}?{question}").context["lines"]}

    assert listed("") == {done.pk, absent.pk, failed.pk, waiting.pk}
    assert listed("state=complete") == listed("state=uncertified") == {done.pk}
    assert listed("state=incomplete") == {absent.pk, failed.pk}
    assert listed("state=undecided") == {waiting.pk}
    assert listed("reason=NO_ESSAY") == {absent.pk}
    assert listed(f"band={done.completion.band}") == {done.pk}
    assert listed(f"unit={failed.unit.code}") == {failed.pk}
    assert listed("unit=%00<x>&state=nothing&page=zz") == {done.pk, absent.pk, failed.pk, waiting.pk}
    lines = organiser_client.get(results).context["outcome"].reasons
    assert [(line.code, line.count) for line in lines] == [("ABSENT", 1), ("NO_ESSAY", 1), ("TOO_FEW_POINTS", 1)]


def test_certificates_are_issued_from_the_page_with_the_words_a_person_chose(organiser_client: Client, campaign: Campaign, results: str) -> None:
    profile = credentials.profile(campaign)
    credentials.completion(make_campaigns.enrollment(campaign))
    empty = organiser_client.post(f"{results}issue/", {"profile": profile.pk, "course": "", "held": "tại Hội trường A"})

    done = organiser_client.post(f"{results}issue/", {"profile": profile.pk, "course": "lớp hè", "held": "tại Hội trường A"})

    assert (empty.status_code, done.status_code) == (422, 302)
    assert Certificate.objects.get().content["course"] == "lớp hè"


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same_for_any_number_of_lines(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        certificate = credentials.certificate(make_campaigns.enrollment(campaign))
        CertificateFile.objects.create(batch=certificate.batch, unit=certificate.enrollment.unit, pdf=b"%PDF", certificate_count=1)

    with django_assert_num_queries(14):
        response = organiser_client.get(f"/campaigns/{campaign.code}/certificates/")

    assert len(response.context["page"]) == count


def test_the_register_is_searched_by_number_and_by_name_without_accents(organiser_client: Client, campaign: Campaign) -> None:
    person = make_people.person(make_people.unit(), "Lê Hà")
    person.search_key = "le ha"
    person.save()
    wanted = credentials.certificate(make_campaigns.enrollment(campaign, person))
    credentials.certificate(make_campaigns.enrollment(campaign))

    for words in (wanted.symbol, "Lê hà", "le ha"):
        response = organiser_client.get(f"/campaigns/{campaign.code}/certificates/", {"q": words})
        assert list(response.context["page"]) == [wanted]


@pytest.mark.parametrize("count", [1, 3])
def test_a_unit_sees_its_own_certificates_at_the_same_cost(campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    unit = make_people.unit()
    mine = [credentials.certificate(make_campaigns.enrollment(campaign, make_people.person(unit))) for _ in range(count)]
    credentials.certificate(make_campaigns.enrollment(campaign))
    client = client_of(make_people.coordinator(unit))

    with django_assert_num_queries(9):
        response = client.get(f"/units/{unit.code}/certificates/")

    assert list(response.context["page"]) == mine


def test_a_certificate_is_revoked_from_its_page_and_says_why(organiser_client: Client, campaign: Campaign) -> None:
    certificate = credentials.certificate(make_campaigns.enrollment(campaign))

    organiser_client.post(f"/certificates/{certificate.code}/revoke/", {"reason": "Sai tên đệm"})

    assert "Sai tên đệm" in organiser_client.get(f"/certificates/{certificate.code}/").content.decode()


def test_the_check_page_shows_the_words_of_the_paper_but_no_birth_date(client: Client, campaign: Campaign) -> None:
    certificate = credentials.certificate(make_campaigns.enrollment(campaign))

    response = client.get(f"/verify/{certificate.code}/")

    page = response.content.decode()
    assert [words for words in ("Nguyễn Thị Ánh", certificate.symbol, "Giỏi") if words not in page] == []
    assert certificate.content["birth_date"] not in page
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_revoked_certificate_says_so_and_names_nobody(client: Client, campaign: Campaign) -> None:
    certificate = credentials.certificate(make_campaigns.enrollment(campaign), revoked_reason="Sai tên")

    page = client.get(f"/verify/{certificate.code}/").content.decode()

    assert "đã bị thu hồi" in page
    assert [words for words in ("Nguyễn Thị Ánh", "Sai tên") if words in page] == []


def test_every_code_that_is_not_in_the_register_gets_the_same_answer(client: Client, campaign: Campaign) -> None:
    certificate = credentials.certificate(make_campaigns.enrollment(campaign))
    codes = [new_check_code(), "A" * 26, certificate.code[:-1], certificate.symbol.replace("/", "-"), "Nguyễn Thị Ánh", "%00", "x" * 300]

    answers = {(response.status_code, response.content) for code in codes for response in [client.get(f"/verify/{code}/")]}
    typed = {(response.status_code, response.content) for code in codes[2:] for response in [client.get("/verify/", {"code": code})]}

    assert len(answers) == 1
    assert typed == answers
    assert next(iter(answers))[0] == 404


def test_a_code_is_typed_as_it_is_printed(client: Client, campaign: Campaign) -> None:
    certificate = credentials.certificate(make_campaigns.enrollment(campaign))

    response = client.get("/verify/", {"code": in_groups(certificate.code).lower()})

    assert response.headers["Location"] == f"/verify/{certificate.code}/"


def test_nobody_is_found_by_name(client: Client, campaign: Campaign) -> None:
    credentials.certificate(make_campaigns.enrollment(campaign))

    assert client.get("/verify/", {"code": "Nguyễn Thị Ánh", "q": "Nguyễn Thị Ánh", "name": "Nguyễn Thị Ánh"}).status_code == 404


def test_one_certificate_is_downloaded_by_its_number(organiser_client: Client, campaign: Campaign) -> None:
    certificate = credentials.certificate(make_campaigns.enrollment(campaign))

    response = organiser_client.get(f"/certificates/{certificate.code}/pdf/")

    assert response.content.startswith(b"%PDF")
    assert certificate.symbol.replace("/", "-") in response.headers["Content-Disposition"]
