"""Two rows of one person, merged by form: what the pages of later stages show then, and that undoing gives all of it back."""

import pytest
from conftest import client_of
from django.test import Client
from make import campaigns as make
from make import credentials as make_credentials
from make import grading as make_grading
from make import people as make_people

from boiduong.attendance.models import Attendance
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.credentials.models import Certificate
from boiduong.essays.models import Submission
from boiduong.people.models import Person, PersonPair


@pytest.fixture
def keeper(db: None) -> Client:
    return client_of(make_people.keeper())


def done(campaign: Campaign, person: Person) -> Enrollment:
    """Called, present at a session, with an essay and a certificate."""
    enrollment = make.enrollment(campaign, person, make.training_class(campaign))
    make_credentials.attended(enrollment, make.topic(campaign))
    make_grading.submission(enrollment)
    make_credentials.certificate(enrollment)
    return enrollment


def everything() -> list[object]:
    columns = (Person, Enrollment, Attendance, Submission, Certificate)
    return [list(model.objects.order_by("pk").values()) for model in columns]


def test_two_places_of_one_campaign_are_shown_with_what_each_carries_and_need_an_answer(keeper: Client, campaign: Campaign) -> None:
    one, two = make_people.person(make_people.unit()), make_people.person(make_people.unit())
    done(campaign, one)
    make.enrollment(campaign, two)
    pair = make_people.pair(one, two)

    page = keeper.get(f"/people/doubles/{pair.code}/").text
    assert [words in page for words in ("điểm danh: 1", "giấy chứng nhận: 1", one.unit.name, two.unit.name)] == [True] * 4

    before = everything()
    assert 'role="alert"' in keeper.post(f"/people/doubles/{pair.code}/", {"same": "1"}).text
    assert everything() == before


@pytest.mark.parametrize("stays", ["first", "second"])
def test_a_clash_settled_by_form_leaves_one_place_with_its_own_work_and_undo_gives_everything_back(
    keeper: Client, campaign: Campaign, stays: str
) -> None:
    one, two = make_people.person(make_people.unit()), make_people.person(make_people.unit())
    places = {"first": done(campaign, one), "second": done(campaign, two)}
    pair, before = make_people.pair(one, two), everything()

    keeper.post(f"/people/doubles/{pair.code}/", {"same": "1", "fact_unit": "first", f"place_{campaign.pk}": stays})

    kept = places.pop(stays)
    (gone,) = places.values()
    called = list(Enrollment.objects.called().filter(campaign=campaign))
    assert [(row.pk, row.person_id) for row in called] == [(kept.pk, one.pk)]
    assert Enrollment.objects.get(pk=gone.pk).withdrawn_at is not None

    pair.refresh_from_db()
    assert keeper.post(f"/people/doubles/{pair.code}/part/").status_code == 302
    assert everything() == before
    assert PersonPair.objects.get(pk=pair.pk).state == PersonPair.State.OPEN


def test_the_same_person_in_two_schools_has_all_work_under_the_one_kept_and_two_namesakes_keep_their_own(keeper: Client) -> None:
    first, second = make.campaign(), make.campaign()
    one = make_people.person(make_people.unit("Trường Tiểu học Sao Mai"), "Nguyễn Thị Hoà")
    two = make_people.person(make_people.unit("Trường Tiểu học Hoa Sen"), "Nguyễn Thị Hòa")
    namesake = make_people.person(make_people.unit("Trường THCS Đồng Xanh"), "Nguyễn Thị Hoà")
    done(first, one)
    carried = done(second, two)
    apart = done(second, namesake)
    organiser, pair = client_of(make.organiser(second)), make_people.pair(one, two)
    namesakes = make_people.pair(one, namesake)
    keeper.post(f"/people/doubles/{namesakes.code}/apart/")
    pages = [
        f"/learners/{carried.code}/attendance/",
        f"/campaigns/{second.code}/essays/",
        f"/campaigns/{second.code}/results/",
    ]
    shown = {page: organiser.get(page).text for page in pages}
    assert "Nguyễn Thị Hòa" in shown[pages[0]]  # so that its absence later says something
    before = everything()

    answer = keeper.post(f"/people/doubles/{pair.code}/", {"same": "1", "fact_full_name": "first", "fact_unit": "first"})

    assert answer.status_code == 302
    assert "Nguyễn Thị Hoà" in organiser.get(pages[0]).text
    for page in pages:
        assert "Nguyễn Thị Hòa" not in organiser.get(page).text
    rows = dict(Enrollment.objects.filter(pk__in=[carried.pk, apart.pk]).values_list("pk", "person"))
    assert rows == {carried.pk: one.pk, apart.pk: namesake.pk}
    person_page = keeper.get(f"/people/{one.code}/").text
    assert [campaign.title in person_page for campaign in (first, second)] == [True, True]
    check = Certificate.objects.get(enrollment=carried)
    assert check.content["name"] == "Nguyễn Thị Hòa"  # issued paper stays as it was issued

    pair.refresh_from_db()
    keeper.post(f"/people/doubles/{pair.code}/part/")
    assert everything() == before
    assert {page: "Nguyễn Thị Hòa" in organiser.get(page).text for page in pages} == {page: "Nguyễn Thị Hòa" in shown[page] for page in pages}
