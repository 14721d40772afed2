from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as drawn
from hypothesis import strategies as st
from make import campaigns as make
from make import people as make_people

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.actions import Call, CalledTwice, enroll_people, merge_learners, part_learners, settle_same
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.people.actions import LaterMerge, NotCurrent, NumberTaken, PairDecided, ask_again, tell_apart, upsert_people
from boiduong.people.jobs import look_for_pairs
from boiduong.people.matching import Said, recognise_people
from boiduong.people.models import Merge, Person, PersonPair, Unit

ACTOR = Actor(None, via="test")
AT = datetime(2026, 6, 1, 2, tzinfo=UTC)


def known(unit: Unit, name: str = "Nguyễn Thị Hoà", number: str = "", phone: str = "") -> Person:
    said = Said(unit, name, Person.Role.TEACHER, birth_date=AT.date().replace(year=1979), birth_precision="day", national_id=number, phone=phone)
    return upsert_people(actor=ACTOR, people=[(None, said)])[0]


def merged(kept: Person, other: Person, taken: tuple[str, ...] = (), set_aside: tuple[int, ...] = ()) -> Merge:
    return merge_learners(actor=ACTOR, kept=kept, merged=other, taken=taken, set_aside=set_aside, at=AT)


def rows() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Person, Enrollment)]


@pytest.mark.django_db
def test_who_is_merged_already_is_merged_with_nobody_else() -> None:
    one, two, three = (known(make_people.unit(), number=number) for number in ("", "079179012345", "079179012346"))
    merged(one, two)

    with pytest.raises(NotCurrent):
        merged(three, two)


@pytest.mark.django_db
def test_of_two_places_in_one_campaign_a_person_says_which_stays(campaign: Campaign) -> None:
    one, two = known(make_people.unit()), known(make_people.unit(), "Nguyễn Thị Hoa")
    make.enrollment(campaign, one)
    make.enrollment(campaign, two)

    with pytest.raises(CalledTwice):
        merged(one, two)
    assert not Merge.objects.exists()


@pytest.mark.django_db
def test_the_newer_merge_is_undone_first() -> None:
    one, two, three = (known(make_people.unit(), number=number) for number in ("", "079179012345", "079179012346"))
    first = merged(one, two)
    merged(three, one)

    with pytest.raises(LaterMerge):
        part_learners(actor=ACTOR, merge=first, at=AT)


@pytest.mark.django_db
def test_a_number_that_somebody_else_has_by_now_keeps_a_merge_from_being_undone() -> None:
    one, two = known(make_people.unit(), number="079179012345"), known(make_people.unit(), number="079179012346")
    merge = merged(one, two, taken=("national_id",))
    known(make_people.unit(), "Lê Văn Bình", number="079179012345")

    with pytest.raises(NumberTaken):
        part_learners(actor=ACTOR, merge=merge, at=AT)


@pytest.mark.django_db
def test_a_number_is_never_given_to_a_second_person() -> None:
    known(make_people.unit(), number="079179012345")

    with pytest.raises(NumberTaken):
        known(make_people.unit(), "Lê Văn Bình", number="079179012345")


@pytest.mark.django_db
def test_what_the_merged_row_did_follows_and_a_new_call_finds_it(campaign: Campaign) -> None:
    unit = make_people.unit()
    one, two = known(unit), known(unit, "Nguyễn Thị Hoa", phone="0912345678")
    place = make.enrollment(campaign, two)
    merged(one, two)

    place.refresh_from_db()
    one.refresh_from_db()
    assert (place.person, place.called_as, one.phone) == (one, two, "0912345678")
    assert enroll_people(actor=ACTOR, campaign=campaign, calls=[Call(one, unit, Person.Role.TEACHER)]) == [place]


@pytest.mark.django_db
@pytest.mark.parametrize("stays", [0, 1])
def test_the_place_that_stays_is_the_kept_persons_whoever_was_called_to_it(campaign: Campaign, stays: int) -> None:
    one, two = known(make_people.unit()), known(make_people.unit(), "Nguyễn Thị Hoa")
    places = [make.enrollment(campaign, one), make.enrollment(campaign, two)]
    before = rows()
    merge = merged(one, two, set_aside=(places[1 - stays].pk,))

    assert list(Enrollment.objects.called().filter(person=one)) == [places[stays]]
    assert list(Enrollment.objects.filter(set_aside_by=merge)) == [places[1 - stays]]

    part_learners(actor=ACTOR, merge=merge, at=AT)
    assert rows() == before


@pytest.mark.django_db
def test_what_was_written_since_stays_when_a_merge_is_undone() -> None:
    one, two = known(make_people.unit()), known(make_people.unit(), phone="0912345678", number="079179012345")
    merge = merged(one, two)
    Person.objects.filter(pk=one.pk).update(phone="0987654321")
    part_learners(actor=ACTOR, merge=merge, at=AT)

    one.refresh_from_db()
    assert (one.phone, one.national_id_tail) == ("0987654321", "")


@pytest.mark.django_db
def test_what_was_said_of_a_pair_is_remembered_and_can_be_taken_back() -> None:
    unit = make_people.unit()
    known(unit)
    known(make_people.unit(), "Nguyễn Thị Hoa")
    assert look_for_pairs() == 1
    pair = PersonPair.objects.get()
    assert pair.basis == PersonPair.Basis.SPELLING

    tell_apart(actor=ACTOR, pair=pair, at=AT)
    assert look_for_pairs() == 0
    with pytest.raises(PairDecided):
        settle_same(actor=ACTOR, pair=pair, keeps_second=False, taken=(), set_aside=(), at=AT)

    ask_again(actor=ACTOR, pair=pair)
    merge = settle_same(actor=ACTOR, pair=pair, keeps_second=True, taken=(), set_aside=(), at=AT)
    assert recognise_people([Said(unit, "Nguyễn Thị Hoa", Person.Role.TEACHER, birth_date=merge.kept.birth_date, birth_precision="day")])[0].person

    part_learners(actor=ACTOR, merge=merge, at=AT)
    pair.refresh_from_db()
    assert (pair.state, pair.merge) == ("OPEN", None)
    assert "people.merge.undone" in set(AuditEntry.objects.values_list("verb", flat=True))


@pytest.mark.django_db
@drawn(max_examples=10)
@given(st.data())
def test_merging_and_undoing_in_reverse_changes_nothing(data: st.DataObject) -> None:
    """Four people called to three campaigns at will, merged in any order on any side with any settlement."""
    names = st.sampled_from(["Nguyễn Thị Hoà", "Nguyễn Thị Hoa"])
    with transaction.atomic():
        crowd = [
            known(
                make_people.unit(),
                data.draw(names),
                number,
                data.draw(st.sampled_from(["", "0912345678"])),
            )
            for number in ("", "079179012345", "079179012346", "079179012347")
        ]
        for campaign in [make.campaign() for _ in range(3)]:
            for person in crowd:
                if data.draw(st.booleans()):
                    place = make.enrollment(campaign, person)
                    if data.draw(st.integers(0, 3)) == 0:
                        Enrollment.objects.filter(pk=place.pk).update(withdrawn_at=AT)
        states, merges = [rows()], []
        for _ in range(data.draw(st.integers(1, 3))):
            one, two = data.draw(st.permutations(list(Person.objects.current().order_by("pk"))))[:2]
            taken = data.draw(st.sets(st.sampled_from(["full_name", "phone", "national_id", "unit"])))
            both = [
                place.pk
                for place in Enrollment.objects.called().filter(person=data.draw(st.sampled_from([one, two])))
                if Enrollment.objects.called().filter(campaign=place.campaign, person__in=[one, two]).count() == 2
            ]
            merges.append(merged(one, two, tuple(taken), tuple(both)))
            assert not Enrollment.objects.called().exclude(person__merged_into=None).exists()
            states.append(rows())
        for merge in reversed(merges):
            assert rows() == states.pop()
            part_learners(actor=ACTOR, merge=merge, at=AT)
        assert rows() == states.pop()
        transaction.set_rollback(True)
