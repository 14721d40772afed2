"""Input that has no good answer: a page in words each time, and the best plan so far where there is one."""

import pytest
from django.test import Client
from make import NOON
from make import allocation as make_allocation

from boiduong.allocation import actions, jobs
from boiduong.allocation.bridge import order_of, problem_of
from boiduong.allocation.models import DivisionRule, Run
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Unavailability
from boiduong.engines.allocation.solve import solve
from boiduong.schedule.models import Venue

TEST = Actor(None, via="test")
PAGES = ("", "difference/", "days/", "people/", "seats/", "prices/")


def solved(campaign: Campaign, class_count: int = 1) -> Run:
    venue = Venue.objects.latest("pk")
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=class_count, venues=[venue], at=NOON)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    return run


def opened(client: Client, run: Run) -> list[str]:
    """Every page of a version; each opens."""
    pages = [client.get(f"/runs/{run.code}/{page}") for page in PAGES]
    assert [page.status_code for page in pages] == [200] * len(PAGES)
    return [page.content.decode() for page in pages]


def cancelled_with_a_plan(campaign: Campaign) -> Run:
    venue = make_allocation.dividable(campaign)
    run = Run.objects.claim(actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[venue], at=NOON).pk)
    assert run
    order = order_of(run)
    jobs.store_first(run, order, solve(problem_of(run, order)))
    return actions.cancel_run(actor=TEST, run=run, at=NOON)


def test_keep_best_refuses_a_version_that_was_cancelled_before_it_had_a_plan(campaign: Campaign) -> None:
    run = make_allocation.run(campaign, Run.State.CANCELLED)

    with pytest.raises(actions.RunNotSolved):
        actions.keep_best(actor=TEST, run=run, at=NOON)


def test_keep_best_refuses_a_version_that_is_being_worked_out(campaign: Campaign) -> None:
    run = cancelled_with_a_plan(campaign)
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)

    with pytest.raises(actions.RunNotSolved):
        actions.keep_best(actor=TEST, run=run, at=NOON)


def test_the_best_plan_of_a_cancelled_version_is_kept_and_published(organiser_client: Client, campaign: Campaign) -> None:
    run = cancelled_with_a_plan(campaign)
    assert "Giữ bản này" in organiser_client.get(f"/runs/{run.code}/").content.decode()

    organiser_client.post(f"/runs/{run.code}/keep/")

    run.refresh_from_db()
    assert (run.state, run.assignments.count()) == (Run.State.SOLVED, 6)
    assert "Việc chia lớp bị hủy trước khi tìm xong." in opened(organiser_client, run)[0]
    actions.publish_run(actor=TEST, run=run, at=NOON)
    assert campaign.enrollments.called().filter(training_class=None).count() == 0


def test_a_version_cancelled_while_a_plan_stands_leads_to_its_page(organiser_client: Client, campaign: Campaign) -> None:
    run = cancelled_with_a_plan(campaign)
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)

    response = organiser_client.post(f"/runs/{run.code}/cancel/")

    assert response.headers["Location"] == f"/runs/{run.code}/"


def test_a_class_without_a_seat_leaves_all_out_and_says_so(organiser_client: Client, campaign: Campaign) -> None:
    make_allocation.dividable(campaign)
    actions.say_rule(actor=TEST, campaign=campaign, said=actions.Said(DivisionRule.Kind.RESERVE, amount=40))

    run = solved(campaign)

    assert run.state in (Run.State.SOLVED, Run.State.IMPOSSIBLE)
    assert run.causes
    assert str(run.causes[0]["text"]) in opened(organiser_client, run)[0]


def test_a_person_whom_no_class_suits_is_named_among_the_causes(organiser_client: Client, campaign: Campaign) -> None:
    make_allocation.dividable(campaign)
    learner = campaign.enrollments.order_by("pk")[0]
    for on in campaign.open_days():
        Unavailability.objects.create(enrollment=learner, on=on)

    run = solved(campaign)

    assert run.tiers["unassigned"]["value"] == 1
    pages = opened(organiser_client, run)
    assert run.causes
    assert str(run.causes[0]["text"]) in pages[0]
    assert learner.person.full_name in pages[PAGES.index("people/")]


def test_sentences_that_contradict_each_other_are_told_before_anything_is_solved(organiser_client: Client, campaign: Campaign) -> None:
    venue = make_allocation.dividable(campaign)
    for percent in (30, 40):
        actions.say_rule(actor=TEST, campaign=campaign, said=actions.Said(DivisionRule.Kind.ABSENCE, amount=percent))

    page = organiser_client.post(f"/campaigns/{campaign.code}/runs/new/", {"class_count": 1, "venues": [venue.pk]})

    assert page.status_code == 422
    assert "trái nhau" in page.content.decode()
    assert not campaign.runs.exists()


def test_a_solver_without_any_time_leaves_a_plan_or_words(organiser_client: Client, campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    make_allocation.dividable(campaign)
    monkeypatch.setattr(jobs, "FIRST_SECONDS", 0.001)
    monkeypatch.setattr(jobs, "SOLVER_SECONDS", 0.001)

    run = solved(campaign)

    text = opened(organiser_client, run)[0]
    assert (run.state == Run.State.SOLVED and run.assignments.exists()) or run.failure in text or str(run.causes[0]["text"]) in text


@pytest.mark.parametrize("posted", [{}, {"class_count": "0"}, {"class_count": "nhiều", "venues": ["x"]}, {"class_count": "501"}])
def test_a_division_asked_for_wrongly_is_told_at_its_form(organiser_client: Client, campaign: Campaign, posted: dict[str, object]) -> None:
    assert organiser_client.post(f"/campaigns/{campaign.code}/runs/new/", posted).status_code == 422


@pytest.mark.parametrize(
    "posted",
    [
        {"kind": "NOTHING"},
        {"kind": "ABSENCE", "ABSENCE-amount": "500", "ABSENCE-scope": ""},
        {"kind": "TOGETHER", "TOGETHER-scope": "unit:nobody"},
        {"kind": "PLACE", "PLACE-scope": "", "PLACE-training_class": "999999"},
        {"kind": "WINDOW", "WINDOW-amount": "-3"},
    ],
)
def test_a_sentence_that_makes_no_sense_is_told_at_its_form(organiser_client: Client, campaign: Campaign, posted: dict[str, str]) -> None:
    assert organiser_client.post(f"/campaigns/{campaign.code}/division-rules/say/", posted).status_code == 422
    assert not campaign.division_rules.exists()


@pytest.mark.parametrize("posted", [{"order": "x,y"}, {"order": "unassigned"}])
def test_an_order_of_other_aims_is_refused_in_words(organiser_client: Client, campaign: Campaign, posted: dict[str, str]) -> None:
    assert organiser_client.post(f"/campaigns/{campaign.code}/division-rules/aims/", posted).status_code == 409
