from datetime import date

import pytest
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns import actions
from boiduong.campaigns.actions import Call
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.people.models import Person

TEST = Actor(None, via="test")


@pytest.mark.django_db
def test_plan_campaign_refuses_days_in_the_wrong_order() -> None:
    with pytest.raises(actions.DatesReversed):
        actions.plan_campaign(
            actor=TEST, code="he-2019", title="Hè 2019", lead_unit=make_people.unit(), starts_on=date(2019, 8, 3), ends_on=date(2019, 7, 23)
        )

    assert not AuditEntry.objects.exists()


def test_plan_campaign_refuses_a_code_in_use(campaign: Campaign) -> None:
    with pytest.raises(actions.CodeTaken):
        actions.plan_campaign(
            actor=TEST, code=campaign.code, title="Hè", lead_unit=campaign.lead_unit, starts_on=date(2019, 7, 23), ends_on=date(2019, 8, 3)
        )


def test_enroll_people_refuses_somebody_another_unit_has_called_and_calls_nobody(campaign: Campaign) -> None:
    person, fresh = (make_people.person(make_people.unit()) for _ in range(2))
    make_campaigns.enrollment(campaign, person)

    with pytest.raises(actions.LearnerElsewhere):
        actions.enroll_people(
            actor=TEST, campaign=campaign, calls=[Call(fresh, fresh.unit, Person.Role.TEACHER), Call(person, make_people.unit(), Person.Role.TEACHER)]
        )

    assert Enrollment.objects.get().person == person


def test_enrolling_again_changes_what_is_different_and_adds_nobody(campaign: Campaign) -> None:
    person = make_people.person(make_people.unit())
    first = actions.enroll_people(actor=TEST, campaign=campaign, calls=[Call(person, person.unit, Person.Role.TEACHER)])

    again = actions.enroll_people(actor=TEST, campaign=campaign, calls=[Call(person, person.unit, Person.Role.MANAGER, position="Hiệu trưởng")])

    assert first == again
    assert Enrollment.objects.get().position == "Hiệu trưởng"


def test_seats_can_change_hands_within_a_class(campaign: Campaign) -> None:
    training_class = make_campaigns.training_class(campaign)
    one, two = (make_campaigns.enrollment(campaign) for _ in range(2))
    actions.assign_classes(actor=TEST, campaign=campaign, places={one.pk: (training_class, "A-1"), two.pk: (training_class, "A-2")})

    changed = actions.assign_classes(actor=TEST, campaign=campaign, places={one.pk: (training_class, "A-2"), two.pk: (training_class, "A-1")})

    assert changed == 2
    assert dict(Enrollment.objects.values_list("pk", "seat")) == {one.pk: "A-2", two.pk: "A-1"}


def test_a_learner_left_out_of_the_lists_loses_the_place(campaign: Campaign) -> None:
    training_class = make_campaigns.training_class(campaign)
    learner = make_campaigns.enrollment(campaign, training_class=training_class, seat="A-1")

    actions.assign_classes(actor=TEST, campaign=campaign, places={})

    learner.refresh_from_db()
    assert (learner.training_class, learner.seat) == (None, "")


def test_withdrawing_twice_is_done_once(campaign: Campaign) -> None:
    learner = make_campaigns.enrollment(campaign)

    counts = [actions.withdraw_people(actor=TEST, enrollments=[learner], reason="chuyển trường", at=NOON) for _ in range(2)]

    assert counts == [1, 0]


def test_a_day_that_was_closed_is_opened_once(campaign: Campaign) -> None:
    on = date(2019, 7, 28)
    campaign.closed_days = [on, date(2019, 7, 29)]
    campaign.save(update_fields=["closed_days"])

    for _ in range(2):
        actions.open_day(actor=TEST, campaign=campaign, on=on)

    campaign.refresh_from_db()
    assert campaign.closed_days == [date(2019, 7, 29)]
    assert [entry.details for entry in AuditEntry.objects.filter(verb="campaigns.day.opened")] == [{"on": "2019-07-28"}]
