"""Halls, speakers and guests: the hall belongs to another body, and titles are as they were in that year. All names are made up."""

from datetime import date

from boiduong.people.models import Unit
from boiduong.rehearsal.scenario import HALL_RESERVED, HALL_SEATS
from boiduong.rehearsal.world import World
from boiduong.schedule import actions as schedule
from boiduong.schedule import planning
from boiduong.schedule.models import Half, Speaker

ROWS = 20
ACCEPTED_ON = date(2019, 7, 10)
SPEAKERS = (  # degree, name, titles, topics, half-days on which they cannot come
    (
        "TS.",
        "Lương Quang Định",
        ("Nguyên Vụ trưởng Vụ Tổ chức - Điều lệ, Ban Tổ chức Trung ương", "Giảng viên cao cấp, Học viện Chính trị quốc gia Hồ Chí Minh"),
        (1, 3),
        ((date(2019, 7, 27), Half.AFTERNOON),),
    ),
    ("ThS.", "Hoàng Thu Hà", ("Trưởng khoa Xây dựng Đảng, Trường Chính trị thành phố",), (1, 2), ((date(2019, 7, 24), Half.AFTERNOON),)),
    ("TS.", "Đoàn Minh Tuệ", ("Phó Trưởng Ban Tuyên giáo Thành ủy",), (2, 3), ((date(2019, 7, 30), Half.MORNING), (date(2019, 8, 2), Half.MORNING))),
    ("ThS.", "Vũ Ngọc Lâm", ("Giám đốc Trung tâm Bồi dưỡng chính trị quận",), (1, 2, 3), ()),
)
GUESTS = (  # form of address, name, titles
    ("đồng chí", "Đoàn Thu Sương", ("Phó Trưởng Ban Tuyên giáo Quận ủy",)),
    ("đồng chí", "Vũ Hải Triều", ("Phó Giám đốc Trung tâm Bồi dưỡng chính trị quận",)),
)
DELEGATION = "lãnh đạo Phòng Giáo dục và Đào tạo quận"


def play(world: World) -> None:
    world.say("Mượn hội trường, mời báo cáo viên và đại biểu", 0, 0)
    actor, campaign = world.actor(), world.campaign
    schedule.add_venue(
        actor=actor,
        name="Hội trường khu liên cơ quan - UBND quận",
        address="Khu liên cơ quan",
        owner=Unit.objects.get(code="ubnd-quan"),
        capacity=HALL_SEATS,
        reserved=HALL_RESERVED,
        seat_rows=ROWS,
        seats_per_row=HALL_SEATS // ROWS,
    )
    topics = {topic.number: topic for topic in campaign.topics.all()}
    for degree, name, titles, numbers, away in SPEAKERS:
        speaker = schedule.invite_speaker(
            actor=actor,
            campaign=campaign,
            degree=degree,
            full_name=name,
            titles=titles,
            topics=[topics[number] for number in numbers],
            unavailable=away,
        )
        planning.note_answer(
            actor=actor, speaker=speaker, invitation=Speaker.Invitation.ACCEPTED, on=ACCEPTED_ON, note="bằng văn bản", today=ACCEPTED_ON
        )
    for address, name, titles in GUESTS:
        schedule.invite_guest(actor=actor, campaign=campaign, form_of_address=address, full_name=name, titles=titles)
    schedule.invite_guest(actor=actor, campaign=campaign, body_name=DELEGATION)
