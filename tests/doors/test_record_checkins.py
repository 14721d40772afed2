from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from make import campaigns as make_campaigns
from make import doors as make
from make.doors import STARTS_AT, TEST, Scene, deliver, event, minutes
from pytest_django import DjangoAssertNumQueries

from boiduong.attendance.models import OddCase
from boiduong.campaigns.actions import merge_learners
from boiduong.campaigns.models import Enrollment
from boiduong.doors.events import Answer
from boiduong.doors.models import CheckIn
from boiduong.engines.tokens import sign_card
from boiduong.summonses.models import Card


def told(answer: Answer) -> tuple[str, str]:
    return answer.status, answer.reason


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"code": "https://example.org/"}, ("refused", "not_ours")),
        ({"code": "BD1:A"}, ("refused", "malformed")),
        ({"person": "nobody"}, ("quarantined", "unknown_card")),
        ({"note": "Trần Văn Bình, Trường THCS Lê Lợi, 0912345678"}, ("quarantined", "unknown_card")),
        ({"kind": "void", "voids": str(uuid4())}, ("quarantined", "nothing_to_take_back")),
    ],
)
def test_what_is_out_of_place_is_kept_with_its_reason(scene: Scene, raw: dict[str, Any], expected: tuple[str, str]) -> None:
    [answer] = deliver(scene.device, event(**raw))

    assert told(answer) == expected
    assert CheckIn.objects.values_list("status", "reason").get() == expected


@pytest.mark.parametrize(
    "raw",
    [
        None,
        17,
        "text",
        {},
        event(kind="jump", code="BD1:"),
        event(code=None),
        event(code="BD1:", uuid="not one"),
        event(code="BD1:", seen_at="yesterday"),
        event(code="BD1:", seen_at="0001-01-01T00:00:00+14:00"),
        event(code="BD1:", sequence=-1),
        event(code="BD1:", sequence="1"),
        event(code="BD1:", sequence=2**40),
        event(code=["BD1:"]),
        event(code="\ud800"),
        event(kind="void", code="BD1:"),
    ],
    ids=[
        "null",
        "number",
        "text",
        "nothing",
        "kind",
        "no-code",
        "uuid",
        "no-time",
        "year-1",
        "negative",
        "word",
        "huge",
        "list",
        "surrogate",
        "void-of-nothing",
    ],
)
def test_one_bad_item_is_kept_and_blocks_no_other(scene: Scene, raw: Any) -> None:
    answers = deliver(scene.device, event(code=scene.card), raw, event(code=scene.card, kind="out", seen_at=minutes(235)))

    assert [told(answer) for answer in answers] == [("accepted", "ok"), ("refused", "unreadable"), ("accepted", "ok")]
    assert [told(answer) for answer in deliver(scene.device, raw)] == [("refused", "unreadable")]
    assert CheckIn.objects.count() == 3


def test_letters_that_the_database_cannot_keep_are_left_out(scene: Scene) -> None:
    assert told(deliver(scene.device, event(person=scene.learner.code, manual_reason="Quên\x00 thẻ"))[0]) == ("accepted", "ok")
    assert CheckIn.objects.get().manual_reason == "Quên thẻ"


def test_a_card_of_another_campaign_is_refused(scene: Scene) -> None:
    other = make.scene(make_campaigns.campaign())
    pair = scene.key[1]
    foreign = sign_card(campaign=other.campaign.pk, code=bytes(16), key_id=scene.key[0].number, private=pair.private)

    assert told(deliver(scene.device, event(code=foreign))[0]) == ("refused", "other_campaign")


def test_a_card_signed_with_an_unknown_key_is_refused(scene: Scene) -> None:
    card = sign_card(campaign=scene.campaign.pk, code=bytes(16), key_id=60_000, private=scene.key[1].private)

    assert told(deliver(scene.device, event(code=card))[0]) == ("refused", "unknown_key")


def test_a_card_revoked_after_the_phone_fetched_its_list_is_kept_for_a_person_to_look_at(scene: Scene) -> None:
    Card.objects.update(revoked_at=STARTS_AT)

    assert told(deliver(scene.device, event(code=scene.card, offline=True, shown="come_in"))[0]) == ("quarantined", "revoked")
    assert OddCase.objects.get().kind == OddCase.Kind.REVOKED_CARD


def test_somebody_of_another_class_is_kept_for_a_person_to_look_at(scene: Scene) -> None:
    elsewhere = make_campaigns.enrollment(scene.campaign, training_class=make_campaigns.training_class(scene.campaign))

    [answer] = deliver(scene.device, event(code=make.card(elsewhere, scene.key)))

    assert (told(answer), answer.name) == (("quarantined", "wrong_class"), elsewhere.person.full_name)
    assert OddCase.objects.get().kind == OddCase.Kind.WRONG_CLASS


def test_whoever_was_moved_while_the_phone_was_offline_is_kept_where_they_really_sat(scene: Scene) -> None:
    Enrollment.objects.filter(pk=scene.learner.pk).update(training_class=make_campaigns.training_class(scene.campaign))

    [answer] = deliver(scene.device, event(person=scene.learner.code, offline=True, shown="come_in"))

    assert told(answer) == ("quarantined", "wrong_class")
    assert OddCase.objects.values_list("kind", "class_session", "enrollment").get() == ("WRONG_CLASS", scene.session.pk, scene.learner.pk)


def test_a_card_and_a_name_of_a_place_that_a_merge_set_aside_stand_for_the_one_that_stays(scene: Scene) -> None:
    twin, card = scene.another("Nguyễn Thi Anh")
    merge_learners(actor=TEST, kept=scene.learner.person, merged=twin.person, taken=(), set_aside=[twin.pk], at=STARTS_AT)

    answers = deliver(
        scene.device, event(code=card, offline=True), event(person=twin.code, seen_at=minutes(-5)), event(code=scene.card, seen_at=minutes(-4))
    )

    assert [told(answer) for answer in answers] == [("accepted", "ok"), ("repeated", "already_in"), ("repeated", "already_in")]
    assert set(CheckIn.objects.values_list("enrollment", flat=True)) == {scene.learner.pk}


def test_a_make_up_place_makes_somebody_of_another_class_welcome(scene: Scene) -> None:
    elsewhere = make_campaigns.enrollment(scene.campaign, training_class=make_campaigns.training_class(scene.campaign))
    make.makeup_place(elsewhere, scene.session)

    assert told(deliver(scene.device, event(code=make.card(elsewhere, scene.key)))[0]) == ("accepted", "ok")


@pytest.mark.parametrize("seen", [-121, 6 * 60 + 1])
def test_what_was_seen_outside_the_device_s_window_is_kept_for_a_person_to_look_at(scene: Scene, seen: int) -> None:
    assert told(deliver(scene.device, event(code=scene.card, seen_at=minutes(seen)))[0]) == ("quarantined", "outside_window")


def test_what_was_seen_at_another_session_is_kept_for_a_person_to_look_at(scene: Scene) -> None:
    assert told(deliver(scene.device, event(code=scene.card, session="elsewhere"))[0]) == ("quarantined", "other_session")


def test_entry_and_exit_are_accepted_with_the_name_and_both_times(scene: Scene) -> None:
    at = STARTS_AT + timedelta(hours=5)
    answers = deliver(scene.device, event(code=scene.card), event(code=scene.card, kind="out", seen_at=minutes(235), sequence=2), at=at, device_at=at)

    assert [(told(answer), answer.name) for answer in answers] == [(("accepted", "ok"), "Nguyễn Thị Ánh")] * 2
    assert list(CheckIn.objects.order_by("pk").values_list("seen_at", "happened_at", "arrived_at")) == [
        (STARTS_AT - timedelta(minutes=10), STARTS_AT - timedelta(minutes=10), at),
        (STARTS_AT + timedelta(minutes=235), STARTS_AT + timedelta(minutes=235), at),
    ]


def test_the_same_event_sent_again_gets_the_same_answer_and_no_second_row(scene: Scene) -> None:
    batch = [event(code=scene.card), event(code=scene.card), event(person=scene.learner.code, manual_reason="Quên thẻ"), event(code="x")]

    first = deliver(scene.device, *batch)

    assert deliver(scene.device, *batch) == first
    assert deliver(scene.device, *reversed(batch)) == list(reversed(first))
    assert deliver(scene.device, batch[0], batch[0])[1] == first[0]
    assert CheckIn.objects.count() == len(batch)
    assert OddCase.objects.count() == 0


def test_a_second_entry_is_repeated_and_told_when_and_where_the_first_was(scene: Scene) -> None:
    other, _ = make.device(scene.session, "Cửa 2")
    deliver(scene.device, event(code=scene.card))

    again = event(code=scene.card, seen_at=minutes(-5))
    [answer] = deliver(other, again)

    assert (told(answer), answer.first_seen_at, answer.first_door) == (("repeated", "already_in"), STARTS_AT - timedelta(minutes=10), "Cửa 1")
    assert deliver(other, again) == [answer]


def test_what_was_repeated_keeps_its_answer_when_the_first_is_taken_back(scene: Scene) -> None:
    first, again = event(code=scene.card), event(code=scene.card, seen_at=minutes(-5))
    deliver(scene.device, first)
    [answer] = deliver(scene.device, again)

    deliver(scene.device, event(kind="void", voids=first["uuid"]))

    assert deliver(scene.device, again) == [answer]


def test_an_entry_seen_earlier_that_arrives_later_is_no_second_first_entry(scene: Scene) -> None:
    other, _ = make.device(scene.session, "Cửa 2")
    deliver(scene.device, event(code=scene.card, seen_at=minutes(-5)))

    [answer] = deliver(other, event(code=scene.card, seen_at=minutes(-8), offline=True, shown="come_in"))

    assert told(answer) == ("repeated", "already_in")
    assert OddCase.objects.get().kind == OddCase.Kind.TWO_DOORS


def test_two_doors_are_no_odd_case_where_the_second_operator_was_warned(scene: Scene) -> None:
    other, _ = make.device(scene.session, "Cửa 2")
    deliver(scene.device, event(code=scene.card))
    deliver(other, event(code=scene.card, seen_at=minutes(-5), shown="look"))

    assert not OddCase.objects.exists()


def test_an_entry_taken_back_may_be_made_again(scene: Scene) -> None:
    first = event(code=scene.card)
    taken_back = event(kind="void", voids=first["uuid"])

    answers = deliver(scene.device, first, taken_back, event(code=scene.card))

    assert [told(answer) for answer in answers] == [("accepted", "ok"), ("accepted", "taken_back"), ("accepted", "ok")]
    assert told(deliver(scene.device, event(code=scene.card))[0]) == ("repeated", "already_in")


def test_no_device_takes_back_what_another_saw(scene: Scene) -> None:
    other, _ = make.device(scene.session, "Cửa 2")
    first = event(code=scene.card)
    deliver(scene.device, first)

    assert told(deliver(other, event(kind="void", voids=first["uuid"]))[0]) == ("quarantined", "nothing_to_take_back")
    assert told(deliver(other, event(code=scene.card))[0]) == ("repeated", "already_in")


@pytest.mark.parametrize("off", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)])
def test_a_wrong_clock_is_corrected_and_refuses_nobody(scene: Scene, off: timedelta) -> None:
    seen = STARTS_AT - timedelta(minutes=10)

    [answer] = deliver(scene.device, event(code=scene.card, seen_at=(seen + off).isoformat()), device_at=STARTS_AT + off, at=STARTS_AT)

    assert told(answer) == ("accepted", "ok")
    assert CheckIn.objects.values_list("seen_at", "happened_at").get() == (seen + off, seen)


@pytest.mark.parametrize(
    ("seen", "clock_off", "device_at"),
    [
        (timedelta(days=1), timedelta(days=-1), timedelta()),  # the network set the clock right before the queue was sent
        (timedelta(hours=-1), timedelta(hours=1), timedelta(hours=-1)),  # it was set back in the middle, and the page saw it
        (timedelta(), timedelta(), timedelta(hours=3)),  # it was right, and is set forward since
        (timedelta(hours=-1), timedelta(hours=5), timedelta(hours=-1)),  # what it says it knew would be in the future
    ],
)
def test_a_clock_that_was_set_between_seeing_and_sending_changes_no_time(
    scene: Scene, seen: timedelta, clock_off: timedelta, device_at: timedelta
) -> None:
    true = STARTS_AT - timedelta(minutes=10)
    off = clock_off.total_seconds() * 1000

    raw = event(code=scene.card, seen_at=(true + seen).isoformat(), clock_off=off, offline=True)
    [answer] = deliver(scene.device, raw, device_at=STARTS_AT + device_at, at=STARTS_AT)

    assert told(answer) == ("accepted", "ok")
    assert CheckIn.objects.get().happened_at == true


def test_a_substitute_is_named_before_whom_they_stand_in_for(scene: Scene) -> None:
    stranger = {"name": "Lê Thị Lạ", "unit": "Trường Mầm non Sao Mai", "phone": "0912345678"}

    deliver(scene.device, event(unlisted=stranger, note="Đi thay: Phạm Thị Năm"))

    assert CheckIn.objects.get().note == "Lê Thị Lạ · Trường Mầm non Sao Mai · 0912345678 · Đi thay: Phạm Thị Năm"


def test_the_longest_words_about_a_stranger_block_no_batch(scene: Scene) -> None:
    stranger = {"name": "L" * 500, "unit": "T" * 500, "phone": "0" * 500}

    answers = deliver(scene.device, event(unlisted=stranger, note="Đ" * 500), event(code=scene.card))

    assert [answer.status for answer in answers] == ["quarantined", "accepted"]


def test_an_event_stays_with_whoever_held_the_phone_then(scene: Scene) -> None:
    deliver(scene.device, event(code=scene.card, operator="Cô Hoa"))

    assert CheckIn.objects.get().operator_name == "Cô Hoa"


def test_a_manual_mark_counts_and_a_person_looks_at_it(scene: Scene) -> None:
    assert told(deliver(scene.device, event(person=scene.learner.code, manual_reason="Quên thẻ"))[0]) == ("accepted", "ok")
    assert OddCase.objects.get().kind == OddCase.Kind.MANUAL


@pytest.mark.parametrize("count", [1, 30])
def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(
    scene: Scene, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    cards = [scene.another()[1] for _ in range(count)]

    with django_assert_num_queries(6):  # 2 of them the transaction's own
        deliver(scene.device, *[event(code=card) for card in cards])
