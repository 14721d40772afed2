import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from make import campaigns as make_campaigns
from make import portal as make_portal
from make import reports as make_reports
from PIL import Image

from boiduong.accounts.models import User
from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Membership
from boiduong.portal import actions, jobs
from boiduong.portal.models import ArticlePage, ArticleViews, SectionPage

TEST = Actor(None, via="test")
AT = datetime(2019, 8, 7, 10, 38, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def section() -> SectionPage:
    make_portal.ground()
    actions.open_portal(actor=TEST, office="Trung tâm Bồi dưỡng chính trị quận")
    return actions.open_section(actor=TEST, title="Đảng - đoàn thể")


def on_line(campaign: Campaign) -> ArticlePage:
    make_reports.opened(make_reports.attended(campaign))
    draft = actions.draft_article(actor=TEST, campaign=campaign, section=section(), at=AT)
    return actions.publish_article(actor=TEST, article=draft, at=AT)


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (32, 18), "#24408e").save(file, "PNG")
    return file.getvalue()


@pytest.mark.django_db
def test_a_section_needs_a_portal(campaign: Campaign) -> None:
    with pytest.raises(actions.PortalNotOpen):
        actions.open_section(actor=TEST, title="Đảng - đoàn thể")


@pytest.mark.django_db
def test_an_article_of_a_campaign_to_which_nobody_came_is_refused(campaign: Campaign) -> None:
    where = section()

    with pytest.raises(actions.NothingToTell):
        actions.draft_article(actor=TEST, campaign=campaign, section=where, at=AT)

    assert not ArticlePage.objects.exists()


@pytest.mark.django_db
def test_an_article_on_line_is_not_published_again(campaign: Campaign) -> None:
    article = on_line(campaign)

    with pytest.raises(actions.AlreadyOnLine):
        actions.publish_article(actor=TEST, article=article, at=AT)


@pytest.mark.django_db
def test_only_an_editor_is_let_into_the_editor(campaign: Campaign, organiser: User) -> None:
    with pytest.raises(actions.NotAnEditor):
        actions.admit_editor(actor=TEST, campaign=campaign, user=organiser)

    assert not organiser.groups.exists()


@pytest.mark.django_db
def test_an_admitted_editor_opens_the_editor(campaign: Campaign) -> None:
    article = on_line(campaign)
    editor = make_campaigns.member(campaign, Membership.Role.EDITOR)
    client = Client()
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")

    response = client.post(f"/campaigns/{campaign.code}/news/edit/", {"article": article.pk}, follow=True)

    assert (response.status_code, response.redirect_chain[-1][0]) == (200, f"/cms/pages/{article.pk}/edit/")
    assert "action-publish" in response.content.decode()


@pytest.mark.django_db
def test_a_published_article_bears_the_clock_it_was_given(campaign: Campaign) -> None:
    article = on_line(campaign)

    html = Client().get(article.url).content.decode()

    assert article.url == f"/dang-doan-the/{article.slug}/"
    assert "Ngày đăng 07/08/2019 | 10:38" in html
    assert "với 3 học viên tham dự" in html
    assert "đồng chí Trần Thu Hà - Phó Trưởng Ban Tuyên giáo Quận ủy; lãnh đạo Phòng Giáo dục và Đào tạo quận." in html
    assert "TS. Lê Hải Đăng - Nguyên Vụ trưởng Vụ Tổ chức (Giảng viên cao cấp)" in html
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")][-1] == "portal.article.published"


@pytest.mark.django_db
def test_pictures_stand_where_they_were_put_with_their_captions(campaign: Campaign) -> None:
    make_reports.attended(campaign)
    draft = actions.draft_article(actor=TEST, campaign=campaign, section=section(), at=AT)

    actions.illustrate_article(actor=TEST, article=draft, pictures=[actions.NewPicture("Hội trường", "Toàn cảnh hội nghị", png(), before=1)])
    article = actions.publish_article(actor=TEST, article=draft, at=AT)

    assert [block.block_type for block in article.body][:3] == ["paragraph", "picture", "paragraph"]
    assert "Toàn cảnh hội nghị" in Client().get(article.url).content.decode()


@pytest.mark.django_db
def test_the_figures_at_the_side_stay_those_of_the_text(campaign: Campaign) -> None:
    article = on_line(campaign)
    told = campaign.enrollments.get(person__full_name="Nguyễn Thị An")
    told.attendances.all().delete()

    article.refresh_from_db()

    assert article.facts == {"present": 3, "units": 2, "classes": 1, "topics": 2, "counted_on": "2019-08-07"}


@pytest.mark.django_db
def test_a_reader_counts_once_a_day_and_one_who_forgets_counts_again(campaign: Campaign) -> None:
    article = on_line(campaign)
    reader = Client()

    shown = [reader.get(article.url).content.decode() for _ in range(2)]
    stranger = Client().get(article.url).content.decode()

    assert ["Lượt xem: 1" in html for html in shown] == [True, True]
    assert "Lượt xem: 2" in stranger


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{"User-Agent": "Googlebot/2.1"}, {"Sec-Purpose": "prefetch"}])
def test_machines_and_pages_fetched_beforehand_are_no_views(campaign: Campaign, headers: dict[str, str]) -> None:
    article = on_line(campaign)

    response = Client(headers=headers).get(article.url)

    assert (article.view_count, "viewed" in response.cookies) == (0, False)


@pytest.mark.django_db
def test_what_a_cookie_says_is_not_believed(campaign: Campaign) -> None:
    article = on_line(campaign)
    reader = Client()
    reader.cookies["viewed"] = "x.<b>.99999999999999999999"

    reader.get(article.url)

    assert article.view_count == 1
    assert reader.cookies["viewed"].value == str(article.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("more", [1, 3])
def test_a_section_costs_the_same_for_any_number_of_articles(campaign: Campaign, more: int) -> None:
    article = on_line(campaign)
    for _ in range(more):
        draft = actions.draft_article(actor=TEST, campaign=campaign, section=article.get_parent().specific, at=AT)
        actions.publish_article(actor=TEST, article=draft, at=AT)
    Client().get("/dang-doan-the/")  # sites and roots are cached from the first page on

    before = len(connection.queries_log)
    connection.force_debug_cursor = True
    response = Client().get("/dang-doan-the/")
    connection.force_debug_cursor = False

    assert len(response.context["articles"]) == more + 1
    assert len(connection.queries_log) - before <= 12


@pytest.mark.django_db(transaction=True)
def test_readers_at_the_same_moment_are_all_counted() -> None:
    article = _bare_article()

    def read(_: int) -> None:
        jobs.count_view(article.pk)
        connection.close()

    with ThreadPoolExecutor(8) as readers:
        list(readers.map(read, range(40)))

    assert ArticleViews.objects.get(article=article).count == 40


def _bare_article() -> ArticlePage:
    made: ArticlePage = section().add_child(instance=ArticlePage(title="Tin", slug="tin"))
    return made
