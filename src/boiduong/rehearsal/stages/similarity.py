"""Similarity: all essays are laid beside each other and beside the model texts; graders look at a few of the longest matches."""

from datetime import date, timedelta

from boiduong.rehearsal.scenario import at
from boiduong.rehearsal.world import PlayBroken, World
from boiduong.similarity import actions, jobs
from boiduong.similarity.models import Match, Scan, Verdict

SCANNED_ON = date(2019, 8, 24)
LOOKED_AT = 12
WORDS = {
    Verdict.Decision.REWRITE: "Phần liên hệ bản thân trùng gần trọn với bài nộp trước; đề nghị viết lại phần này.",
    Verdict.Decision.ASK: "Hỏi người viết về nguồn của đoạn giống nhau trước khi kết luận.",
    Verdict.Decision.ACCEPTABLE: "Đoạn giống nhau ngắn, là cách nói thường gặp.",
}


def play(world: World) -> None:
    world.say("Đối chiếu các bài thu hoạch", 0, 0)
    asked_at = at(SCANNED_ON, "8:00")
    scan = actions.request_scan(actor=world.actor(), campaign=world.campaign, at=asked_at)
    jobs.run_scan(scan.pk)
    scan.refresh_from_db()
    if scan.state != Scan.State.DONE:
        raise PlayBroken("Việc đối chiếu bài không đi đến cùng")
    matches = Match.objects.for_list().filter(scan=scan)[:LOOKED_AT]
    for number, match in enumerate(matches):
        decision = Verdict.Decision.ASK if number % 3 == 2 else Verdict.Decision.REWRITE
        actions.give_verdict(
            actor=world.actor("grader1"), match=match, decision=decision, reason=WORDS[decision], at=asked_at + timedelta(minutes=30 + number)
        )
