"""Who goes to enter something first comes back to where it was missing; a way back that is not ours is not gone."""

from collections.abc import Callable

import pytest
from django.test import Client
from make import people as make_people

BACK = "/campaigns/new/"


def reference() -> tuple[str, dict[str, str]]:
    said = {"kind": "Chỉ thị", "symbol": "28-CT/TW", "issued_on": "2019-01-21", "issuer": "Ban Bí thư", "subject": "Nâng cao chất lượng"}
    return "/references/new/", said


def profile() -> tuple[str, dict[str, str]]:
    unit = make_people.unit("Trung tâm", kind="POLITICAL_CENTRE")  # type: ignore[arg-type]
    said = {"unit": f"{unit.pk}", "form": "STATE", "short_symbol": "TTBDCT", "place": "Hồ Gươm", "signer_position": "Giám đốc"}
    return "/issued-documents/profile/", said


def unit() -> tuple[str, dict[str, str]]:
    return "/units/new/", {"name": "Trường Tiểu học Hồng Hà", "kind": "SCHOOL", "level": "PRIMARY", "ownership": "PUBLIC"}


@pytest.fixture
def client(db: None) -> Client:
    made = Client()
    made.force_login(make_people.keeper())
    return made


@pytest.mark.parametrize("detour", [reference, profile, unit])
@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_way_back_that_is_not_ours_is_not_gone(client: Client, detour: Callable[[], tuple[str, dict[str, str]]], elsewhere: str) -> None:
    address, said = detour()

    shown = client.get(address, {"next": elsewhere})
    done = client.post(f"{address}?next={elsewhere}", said)

    assert elsewhere not in shown.content.decode()
    assert done.status_code == 302
    assert elsewhere not in done.headers["Location"]


@pytest.mark.parametrize("detour", [reference, profile, unit])
def test_a_detour_leads_back_when_it_is_done_and_when_it_is_not(client: Client, detour: Callable[[], tuple[str, dict[str, str]]]) -> None:
    address, said = detour()

    shown = client.get(address, {"next": BACK})
    done = client.post(f"{address}?next={BACK}", said)

    assert f'href="{BACK}"' in shown.content.decode()
    assert (done.status_code, done.headers["Location"]) == (302, BACK)


@pytest.mark.parametrize("page", ["/campaigns/new/"])
def test_the_page_where_it_is_missing_says_where_it_is(client: Client, page: str) -> None:
    assert f"/units/new/?next={page.replace('/', '%2F')}" in client.get(page).content.decode()
