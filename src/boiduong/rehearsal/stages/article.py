"""The news: an article drafted from the figures so far, with two drawn pictures, on line at the minute of the original; and its first readers."""

from datetime import date

from boiduong.portal import actions as portal
from boiduong.portal.actions import NewPicture
from boiduong.portal.jobs import count_view
from boiduong.rehearsal.pictures import speaker_at_work, whole_hall
from boiduong.rehearsal.scenario import at
from boiduong.rehearsal.world import World

OFFICE = "Trung tâm Bồi dưỡng chính trị quận"
SECTION = "Đảng - đoàn thể"
PUBLISHED_ON = date(2019, 8, 7)
READERS = (20, 60)  # fewer than the original's: each is counted one by one


def play(world: World) -> None:
    world.say("Soạn và đăng tin", 0, 0)
    editor = world.actor("editor")
    portal.admit_editor(actor=world.actor(), campaign=world.campaign, user=world.users["editor"])
    portal.open_portal(actor=editor, office=OFFICE)
    section = portal.open_section(actor=editor, title=SECTION)
    draft = portal.draft_article(actor=editor, campaign=world.campaign, section=section, at=at(PUBLISHED_ON, "9:00"))
    pictures = [
        NewPicture("Báo cáo viên trên bục giảng", "Đồng chí báo cáo viên trình bày tại lớp học", speaker_at_work(), before=1),
        NewPicture("Hội trường với các hàng ghế kín người", "Toàn cảnh hội nghị", whole_hall(), before=5),
    ]
    portal.illustrate_article(actor=editor, article=draft, pictures=pictures)
    article = portal.publish_article(actor=editor, article=draft, at=at(PUBLISHED_ON, "10:38"))
    for _ in range(world.dice("readers").randint(*READERS)):
        count_view(article.pk)
    world.facts["article_url"] = article.get_url()
    world.facts["article_title"] = article.title
