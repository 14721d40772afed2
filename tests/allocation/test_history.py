"""The list of versions tells how each was made and what came of it."""

from datetime import timedelta

import pytest
from django.test import Client
from make import NOON
from make import allocation as make_allocation

from boiduong.allocation import actions, jobs, moving
from boiduong.allocation.history import history_of
from boiduong.allocation.models import Run
from boiduong.allocation.swap_queries import ClassRoom
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign

TEST = Actor(None, via="test")


def test_a_version_without_a_plan_says_how_it_was_asked_for_and_no_more(campaign: Campaign) -> None:
    make_allocation.run(campaign, Run.State.QUEUED)

    (version,) = history_of(campaign)

    assert (version.left_out, version.outcome, version.can_be_compared) == ("", "", False)
    assert version.made.endswith("1 lớp")


def test_a_version_tells_who_has_no_class_and_what_came_out_worst(campaign: Campaign) -> None:
    run = make_allocation.run(campaign, Run.State.SOLVED)
    values = {"unassigned": 2, "coverage": 0, "moves": 0, "grouping": 97, "levels": 12, "managers": 3, "balance": 1}
    run.tiers = {aim: {"value": value, "bound": value, "proven": aim != "levels", "seconds": 0} for aim, value in values.items()}
    run.seconds = 3.0
    run.save()

    (version,) = history_of(campaign)

    assert version.left_out == "2 người chưa có lớp"
    assert [told.split()[0] for told in version.outcome.split(" · ")] == ["97", "12", "3", "6"]
    assert version.outcome.endswith(" · 6 trên 7 mục đã chứng minh")


def test_a_draft_by_hand_names_the_version_it_began_from_and_its_changes(campaign: Campaign) -> None:
    hall = make_allocation.dividable(campaign)
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[hall], at=NOON)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    actions.publish_run(actor=TEST, run=run, at=NOON)
    learner = campaign.enrollments.select_related("campaign").order_by("pk")[0]
    draft = moving.revise_run(actor=TEST, campaign=campaign, at=NOON)
    other = campaign.classes.exclude(pk=learner.training_class_id or 0)[0]
    moving.move_learner(actor=TEST, run=draft, enrollment=learner, to_class=other, at=NOON)

    first, second = history_of(campaign)

    assert (first.run.pk, first.made, first.can_be_compared) == (draft.pk, "Bản nháp sửa tay, bắt đầu từ bản 1 · 1 thay đổi bằng tay", True)
    assert second.run.pk == run.pk


@pytest.mark.parametrize(
    ("free", "days", "said"),
    [
        (0, (), "Lớp 5 (đã đủ người)"),
        (12, (NOON.date(),), f"Lớp 5 ({NOON:%d/%m}, còn 12 chỗ)"),
        (1, (NOON.date(), NOON.date() + timedelta(days=2)), f"Lớp 5 ({NOON:%d/%m} – {NOON + timedelta(days=2):%d/%m}, còn 1 chỗ)"),
    ],
)
def test_a_class_that_can_be_asked_for_says_when_it_meets_and_what_is_free(free: int, days: tuple[object, ...], said: str) -> None:
    assert ClassRoom(free, days).said("Lớp 5") == said  # type: ignore[arg-type]


def test_requests_tell_the_draft_that_holds_what_was_granted_until_it_is_published(organiser_client: Client, campaign: Campaign) -> None:
    hall = make_allocation.dividable(campaign)
    run = actions.request_run(actor=TEST, campaign=campaign, class_count=2, venues=[hall], at=NOON)
    jobs.solve_run(run.pk)
    run.refresh_from_db()
    actions.publish_run(actor=TEST, run=run, at=NOON)
    learner = campaign.enrollments.order_by("pk")[0]
    swap = moving.ask_swap(
        actor=TEST, enrollment=learner, to_class=campaign.classes.exclude(pk=learner.training_class_id or 0)[0], reason="đi công tác", at=NOON
    )
    pages = []
    pages.append(organiser_client.get(f"/campaigns/{campaign.code}/swaps/").context["swaps"].draft)
    draft = moving.grant_swap(actor=TEST, swap=swap, at=NOON).run
    pages.append(organiser_client.get(f"/campaigns/{campaign.code}/swaps/").context["swaps"].draft)
    actions.publish_run(actor=TEST, run=draft, at=NOON)
    pages.append(organiser_client.get(f"/campaigns/{campaign.code}/swaps/").context["swaps"].draft)

    assert pages == [None, draft, None]
