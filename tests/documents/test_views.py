import pytest
from conftest import client_of
from django.test import Client
from make import campaigns as make_campaigns
from make import documents as make_documents
from make import people as make_people
from pytest_django import DjangoAssertNumQueries

from boiduong.documents.models import DocumentProfile, ReferenceDocument

SAID = {
    "kind": "Chỉ thị",
    "symbol": "28-CT/TW",
    "issued_on": "21/01/2019",
    "issuer": "Ban Bí thư",
    "subject": "Nâng cao chất lượng kết nạp đảng viên",
    "full_text": "",
}


@pytest.fixture
def keeper_client(db: None) -> Client:
    return client_of(make_people.keeper())


@pytest.mark.parametrize("documents", [1, 3])
def test_reference_list_costs_the_same_for_any_number(
    keeper_client: Client, django_assert_num_queries: DjangoAssertNumQueries, documents: int
) -> None:
    for _ in range(documents):
        make_campaigns.reference()

    with django_assert_num_queries(4):
        response = keeper_client.get("/references/")

    assert len(response.context["references"]) == documents


def test_a_document_is_found_by_words_of_its_abstract_and_number(stranger_client: Client) -> None:
    wanted, _other = make_campaigns.reference(), ReferenceDocument.objects.create(**SAID | {"issued_on": "2019-01-21"})

    found = stranger_client.get("/references/", {"q": f"{wanted.symbol} nền tảng"}).context["references"]

    assert [line.symbol for line in found] == [wanted.symbol]


def test_a_keeper_enters_a_document_and_corrects_it(keeper_client: Client) -> None:
    entered = keeper_client.post("/references/new/", SAID, follow=True)
    document = ReferenceDocument.objects.get()
    keeper_client.post(f"/references/{document.code}/edit/", SAID | {"issuer": "Bộ Chính trị"})

    document.refresh_from_db()
    assert entered.status_code == 200
    assert (document.symbol, f"{document.issued_on}", document.issuer) == ("28-CT/TW", "2019-01-21", "Bộ Chính trị")


def test_a_document_known_already_is_refused_in_words(keeper_client: Client) -> None:
    keeper_client.post("/references/new/", SAID)

    again = keeper_client.post("/references/new/", SAID)

    assert again.status_code == 409
    assert "28-CT/TW" in again.content.decode()


def test_a_keeper_says_how_a_body_writes_its_papers(keeper_client: Client) -> None:
    unit = make_people.unit("Trung tâm", kind="POLITICAL_CENTRE")  # type: ignore[arg-type]
    said = {"unit": unit.pk, "form": "STATE", "short_symbol": "TTBDCT", "place": "Hồ Gươm", "signer_position": "Giám đốc"}

    response = keeper_client.post("/issued-documents/profile/", said, follow=True)

    assert response.status_code == 200
    assert DocumentProfile.objects.get().short_symbol == "TTBDCT"
    assert "TTBDCT" in response.content.decode()


@pytest.mark.parametrize("profiles", [1, 3])
def test_issued_list_costs_the_same_for_any_number(keeper_client: Client, django_assert_num_queries: DjangoAssertNumQueries, profiles: int) -> None:
    for _ in range(profiles):
        make_documents.profile()

    with django_assert_num_queries(5):
        response = keeper_client.get("/issued-documents/")

    assert len(response.context["profiles"]) == profiles
