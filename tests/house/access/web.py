from house.access import Row, Scene
from make import NOON
from make import people as make_people

from boiduong.audit.trail import Actor
from boiduong.web import actions


def a_login_link() -> Scene:
    """Made long ago: it has expired, and is the same 404 as one that never was."""
    token = actions.make_login_link(actor=Actor(None, via="test"), user=make_people.user(), at=NOON)
    return Scene(args={"token": token}, users={"anonymous": None, "stranger": make_people.user()})


def nothing() -> Scene:
    return Scene(args={}, users={"anonymous": None, "stranger": make_people.user()})


ROWS = {
    "web:login_link": Row(a_login_link, {"anonymous": 404, "stranger": 404}),
    "web:own_account": Row(nothing, {"anonymous": 302, "stranger": 200}),
}
