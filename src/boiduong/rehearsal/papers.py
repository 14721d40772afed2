"""The official documents of the reference campaign: numbers, dates and issuers are public facts; the key points are told in our own words."""

from dataclasses import dataclass
from datetime import date

ESSAY_DUE_ON = date(2019, 8, 20)


@dataclass(frozen=True, slots=True)
class Paper:
    kind: str
    symbol: str
    issued_on: date
    issuer: str
    subject: str
    topic: str
    key_points: tuple[str, ...]


TOPIC_PAPERS = (
    Paper(
        kind="Quy định",
        symbol="08-QĐi/TW",
        issued_on=date(2018, 10, 25),
        issuer="Ban Chấp hành Trung ương",
        subject="Trách nhiệm nêu gương của cán bộ, đảng viên, trước hết là Ủy viên Bộ Chính trị, Ủy viên Ban Bí thư, Ủy viên Ban Chấp hành Trung ương",
        topic="Trách nhiệm nêu gương của cán bộ, đảng viên",
        key_points=(
            "Nêu gương là trách nhiệm thường xuyên, là bổn phận và đạo lý của người cán bộ; chức vụ càng cao càng phải làm trước, làm đúng và làm cho người khác thấy để tin theo.",
            "Lần đầu tiên Ban Chấp hành Trung ương có một quy định riêng, nói rõ việc các đồng chí ở cương vị cao nhất phải gương mẫu làm và những việc phải nghiêm khắc với bản thân, kiên quyết chống.",
            "Việc thực hiện gắn với kiểm điểm, đánh giá hằng năm; tập thể và nhân dân nơi công tác, nơi cư trú cùng theo dõi và góp ý.",
        ),
    ),
    Paper(
        kind="Chỉ thị",
        symbol="28-CT/TW",
        issued_on=date(2019, 1, 21),
        issuer="Ban Bí thư",
        subject="Nâng cao chất lượng kết nạp đảng viên và rà soát, sàng lọc, đưa những đảng viên không còn đủ tư cách ra khỏi Đảng",
        topic="Nâng cao chất lượng kết nạp đảng viên; rà soát, sàng lọc đảng viên",
        key_points=(
            "Một là, làm cho mọi tổ chức hiểu đầy đủ vì sao phải có đội ngũ đảng viên thật sự tiên phong, gương mẫu, gắn bó với nhân dân; đây là việc vừa cấp bách vừa lâu dài.",
            "Hai là, chấn chỉnh công tác kết nạp: coi trọng chất lượng hơn số lượng, giữ đúng tiêu chuẩn, điều kiện, quy trình; người được kết nạp phải là quần chúng ưu tú đã qua rèn luyện trong công việc.",
            "Ba là, đổi mới việc học tập và quản lý đảng viên; cấp ủy viên được phân công gần gũi chi bộ, kịp thời giải quyết kiến nghị chính đáng và bảo vệ người thẳng thắn đấu tranh.",
            "Bốn là, làm nghiêm túc việc rà soát từ chi bộ, kiên quyết nhưng đúng cách đối với người không còn đủ tư cách, và lấy tự phê bình, phê bình làm nền nếp.",
        ),
    ),
    Paper(
        kind="Nghị quyết",
        symbol="35-NQ/TW",
        issued_on=date(2018, 10, 22),
        issuer="Bộ Chính trị",
        subject="Tăng cường bảo vệ nền tảng tư tưởng của Đảng, đấu tranh phản bác các quan điểm sai trái, thù địch trong tình hình mới",
        topic="Bảo vệ nền tảng tư tưởng của Đảng trong tình hình mới",
        key_points=(
            "Bảo vệ nền tảng tư tưởng là nội dung cơ bản của công tác xây dựng Đảng, là việc hằng ngày của mọi cấp, mọi ngành, trước hết của người đứng đầu.",
            "Kết hợp giữa xây và chống, lấy xây làm chính: cung cấp thông tin đúng và kịp thời, nêu gương người tốt việc tốt, nâng cao sức đề kháng trước tin giả.",
            "Nhà trường có phần việc của mình: dạy học sinh biết kiểm chứng điều đọc được, cư xử có văn hóa trên mạng và biết bảo vệ lẽ phải bằng lập luận.",
        ),
    ),
)
ESSAY_PAPER = Paper(
    kind="Hướng dẫn",
    symbol="52-HD/BTGQU",
    issued_on=date(2019, 7, 10),
    issuer="Ban Tuyên giáo Quận ủy",
    subject="Viết và chấm bài thu hoạch bồi dưỡng chính trị hè năm 2019",
    topic="",
    key_points=(
        "Mỗi học viên chọn một trong hai câu hỏi, viết bài thu hoạch bằng suy nghĩ và việc làm của chính mình, nộp trước 17 giờ ngày 20/8/2019.",
        "Bài được chấm theo thang điểm 10, đạt từ 5 điểm; người chấm không biết tên người viết.",
    ),
)
