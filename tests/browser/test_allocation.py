"""The organiser's way with seats: a hall is drawn, a need is noted, the seats are made anew."""

import os
from pathlib import Path

import pytest
from conftest import client_of
from make import NOON
from make import allocation as make
from make import campaigns as make_campaigns
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from boiduong.accounts.models import User
from boiduong.allocation.models import Run

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page, live_server: LiveServer, user: User) -> None:
    client = client_of(user)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])


def pictured(page: Page, name: str) -> None:
    """For eyes: a picture of this page, light and dark, wide and narrow, where BOIDUONG_PICTURES names a folder."""
    if folder := os.environ.get("BOIDUONG_PICTURES"):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.set_viewport_size({"width": 1200, "height": 900})


def test_a_hall_is_drawn_and_a_learner_in_need_is_seated_first(page: Page, live_server: LiveServer) -> None:
    campaign = make_campaigns.campaign()
    hall = make.dividable(campaign, people=12)
    sign_in(page, live_server, make_campaigns.organiser(campaign))

    page.goto(f"/campaigns/{campaign.code}/runs/")
    page.get_by_role("link", name=hall.name).click()
    for label, value in {"Số hàng ghế": "5", "Số ghế của mỗi khối": "4 4", "Trong đó dành cho đại biểu": "8", "Ghế dễ ra vào": "2"}.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Vẽ hội trường").click()
    expect(page.get_by_role("cell", name="A-1 dành riêng")).to_be_visible()
    expect(page.get_by_role("cell", name="B-1 còn trống (dễ ra vào)")).to_be_visible()
    pictured(page, "hall")

    run = make.run(campaign, Run.State.SOLVED, venue=hall)
    run.solution = {"sessions": [[0, 0, 0, 0, 0]], "status": "optimal"}
    run.save(update_fields=["solution"])
    training_class = make_campaigns.training_class(campaign)
    learners = list(campaign.enrollments.order_by("pk"))
    run.assignments.bulk_create([run.assignments.model(run=run, enrollment=row, training_class=training_class) for row in learners])
    page.goto(f"/runs/{run.code}/people/?learner={learners[5].code}")
    page.get_by_role("button", name="Cần chỗ ngồi dễ ra vào").click()
    expect(page.get_by_text("cần chỗ ngồi dễ ra vào")).to_be_visible()

    page.goto(f"/runs/{run.code}/seats/")
    expect(page.get_by_text("12 người của lớp này chưa có chỗ trên sơ đồ")).to_be_visible()
    page.get_by_role("button", name="Xếp lại chỗ ngồi").click()
    expect(page.get_by_role("cell", name=f"B-1 {learners[5].person.full_name}")).to_be_visible()
    pictured(page, "seated")
    assert run.requested_at == NOON
