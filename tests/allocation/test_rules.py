import sys

import pytest
from django.utils.translation import override
from make import NOON
from make import allocation as make_allocation
from make import campaigns as make_campaigns
from make import people as make_people
from make import schedule as make_schedule

from boiduong.allocation import actions, jobs
from boiduong.allocation import rules as sentences
from boiduong.allocation.bridge import Order, order_of, problem_of
from boiduong.allocation.forms import RuleForm
from boiduong.allocation.models import AIMS, DivisionRule, Run
from boiduong.allocation.queries import run_view
from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.engines.allocation.model import Mode
from boiduong.engines.allocation.options import CoverageBy, Tolerance

TEST = Actor(None, via="test")
Kind = DivisionRule.Kind


def said(campaign: Campaign, *rules: actions.Said) -> Run:
    """A version asked for under these sentences."""
    venue = make_allocation.dividable(campaign)
    for rule in rules:
        actions.say_rule(actor=TEST, campaign=campaign, said=rule)
    return actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[venue], at=NOON)


def test_say_rule_refuses_the_same_sentence_twice(campaign: Campaign) -> None:
    actions.say_rule(actor=TEST, campaign=campaign, said=actions.Said(Kind.WINDOW, amount=3))

    with pytest.raises(actions.RuleSaidAlready):
        actions.say_rule(actor=TEST, campaign=campaign, said=actions.Said(Kind.WINDOW, amount=3))

    assert DivisionRule.objects.count() == 1


def test_order_aims_refuses_what_is_not_each_aim_once(campaign: Campaign) -> None:
    with pytest.raises(actions.NoSuchAim):
        actions.order_aims(actor=TEST, campaign=campaign, order=AIMS[1:])

    assert actions.aims_of(campaign) == AIMS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (actions.Said(Kind.TOGETHER), actions.Said(Kind.SPREAD, amount=40)),
        (actions.Said(Kind.APART, level="PRIMARY"), actions.Said(Kind.MIXED, level="PRIMARY")),
        (actions.Said(Kind.ABSENCE, amount=30), actions.Said(Kind.ABSENCE, amount=40)),
        (actions.Said(Kind.GIVE, amount=5, aim="levels"), actions.Said(Kind.GIVE, amount=10, aim="levels")),
    ],
)
def test_a_version_is_refused_under_sentences_that_contradict_each_other(campaign: Campaign, one: actions.Said, other: actions.Said) -> None:
    with pytest.raises(actions.RulesContradict):
        said(campaign, one, other)

    assert not Run.objects.exists()


def test_a_version_is_refused_where_a_class_is_too_short_for_its_topics(campaign: Campaign) -> None:
    with pytest.raises(actions.RulesContradict, match="3 chuyên đề"):
        said(campaign, actions.Said(Kind.WINDOW, amount=1))


def test_a_version_is_refused_where_more_people_must_be_in_a_class_than_it_has_seats(campaign: Campaign) -> None:
    venue = make_allocation.dividable(campaign, people=6, capacity=20)
    training_class = make_campaigns.training_class(campaign)
    for rule in (actions.Said(Kind.PLACE, training_class=training_class), actions.Said(Kind.RESERVE, amount=15)):
        actions.say_rule(actor=TEST, campaign=campaign, said=rule)

    with pytest.raises(actions.RulesContradict, match="6 người"):
        actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[venue], at=NOON)


def test_sentences_on_different_people_do_not_contradict_each_other_and_the_nearer_one_holds(campaign: Campaign) -> None:
    run = said(campaign, actions.Said(Kind.TOGETHER), actions.Said(Kind.SPREAD, level="PRIMARY", amount=60))
    first, second = order_of(run).units
    rules = [*sentences.read(run.rules), sentences.Rule(Kind.FREE, unit=second.pk)]

    held = [sentences.holding(rules, Kind.TOGETHER, unit) for unit in (first, second)]

    assert [rule.kind for rule in held if rule] == [Kind.SPREAD, Kind.FREE]


def test_a_version_is_solved_by_the_sentences_as_they_stood_when_it_was_asked_for(campaign: Campaign) -> None:
    run = said(
        campaign,
        actions.Said(Kind.SPREAD, amount=50),
        actions.Said(Kind.ABSENCE, amount=20),
        actions.Said(Kind.MIXED),
        actions.Said(Kind.RESERVE, amount=7),
        actions.Said(Kind.WINDOW, amount=4),
        actions.Said(Kind.BALANCE, amount=10),
    )
    actions.take_back_rule(actor=TEST, rule=campaign.division_rules.get(kind=Kind.RESERVE))

    problem = problem_of(run, order_of(run))

    school = problem.schools[0]
    assert (school.mode, school.spread_percent, school.max_absent_percent, school.managers_apart) == (Mode.SPREAD, 50, 20, False)
    assert (problem.halls[0].reserved, problem.class_window_days, problem.balance_tolerance_percent) == (7, 4, 10)


def test_aims_give_way_each_by_its_own_percent_and_absences_are_counted_by_half_day(campaign: Campaign) -> None:
    run = said(
        campaign,
        actions.Said(Kind.GIVE, amount=5, aim="levels"),
        actions.Said(Kind.GIVE, amount=20, aim="grouping"),
        actions.Said(Kind.HALVES),
    )

    problem = problem_of(run, order_of(run))

    assert problem.tolerances == {"levels": Tolerance(percent=5), "grouping": Tolerance(percent=20)}
    assert problem.coverage_by == CoverageBy.HALF_DAY


def test_without_a_sentence_no_aim_gives_way_and_days_are_counted(campaign: Campaign) -> None:
    run = said(campaign)

    problem = problem_of(run, order_of(run))

    assert (problem.tolerances, problem.coverage_by) == ({}, CoverageBy.DAY)


def test_a_sentence_names_its_aim_in_the_organisers_words(campaign: Campaign) -> None:
    row = actions.say_rule(actor=TEST, campaign=campaign, said=actions.Said(Kind.GIVE, amount=5, aim="levels"))

    with override("en"):
        assert sentences.text_of(row) == (
            "“A class has as few school levels as can be” may come out up to 5 percent worse, where a less important aim gains by it."
        )


def test_a_form_lets_no_person_go_without_a_class_for_another_aim(campaign: Campaign) -> None:
    said_of = {"GIVE-aim": "unassigned", "GIVE-amount": "5"}

    form = RuleForm(said_of, kind=Kind.GIVE, campaign=campaign, scopes=[], classes=[])

    assert list(form.errors) == ["aim"]


def test_a_version_keeps_what_an_aim_that_gives_way_could_have_been(campaign: Campaign) -> None:
    run = said(campaign, actions.Said(Kind.GIVE, amount=50, aim="grouping"))

    jobs.solve_run(run.pk)

    run.refresh_from_db()
    assert {name: tier["best"] for name, tier in run.tiers.items() if tier["best"] is not None} == {"grouping": 0}


def test_what_an_aim_could_have_been_is_told_beside_what_it_gave(campaign: Campaign) -> None:
    run = said(campaign)
    run.tiers = {"grouping": {"value": 5, "bound": 4, "proven": True, "seconds": 0.1, "best": 4}}

    line = run_view(run).tiers[0]

    assert (line.value, line.best) == (5, 4)


def test_whoever_must_be_in_a_class_is_there_when_it_is_solved(campaign: Campaign) -> None:
    make_campaigns.training_class(campaign)
    there = make_campaigns.training_class(campaign)
    run = said(campaign, actions.Said(Kind.PLACE, training_class=there, role="TEACHER"))

    jobs.solve_run(run.pk)

    assert set(run.assignments.values_list("training_class", flat=True)) == {there.pk}


def test_the_aims_are_climbed_in_the_order_said(campaign: Campaign) -> None:
    order = ["unassigned", "coverage", "moves", "levels", "grouping", "managers", "balance", "comfort"]
    actions.order_aims(actor=TEST, campaign=campaign, order=order)

    run = said(campaign)

    assert problem_of(run, order_of(run)).tiers == tuple(order)


def test_taking_a_sentence_back_is_told_to_the_trail(campaign: Campaign) -> None:
    rule = make_allocation.rule(campaign)

    actions.take_back_rule(actor=TEST, rule=rule)

    assert not DivisionRule.objects.exists()
    assert AuditEntry.objects.get(verb="allocation.rule.taken_back").details["text"] == "Mỗi lớp học xong trong 3 ngày."


def test_cancel_run_refuses_what_is_over(campaign: Campaign) -> None:
    run = make_allocation.run(campaign, Run.State.SOLVED)

    with pytest.raises(actions.RunIsOver):
        actions.cancel_run(actor=TEST, run=run, at=NOON)


def test_a_cancelled_version_is_not_solved(campaign: Campaign) -> None:
    run = said(campaign)
    actions.cancel_run(actor=TEST, run=run, at=NOON)

    jobs.solve_run(run.pk)

    run.refresh_from_db()
    assert (run.state, run.assignments.count()) == (Run.State.CANCELLED, 0)


def test_a_version_cancelled_while_it_is_solved_stores_nothing(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    run = said(campaign)
    solved = jobs._solved

    def cancelled_meanwhile(run: Run, order: Order) -> jobs.Answer:
        found = solved(run, order)
        actions.cancel_run(actor=TEST, run=run, at=NOON)
        return found

    monkeypatch.setattr(jobs, "FIRST_SECONDS", 300.0)
    monkeypatch.setattr(jobs, "_solved", cancelled_meanwhile)
    jobs.solve_run(run.pk)

    run.refresh_from_db()
    assert (run.state, run.assignments.count()) == (Run.State.CANCELLED, 0)


def test_a_solver_that_dies_is_told_in_words(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    run = said(campaign)
    monkeypatch.setattr(sys, "executable", "/bin/false")

    jobs.solve_run(run.pk)

    run.refresh_from_db()
    assert (run.state, run.failure[:12]) == (Run.State.FAILED, "Bộ giải không đọc"[:12])


def test_relax_and_rerun_refuses_what_was_not_proposed(campaign: Campaign) -> None:
    run = make_allocation.run(campaign, Run.State.SOLVED)

    with pytest.raises(actions.RunOutOfDate):
        actions.relax_and_rerun(actor=TEST, run=run, key="reserved", at=NOON)


def test_giving_way_at_the_seats_kept_free_seats_everybody(campaign: Campaign) -> None:
    venue = make_allocation.dividable(campaign, people=20, capacity=20)
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=1, venues=[venue], at=NOON)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    assert run.tiers["unassigned"]["value"] == 4

    again = actions.relax_and_rerun(actor=TEST, run=run, key="reserved", at=NOON)
    jobs.solve_run(again.pk)

    again.refresh_from_db()
    assert again.tiers["unassigned"]["value"] == 0
    assert not again.assignments.filter(seat="").exists()


def test_giving_way_at_a_closed_day_opens_it(campaign: Campaign) -> None:
    venue = make_allocation.dividable(campaign)
    closed = campaign.open_days()[1:]
    campaign.closed_days = closed
    campaign.save(update_fields=["closed_days"])
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=1, venues=[venue], at=NOON)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    assert f"day:{closed[0].isoformat()}" in [one.get("key") for one in run.causes]

    again = actions.relax_and_rerun(actor=TEST, run=run, key=f"day:{closed[0].isoformat()}", at=NOON)
    jobs.solve_run(again.pk)

    again.refresh_from_db()
    assert again.state == Run.State.SOLVED


def test_keeping_the_timetable_is_refused_before_there_is_one(campaign: Campaign) -> None:
    venue = make_allocation.dividable(campaign)

    with pytest.raises(actions.TimetableCannotStay):
        actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[venue], at=NOON, mode=Run.Mode.KEEP)


def test_late_people_are_placed_and_nobody_told_a_class_or_a_seat_is_moved(campaign: Campaign) -> None:
    run = said(campaign)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    actions.publish_run(actor=TEST, run=run, at=NOON)
    told = dict(campaign.enrollments.values_list("pk", "seat"))
    classes = dict(campaign.enrollments.values_list("pk", "training_class"))
    late = make_campaigns.enrollment(campaign, make_people.person(make_people.unit()))

    again = actions.request_run(actor=TEST, campaign=campaign, class_count=9, venues=[make_schedule.venue()], at=NOON, mode=Run.Mode.KEEP)
    jobs.solve_run(again.pk)
    again.refresh_from_db()
    sessions = list(campaign.sessions.held().values_list("pk", flat=True))
    actions.publish_run(actor=TEST, run=again, at=NOON)

    late.refresh_from_db()
    assert late.seat
    assert dict(campaign.enrollments.exclude(pk=late.pk).values_list("pk", "seat")) == told
    assert dict(campaign.enrollments.exclude(pk=late.pk).values_list("pk", "training_class")) == classes
    assert list(campaign.sessions.held().values_list("pk", flat=True)) == sessions
