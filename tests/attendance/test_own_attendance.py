"""What whoever answers for a unit sees of its people, and many odd cases decided at once."""

import pytest
from conftest import client_of
from django.test import Client
from make import attendance as make_attendance
from make import campaigns as make_campaigns
from make import doors as make
from make import people as make_people
from make.doors import Scene, deliver, event
from pytest_django import DjangoAssertNumQueries

from boiduong.attendance.jobs import judge_session
from boiduong.attendance.models import OddCase
from boiduong.campaigns.models import Campaign


def test_a_unit_sees_its_own_people_who_was_entered_by_name_and_until_when_a_paper_comes(scene: Scene) -> None:
    scene.another("Trần Văn Bình")  # of another unit
    absent = make_campaigns.enrollment(
        scene.campaign, make_people.person(scene.learner.unit, "Lê Thị Tư"), training_class=scene.session.training_class
    )
    deliver(scene.device, event(person=scene.learner.code, manual_reason="Quên thẻ"))
    judge_session(scene.session.pk, at=scene.session.ends_at)

    response = client_of(make_people.coordinator(scene.learner.unit)).get("/attendance/")
    page = response.content.decode()

    [group] = response.context["groups"]
    assert [(line.enrollment, line.judged, line.attended, line.by_name) for line in group.lines] == [
        (scene.learner, 1, 0, 1),  # never checked out
        (absent, 1, 0, 0),
    ]
    assert "trước hoặc trong vòng 5 ngày sau buổi học" in page
    assert "ghi theo tên: 1" in page
    assert f"/learners/{absent.code}/attendance/#paper" in page
    assert "Trần Văn Bình" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_unit_costs_the_same_for_any_number_of_people(
    scene: Scene, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count - 1):
        make_campaigns.enrollment(scene.campaign, make_people.person(scene.learner.unit, f"Lê Thị {number}"))
    client = client_of(make_people.coordinator(scene.learner.unit))

    with django_assert_num_queries(7):
        response = client.get("/attendance/")

    assert len(response.context["groups"][0].lines) == count


def test_cases_of_one_kind_are_decided_alike_as_far_as_they_were_shown(organiser_client: Client, campaign: Campaign) -> None:
    session = make.class_session(make_campaigns.training_class(campaign))
    first, second, later = (make_attendance.odd_case(campaign, session, OddCase.Kind.MANUAL) for _ in range(3))
    address = f"/campaigns/{campaign.code}/doors/inbox/"
    told = {"kind": first.kind, "up_to": second.pk, "counts": "yes", "decision": "Đã đối chiếu với người trực cửa"}
    assert organiser_client.get(address).context["groups"][0].last_key == later.pk

    organiser_client.post(f"{address}settle/", told | {"decision": " "})
    assert OddCase.objects.open().count() == 3
    organiser_client.post(f"{address}settle/", told)

    assert list(OddCase.objects.open()) == [later]
    assert set(OddCase.objects.exclude(pk=later.pk).values_list("counts", "decision")) == {(True, "Đã đối chiếu với người trực cửa")}
