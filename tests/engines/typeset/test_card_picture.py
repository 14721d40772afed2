from datetime import date, time

from boiduong.engines.tokens import sign_card
from boiduong.engines.typeset.cards import card_picture
from boiduong.engines.typeset.summons import Learner, Sitting


def picture(hall: str) -> bytes:
    learner = Learner(
        name="Nguyễn Thị Ánh",
        position="Giáo viên",
        unit="Trường Tiểu học Sao Mai",
        training_class="Lớp 3",
        seat="B1",
        hall=hall,
        venue=hall,
        sittings=(Sitting(on=date(2019, 7, 23), starts=time(7, 30), ends=time(11, 30), topic="Nêu gương"),),
        code=sign_card(campaign=1, code=bytes(16), key_id=7, private=bytes(32)),
    )
    return card_picture(course="lớp bồi dưỡng chính trị hè năm 2019", learner=learner)


def height_of(png: bytes) -> int:
    return int.from_bytes(png[20:24])


def test_a_card_as_a_picture_is_as_high_as_its_words() -> None:
    assert height_of(picture("Hội trường lớn của Trung tâm, tầng 3 nhà A, " * 4)) > height_of(picture("A"))
