import pytest
from django.test import Client
from make import people as make_people


@pytest.mark.django_db
def test_a_page_of_an_earlier_sign_in_is_told_in_words() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_people.user(), backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.post("/account/", {"full_name": "Đỗ Thị Hoà"})

    assert page.status_code == 403
    assert "Trang này đã mở quá lâu" in page.text
