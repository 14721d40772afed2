"""Dividing into classes: the days on which people cannot come are noted, the solver works, a person publishes what it found."""

from datetime import date

from boiduong.allocation import actions as allocation
from boiduong.allocation import jobs as allocation_jobs
from boiduong.allocation.models import Run
from boiduong.campaigns import actions as campaigns
from boiduong.rehearsal.scenario import at
from boiduong.rehearsal.stages import hosting
from boiduong.rehearsal.world import PlayBroken, World
from boiduong.schedule.models import Venue

ASKED_ON, PUBLISHED_ON = date(2019, 7, 12), date(2019, 7, 13)


def play(world: World) -> None:
    enrollments = world.enrollments()
    days = [(enrollments[member.number], on, "bận việc đã báo trước") for member in world.cast.members for on in member.unavailable_on]
    campaigns.note_unavailability(actor=world.actor(), campaign=world.campaign, days=days)
    world.say(f"Chia {len(enrollments)} người vào {world.scenario.classes} lớp", 0, 0)
    run = allocation.request_run(
        actor=world.actor(), campaign=world.campaign, class_count=world.scenario.classes, venues=list(Venue.objects.all()), at=at(ASKED_ON, "14:00")
    )
    allocation_jobs.solve_run(run.pk)
    run.refresh_from_db()
    if run.state != Run.State.SOLVED:
        raise PlayBroken(f"không chia được lớp: {run.failure or run.causes}")
    allocation.publish_run(actor=world.actor(), run=run, at=at(PUBLISHED_ON, "9:00"), accept_left_out=0)
    hosting.play(world)
    tiers = {name: found["value"] for name, found in run.tiers.items()}
    world.say(f"Đã công bố lớp: {tiers['grouping']} lần tách trường, {tiers['coverage']} lượt vắng quá mức", 0, 0)
