import pytest
from conftest import client_of
from django.test import Client
from django.utils.timezone import now
from make import people as make_people

from boiduong.accounts.models import User
from boiduong.audit.trail import Actor
from boiduong.web import actions

GOOD = "mưa rơi trên mái"


@pytest.fixture
def newcomer(db: None) -> User:
    """Somebody who came by a link and has no password yet."""
    user = make_people.user()
    user.set_unusable_password()
    user.save()
    return user


def test_whoever_has_no_password_must_choose_one(newcomer: User) -> None:
    page = client_of(newcomer).post("/account/", {"full_name": "Đỗ Thị Hoà", "password": "", "again": ""})

    assert page.status_code == 422
    newcomer.refresh_from_db()
    assert (newcomer.first_name, newcomer.has_usable_password()) == ("", False)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"password": GOOD, "again": GOOD + "!"}, "Hai lần nhập không giống nhau."),
        ({"password": "12345678", "again": "12345678"}, "Mật khẩu này quá phổ biến"),
    ],
)
def test_a_password_that_will_not_do_is_told(newcomer: User, told: dict[str, str], words: str) -> None:
    page = client_of(newcomer).post("/account/", {"full_name": "Hoà", **told})

    assert page.status_code == 422
    assert words in page.text


def test_the_password_until_now_is_asked_for(db: None) -> None:
    user = make_people.user()

    page = client_of(user).post("/account/", {"full_name": "Hoà", "old_password": "guessed", "password": GOOD, "again": GOOD})

    assert page.status_code == 422
    user.refresh_from_db()
    assert user.check_password("secret")


def test_a_first_password_lets_its_owner_come_back(newcomer: User) -> None:
    client = client_of(newcomer)

    client.post("/account/", {"full_name": "Đỗ Thị Hoà", "password": GOOD, "again": GOOD})

    assert client.get("/account/").status_code == 200  # still signed in
    newcomer.refresh_from_db()
    assert newcomer.get_full_name() == "Đỗ Thị Hoà"
    later = Client()
    later.post("/accounts/login/", {"login": newcomer.username, "password": GOOD})
    assert later.session["_auth_user_id"] == str(newcomer.pk)


def test_a_name_is_changed_and_the_password_stays(db: None) -> None:
    user = make_people.user()

    client_of(user).post("/account/", {"full_name": "Đỗ Thị Hoà", "old_password": "", "password": "", "again": ""})

    user.refresh_from_db()
    assert (user.first_name, user.check_password("secret")) == ("Đỗ Thị Hoà", True)


def test_a_link_leads_whoever_has_no_password_to_choosing_one(newcomer: User) -> None:
    token = actions.make_login_link(actor=Actor(None, via="test"), user=newcomer, at=now())

    assert Client().post(f"/login/{token}/").headers["Location"] == "/account/"
