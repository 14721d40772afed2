from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from make import people as make_people

from boiduong.audit.trail import Actor
from boiduong.web import actions

TEST = Actor(None, via="test")


@pytest.mark.django_db
def test_using_a_login_link_twice_is_refused() -> None:
    token = actions.make_login_link(actor=TEST, user=make_people.user(), at=now())
    link = actions.find_login_link(token, now())
    assert link is not None
    actions.use_login_link(link=link, at=now())

    with pytest.raises(actions.LinkUsed):
        actions.use_login_link(link=link, at=now())


@pytest.mark.django_db
@pytest.mark.parametrize("age", [timedelta(days=7), timedelta(days=30)])
def test_an_old_login_link_is_not_found(age: timedelta) -> None:
    token = actions.make_login_link(actor=TEST, user=make_people.user(), at=now() - age)

    assert actions.find_login_link(token, now()) is None


@pytest.mark.django_db
def test_looking_at_a_login_link_does_not_spend_it_and_the_button_does() -> None:
    user, client = make_people.user(), Client(enforce_csrf_checks=True)
    token = actions.make_login_link(actor=TEST, user=user, at=now())

    page = client.get(f"/login/{token}/")
    assert "_auth_user_id" not in client.session
    headers = {"Origin": "http://testserver", "X-CSRFToken": str(page.context["csrf_token"])}
    client.post(f"/login/{token}/", headers=headers)

    assert client.session["_auth_user_id"] == str(user.pk)
    assert page.headers["Referrer-Policy"] == "strict-origin"  # any stricter, and browsers would hide the origin that the CSRF check needs
    assert Client().get(f"/login/{token}/").status_code == 404
