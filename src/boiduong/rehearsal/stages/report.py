"""The summary report, filed: figures frozen, and the files in the play's folder."""

from datetime import date

from boiduong.rehearsal.scenario import at
from boiduong.rehearsal.stages import hosting
from boiduong.rehearsal.world import World
from boiduong.reports.actions import make_report

REPORTED_ON = date(2019, 9, 10)


def play(world: World) -> None:
    hosting.pay(world)
    write(world)


def write(world: World) -> None:
    world.say("Lập báo cáo tổng kết", 0, 0)
    report = make_report(actor=world.actor(), campaign=world.campaign, at=at(REPORTED_ON, "9:00"))
    world.folder.mkdir(parents=True, exist_ok=True)
    for kind in ("docx", "xlsx", "pdf"):
        path = (world.folder / f"bao-cao-tong-ket.{kind}").absolute()
        path.write_bytes(getattr(report, kind))
        world.facts[f"report_{kind}"] = str(path)
