from pathlib import Path

import docx
import pytest
from django.test import Client
from make import campaigns as make_campaigns
from make import reports as make_reports

from boiduong.campaigns.models import Campaign, Membership
from boiduong.rehearsal.cast import Cast
from boiduong.rehearsal.scenario import Scenario
from boiduong.rehearsal.stages import article, report
from boiduong.rehearsal.world import World


def silent(sentence: str, done: int, total: int) -> None:
    """A rehearsal that tells nobody how far it is."""


def world_of(campaign: Campaign, folder: Path) -> World:
    world = World(scenario=Scenario(), cast=Cast((), ()), folder=folder, say=silent)
    world.campaign = campaign
    world.users = {"organiser": make_campaigns.organiser(campaign), "editor": make_campaigns.member(campaign, Membership.Role.EDITOR)}
    return world


@pytest.mark.django_db
def test_the_article_is_on_line_with_its_section_date_pictures_and_a_counter_that_grows(campaign: Campaign, tmp_path: Path) -> None:
    make_reports.opened(make_reports.attended(campaign))
    world = world_of(campaign, tmp_path)

    article.play(world)

    address = str(world.facts["article_url"])
    first, second = (Client().get(address) for _ in range(2))
    html = first.content.decode()
    assert address.startswith("/dang-doan-the/")
    assert str(world.facts["article_title"]) in html
    assert "Đảng - đoàn thể" in html
    assert "Ngày đăng 07/08/2019 | 10:38" in html
    assert html.index("Đồng chí báo cáo viên trình bày tại lớp học") < html.index("Toàn cảnh hội nghị")
    assert second.context["page"].view_count == first.context["page"].view_count  # both are read now
    assert f"Lượt xem: {second.context['page'].view_count - 1}" in html
    assert f"Lượt xem: {second.context['page'].view_count}" in second.content.decode()


@pytest.mark.django_db
def test_the_report_lies_in_the_plays_folder(campaign: Campaign, tmp_path: Path) -> None:
    make_reports.finished(campaign)
    world = world_of(campaign, tmp_path / "tệp")

    report.write(world)

    text = "\n".join(paragraph.text for paragraph in docx.Document(str(world.facts["report_docx"])).paragraphs)
    assert "được triệu tập: 5 người" in text
    assert Path(str(world.facts["report_xlsx"])).read_bytes().startswith(b"PK")
