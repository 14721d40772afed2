"""The organiser's way with classes: sentences, aims, a division with its progress, a move, an exchange of seats, publishing, the difference."""

import os
from pathlib import Path

import pytest
from conftest import client_of
from make import NOON
from make import allocation as make
from make import campaigns as make_campaigns
from make import summonses as make_summonses
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from boiduong.accounts.models import User
from boiduong.allocation import jobs, price_jobs
from boiduong.allocation.models import AIMS, DivisionPolicy, MovePrices, Run
from boiduong.audit.trail import report_progress
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.summonses import jobs as summonses_jobs
from boiduong.summonses.models import Card, Summons

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
                page.wait_for_timeout(300)  # colours fade from one to the other
                page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.set_viewport_size({"width": 1200, "height": 900})


def aims_of(campaign: Campaign) -> list[str]:
    return DivisionPolicy.objects.get(campaign=campaign).order


def test_an_organiser_says_rules_divides_moves_publishes_and_sees_the_difference(page: Page, live_server: LiveServer) -> None:
    campaign = make_campaigns.campaign()
    make.dividable(campaign, people=12)
    make_summonses.profile_of(campaign)
    sign_in(page, live_server, make_campaigns.organiser(campaign))

    page.goto(f"/campaigns/{campaign.code}/division-rules/")
    say_rules(page)
    order_aims(page, campaign)
    pictured(page, "rules")

    page.goto(f"/campaigns/{campaign.code}/runs/")
    page.get_by_label("Số lớp").fill("2")
    page.get_by_role("button", name="Chia lớp").click()
    expect(page.get_by_text("Đang tính bản 1.")).to_be_visible()
    run = Run.objects.get(campaign=campaign)
    watch(page, run)
    page.get_by_role("button", name="Công bố").click()
    expect(page.get_by_text("Báo cho những người có lớp hoặc chỗ ngồi mới")).to_be_visible()
    issue_summonses(page, campaign, count=12)
    cards = {card.enrollment_id: card for card in Card.objects.valid()}

    page.goto(f"/runs/{run.code}/people/")
    page.get_by_role("button", name="Lập bản nháp").click()
    expect(page.get_by_role("searchbox", name="Tên hoặc đơn vị")).to_be_visible()
    draft = Run.objects.get(campaign=campaign, based_on=run)
    move_and_undo(page, draft)
    exchange_seats(page, draft)

    page.goto(f"/runs/{draft.code}/")
    pictured(page, "draft")
    page.get_by_role("link", name="Xem trước những gì thay đổi").click()
    expect(page.get_by_text("giữ nguyên", exact=True).locator("xpath=following-sibling::dd")).to_have_text("9")
    pictured(page, "difference")
    page.get_by_role("button", name="Công bố").click()
    expect(page.get_by_text("Báo cho những người có lớp hoặc chỗ ngồi mới")).to_be_visible()
    expect(page.get_by_text("đổi lớp", exact=True).locator("xpath=following-sibling::dd")).to_have_text("1")
    expect(page.get_by_text("chỉ đổi chỗ ngồi", exact=True).locator("xpath=following-sibling::dd")).to_have_text("2")
    draft.refresh_from_db()
    assert draft.state == Run.State.PUBLISHED

    changed = {row.pk for row in campaign.enrollments.all() if place_in(run, row) != place_in(draft, row)}
    issue_summonses(page, campaign, count=3)
    assert set(Summons.objects.valid().filter(run=draft).values_list("enrollment", flat=True)) == changed
    assert {key for key, card in cards.items() if page.request.get(f"/cards/{card.link_token}/").status == 404} == changed


def test_a_price_is_reckoned_by_a_job_and_taken_as_a_draft(page: Page, live_server: LiveServer) -> None:
    campaign = make_campaigns.campaign()
    make.dividable(campaign, people=12)
    run = make.crossed(campaign)
    sign_in(page, live_server, make_campaigns.organiser(campaign))

    page.goto(f"/runs/{run.code}/")
    page.get_by_role("link", name="Đổi lớp thì được lợi gì").click()
    page.get_by_role("button", name="Tính").click()
    expect(page.get_by_text("Đang chờ đến lượt.")).to_be_visible()
    price_jobs.price_moves(MovePrices.objects.get().pk)
    expect(page.get_by_role("button", name="Chuyển 2 người trong bản nháp")).to_be_visible()
    page.get_by_text("Ai sẽ đổi lớp (2 người)").click()
    pictured(page, "prices")
    page.get_by_role("button", name="Chuyển 2 người trong bản nháp").click()
    expect(page.get_by_text("đổi lớp", exact=True).locator("xpath=following-sibling::dd")).to_have_text("2")


def place_in(run: Run, learner: Enrollment) -> tuple[int, str]:
    row = run.assignments.get(enrollment=learner)
    return row.training_class_id, row.seat


def issue_summonses(page: Page, campaign: Campaign, count: int) -> None:
    """The page names how many there are to be before it makes them; afterwards none is left to be made."""
    page.goto(f"/campaigns/{campaign.code}/summonses/")
    expect(page.get_by_text(f"{count} người cần phát hành giấy triệu tập")).to_be_visible()
    pictured(page, f"summonses-{count}")
    page.get_by_role("button", name="Phát hành giấy triệu tập").click()
    expect(page.get_by_text(f"Đã phát hành {count} giấy triệu tập")).to_be_visible()
    summonses_jobs.sign_cards(campaign)


def say_rules(page: Page) -> None:
    """Two that contradict each other are told at once; one is taken back."""
    for percent in ("60", "70"):
        sentence = page.locator("form.sentence", has_text="số người của đơn vị được vắng").first
        sentence.get_by_label("Bao nhiêu").fill(percent)
        sentence.get_by_role("button", name="Thêm").click()
    expect(page.get_by_text("Các câu sau trái nhau")).to_be_visible()
    page.get_by_role("button", name="Bỏ câu này: Mỗi ngày không quá 70 %").click()
    expect(page.get_by_text("Các câu sau trái nhau")).to_have_count(0)
    expect(page.get_by_text("Mỗi ngày không quá 60 % số người của đơn vị được vắng để đi học: mọi đơn vị.")).to_be_visible()


def order_aims(page: Page, campaign: Campaign) -> None:
    """By keyboard, whose place stays with the aim, then by dragging."""
    up = page.get_by_role("button", name="Ưu tiên hơn: Sĩ số các lớp đều nhau", exact=True)
    up.focus()
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("ol[data-sortable] > li").nth(4)).to_contain_text("Sĩ số các lớp đều nhau")
    by_keyboard = aims_of(campaign)
    assert by_keyboard == [*AIMS[:4], "balance", "levels", "managers", "comfort"]

    line = page.locator('[data-value="comfort"]')
    with page.expect_navigation():
        line.drag_to(page.locator('[data-value="balance"]'), target_position={"x": 200, "y": 2})
    expect(page.locator("ol[data-sortable] > li").nth(4)).to_contain_text("Đường đi gần")
    assert aims_of(campaign) == [*AIMS[:4], "comfort", "balance", "levels", "managers"]


def watch(page: Page, run: Run) -> None:
    """The page of a version that is being worked out tells how far it is, and by itself turns into the answer."""
    page.goto(f"/runs/{run.code}/")
    report_progress(run, "Đang chia lớp", done=2, total=5, campaign_code=run.campaign.code)
    expect(page.get_by_text("2 / 5")).to_be_visible()
    pictured(page, "running")
    jobs.solve_run(run.pk)
    expect(page.get_by_role("button", name="Công bố")).to_be_visible()
    pictured(page, "solved")


def move_and_undo(page: Page, draft: Run) -> None:
    """What a move means stands beside it before it is made; it is undone and made again."""
    row = draft.assignments.select_related("enrollment__person", "training_class").order_by("pk")[0]
    page.goto(f"/runs/{draft.code}/why/?learner={row.enrollment.code}")
    other = draft.campaign.classes.exclude(pk=row.training_class_id).get()
    expect(page.get_by_text("Thêm 1 người phải đổi khỏi lớp đã báo")).to_be_visible()
    pictured(page, "why")
    page.get_by_role("button", name=f"Chuyển đến đây: {other.name}").click()
    expect(page.get_by_text(f"đã chuyển sang {other.name}")).to_be_visible()
    page.get_by_role("button", name="Hoàn tác lần sửa cuối").click()
    expect(page.get_by_text("Đã hoàn tác lần sửa cuối.")).to_be_visible()
    row.refresh_from_db()
    assert row.training_class_id != other.pk
    page.goto(f"/runs/{draft.code}/why/?learner={row.enrollment.code}")
    page.get_by_role("button", name=f"Chuyển đến đây: {other.name}").click()
    expect(page.get_by_text(f"đã chuyển sang {other.name}")).to_be_visible()


def exchange_seats(page: Page, draft: Run) -> None:
    """By keyboard: one seat, another, what it means, and yes."""
    moved = draft.hand_moves.get(undone_at=None).enrollment_id
    rows = draft.assignments.exclude(enrollment=moved).select_related("enrollment__person", "training_class").order_by("training_class", "pk")
    one, two = [row for row in rows if row.training_class_id == rows[0].training_class_id][:2]
    page.goto(f"/runs/{draft.code}/seats/?klass={one.training_class.code}")
    pictured(page, "seats")
    page.get_by_role("link", name=f"{one.seat} {one.enrollment.person.full_name}").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name=f"{two.seat} {two.enrollment.person.full_name}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{one.enrollment.person.full_name}: từ {one.seat} sang {two.seat}")).to_be_visible()
    pictured(page, "exchange")
    page.get_by_role("button", name="Đổi chỗ").click()
    expect(page.get_by_text(f"nay ngồi ghế {two.seat}.")).to_be_visible()


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
    page.goto(f"/runs/{run.code}/why/?learner={learners[5].code}")
    page.get_by_role("button", name="Cần chỗ ngồi dễ ra vào").click()
    expect(page.get_by_text("cần chỗ ngồi dễ ra vào")).to_be_visible()

    page.goto(f"/runs/{run.code}/seats/")
    expect(page.get_by_text("12 người của lớp này chưa có chỗ trên sơ đồ")).to_be_visible()
    page.get_by_role("button", name="Xếp lại chỗ ngồi").click()
    expect(page.get_by_role("cell", name=f"B-1 {learners[5].person.full_name}")).to_be_visible()
    pictured(page, "seated")
    assert run.requested_at == NOON
