from datetime import timedelta

import pytest
from conftest import client_of
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate
from make import NOON
from make import allocation as make_allocation
from make import campaigns as make_campaigns
from make import people as make_people
from make import schedule as make_schedule
from pytest_django import DjangoAssertNumQueries

from boiduong.allocation import actions, jobs, moving, need_jobs, seat_queries, seating
from boiduong.allocation.bridge import plan_of
from boiduong.allocation.models import Run, SeatNeed
from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.engines.allocation.plan_sheets import write_plan
from boiduong.schedule.models import Venue

TEST = Actor(None, via="test")
PLAN = ("dd.dd", "ou.oo", ".....", "oo.oo", "oo.oo")  # A kept, B with one easy seat (B-2), C and D behind an aisle


def a_small_hall(campaign: Campaign, people: int = 6) -> Venue:
    hall = make_allocation.dividable(campaign, people)
    seating.draw_hall(actor=TEST, venue=hall, rows=PLAN)
    hall.refresh_from_db()
    return hall


def solved(campaign: Campaign, hall: Venue) -> Run:
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=1, venues=[hall], at=NOON)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.SOLVED
    return run


def seats(run: Run) -> dict[int, str]:
    return dict(run.assignments.values_list("enrollment", "seat"))


def sitter(run: Run, seat: str) -> Enrollment:
    return run.assignments.select_related("enrollment").get(seat=seat).enrollment


def test_draw_hall_refuses_a_plan_without_a_seat_for_learners(db: None) -> None:
    hall = make_schedule.venue()

    with pytest.raises(seating.HallPlanUnusable, match="chưa có ghế nào"):
        seating.draw_hall(actor=TEST, venue=hall, rows=["dd", "."])

    assert not AuditEntry.objects.exists()


def test_change_seat_refuses_a_published_version(campaign: Campaign) -> None:
    run = solved(campaign, a_small_hall(campaign))
    actions.publish_run(actor=TEST, run=run, at=NOON)

    with pytest.raises(actions.RunNotSolved):
        seating.change_seat(actor=TEST, run=run, enrollment=run.assignments.first().enrollment, seat="D-1", at=NOON)  # type: ignore[union-attr]


def test_change_seat_refuses_somebody_without_a_class(campaign: Campaign) -> None:
    run = solved(campaign, a_small_hall(campaign))

    with pytest.raises(moving.NotInThisVersion):
        seating.change_seat(actor=TEST, run=run, enrollment=make_campaigns.enrollment(campaign), seat="D-1", at=NOON)


@pytest.mark.parametrize("seat", ["A-1", "Z-9", ""])
def test_change_seat_refuses_a_seat_that_is_kept_or_not_there(campaign: Campaign, seat: str) -> None:
    run = solved(campaign, a_small_hall(campaign))
    before = seats(run)

    with pytest.raises(seating.SeatCannotBeHad):
        seating.change_seat(actor=TEST, run=run, enrollment=run.assignments.all()[0].enrollment, seat=seat, at=NOON)

    assert seats(run) == before


def test_a_drawn_hall_gives_its_figures_to_the_division_and_its_seats_to_the_people(campaign: Campaign) -> None:
    hall = a_small_hall(campaign)

    run = solved(campaign, hall)

    assert (hall.capacity, hall.reserved_count, hall.seat_rows, hall.seats_per_row) == (16, 4, 4, 4)
    taken = set(seats(run).values())
    assert len(taken) == 6
    assert {seat[0] for seat in taken} <= set("BCD")
    assert "B-2" not in taken  # nobody needs the easy seat, and others are free


def test_figures_that_were_changed_after_the_plan_put_it_aside(campaign: Campaign) -> None:
    hall = a_small_hall(campaign)
    hall.capacity, hall.seat_rows, hall.seats_per_row = 40, 4, 10
    hall.save(update_fields=["capacity", "seat_rows", "seats_per_row"])

    assert plan_of(hall) == ("oooooodddd", *["o" * 10] * 3)


def test_who_needs_an_easy_seat_gets_it_and_nothing_says_why(campaign: Campaign) -> None:
    hall = a_small_hall(campaign)
    learner = campaign.enrollments.order_by("pk")[3]
    seating.note_seat_need(actor=TEST, enrollment=learner, is_needed=True)
    seating.note_seat_need(actor=TEST, enrollment=learner, is_needed=True)

    run = solved(campaign, hall)

    assert seats(run)[learner.pk] == "B-2"
    noted = AuditEntry.objects.filter(verb="allocation.seat_need.noted")
    assert [entry.details for entry in noted] == [{}]
    assert [field.name for field in SeatNeed._meta.get_fields()] == ["id", "enrollment"]


def test_a_need_that_is_forgotten_leaves_no_row(campaign: Campaign) -> None:
    learner = make_campaigns.enrollment(campaign)
    seating.note_seat_need(actor=TEST, enrollment=learner, is_needed=True)

    seating.note_seat_need(actor=TEST, enrollment=learner, is_needed=False)

    assert not SeatNeed.objects.exists()


def test_two_people_exchange_seats_and_undoing_gives_them_back(campaign: Campaign) -> None:
    run = solved(campaign, a_small_hall(campaign))
    before = seats(run)
    (one, first), (two, second) = list(before.items())[:2]

    seating.change_seat(actor=TEST, run=run, enrollment=Enrollment.objects.get(pk=one), seat=second, at=NOON)
    assert seats(run) == before | {one: second, two: first}

    moving.undo_move(actor=TEST, run=run, at=NOON)
    assert seats(run) == before


def test_a_seat_that_is_free_is_taken_and_left_again(campaign: Campaign) -> None:
    run = solved(campaign, a_small_hall(campaign))
    before = seats(run)
    one = next(iter(before))

    seating.change_seat(actor=TEST, run=run, enrollment=Enrollment.objects.get(pk=one), seat="B-2", at=NOON)
    assert seats(run) == before | {one: "B-2"}

    moving.undo_move(actor=TEST, run=run, at=NOON)
    assert seats(run) == before


def test_seats_made_anew_on_a_draft_keep_what_people_were_told(campaign: Campaign) -> None:
    """A row becomes one for guests: those of it alone sit elsewhere, and somebody new in need gets the easy seat."""
    hall = a_small_hall(campaign)
    run = solved(campaign, hall)
    actions.publish_run(actor=TEST, run=run, at=NOON)
    told = seats(run)
    row = min(seat[0] for seat in told.values())
    plan = tuple("dd.dd" if label == row else line for line, label in zip(PLAN, ["A", "B", "", "C", "D"], strict=True))
    seating.draw_hall(actor=TEST, venue=hall, rows=plan)
    draft = moving.revise_run(actor=TEST, campaign=campaign, at=NOON)
    needing = next(key for key, seat in told.items() if seat[0] != row)
    seating.note_seat_need(actor=TEST, enrollment=Enrollment.objects.get(pk=needing), is_needed=True)

    changed = seating.reseat_run(actor=TEST, run=draft, at=NOON)

    now = seats(draft)
    easy = {needing} if row != "B" else set()
    moved = {key for key in told if now[key] != told[key]}
    assert moved == {key for key, seat in told.items() if seat[0] == row} | easy
    assert changed == len(moved)
    assert all(now[key] == "B-2" for key in easy)
    assert not {seat for seat in now.values() if seat[0] in ("A", row)}


def test_undoing_a_move_after_seats_were_made_anew_finds_a_seat_that_is_free(campaign: Campaign) -> None:
    hall = make_allocation.dividable(campaign)
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[hall], at=NOON)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    row = run.assignments.select_related("enrollment", "training_class")[0]
    other = campaign.classes.exclude(pk=row.training_class_id)[0]
    moving.move_learner(actor=TEST, run=run, enrollment=row.enrollment, to_class=other, at=NOON)
    mate = run.assignments.filter(training_class=row.training_class)[0]
    mate.seat = row.seat
    mate.save(update_fields=["seat"])

    moving.undo_move(actor=TEST, run=run, at=NOON)

    taken = list(run.assignments.filter(training_class=row.training_class).values_list("seat", flat=True))
    assert len(set(taken)) == len(taken) == run.assignments.filter(training_class=row.training_class).count()


@pytest.mark.parametrize("people", [1, 3])
def test_a_seat_plan_costs_the_same_for_any_number_of_people(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    hall = a_small_hall(campaign)
    training_class = make_campaigns.training_class(campaign)
    run = make_allocation.run(campaign, Run.State.SOLVED, venue=hall)
    run.solution = {"sessions": [[0, 0, 0, 0, 0]], "status": "optimal"}
    run.save(update_fields=["solution"])
    for number in range(people):
        make_allocation.place(run, training_class, f"C-{number + 1}")

    with django_assert_num_queries(14):
        page = organiser_client.get(f"/runs/{run.code}/seats/", {"klass": training_class.code, "seat": "C-1", "to": "B-2"})

    assert page.context["view"].free_count == 12 - people
    assert [one.people for one in page.context["view"].units] == [1] * people
    assert page.context["to"].name == "B-2"


def test_the_page_tells_what_an_exchange_means_before_it_is_made(organiser_client: Client, campaign: Campaign) -> None:
    run = solved(campaign, a_small_hall(campaign))
    row = run.assignments.select_related("enrollment", "training_class")[0]
    seat = f"?klass={row.training_class.code}&seat={row.seat}"

    page = organiser_client.get(f"/runs/{run.code}/seats/{seat}&to=B-2")

    assert len(page.context["exchange"]) == 1
    done = organiser_client.post(f"/runs/{run.code}/seats/change/", {"learner": row.enrollment.code, "seat": "B-2"}, follow=True)
    assert sitter(run, "B-2") == row.enrollment
    assert done.context["moves"][0].to_seat == "B-2"


def test_a_make_believe_seat_leads_nowhere(organiser_client: Client, campaign: Campaign) -> None:
    run = solved(campaign, a_small_hall(campaign))

    page = organiser_client.get(f"/runs/{run.code}/seats/?seat=Q-99&to=A-1")

    assert page.status_code == 200
    assert "person" not in page.context


def test_a_hall_is_drawn_from_rows_and_blocks_and_sent_back_as_a_workbook(organiser_client: Client) -> None:
    hall = make_schedule.venue()
    where = f"/halls/{hall.code}/plan/"

    drawn = organiser_client.post(f"{where}draw/", {"seat_rows": "3", "blocks": "2 + 2", "reserved": "1", "accessible": "2"}, follow=True)
    hall.refresh_from_db()
    assert plan_of(hall) == ("oo.od", "uu.oo", "oo.oo")
    assert [row.label for row in drawn.context["rows"]] == ["A", "B", "C"]

    sent = SimpleUploadedFile("hall.xlsx", write_plan(PLAN))
    organiser_client.post(f"{where}upload/", {"sent": sent})
    hall.refresh_from_db()
    assert plan_of(hall) == PLAN
    assert organiser_client.get(f"/halls/{hall.code}/plan.xlsx").content[:2] == b"PK"


@pytest.mark.parametrize(("blocks", "reserved"), [("2 x", "0"), ("", "0"), ("2", "6"), ("-3", "0")])
def test_a_hall_that_cannot_be_is_told_at_its_form(organiser_client: Client, blocks: str, reserved: str) -> None:
    hall = make_schedule.venue()

    page = organiser_client.post(f"/halls/{hall.code}/plan/draw/", {"seat_rows": "3", "blocks": blocks, "reserved": reserved, "accessible": "0"})

    assert page.status_code == 422
    assert page.context["draw"].errors


def test_a_file_that_is_no_plan_is_told_at_its_form(organiser_client: Client) -> None:
    hall = make_schedule.venue()

    page = organiser_client.post(f"/halls/{hall.code}/plan/upload/", {"sent": SimpleUploadedFile("hall.xlsx", b"no workbook at all, \x00\x01")})

    assert page.status_code == 422
    assert page.context["upload"].errors


def test_a_coordinator_notes_a_need_of_their_own_people_alone(campaign: Campaign) -> None:
    own, other = make_campaigns.enrollment(campaign), make_campaigns.enrollment(campaign)
    coordinator = make_people.user()
    own.unit.coordinators.create(user=coordinator)
    client = client_of(coordinator)

    statuses = [client.post(f"/learners/{row.code}/easy-seat/", {"needed": "1"}).status_code for row in (own, other)]

    assert statuses == [302, 404]
    assert [need.enrollment for need in SeatNeed.objects.select_related("enrollment")] == [own]


def test_a_unit_is_told_with_its_rows_in_the_order_of_the_hall(campaign: Campaign) -> None:
    run = solved(campaign, a_small_hall(campaign))
    training_class = seat_queries.class_of(run, "")
    assert training_class

    view = seat_queries.seat_view(run, training_class)

    assert [one.number for one in view.units] == [1, 2]
    assert all(one.rows for one in view.units)
    assert view.standing == view.in_need == []


@pytest.mark.parametrize("people", [1, 3])
def test_a_coordinator_sees_own_people_alone_at_the_same_cost_for_any_number(
    campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    Campaign.objects.update(ends_on=localdate())
    unit, coordinator = make_people.unit(), make_people.user()
    unit.coordinators.create(user=coordinator)
    own = [make_campaigns.enrollment(campaign, make_people.person(unit, f"Nguyễn Thị An {n}")) for n in range(people)]
    make_campaigns.enrollment(campaign)
    SeatNeed.objects.create(enrollment=own[-1])
    client = client_of(coordinator)

    with django_assert_num_queries(3):
        page = client.get("/seat-needs/")

    learners = page.context["learners"]
    assert [row.pk for row in learners] == [own[-1].pk, *(row.pk for row in own[:-1])]
    assert [row.is_in_need for row in learners] == [True] + [False] * (people - 1)


def test_needs_are_forgotten_90_days_after_the_campaign_and_no_day_earlier(campaign: Campaign) -> None:
    SeatNeed.objects.create(enrollment=make_campaigns.enrollment(campaign))

    early = need_jobs.forget_seat_needs(on=campaign.ends_on + timedelta(days=90))
    there = SeatNeed.objects.count()
    late = need_jobs.forget_seat_needs(on=campaign.ends_on + timedelta(days=91))

    assert (early, there, late, SeatNeed.objects.count()) == (0, 1, 1, 0)
    assert AuditEntry.objects.filter(verb="allocation.seat_needs.forgotten").count() == 1
